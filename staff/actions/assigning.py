"""Saying who takes up waiting referrals: one, or the chosen rows of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.models import Referral

from ..models import ReferralAssignment, User
from .locking import lock_waiting, refuse, rules

MOST_ROWS = 50


@transaction.atomic
def assign_referral(
    referral: Referral, *, worker: User, actor: User, at: datetime | None = None
) -> ReferralAssignment:
    """A worker of the station takes up a waiting referral, instead of whoever was to before."""
    at = at or timezone.now()
    with rules():
        referral = lock_waiting(referral.pk, actor)
        if worker.station_id != referral.station_id or not worker.is_active:
            refuse("worker_elsewhere")
    assignment, _is_new = ReferralAssignment.objects.update_or_create(
        referral=referral,
        defaults={"worker": worker, "assigned_by": actor, "assigned_at": at},
    )
    log(referral, "staff.assign_referral", user=actor, timestamp=at, data={"worker": worker.pk})
    return assignment


@dataclass(frozen=True, slots=True)
class Assigned:
    """What came of many: the references that were given, and why each other was not."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def assign_referrals(
    referrals: Iterable[Referral], *, worker: User, actor: User, at: datetime | None = None
) -> Assigned:
    """Each row is an action of its own with its own entry; one that is refused stops no other."""
    came = Assigned()
    for referral in list(referrals)[:MOST_ROWS]:
        try:
            assign_referral(referral, worker=worker, actor=actor, at=at)
        except ValidationError as refusal:
            came.refused.append((str(referral), " ".join(refusal.messages)))
        else:
            came.done.append(str(referral))
    return came
