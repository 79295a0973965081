"""A half-day to be called in: given while there are places, given back when it is not needed.

No lock: each place of a half-day has a number, a constraint lets a number be given once, and
``submit_referral`` and ``change_call_time`` begin again when somebody else was first.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from policy_pages.models import Station

from ..call_times import call_time, call_times, parse
from ..call_words import why_not
from ..models import Promise, Referral
from ..queries import free_call_times, places_left, places_taken
from ..workdays import Workdays

NO_CALL = {"call_on": None, "call_period": "", "call_station": None, "call_place": None}
"""What a ``Promise`` keeps of a half-day where none was chosen, or "any time"."""


class CallTimeGone(ValidationError):
    """The half-day chosen cannot be had any more; the message says why, and which can."""

    def __init__(self, message: str):
        super().__init__({"call_time": message})


def call_fields(
    code: str,
    *,
    station: Station,
    at: datetime,
    promised: datetime,
    workdays: Workdays,
    not_in: Collection[str] = (),
    spread: int = 0,
    held: str = "",
) -> dict[str, Any]:
    """What a ``Promise`` keeps of the half-day chosen; ``NO_CALL`` for "any time". One query.

    ``spread``: any number; those who come at one moment then seldom reach for the same place.
    ``held``: the half-day the person has and keeps when this one is refused; the refusal says so.
    Raises ``CallTimeGone``; saving raises ``IntegrityError`` when another was first.
    """
    chosen = parse(code)
    if chosen is None:
        return NO_CALL
    day, period = chosen
    possible = call_times(
        workdays,
        station.opens_at,
        station.closes_at,
        after=at,
        until=timezone.localtime(promised),
        not_in=not_in,
    )
    places = []
    if chosen in {(one.day, one.period) for one in possible}:
        places = places_left(station, places_taken(station, day, day)[chosen])
    if not places:
        free = free_call_times(station, at=at, promised=promised, workdays=workdays, not_in=not_in)
        raise CallTimeGone(
            why_not(code, free, station=station, at=at, promised=promised, not_in=not_in, held=held)
        )
    return {
        "call_on": day,
        "call_period": period,
        "call_station": station,
        "call_place": places[spread % len(places)],
    }


@transaction.atomic
def free_call(referral: Referral) -> None:
    """The person is not called then after all: somebody else may have the place.

    The row is written whether or not it has a place: so one that is just being chosen is waited
    for, and given back as well.
    """
    Promise.objects.filter(referral=referral).update(call_place=None, call_station=None)


@transaction.atomic
def note_call_tried(referral: Referral, *, at: datetime) -> None:
    """A call from the beginning of the agreed half-day on is that call, whoever answered.

    One before it is not: the person still waits for the telephone at the agreed time.
    """
    promise = (
        Promise.objects.call_agreed()
        .select_for_update(of=("self",))
        .select_related("call_station")
        .filter(referral=referral)
        .first()
    )
    if promise is None:
        return
    station = promise.call_station
    agreed = call_time(
        promise.call_on,
        promise.call_period,
        station.opens_at,
        station.closes_at,
        like=timezone.localtime(at),
    )
    if agreed.begins <= at:
        promise.free_call()
        promise.save(update_fields=["call_place", "call_station"])
