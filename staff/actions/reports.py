"""A lead's word on repeated reports about one home."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.models import Referral

from .. import permissions
from ..models import ReportsLookedAt, User
from .locking import check, refuse, require, rules


@transaction.atomic
def look_at_reports(
    referral: Referral, *, verdict: str, reason: str, actor: User, at: datetime | None = None
) -> ReportsLookedAt:
    """Say, with a reason, whether repeated reports are worry or perhaps malice."""
    at = at or timezone.now()
    require(permissions.may_look_at_reports(actor, referral))
    with rules():
        if not reason.strip():
            refuse("reason_missing")
    look = ReportsLookedAt(
        referral=referral, verdict=verdict, reason=reason.strip(), looked_by=actor, looked_at=at
    )
    check(look)
    look.save()
    log(
        referral,
        "staff.look_at_reports",
        user=actor,
        timestamp=at,
        data={"verdict": str(verdict)},
    )
    return look
