"""The optional page about the household: only behind the second tick, never an exact sum."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy_pages.queries import facts_for

from .base import Answers, LimitedText, Step, one_of, some_of
from .need import may_note_sensitive
from .start import is_full_path

EVENTS = [
    ("death", _("Somebody in the family died")),
    ("child_missing", _("A child is lost or missing")),
    ("illness", _("A serious illness")),
    ("accident", _("An injury or accident")),
    ("disaster", _("Fire, flood or another disaster")),
    ("job_loss", _("Lost the job")),
    ("other", _("Something else")),
]
WHEN = [
    ("days", _("In the last days")),
    ("weeks", _("In the last weeks")),
    ("months", _("In the last months")),
    ("years", _("Longer ago")),
]
ILLNESS = [
    ("serious_illness", _("A serious illness")),
    ("chronic_illness", _("An illness that stays")),
    ("disability", _("A disability")),
    ("needs_care", _("Cannot look after oneself")),
    ("none", _("None of these")),
]
YES_NO = [
    ("yes", pgettext_lazy("household", "Yes")),
    ("no", pgettext_lazy("household", "No")),
    ("unknown", _("I do not know")),
]
BENEFITS = [
    ("dibao", _("Minimum living allowance")),
    ("low_margin", _("Low-income household, just above the line")),
    ("tekun", _("Support for those without anybody")),
    ("disability", _("Disability subsidy")),
    ("temporary_relief", _("Temporary relief")),
    ("none", _("Nothing so far")),
]
UNKNOWN = ("unknown", _("I do not know, or would rather not say"))
FIELDS = (
    "event",
    "event_when",
    "people",
    "illness",
    "insurance",
    "income_per_head",
    "benefits",
    "helpers",
    "strengths",
)


def money_bands(station) -> list[tuple[str, str]]:
    """Money per person and month, in bands around today's line; without a line, not asked."""
    value = (
        facts_for(station.places, timezone.localdate()).get("dibao_standard") if station else None
    )
    if value is None:
        return []
    line = int(Decimal(str(value.value)))
    half_more = line * 3 // 2
    return [
        (f"0-{line}", _("Less than %(line)d yuan") % {"line": line}),
        (f"{line}-{half_more}", _("%(low)d to %(high)d yuan") % {"low": line, "high": half_more}),
        (
            f"{half_more}-{line * 2}",
            _("%(low)d to %(high)d yuan") % {"low": half_more, "high": line * 2},
        ),
        (f"{line * 2}+", _("More than %(line)d yuan") % {"line": line * 2}),
        UNKNOWN,
    ]


class HouseholdStep(Step):
    slug = "household"
    title = _("About your household")
    lead = _("Leave empty what you do not know or would rather not say.")
    skippable = True
    event = some_of(EVENTS, _("Has something happened lately?"))
    event_when = one_of(WHEN, _("When was that?"), required=False)
    people = LimitedText(
        label=_("Who lives here?"),
        limit=100,
        help_text=_("for example: I, 72, and my daughter, 40"),
    )
    illness = some_of(ILLNESS, _("Is somebody ill or disabled?"))
    insurance = one_of(YES_NO, _("Has everybody health insurance?"), required=False)
    income_per_head = one_of([], _("How much money is there per person and month?"), required=False)
    benefits = some_of(BENEFITS, _("Which help do you get already?"))
    helpers = LimitedText(label=_("Who helps you now?"), limit=100)
    strengths = LimitedText(label=_("What goes well?"), limit=100)

    def prepare(self) -> None:
        if bands := money_bands(self.station):
            self.fields["income_per_head"].choices = bands
        else:
            del self.fields["income_per_head"]

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_full_path(answers) and may_note_sensitive(answers)


def nested_facts(answers: Answers) -> dict | None:
    """The household answers as ``Referral.facts`` keeps them: what was said, and nothing else."""
    facts = {name: answers[name] for name in FIELDS if answers.get(name)}
    if people := facts.pop("people", ""):
        facts["members"] = [{"who": people}]
    return facts or None
