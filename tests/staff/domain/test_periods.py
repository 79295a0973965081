"""Periods begin on the first of a month, follow one another, and miss no day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from staff.domain.periods import Span, period


@pytest.mark.parametrize(
    ("span", "day", "first", "last"),
    [
        (Span.MONTH, date(2026, 11, 26), date(2026, 11, 1), date(2026, 11, 30)),
        (Span.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (Span.QUARTER, date(2026, 11, 26), date(2026, 10, 1), date(2026, 12, 31)),
        (Span.HALF_YEAR, date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        (Span.YEAR, date(2026, 7, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_one_period_of_each_length(span, day, first, last):
    found = period(span, day)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("span", list(Span))
def test_the_one_before_ends_where_the_next_begins(span):
    now = period(span, date(2026, 1, 1))
    assert now.before.last + timedelta(days=1) == now.first
    assert now.before.after == now
    assert now.after.before == now
