"""Suggestion and decision over a period: the counts, and the spreadsheet of them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook

from .counts import cell, in_words
from .domain.agreement import NO_CASE, OUTCOMES, Agreement, Decided, agreement
from .domain.periods import Period
from .domain.small_numbers import Hidden
from .domain.tiers import Tier
from .domain.triage.texts import RULES
from .labels import TIER_CHOICES
from .models import SuggestionKept


def agreement_of(kept: QuerySet[SuggestionKept], period: Period, today: date) -> Agreement:
    """Over those of ``kept`` decided in the period, until today; one query.

    A suggestion to leave a household in tier 3 is about the case it has, not about the referral.
    """
    rows = (
        kept.filter(decided_on__range=(period.first, min(period.last, today)))
        .exclude(tier=Tier.TIER3_STABLE)
        .values_list("tier", "decided_tier", "rules")
    )
    return agreement(Decided(tier, decided, tuple(rules)) for tier, decided, rules in rows)


def outcome_label(outcome: str) -> str:
    return _("No case") if outcome == NO_CASE else str(dict(TIER_CHOICES)[outcome])


def rule_wording(code: str) -> str:
    """The rule as the desk words it, without what it was about; its code if it is no more."""
    wording = RULES[code][0] if code in RULES else code
    return wording.replace("：{what}", "").replace("「{what}」", "……")


def table_lines(report: Agreement) -> list[tuple[str, list[str]]]:
    """Row by row: what was suggested, and how often what was decided, the total last."""
    table = report.table
    return [
        (outcome_label(outcome), [*map(in_words, table.rows[place]), in_words(total)])
        for place, (outcome, total) in enumerate(zip(OUTCOMES, table.row_totals, strict=True))
    ] + [(_("All"), [*map(in_words, table.column_totals), in_words(table.total)])]


def rule_lines(report: Agreement) -> list[tuple[str, list[tuple[str, str, str, str]] | None]]:
    """By what was suggested: each rule's wording, how often it fired, was followed, and not."""
    return [
        (
            outcome_label(outcome),
            None
            if rules is None
            else [
                (
                    rule_wording(each.rule),
                    in_words(each.fired),
                    in_words(each.followed),
                    in_words(each.otherwise),
                )
                for each in rules
            ],
        )
        for outcome, rules in report.rules.items()
    ]


def as_workbook(report: Agreement) -> bytes:
    """Both tables as xlsx: counts, no household and no worker."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Suggestions and decisions"))
    sheet.append([_("Suggested"), *(map(outcome_label, OUTCOMES)), _("All")])
    for label, cells in table_lines(report):
        sheet.append([label, *map(cell, cells)])
    rules = book.create_sheet(_("Rule by rule"))
    rules.append([_("Suggested"), _("Rule"), _("Fired"), _("Followed"), _("Decided otherwise")])
    for label, lines in rule_lines(report):
        for wording, *counts in lines or [("", *[in_words(Hidden.KEPT_BACK)] * 3)]:
            rules.append([label, wording, *map(cell, counts)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
