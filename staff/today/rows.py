"""What the lists of a worker's day are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Row:
    """One household and the one thing to do about it. ``tone`` is ``danger``, ``late`` or empty."""

    who: str
    place: str
    why: str
    url: str
    action: str
    tone: str = ""
    icon: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the lists; ``more_url`` leads to the rest when there are more than shown.

    One without ``empty`` words is not shown when nothing is in it.
    """

    key: str
    heading: str
    icon: str
    empty: str
    rows: list[Row] = field(default_factory=list)
    has_more: bool = False
    more_url: str = ""


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
