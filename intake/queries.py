"""Reads for the pages of this app."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils import timezone

from policy_pages.models import PolicyPage, Station

from .call_times import CallTime, call_times
from .models import Need, Promise
from .workdays import Workdays

FIRST_READING = {
    Need.MONEY: ["dibao", "linshi-jiuzhu", "dibao-bianyuan"],
    Need.HEALTH: ["yiliao-jiuzhu", "gangxing-zhichu", "linshi-jiuzhu"],
    Need.CARE: ["tekun", "canji-butie", "dibao"],
    Need.HOUSING: ["jiaoyu-zhufang-jiuye", "shouzai", "linshi-jiuzhu"],
    Need.WORK: ["jiaoyu-zhufang-jiuye", "dibao", "linshi-jiuzhu"],
    Need.SCHOOL: ["jiaoyu-zhufang-jiuye", "yingxiang-zinv", "dibao"],
    Need.DISABILITY: ["canji-butie", "dibao", "tekun"],
    Need.POLICY: ["dibao", "yingxiang-zinv", "linshi-jiuzhu"],
    Need.PAPERWORK: ["dibao", "linshi-jiuzhu", "yingxiang-zinv"],
    Need.TALK: ["linshi-jiuzhu", "dibao", "yingxiang-zinv"],
}
"""Explainers by slug, to read while waiting. Low mood and violence get phone numbers instead."""


def explainers_for(receipt, station: Station | None) -> list:
    """At most three live explainers for what was asked, the best first. One query."""
    slugs = [slug for need in receipt.get("needs", []) for slug in FIRST_READING.get(need, [])]
    wanted = list(dict.fromkeys(slugs))[:3]
    if not wanted or station is None:
        return []
    pages = PolicyPage.objects.readable_below(station.site.root_page).filter(slug__in=wanted)
    return sorted(pages, key=lambda page: wanted.index(page.slug))


def places_taken(station: Station, first: date, last: date) -> Mapping[tuple[date, str], list[int]]:
    """The places given of each half-day between two days, both included. One query."""
    taken = defaultdict(list)
    given = Promise.objects.call_agreed().filter(call_station=station)
    for day, period, place in given.filter(call_on__range=(first, last)).values_list(
        "call_on", "call_period", "call_place"
    ):
        taken[day, period].append(place)
    return taken


def places_left(station: Station, taken: Collection[int]) -> list[int]:
    """The places of a half-day that may still be given, the lowest of those not taken.

    No more of them than the capacity leaves, also after it was lowered: so that whoever read them
    before another place was given can only collide with it, never come on top.
    """
    capacity = station.calls_per_half_day
    free = [place for place in range(1, capacity + 1) if place not in taken]
    return free[: max(capacity - len(taken), 0)]


def free_call_times(
    station: Station,
    *,
    at: datetime,
    promised: datetime,
    workdays: Workdays,
    not_in: Collection[str] = (),
) -> list[CallTime]:
    """The half-days somebody may choose to be called in, the earliest first. One query, and one
    more where ``workdays``, those from the day of ``at`` on, were not read before."""
    possible = call_times(
        workdays,
        station.opens_at,
        station.closes_at,
        after=at,
        until=timezone.localtime(promised),
        not_in=not_in,
    )
    if not possible:
        return []
    taken = places_taken(station, possible[0].day, possible[-1].day)
    return [one for one in possible if places_left(station, taken[one.day, one.period])]
