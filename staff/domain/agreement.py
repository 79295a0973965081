"""How often what was decided is what the rules had suggested (DESIGN §6). Pure Python.

It tells us about the rules, not about a worker: a suggestion that is seldom followed is to be
mended. Small numbers are hidden, and nothing that is told gives a hidden one away: the numbers by
rule are told only beside a row of the table whose own numbers are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .small_numbers import Hidden, Told, ToldTable, told_table
from .tiers import Tier

NO_CASE = ""
OUTCOMES = (Tier.TIER1_URGENT.value, Tier.TIER2_EASING.value, NO_CASE)
"""What a referral can come to; nobody enters tier 3 from one (R-95)."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: the tier suggested, the tier decided ("" is no case), the rules that fired."""

    suggested: str
    decided: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfRule:
    """How often a rule fired, and how often its suggestion was followed and not."""

    rule: str
    fired: Told
    followed: Told
    otherwise: Told


@dataclass(frozen=True, slots=True)
class Agreement:
    """``table`` is suggested by decided, both in the order of ``OUTCOMES``.

    ``rules`` holds, by what was suggested, the rules that fired; None where they cannot be told.
    """

    table: ToldTable
    followed: Told
    rules: dict[str, list[OfRule] | None]

    @property
    def percent(self) -> int | None:
        """Of all decisions, those that were the suggestion."""
        if isinstance(self.followed, Hidden) or isinstance(self.table.total, Hidden):
            return None
        return round(100 * self.followed / self.table.total) if self.table.total else None


def agreement(decisions: Iterable[Decided]) -> Agreement:
    decisions = list(decisions)
    pairs = Counter((each.suggested, each.decided) for each in decisions)
    table = told_table([pairs[row, column] for column in OUTCOMES] for row in OUTCOMES)
    same = [table.rows[place][place] for place in range(len(OUTCOMES))]
    followed = Hidden.KEPT_BACK if any(isinstance(n, Hidden) for n in same) else sum(same)
    return Agreement(
        table=table,
        followed=followed,
        rules={
            suggested: _of_rules([each for each in decisions if each.suggested == suggested])
            if not isinstance(same[place], Hidden)
            and not isinstance(table.row_totals[place], Hidden)
            else None
            for place, suggested in enumerate(OUTCOMES)
            if pairs and table.row_totals[place] != 0
        },
    )


def _of_rules(decisions: list[Decided]) -> list[OfRule] | None:
    """The rules of one row, most often fired first.

    They are hidden as one table with its margins, since where each decision has one rule the
    margins are what the row tells. Where a margin would have to be hidden, none of them is told.
    """
    fired: Counter[str] = Counter()
    followed: Counter[str] = Counter()
    for each in decisions:
        fired.update(set(each.rules))
        if each.decided == each.suggested:
            followed.update(set(each.rules))
    codes = sorted(fired, key=lambda code: (-fired[code], code))
    told = told_table([followed[code], fired[code] - followed[code]] for code in codes)
    if any(isinstance(n, Hidden) for n in (*told.column_totals, told.total)):
        return None
    return [
        OfRule(code, told.row_totals[place], *told.rows[place]) for place, code in enumerate(codes)
    ]
