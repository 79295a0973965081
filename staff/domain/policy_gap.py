"""What was done for those no rule fits: households, needs, what was offered, the outcome (R-97).

Pure Python. Everything counts households, and nothing that is told gives a small number away:

* Each household has one place and one outcome, so these are a table with its margins.
* It has at most one standing status in each of the nine, so status by category is a table whose
  rows all add up to the households.
* It may have several needs, reasons, rules and offers. Each of these is hidden as the pair "has it,
  has it not", all pairs of a list as one table with its margins. The margins are not told; hiding
  as if they were is the safe side, since where each household has one they are the total.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .categories import OTHER_RULE, Category, GapEnd, GapOffer, GapReason, Status
from .small_numbers import Hidden, Told, ToldTable, is_few, told_table


class Outcome(StrEnum):
    """How a household stands at the end of the time looked at."""

    STILL = "still"
    RULE_FITS = "rule_fits"
    MET_OTHERWISE = "met_otherwise"
    NOT_WANTED = "not_wanted"
    CLOSED = "closed"


RULES = (*(category.value for category in Category), OTHER_RULE)
NO_STATUS = ""
STATUSES = (*(status.value for status in Status), NO_STATUS)
VISITED, NOTHING = "visited", "nothing"
GIVEN = (*(offer.value for offer in GapOffer), VISITED, NOTHING)
"""What is offered instead, a visit made, and that nothing was offered yet."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap of a household; ``outcome`` is how it stood, ``at`` since when."""

    household: int
    place: str
    need: str
    rule: str
    reason: str
    offered: tuple[str, ...]
    outcome: Outcome
    at: datetime


Line = tuple[str, Told]
Lines = list[Line] | None


@dataclass(frozen=True, slots=True)
class GapReport:
    """Counts of households. What cannot be told without giving a small number away is None.

    ``by_place`` is place by outcome, ``by_category`` category by status, both in the order of
    ``places``, ``Outcome``, ``Category`` and ``STATUSES``.
    """

    households: Told
    places: tuple[str, ...] = ()
    by_place: ToldTable | None = None
    by_category: ToldTable | None = None
    needs: Lines = None
    reasons: Lines = None
    rules: Lines = None
    given: Lines = None


def gap_report(
    gaps: Iterable[Gap],
    *,
    statuses: Mapping[tuple[str, str], int],
    visited: Iterable[int],
) -> GapReport:
    """The report over these gaps.

    ``statuses`` counts households by category and standing status; ``visited`` are the households
    a visit was made to. Places stand in the order of their names, "" (none) last.
    """
    gaps = list(gaps)
    of_household = defaultdict(list)
    for gap in gaps:
        of_household[gap.household].append(gap)
    total = len(of_household)
    if is_few(total) or not total:
        return GapReport(households=Hidden.FEW if total else 0)
    places = tuple(sorted({gap.place for gap in gaps}, key=lambda name: (not name, name)))
    stands = Counter((each[0].place, _outcome(each)) for each in of_household.values())
    by_place = told_table([stands[place, outcome] for outcome in Outcome] for place in places)
    if isinstance(by_place.total, Hidden):
        return GapReport(households=Hidden.KEPT_BACK)
    given = _sets((gap.household, code) for gap in gaps for code in gap.offered)
    given[VISITED] = set(visited) & set(of_household)
    given[NOTHING] = set(of_household).difference(
        *(households for code, households in given.items() if code != VISITED)
    )
    return GapReport(
        households=total,
        places=places,
        by_place=by_place,
        by_category=_by_category(statuses, total),
        needs=_lines(_sets((gap.household, gap.need) for gap in gaps), total),
        reasons=_lines(_sets((gap.household, gap.reason) for gap in gaps), total, GapReason),
        rules=_lines(_sets((gap.household, gap.rule) for gap in gaps), total, RULES),
        given=_lines(given, total, GIVEN),
    )


def _outcome(gaps: list[Gap]) -> Outcome:
    """Of one household: still one while any gap stands, else what became of the last."""
    if any(gap.outcome is Outcome.STILL for gap in gaps):
        return Outcome.STILL
    return max(gaps, key=lambda gap: gap.at).outcome


def _sets(pairs: Iterable[tuple[int, str]]) -> dict[str, set[int]]:
    found = defaultdict(set)
    for household, code in pairs:
        found[code].add(household)
    return found


def _lines(found: Mapping[str, set[int]], total: int, order: Iterable[str] = ()) -> Lines:
    """How many households have each; in the given order, else the most frequent first."""
    by_number = sorted(found, key=lambda code: (-len(found[code]), code))
    codes = [str(code) for code in order or by_number if found.get(code)]
    told = told_table([len(found[code]), total - len(found[code])] for code in codes)
    if any(isinstance(number, Hidden) for number in told.row_totals):
        return None
    return [(code, row[0]) for code, row in zip(codes, told.rows, strict=True)]


def _by_category(statuses: Mapping[tuple[str, str], int], total: int) -> ToldTable | None:
    rows = []
    for category in Category:
        counts = [statuses.get((category, status), 0) for status in Status]
        rows.append([*counts, total - sum(counts)])
    told = told_table(rows)
    return None if any(isinstance(each, Hidden) for each in told.row_totals) else told


def ended(how: str) -> Outcome:
    """The outcome an ended gap stands for; a mistake has none and is not counted."""
    if how == GapEnd.MISTAKE:
        raise ValueError("a gap written by mistake is counted nowhere")
    return Outcome(how)
