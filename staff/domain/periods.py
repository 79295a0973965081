"""The stretches of the calendar a report is made for. Pure Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self]


@dataclass(frozen=True, slots=True)
class Period:
    """One month, quarter, half-year or year, from ``first`` to ``last``, both within it."""

    span: Span
    first: date

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def before(self) -> Period:
        return period(self.span, self.first - timedelta(days=1))

    @property
    def after(self) -> Period:
        months = self.first.month - 1 + self.span.months
        return Period(self.span, date(self.first.year + months // 12, months % 12 + 1, 1))


def period(span: Span, day: date) -> Period:
    """The period of this length that ``day`` lies in."""
    return Period(span, date(day.year, (day.month - 1) // span.months * span.months + 1, 1))
