"""The promises a station missed, worker by worker: a list to learn from, without a name in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from wagtail.admin.utils import get_user_display_name

from intake.models import Promise, Referral

from .counts import never_a_formula
from .models import User
from .permissions import visible_referrals

PERIODS = (30, 90, 365)
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Missed:
    """One promise: whose it was to keep, and how late it was kept, or is by now."""

    reference: str
    room: str
    urgency: str
    promised_at: datetime
    kept_at: datetime | None
    late: timedelta
    worker: str


def _whose(referral: Referral) -> User | None:
    """Who was given it; else who holds the case; else who decided; else nobody."""
    if assignment := getattr(referral, "assignment", None):
        return assignment.worker
    decision = getattr(referral, "decision", None)
    if decision is None:
        return None
    return decision.case.worker if decision.case else decision.decided_by


def missed_promises(user: User, *, days: int, now: datetime) -> list[Missed]:
    """Those of the last days, newest first, of the households this person may see; one query."""
    found = (
        Promise.objects.missed(now)
        .filter(
            referral__in=visible_referrals(user), first_due_at__range=(now - timedelta(days), now)
        )
        .select_related(
            "referral__room",
            "referral__assignment__worker",
            "referral__decision__case__worker",
            "referral__decision__decided_by",
        )
        .order_by("-first_due_at", "-pk")[:MOST_ROWS]
    )
    return [
        Missed(
            reference=str(promise.referral),
            room=promise.referral.room.name if promise.referral.room else "",
            urgency=promise.referral.get_urgency_display(),
            promised_at=promise.first_due_at,
            kept_at=promise.kept_at,
            late=(promise.kept_at or now) - promise.first_due_at,
            worker=get_user_display_name(whose) if (whose := _whose(promise.referral)) else "",
        )
        for promise in found
    ]


def by_worker(rows: Iterable[Missed]) -> list[tuple[str, int, int]]:
    """Worker, how many were missed, how many of them are late still; most first."""
    rows = list(rows)
    missed = Counter(row.worker for row in rows)
    open_still = Counter(row.worker for row in rows if row.kept_at is None)
    return [(worker, n, open_still[worker]) for worker, n in missed.most_common()]


def hours_late(row: Missed) -> int:
    return int(row.late.total_seconds() // 3600)


def as_workbook(rows: Iterable[Missed]) -> bytes:
    """The list as xlsx: references and rooms, no person."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Missed promises"))
    sheet.append(
        [
            _("Reference"),
            _("Community room"),
            _("Urgency"),
            _("Promised"),
            _("Answered"),
            _("Hours late"),
            _("Station worker"),
        ]
    )
    for row in rows:
        kept = timezone.localtime(row.kept_at).replace(tzinfo=None) if row.kept_at else None
        sheet.append(
            [
                row.reference,
                never_a_formula(row.room),
                row.urgency,
                timezone.localtime(row.promised_at).replace(tzinfo=None),
                kept,
                hours_late(row),
                never_a_formula(row.worker),
            ]
        )
    out = BytesIO()
    book.save(out)
    return out.getvalue()
