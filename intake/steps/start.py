"""The first screens: danger, for whom, does the person know, how we use what you tell us."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Awareness, ConsentText, Danger, OnBehalf
from .base import Answers, Step, one_of


def is_childs_path(answers: Answers) -> bool:
    """A child asks for itself: screens of its own, and none about money, health or the home."""
    return answers.get("on_behalf") == OnBehalf.CHILD


def is_for_another(answers: Answers) -> bool:
    return answers.get("on_behalf", OnBehalf.SELF) not in {OnBehalf.SELF, OnBehalf.CHILD}


def is_short_path(answers: Answers) -> bool:
    """The person does not know or does not want it: a place and what was seen, no name (R-42)."""
    return (
        is_for_another(answers) and answers.get("awareness", Awareness.WILLING) != Awareness.WILLING
    )


def is_full_path(answers: Answers) -> bool:
    """A grown-up asks, for itself or for somebody who knows and agrees."""
    return not is_short_path(answers) and not is_childs_path(answers)


class DangerStep(Step):
    slug = "danger"
    title = _("Is anyone in danger right now?")
    short_title = _("Danger right now")
    template = "intake/danger.html"
    danger = one_of(
        [
            (Danger.NONE, pgettext_lazy("danger", "No")),
            (Danger.HARM, _("Someone is hurt or very ill, or may hurt someone or themselves")),
            (Danger.SHELTER, _("No food today, or nowhere to sleep")),
            (Danger.UNSURE, _("Hard to say")),
        ],
        _("Is anyone in danger right now?"),
    )
    source_page = forms.SlugField(required=False, widget=forms.HiddenInput, max_length=100)

    @property
    def shown_fields(self):
        return [self["danger"]]

    def clean(self):
        """Where the person came from is no question: a broken value is forgotten."""
        self.errors.pop("source_page", None)
        return super().clean()


class ForWhomStep(Step):
    slug = "for-whom"
    title = _("Who is this for?")
    on_behalf = one_of(
        [
            (OnBehalf.SELF, _("Myself or my household")),
            (OnBehalf.CHILD, _("I am not yet 18 and ask for help for myself")),
            (OnBehalf.FAMILY, _("A relative or friend")),
            (OnBehalf.NEIGHBOUR, _("A neighbour")),
            (OnBehalf.CAPTAIN, _("I am a building captain, grid worker or volunteer")),
            (OnBehalf.ORGANISATION, _("I work for an organisation")),
        ],
        _("Who is this for?"),
    )


class AwarenessStep(Step):
    slug = "awareness"
    title = _("Does the person know that you came to us?")
    awareness = one_of(
        [
            (Awareness.WILLING, _("Knows, and agrees")),
            (Awareness.UNWILLING, _("Knows, but does not want it")),
            (Awareness.UNAWARE, _("Does not know yet")),
            (Awareness.UNABLE, _("Cannot say (confused, unconscious …)")),
            (Awareness.CHILD, _("It is a child")),
        ],
        _("Does the person know that you came to us?"),
    )

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_for_another(answers)


class ConsentStep(Step):
    slug = "consent"
    title = _("How we use what you tell us")
    template = "intake/consent.html"
    button = _("Continue")

    help = forms.BooleanField(
        label="",
        error_messages={
            "required": _(
                "Please tick this line if you agree. If you do not, call us: we help you too."
            )
        },
    )
    sensitive = forms.BooleanField(label="", required=False)
    share = forms.BooleanField(label="", required=False)
    station_only = forms.BooleanField(
        label=_("Only the social-work station may know. Tell the room of my community nothing."),
        required=False,
    )

    def prepare(self) -> None:
        texts = {text.purpose: text for text in self.texts()}
        for purpose in ConsentText.Purpose.values:
            if purpose in texts:
                self.fields[purpose].label = texts[purpose].text
        given = self.answers_so_far.get("consents", [])
        self.initial = {purpose: purpose in given for purpose in ConsentText.Purpose.values}
        self.initial["station_only"] = bool(self.answers_so_far.get("station_only"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("share") and cleaned.get("station_only"):
            self.add_error(
                "station_only",
                _("You ticked both: the room may see it, and the room may not. Please untick one."),
            )
        return cleaned

    def notice(self) -> list[tuple[str, str]]:
        """What stands above the boxes, from the version of the first one."""
        return [line for text in self.texts() for line in text.notice_lines]

    def texts(self) -> list[ConsentText]:
        """The words shown, so that what was agreed to can be proved later."""
        if not hasattr(self, "_texts"):
            self._texts = list(ConsentText.objects.shown_in(self.language))
        return self._texts

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return not is_childs_path(answers)

    @classmethod
    def own_fields(cls) -> list[str]:
        return [*ConsentText.Purpose.values, "station_only"]

    @classmethod
    def kept_fields(cls) -> list[str]:
        return ["consents", "consent_texts", "station_only"]

    def answers(self) -> dict:
        ticked = [
            purpose for purpose in ConsentText.Purpose.values if self.cleaned_data.get(purpose)
        ]
        shown = [text.pk for text in self.texts() if text.purpose in ticked]
        return {
            "consents": ticked,
            "consent_texts": shown,
            "station_only": bool(self.cleaned_data.get("station_only")),
        }

    def summary(self) -> list[tuple[str, str]]:
        purposes = dict(ConsentText.Purpose.choices)
        given = self.answers_so_far.get("consents", [])
        agreed = "；".join(str(purposes[purpose]) for purpose in given)
        rows = [(str(_("You agreed to")), agreed)]
        if self.answers_so_far.get("station_only"):
            rows.append((str(_("Who may know")), str(_("only the social-work station"))))
        return rows
