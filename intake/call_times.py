"""Half-days somebody may choose to be called in, from the opening hours. Pure Python.

A person may choose one that has not begun and that ends before the moment by which the station has
promised to be in touch: choosing must never make anybody wait longer than not choosing would.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

ANY = "any"
MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
PARTS_OF_A_DAY = (
    (MORNING, time(0), time(12)),
    (AFTERNOON, time(12), time(18)),
    (EVENING, time(18), time.max),
)
SHORTEST = timedelta(minutes=30)
"""Doors that close at 12:15 make no afternoon of it."""


def periods(opens: time, closes: time) -> dict[str, tuple[time, time]]:
    """The parts of a working day with the hours of each, without those too short for a call."""
    hours = {name: (max(opens, begin), min(closes, end)) for name, begin, end in PARTS_OF_A_DAY}
    return {name: (begin, end) for name, (begin, end) in hours.items() if _long(begin, end)}


def _long(begin: time, end: time) -> bool:
    day = date.min
    return datetime.combine(day, end) - datetime.combine(day, begin) >= SHORTEST


@dataclass(frozen=True, slots=True)
class CallTime:
    """One half-day of a station, with its beginning and end in the station's own time."""

    day: date
    period: str
    begins: datetime
    ends: datetime

    @property
    def code(self) -> str:
        return code_of(self.day, self.period)


def code_of(day: date, period: str) -> str:
    """``2026-12-01.morning``, as a form sends it and a draft keeps it."""
    return f"{day.isoformat()}.{period}"


def parse(code: str) -> tuple[date, str] | None:
    """The day and the part of the day of a code; None for "any time" and for nonsense."""
    day, _dot, period = code.partition(".")
    if period not in {name for name, _begin, _end in PARTS_OF_A_DAY}:
        return None
    try:
        return date.fromisoformat(day), period
    except ValueError:
        return None


def call_time(day: date, period: str, opens: time, closes: time, *, like: datetime) -> CallTime:
    """That half-day, in the time zone of ``like``.

    Where the hours have changed since and leave no such part of the day, it is the whole day.
    """
    begin, end = periods(opens, closes).get(period, (opens, closes))
    zone = like.tzinfo
    return CallTime(
        day, period, datetime.combine(day, begin, zone), datetime.combine(day, end, zone)
    )


def call_times(
    workdays: Iterable[date],
    opens: time,
    closes: time,
    *,
    after: datetime,
    until: datetime,
    not_in: Collection[str] = (),
) -> list[CallTime]:
    """The half-days that begin after ``after`` and have ended by ``until``, the earliest first.

    ``workdays`` are in order, from the day of ``after`` on; they may go on for ever. ``not_in``:
    the parts of a day in which the person must not be called.
    """
    found = []
    for day in workdays:
        if day > until.date():
            break
        for period in periods(opens, closes):
            one = call_time(day, period, opens, closes, like=until)
            if period not in not_in and after < one.begins and one.ends <= until:
                found.append(one)
    return found
