"""The days people work in China: weekends, public holidays, and the weekends worked to make up.

The ``holidays`` package knows the yearly notice of the State Council only once it is published;
``WorkdayOverride`` holds what the package gets wrong or does not know yet, and always wins.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

from holidays import country_holidays

from policy_pages.models import WorkdayOverride

logger = logging.getLogger(__name__)

NOTICE_MONTH = 11
"""By November the State Council has usually published the calendar of the coming year."""


@cache
def _calendar(year: int):
    return country_holidays("CN", years=year)


@cache
def package_knows(year: int) -> bool:
    """Whether the package has the published calendar of that year, with its make-up workdays."""
    known = any(day.year == year for day in _calendar(year).weekend_workdays)
    if not known:
        logger.warning(
            "The working calendar of %s is not published in the holidays package: "
            "keep its days off and make-up workdays as exceptions to the working calendar.",
            year,
        )
    return known


def unknown_years(today: date) -> list[int]:
    """Years whose calendar must be entered by hand: this one, and from November the next."""
    years = [today.year]
    if today.month >= NOTICE_MONTH:
        years.append(today.year + 1)
    return [year for year in years if not package_knows(year)]


def _package_says_workday(day: date) -> bool:
    package_knows(day.year)
    return _calendar(day.year).is_working_day(day)


def _overrides(first: date, last: date) -> dict[date, bool]:
    return dict(
        WorkdayOverride.objects.filter(day__range=(first, last)).values_list("day", "is_workday")
    )


def is_workday(day: date) -> bool:
    override = _overrides(day, day).get(day)
    return _package_says_workday(day) if override is None else override


def workdays_from(day: date) -> Iterator[date]:
    """The working days from ``day`` on, itself included if it is one. One query per 60 days."""
    while True:
        last = day + timedelta(days=59)
        overrides = _overrides(day, last)
        while day <= last:
            if overrides.get(day, _package_says_workday(day)):
                yield day
            day += timedelta(days=1)


class Workdays:
    """The working days from a day on, asked for once, however often they are read."""

    def __init__(self, first: date):
        self._known: list[date] = []
        self._more = workdays_from(first)

    def __iter__(self) -> Iterator[date]:
        position = 0
        while True:
            if position == len(self._known):
                self._known.append(next(self._more))
            yield self._known[position]
            position += 1


def add_working_days(day: date, count: int, *, among: Iterable[date] | None = None) -> date:
    """The ``count``-th working day after ``day``; ``day`` itself is not counted (F-52).

    ``among``: the working days from ``day`` or before on, where somebody has them already.
    """
    if count < 1:
        raise ValueError("count must be at least 1")
    days = among or workdays_from(day + timedelta(days=1))
    return next(islice((each for each in days if each > day), count - 1, None))
