"""Dated numbers, handed in by the caller. No value for the day means unknown, never an old one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

LAPSES_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of one fact in one place, both days included; ``valid_to`` None has no end yet."""

    code: str
    place: str
    value: Decimal
    valid_from: date
    valid_to: date | None = None
    label: str = ""
    unit: str = ""
    source: str = ""
    article: str = ""

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class FactBook:
    """The facts as they stand on one day in one place.

    ``places`` runs from the nearest to the widest (street, district, city…): the nearest place
    with a value on that day speaks. Labels are kept even where no value holds.
    """

    def __init__(
        self,
        values: Iterable[DatedValue],
        *,
        day: date,
        places: Sequence[str],
        labels: dict[str, str] | None = None,
    ) -> None:
        rank = {place: position for position, place in enumerate(places)}
        self.day = day
        self._values: dict[str, DatedValue] = {}
        self._later: dict[str, date] = {}
        self._ended: dict[str, date] = {}
        self._labels = dict(labels or {})
        known = [value for value in values if value.place in rank]
        for value in sorted(known, key=lambda value: (rank[value.place], value.valid_from)):
            self._labels.setdefault(value.code, value.label)
            if value.is_valid_on(day):
                self._values.setdefault(value.code, value)
            elif value.valid_from > day:
                earliest = self._later.get(value.code, value.valid_from)
                self._later[value.code] = min(earliest, value.valid_from)
            else:
                latest = self._ended.get(value.code, value.valid_to)
                self._ended[value.code] = max(latest, value.valid_to)

    def get(self, code: str) -> DatedValue | None:
        return self._values.get(code)

    def label(self, code: str) -> str:
        return self._labels.get(code) or code

    def lapses_soon(self, code: str) -> date | None:
        """The last day of a value that ends within 30 days with nothing following it.

        Of a number that has none today any more, the last day it had one.
        """
        value = self._values.get(code)
        if value is None:
            return self._ended.get(code)
        if value.valid_to is None or value.valid_to > self.day + LAPSES_SOON:
            return None
        next_start = self._later.get(code)
        follows = next_start is not None and next_start <= value.valid_to + timedelta(days=1)
        return None if follows else value.valid_to
