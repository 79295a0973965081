"""What the person needs, in lines to tick and in their own words."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Need
from .base import Answers, LimitedText, Step, some_of
from .start import is_full_path

SENSITIVE_NEEDS = {Need.HEALTH, Need.DISABILITY, Need.LOW_MOOD, Need.VIOLENCE}
MOST_NEEDS = 3
WORDS_LIMIT = 300

NEED_LABELS = {
    Need.MONEY: _("Not enough money"),
    Need.HEALTH: _("Seeing a doctor"),
    Need.CARE: _("Meals or care"),
    Need.HOUSING: _("Housing"),
    Need.WORK: _("Finding work"),
    Need.SCHOOL: _("A child's schooling"),
    Need.DISABILITY: _("Disability, trouble walking"),
    Need.LOW_MOOD: _("Feeling very low"),
    Need.VIOLENCE: _("Quarrels or beating at home"),
    Need.POLICY: _("A rule or notice I do not understand"),
    Need.PAPERWORK: _("Paperwork"),
    Need.TALK: _("Hard to say, I want to talk to someone"),
}


def no_more_than_three(needs: list[str]) -> None:
    if len(needs) > MOST_NEEDS:
        raise ValidationError(_("Please tick at most three. The rest can be said later."))


def may_note_sensitive(answers: Answers) -> bool:
    return "sensitive" in (answers.get("consents") or [])


class NeedsStep(Step):
    slug = "needs"
    title = _("What help do you need?")
    needs = some_of(
        list(NEED_LABELS.items()),
        _("What help do you need?"),
        required=True,
        help_text=_("Tick up to three."),
        validators=[no_more_than_three],
    )

    def prepare(self) -> None:
        if not may_note_sensitive(self.answers_so_far):
            field = self.fields["needs"]
            field.choices = [
                (code, label) for code, label in NEED_LABELS.items() if code not in SENSITIVE_NEEDS
            ]
            field.help_text = _(
                "Tick up to three. Illness, disability, mood and trouble at home: "
                "we talk about them when we meet. Tick the last line."
            )

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_full_path(answers)


class WordsStep(Step):
    slug = "words"
    title = _("Say a little about it")
    skippable = True
    words = LimitedText(
        label=_("Say a little about it"),
        limit=WORDS_LIMIT,
        lines=6,
        help_text=_(
            "You can leave this empty. You can use voice typing. "
            "Please write no identity number and no bank card number."
        ),
    )

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_full_path(answers)
