"""Taking a list out of the house: who, which, how many rows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..missed_promises import Missed, as_workbook, missed_promises
from ..models import User
from .locking import require


@transaction.atomic
def export_missed_promises(*, days: int, actor: User, at: datetime | None = None) -> bytes:
    """The missed promises of a lead's station as xlsx, with an entry that says so."""
    at = at or timezone.now()
    require(actor.station_id is not None and actor.has_perm("staff.sign_stagemove"))
    rows: list[Missed] = missed_promises(actor, days=days, now=at)
    data = {"rows": len(rows), "days": days}
    log(actor.station, "staff.export_missed", user=actor, timestamp=at, data=data)
    return as_workbook(rows)
