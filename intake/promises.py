"""By when the station promises the first contact (R-40; ux_content 3, "promised times")."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from policy_pages.models import Station

from .models import Urgency
from .workdays import Workdays, add_working_days

TODAY_HOURS = timedelta(hours=2)
LAST_CALLS = timedelta(minutes=30)
"""What must be left of a working day for a promise to fall on it still."""
WORKING_DAYS = {Urgency.SOON: 1, Urgency.NORMAL: 3}


def due_at(
    urgency: str,
    received_at: datetime,
    station: Station,
    *,
    same_day: bool = False,
    workdays: Workdays | None = None,
) -> datetime:
    """When the station will have been in touch, in the station's own time.

    ``today`` is two hours of opening time, carried over to the next opening when the doors close
    first; ``soon`` is closing time one working day later, ``normal`` three.

    ``same_day``, for a child who asks for itself: what comes while the station is open is not
    carried over night, unless less than half an hour is left. ``workdays``: those from the day of
    receipt on, where somebody has them already.
    """
    received = timezone.localtime(received_at)
    workdays = workdays or Workdays(received.date())
    if urgency == Urgency.TODAY:
        due = _after_opening_time(received, TODAY_HOURS, station, workdays)
        return min(due, _closing_time(received, station, workdays) or due) if same_day else due
    day = add_working_days(received.date(), WORKING_DAYS[Urgency(urgency)], among=workdays)
    return timezone.make_aware(datetime.combine(day, station.closes_at))


def _closing_time(received: datetime, station: Station, workdays: Workdays) -> datetime | None:
    """When the doors close that are open now or open later today; None when it is too late."""
    if next(iter(workdays)) != received.date():
        return None
    closes = timezone.make_aware(datetime.combine(received.date(), station.closes_at))
    return closes if received + LAST_CALLS <= closes else None


def _after_opening_time(
    start: datetime, needed: timedelta, station: Station, workdays: Workdays
) -> datetime:
    for day in workdays:
        opens = timezone.make_aware(datetime.combine(day, station.opens_at))
        closes = timezone.make_aware(datetime.combine(day, station.closes_at))
        begins = max(start, opens)
        if begins + needed <= closes:
            return begins + needed
        if begins < closes:
            needed -= closes - begins
    raise AssertionError("there is always another working day")
