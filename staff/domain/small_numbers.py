"""Small numbers hidden, so that nobody can be known again from a table of counts. Pure Python.

A number from 1 to 4 is told as "fewer than five" (DESIGN §6: small numbers hidden). Hiding it alone
is not enough: where a total is told, what is left of it is the hidden number. So further numbers
are kept back until every hidden one has at least two values it could have.

A list with its total, and a table with its margins, are one circulation: what flows from the
total into the rows, on into the columns and back. What is told is fixed; a hidden number may be
another one when there is a round trip through what is hidden along which one can be added and
taken away (each stays in the range that is told of it). That is exact, not a rule of thumb.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count
from operator import add, itemgetter

FEWEST_TOLD = 5
"""The smallest number above nought that is told."""


class Hidden(StrEnum):
    """Why a number is not told: it is 1 to 4, or telling it would tell one that is."""

    FEW = "few"
    KEPT_BACK = "kept_back"


Told = int | Hidden

_HUB = "all"


@dataclass(frozen=True, slots=True)
class _Arc:
    """One number, and between which two sums it stands."""

    start: object
    end: object
    value: int
    is_margin: bool = False


@dataclass(frozen=True, slots=True)
class ToldList:
    """Counts of a list and their total, small ones hidden."""

    counts: tuple[Told, ...]
    total: Told


@dataclass(frozen=True, slots=True)
class ToldTable:
    """Counts of a table by row, the totals of rows and columns, and of all; small ones hidden."""

    rows: tuple[tuple[Told, ...], ...]
    row_totals: tuple[Told, ...]
    column_totals: tuple[Told, ...]
    total: Told


def is_few(number: int) -> bool:
    return 0 < number < FEWEST_TOLD


def told_list(counts: Iterable[int]) -> ToldList:
    """What may be told of the parts of a whole and of the whole."""
    counts = _checked(counts)
    arcs = {number: _Arc("whole", "parts", each) for number, each in enumerate(counts)}
    arcs[_HUB] = _Arc("parts", "whole", sum(counts), is_margin=True)
    told = _told(arcs)
    return ToldList(tuple(told[number] for number in range(len(counts))), told[_HUB])


def told_table(rows: Iterable[Iterable[int]]) -> ToldTable:
    """What may be told of a table whose rows and columns are told with their totals."""
    rows = [_checked(row) for row in rows]
    if len({len(row) for row in rows}) > 1:
        raise ValueError("the rows of a table are of one length")
    width = len(rows[0]) if rows else 0
    arcs: dict[object, _Arc] = {}
    for r, row in enumerate(rows):
        arcs["row", r] = _Arc("source", ("row", r), sum(row), is_margin=True)
        for c, each in enumerate(row):
            arcs[r, c] = _Arc(("row", r), ("column", c), each)
    for c in range(width):
        arcs["column", c] = _Arc(("column", c), "sink", sum(row[c] for row in rows), is_margin=True)
    arcs[_HUB] = _Arc("sink", "source", sum(map(sum, rows)), is_margin=True)
    told = _told(arcs)
    return ToldTable(
        rows=tuple(tuple(told[r, c] for c in range(width)) for r in range(len(rows))),
        row_totals=tuple(told["row", r] for r in range(len(rows))),
        column_totals=tuple(told["column", c] for c in range(width)),
        total=told[_HUB],
    )


def _checked(counts: Iterable[int]) -> Sequence[int]:
    counts = list(counts)
    if any(each < 0 for each in counts):
        raise ValueError("a count is not below nought")
    return counts


def _told(arcs: Mapping[object, _Arc]) -> dict[object, Told]:
    hidden = {name: Hidden.FEW for name, arc in arcs.items() if is_few(arc.value)}
    while bare := [name for name in hidden if _round_trip(name, arcs, hidden) != []]:
        more = _round_trip(bare[0], arcs, hidden)
        if more is None:  # nothing is left to keep back: not even that a number is small is told
            return dict.fromkeys(arcs, Hidden.KEPT_BACK)
        hidden |= dict.fromkeys(more, Hidden.KEPT_BACK)
    return {name: hidden.get(name, arc.value) for name, arc in arcs.items()}


def _round_trip(name, arcs, hidden) -> list | None:
    """What else to keep back so that this hidden number could be another one; none is an answer.

    ``None`` when no trip is left. The cheapest trip keeps back few totals, few numbers, small ones;
    a nought is told always, since it is about nobody.
    """
    arc, steps = arcs[name], _steps(name, arcs, hidden)
    trips = []
    if _may_grow(arc, hidden[name]):
        trips.append(_cheapest(arc.end, arc.start, steps))
    if _may_shrink(arc, hidden[name]):
        trips.append(_cheapest(arc.start, arc.end, steps))
    found = [trip for trip in trips if trip is not None]
    return min(found, key=itemgetter(0))[1] if found else None


def _may_grow(arc: _Arc, why: Hidden) -> bool:
    return why is Hidden.KEPT_BACK or arc.value < FEWEST_TOLD - 1


def _may_shrink(arc: _Arc, why: Hidden) -> bool:
    """A number kept back is five or more: those below have their own word."""
    return arc.value > (FEWEST_TOLD if why is Hidden.KEPT_BACK else 1)


def _steps(without, arcs, hidden) -> dict[object, list]:
    """From each sum, the sums that can make up for one more in it, and what each step costs."""
    steps: dict[object, list] = {}
    for name, arc in arcs.items():
        if name == without or not arc.value:
            continue
        why = hidden.get(name, Hidden.KEPT_BACK)
        is_free = name in hidden
        cost = (0, 0, 0) if is_free else (int(arc.is_margin), 1, arc.value)
        step = (cost, None if is_free else name)
        if _may_grow(arc, why):
            steps.setdefault(arc.start, []).append((arc.end, step))
        if _may_shrink(arc, why):
            steps.setdefault(arc.end, []).append((arc.start, step))
    return steps


def _cheapest(start, end, steps) -> tuple[tuple[int, ...], list] | None:
    """The cheapest way between two sums: its cost and what it keeps back (Dijkstra)."""
    tie = count()
    waiting = [((0, 0, 0), next(tie), start, [])]
    done = set()
    while waiting:
        cost, _tie, here, kept = heappop(waiting)
        if here == end:
            return cost, kept
        if here in done:
            continue
        done.add(here)
        for there, (more, name) in steps.get(here, []):
            total = tuple(map(add, cost, more))
            heappush(waiting, (total, next(tie), there, kept if name is None else [*kept, name]))
    return None
