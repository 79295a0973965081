"""How to reach the person, safely."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..call_times import AFTERNOON, EVENING, MORNING
from ..call_words import PARTS
from ..models import ContactMethod
from .base import Answers, LimitedText, Step, one_of, phone_field, some_of
from .phones import clean_phone
from .start import is_full_path

NEEDS_NUMBER = {ContactMethod.PHONE, ContactMethod.SMS}
PARTS_OF_A_DAY = [(part, PARTS[part]) for part in (MORNING, AFTERNOON, EVENING)]
TIMES = [*PARTS_OF_A_DAY, ("any", _("Any time"))]


class NameStep(Step):
    slug = "name"
    title = _("What should we call you?")
    called_name = LimitedText(
        label=_("What should we call you?"),
        limit=40,
        required=True,
        missing=_("Please write how to call you. “Auntie Wang” is enough."),
        help_text=_("“Auntie Wang” is enough. Your full name is not needed."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_full_path(answers)


class ContactStep(Step):
    slug = "contact"
    title = _("What is the best way to reach you?")
    needed_when = {"phone": _("a call or a text message was chosen")}
    contact_method = one_of(
        [
            (ContactMethod.PHONE, _("Phone me")),
            (ContactMethod.SMS, _("Send me a text message")),
            (ContactMethod.VISIT, _("Come to my home")),
            (ContactMethod.COME, _("I will come to the station")),
            (ContactMethod.PROXY, _("Tell another person")),
        ],
        _("What is the best way to reach you?"),
    )
    phone = phone_field(
        _("Your phone number"),
        help_text=_("Only if you chose a call or a text message."),
    )

    @property
    def is_one_question(self) -> bool:
        return True

    def clean(self):
        cleaned = super().clean()
        typed = cleaned.get("phone")
        if cleaned.get("contact_method") in NEEDS_NUMBER and not typed:
            if "phone" not in self.errors:
                self.add_error("phone", _("Please write a phone number, or choose another way."))
        elif typed:
            try:
                cleaned["phone"] = clean_phone(typed)
            except forms.ValidationError as error:
                self.add_error("phone", error)
        return cleaned

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_full_path(answers)


class SafeContactStep(Step):
    slug = "safe-contact"
    title = _("When we get in touch")
    lead = _("So that nobody learns what you do not want them to know.")
    say_who = one_of(
        [
            ("yes", _("You may say you are the social-work station")),
            ("no", _("Do not say it; only ask for me by name")),
        ],
        _("May we say who is calling?"),
    )
    others_may_answer = one_of(
        [
            ("message", _("You may leave a message")),
            ("hang_up", _("Say nothing and hang up")),
        ],
        _("And if somebody else answers?"),
    )
    good_times = some_of(TIMES, _("When is a good time?"))
    bad_times = some_of(PARTS_OF_A_DAY, _("When should we not call?"))
    not_times = LimitedText(
        label=_("Anything else about when not to call?"),
        limit=60,
        help_text=_("for example: not while my grandson is at home"),
    )

    def clean_bad_times(self):
        bad = self.cleaned_data["bad_times"]
        if set(bad) & set(self.cleaned_data.get("good_times") or []):
            raise forms.ValidationError(
                _("You ticked the same time of the day above as a good one. Which is right?")
            )
        return bad

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_full_path(answers) and answers.get("contact_method") in NEEDS_NUMBER


class ProxyStep(Step):
    slug = "proxy"
    title = _("Whom may we tell?")
    lead = _("We say nothing to them about your situation before you agree.")
    proxy_name = LimitedText(
        label=_("How do we call this person?"),
        limit=40,
        required=True,
        missing=_("Please write how to call this person."),
    )
    proxy_relation = LimitedText(label=_("Who is this to you?"), limit=40)
    proxy_phone = phone_field(_("This person's phone number"), required=True)

    def clean_proxy_phone(self):
        return clean_phone(self.cleaned_data["proxy_phone"])

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_full_path(answers) and answers.get("contact_method") == ContactMethod.PROXY


def nested(answers: Answers) -> dict | None:
    """The safe-contact answers as ``Referral.safe_contact`` keeps them."""
    safe: dict = {}
    if answers.get("contact_method") in NEEDS_NUMBER:
        safe = {
            "say_who": answers.get("say_who") == "yes",
            "others_may_answer": answers.get("others_may_answer") == "message",
            "good_times": answers.get("good_times") or [],
            "bad_times": answers.get("bad_times") or [],
            "not_times": answers.get("not_times") or "",
        }
    if answers.get("contact_method") == ContactMethod.PROXY:
        safe["proxy"] = {
            "name": answers.get("proxy_name", ""),
            "relation": answers.get("proxy_relation", ""),
            "phone": answers.get("proxy_phone", ""),
        }
    return safe or None
