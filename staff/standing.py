"""How a household stands with the nine categories and the policy gap, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from .domain.categories import OTHER_RULE, Category, label_on
from .models import CaseCategory, CaseGap


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds today; ``kept`` where it is not for this reader."""

    categories: list[CaseCategory]
    gaps: list[CaseGap]
    kept: bool


def standing(categories: list[CaseCategory], gaps: list[CaseGap], *, may_read: bool) -> Standing:
    """Of all there ever was, what holds."""
    if not may_read:
        return Standing([], [], kept=True)
    return Standing(
        [row for row in categories if row.ended_at is None],
        [gap for gap in gaps if gap.ended_at is None],
        kept=False,
    )


def category_name(row: CaseCategory, today: date) -> str:
    """The label in law of the day it was set, with today's where the law has changed it since."""
    now = label_on(Category(row.category), today)
    if now == row.label:
        return row.label
    return _("%(label)s (now called %(now)s)") % {"label": row.label, "now": now}


def rule_name(gap: CaseGap) -> str:
    """The rule a gap misses, by its label in law on the day the gap was written down."""
    if gap.rule == OTHER_RULE:
        return str(gap.get_rule_display())
    return label_on(Category(gap.rule), timezone.localdate(gap.set_at))


def gap_in_words(gap: CaseGap) -> str:
    """One gap in a line: the need, why no rule fits, which rule."""
    return f"{gap.get_need_display()}：{gap.get_reason_display()}（{rule_name(gap)}）"
