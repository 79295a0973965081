"""The optional facts of a referral as lines a worker reads; unknown keys are shown, not lost.

The words are those the person chose from (``intake.steps.household``); codes of older or keyed
referrals have theirs here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.steps.household import BENEFITS, EVENTS, ILLNESS, UNKNOWN, WHEN, YES_NO

LABELS = {
    "members": gettext_lazy("Who lives here"),
    "who": gettext_lazy("who"),
    "age": gettext_lazy("age"),
    "illness": gettext_lazy("illness"),
    "insurance": gettext_lazy("insurance"),
    "disability": gettext_lazy("disability"),
    "grade": gettext_lazy("grade"),
    "income_month": gettext_lazy("Money a month (yuan)"),
    "income_per_head": gettext_lazy("Money per person and month"),
    "helpers": gettext_lazy("Who helps"),
    "event": gettext_lazy("What happened lately"),
    "event_when": gettext_lazy("When it happened"),
    "benefits": gettext_lazy("Help already received"),
    "strengths": gettext_lazy("What has gone well"),
}
# What the person chose from, by question; one code means different things in different questions.
CHOSEN: Mapping[str, Mapping[str, object]] = {
    "event": dict(EVENTS),
    "event_when": dict(WHEN),
    "illness": dict(ILLNESS),
    "insurance": dict(YES_NO),
    "benefits": dict(BENEFITS),
    "income_per_head": dict([UNKNOWN]),
}
VALUES = {
    "none": gettext_lazy("none"),
    "self": gettext_lazy("the person"),
    "daughter": gettext_lazy("daughter"),
    "son": gettext_lazy("son"),
    "spouse": gettext_lazy("husband or wife"),
    "child": gettext_lazy("child"),
    "parent": gettext_lazy("parent"),
    "mental": gettext_lazy("mental"),
    "physical": gettext_lazy("physical"),
    "unknown": gettext_lazy("not known"),
    "yes": gettext_lazy("yes"),
    "no": gettext_lazy("no"),
}
_BAND = re.compile(r"^(\d+)-(\d+)$")
_ABOVE = re.compile(r"^(\d+)\+$")


def _label(key: str) -> str:
    return str(LABELS.get(key, key))


def _money(band: str) -> str | None:
    """A band as it was offered: below the line, between two amounts, above."""
    if match := _BAND.match(band):
        low, high = match.groups()
        if int(low) == 0:
            return _("less than %(high)s yuan") % {"high": high}
        return _("%(low)s to %(high)s yuan") % {"low": low, "high": high}
    if match := _ABOVE.match(band):
        return _("more than %(low)s yuan") % {"low": match[1]}
    return None


def _value(value: object, key: str = "") -> str:
    if isinstance(value, dict):
        return "，".join(
            _value(each) if name == "who" else f"{_label(name)} {_value(each, name)}"
            for name, each in value.items()
        )
    if isinstance(value, list):
        between = "；" if value and isinstance(value[0], dict) else "、"
        return between.join(_value(each, key) for each in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not isinstance(value, str):
        return str(value)
    if key == "income_per_head" and (money := _money(value)):
        return money
    return str(CHOSEN.get(key, {}).get(value) or VALUES.get(value, value))


def in_lines(facts: dict) -> list[dict[str, str]]:
    """One line a fact: ``{"label": …, "value": …}``, in the order they were given."""
    return [{"label": _label(key), "value": _value(value, key)} for key, value in facts.items()]
