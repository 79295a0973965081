"""A child's own path: five short screens, none about money, health or the household.

What it tells goes to the station alone (PIPL 6; MINOR-NET 36). See docs/decisions/0021.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policy_pages.queries import urgent_contacts

from ..models import ChildRequest, ConsentText, ContactMethod, Need, reader_of
from .base import Answers, LimitedText, Step, one_of, phone_field, some_of
from .contact import NEEDS_NUMBER
from .need import WORDS_LIMIT, no_more_than_three
from .phones import clean_phone
from .start import is_childs_path

Age, AtHome = ChildRequest.Age, ChildRequest.AtHome

LINES_FOR_CHILDREN = {"12355", "12356"}
"""Beside the emergency numbers: the youth line, and somebody who listens."""

CHILD_NEEDS = [
    (Need.VIOLENCE, _("Somebody hits me, hurts me, or touches me where I do not want it")),
    (Need.LOW_MOOD, _("I feel very bad inside")),
    (Need.CARE, _("Nobody looks after me, or I do not get enough to eat")),
    (Need.HOUSING, _("I am afraid to go home, or have nowhere to sleep")),
    (Need.SCHOOL, _("School: somebody bullies me, or I cannot go")),
    (Need.TALK, _("Something else; I want to talk to somebody")),
]


def is_kept_from_home(answers: Answers) -> bool:
    """The child has named nobody at home we may speak to."""
    return answers.get("at_home") in {AtHome.NOBODY, AtHome.UNSURE}


class ChildsStep(Step):
    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_childs_path(answers)


class ChildStep(ChildsStep):
    """How old, and whom at home we may speak to."""

    slug = "child"
    title = _("Good that you write. We listen to you")
    short_title = _("A child, for itself")
    template = "intake/child.html"
    needed_when = dict.fromkeys(
        ("grown_up_name", "grown_up_phone"), _("a grown-up we may call was chosen")
    )
    child_age = one_of(
        [
            (Age.UNDER_14, _("Under 14")),
            (Age.FROM_14, _("14 to 17")),
            (Age.NOT_SAID, _("I would rather not say")),
        ],
        _("How old are you?"),
    )
    at_home = one_of(
        [
            (AtHome.TRUSTED, _("There is a grown-up I trust. You may call")),
            (AtHome.NOBODY, _("Nobody at home may know")),
            (AtHome.UNSURE, _("I do not know")),
        ],
        _("Is there a grown-up you trust, whom we may call?"),
    )
    grown_up_name = LimitedText(
        label=_("What do you call this grown-up?"),
        limit=40,
        help_text=_("Only if we may call. For example: Grandma, Teacher Li."),
    )
    grown_up_phone = phone_field(_("Their phone number"))

    @property
    def numbers(self) -> list:
        """What to call when it cannot wait, from the station's own list."""
        return [
            contact
            for contact in urgent_contacts()
            if contact.is_emergency or contact.number in LINES_FOR_CHILDREN
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("at_home") != AtHome.TRUSTED:
            # Nobody is called, so nobody's number is kept.
            self.errors.pop("grown_up_phone", None)
            return {**cleaned, "grown_up_name": "", "grown_up_phone": ""}
        if not cleaned.get("grown_up_name") and "grown_up_name" not in self.errors:
            self.add_error("grown_up_name", _("Write what you call them, or choose another line."))
        if typed := cleaned.get("grown_up_phone"):
            try:
                cleaned["grown_up_phone"] = clean_phone(typed)
            except forms.ValidationError as error:
                self.add_error("grown_up_phone", error)
        elif "grown_up_phone" not in self.errors:
            self.add_error("grown_up_phone", _("Write their number, or choose another line."))
        return cleaned


class ChildsTextStep(ChildsStep):
    """The words for a child of this age, with the version shown kept among the answers."""

    reader: ClassVar[str]
    kept_as: ClassVar[str]

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_childs_path(answers) and reader_of(answers.get("child_age", "")) == cls.reader

    @classmethod
    def kept_fields(cls) -> list[str]:
        return [*cls.own_fields(), cls.kept_as]

    def texts(self) -> list[ConsentText]:
        if not hasattr(self, "_texts"):
            self._texts = list(ConsentText.objects.shown_in(self.language, self.reader))
        return self._texts

    def notice(self) -> list[tuple[str, str]]:
        return [line for text in self.texts() for line in text.notice_lines]

    def answers(self) -> dict[str, Any]:
        return {**super().answers(), self.kept_as: next((text.pk for text in self.texts()), None)}


class ChildNoticeStep(ChildsTextStep):
    """Under fourteen nothing is ticked: we listen before anybody consents (PIPL 13(3)(4))."""

    slug = "child-notice"
    title = _("Before you tell us, read these lines")
    template = "intake/child_words.html"
    button = _("I have read it, go on")
    reader = ConsentText.Reader.YOUNG_CHILD
    kept_as = "child_notice_text"

    @property
    def sentence(self) -> str:
        return next((text.text for text in self.texts()), "")

    def summary(self) -> list[tuple[str, str]]:
        return [(str(_("What we told you")), self.sentence)]


class ChildConsentStep(ChildsTextStep):
    """From fourteen on a child agrees itself (PIPL 31)."""

    slug = "child-consent"
    title = _("What we do with what you write")
    template = "intake/child_words.html"
    reader = ConsentText.Reader.CHILD
    kept_as = "child_consent_text"
    child_help = forms.BooleanField(
        label=_("I agree that the station uses what I write to help me"),
        error_messages={
            "required": _("Tick this line if you agree. If not, call us: we help you too.")
        },
    )

    def prepare(self) -> None:
        for text in self.texts():
            self.fields["child_help"].label = text.text

    @property
    def is_one_question(self) -> bool:
        return False

    def summary(self) -> list[tuple[str, str]]:
        agreed = self.initial.get("child_help")
        return [(str(_("You agreed to")), str(self.fields["child_help"].label))] if agreed else []


class ChildTellStep(ChildsStep):
    slug = "child-tell"
    title = _("What is the matter?")
    lead = _("A few taps are enough. Write only what you want to.")
    child_needs = some_of(
        CHILD_NEEDS,
        _("Which of these is it?"),
        required=True,
        help_text=_("Tick up to three."),
        validators=[no_more_than_three],
    )
    child_words = LimitedText(
        label=_("Do you want to say more?"),
        limit=WORDS_LIMIT,
        lines=5,
        help_text=_("You can leave this empty, and tell us when we talk."),
    )
    child_name = LimitedText(
        label=_("What shall we call you?"),
        limit=40,
        required=True,
        missing=_("Write what to call you. A nickname is enough."),
        help_text=_("A nickname is enough."),
    )


class ChildContactStep(ChildsStep):
    """How to reach the child, so that nobody learns of it whom it does not want to."""

    slug = "child-contact"
    title = _("How can we reach you?")
    lead = _("A social worker gets in touch with you today, if we are still open today.")
    needed_when = dict.fromkeys(
        ("child_phone", "child_call"), _("a call or a text message was chosen")
    )
    child_contact = one_of(
        [
            (ContactMethod.PHONE, _("Ring me")),
            (ContactMethod.SMS, _("Write me a text message")),
            (ContactMethod.COME, _("I come to the station")),
            (ContactMethod.PROXY, _("Call the grown-up I trust")),
        ],
        _("What is best?"),
    )
    child_phone = phone_field(_("The number"), help_text=_("Only for a call or a text message."))
    child_call = one_of(
        [
            ("secret", _("Do not say who you are. If it is not me, hang up")),
            ("say", _("You may say that you are the social workers")),
        ],
        _("When we ring, may we say who we are?"),
        required=False,
    )
    child_not_times = LimitedText(
        label=_("When must we not ring?"),
        limit=60,
        help_text=_("You can leave this empty. For example: in the evening."),
    )
    child_place = LimitedText(
        label=_("Where could we find you if the phone is off?"),
        limit=80,
        help_text=_("You can leave this empty. For example: the school and class, or the estate."),
    )

    def prepare(self) -> None:
        """Kept from home, it is always called in secret, and through nobody."""
        if is_kept_from_home(self.answers_so_far):
            del self.fields["child_call"]
            field = self.fields["child_contact"]
            field.choices = [one for one in field.choices if one[0] != ContactMethod.PROXY]

    def clean(self):
        cleaned = super().clean()
        typed, rings = cleaned.get("child_phone"), cleaned.get("child_contact") in NEEDS_NUMBER
        if typed:
            try:
                cleaned["child_phone"] = clean_phone(typed)
            except forms.ValidationError as error:
                self.add_error("child_phone", error)
        elif rings and "child_phone" not in self.errors:
            self.add_error("child_phone", _("Write a number, or choose another line."))
        asked = "child_call" in self.fields and "child_call" not in self.errors
        if rings and asked and not cleaned.get("child_call"):
            self.add_error("child_call", _("Choose a line, so that we ring the right way."))
        return cleaned


def as_told(kept: dict[str, Any]) -> dict[str, Any]:
    """The child's answers as ``submit_referral`` takes them."""
    method = kept.get("child_contact", "")
    rings = method in NEEDS_NUMBER
    safe: dict[str, Any] = {}
    if rings or is_kept_from_home(kept):
        may_say = kept.get("child_call") == "say" and not is_kept_from_home(kept)
        safe = {"say_who": may_say, "others_may_answer": may_say, "good_times": []}
    if kept.get("child_not_times"):
        safe["not_times"] = kept["child_not_times"]
    if kept.get("at_home") == AtHome.TRUSTED:
        safe["proxy"] = {
            "name": kept.get("grown_up_name", ""),
            "relation": gettext("a grown-up the child trusts"),
            "phone": kept.get("grown_up_phone", ""),
        }
    text = kept.get("child_consent_text") or kept.get("child_notice_text")
    return {
        **{name: kept[name] for name in ("danger", "source_page", "on_behalf") if name in kept},
        "child": {"age": kept.get("child_age"), "at_home": kept.get("at_home"), "text": text},
        "consents": ["help"] if kept.get("child_help") else [],
        "needs": kept.get("child_needs") or [],
        "words": kept.get("child_words", ""),
        "called_name": kept.get("child_name", ""),
        "contact_method": method,
        "phone": kept.get("child_phone", "") if rings else "",
        "safe_contact": safe or None,
        "place": kept.get("child_place", ""),
        "station_only": True,
    }
