"""By when the station promises the first contact (R-40; ux_content 3, "promised times")."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from policy_pages.models import Station

from .models import Urgency
from .workdays import add_working_days, workdays_from

TODAY_HOURS = timedelta(hours=2)
WORKING_DAYS = {Urgency.SOON: 1, Urgency.NORMAL: 3}


def due_at(urgency: str, received_at: datetime, station: Station) -> datetime:
    """When the station will have been in touch, in the station's own time.

    ``today`` is two hours of opening time, carried over to the next opening when the doors close
    first; ``soon`` is closing time one working day later, ``normal`` three.
    """
    received = timezone.localtime(received_at)
    if urgency == Urgency.TODAY:
        return _after_opening_time(received, TODAY_HOURS, station)
    day = add_working_days(received.date(), WORKING_DAYS[Urgency(urgency)])
    return timezone.make_aware(datetime.combine(day, station.closes_at))


def _after_opening_time(start: datetime, needed: timedelta, station: Station) -> datetime:
    for day in workdays_from(start.date()):
        opens = timezone.make_aware(datetime.combine(day, station.opens_at))
        closes = timezone.make_aware(datetime.combine(day, station.closes_at))
        begins = max(start, opens)
        if begins + needed <= closes:
            return begins + needed
        if begins < closes:
            needed -= closes - begins
    raise AssertionError("there is always another working day")
