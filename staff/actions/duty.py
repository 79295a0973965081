"""The rota of a station: who hears first of what comes in, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.models import DutyDay
from policy_pages.models import Station

from ..models import User
from ..queries import seen_rota
from .locking import refuse, require, rules


@transaction.atomic
def set_duty(
    days: Mapping[date, User | None], *, seen: str, actor: User, at: datetime | None = None
) -> None:
    """Say who is on duty on each of these days; None: nobody. The station's lead does."""
    at = at or timezone.now()
    station = actor.station
    require(station is not None and actor.has_perm("staff.sign_stagemove"))
    Station.objects.select_for_update().get(pk=station.pk)
    with rules():
        if seen_rota(station, list(days)) != seen:
            refuse("rota_changed")
        if any(user and user.station_id != station.pk for user in days.values()):
            refuse("worker_elsewhere")
    for day, user in days.items():
        of_the_day = {"station": station, "day": day}
        if user is None:
            DutyDay.objects.filter(**of_the_day).delete()
            continue
        given = {"staff_id": user.pk, "mailbox": user.email}
        DutyDay.objects.update_or_create(**of_the_day, defaults=given)
    data = {"days": {str(day): user.pk if user else None for day, user in days.items()}}
    log(station, "staff.set_duty", user=actor, timestamp=at, data=data)
