"""Taking a list out of the house: who, which, how many rows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .. import gap_report
from ..domain.periods import Period
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


@transaction.atomic
def export_gap_report(*, period: Period, today: date, actor: User) -> bytes:
    """The counts of a quarter as xlsx, small numbers hidden, with an entry that says so (R-97)."""
    require(actor.has_perm("staff.view_counts"))
    report = gap_report.gap_report_of(actor, period, today)
    data = {"from": f"{period.first}", "to": f"{min(period.last, today)}"}
    log(actor.station or actor, "staff.export_gaps", user=actor, data=data)
    return gap_report.as_workbook(report, min(period.last, today))
