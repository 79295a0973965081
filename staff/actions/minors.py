"""Opening a child's sensitive data: asked for, answered by a responsible person, or for danger."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.models import Referral

from .. import permissions
from ..models import MinorsAccess, User
from .locking import check, refuse, require, rules

GRANTED_FOR = timedelta(days=30)
EMERGENCY_FOR = timedelta(hours=24)


@transaction.atomic
def ask_for_minors_data(
    referral: Referral,
    *,
    purpose: str,
    emergency: bool = False,
    actor: User,
    at: datetime | None = None,
) -> MinorsAccess:
    """Ask for the sensitive fields of a child's record. For danger they open at once, for a day,
    and the lead answers afterwards."""
    at = at or timezone.now()
    with rules():
        referral = Referral.objects.select_for_update().get(pk=referral.pk)
        require(permissions.may_see_referral(actor, referral))
        if not purpose.strip():
            refuse("purpose_missing")
        waiting = MinorsAccess.objects.unanswered().filter(referral=referral, asked_by=actor)
        if waiting.filter(emergency=emergency).exists():
            refuse("asked_already")
        request = waiting.first() or MinorsAccess(referral=referral, asked_by=actor, asked_at=at)
        request.reference = referral.reference
        request.purpose, request.emergency = purpose.strip(), emergency
        request.open_until = at + EMERGENCY_FOR if emergency else None
        check(request)
        request.save()
    action = "staff.open_minors_for_danger" if emergency else "staff.ask_minors"
    log(referral, action, user=actor, timestamp=at)
    return request


@transaction.atomic
def answer_for_minors_data(
    request_id: int, *, granted: bool, actor: User, at: datetime | None = None
) -> MinorsAccess:
    """Let the worker in for a month, or not; a refusal ends what an emergency opened."""
    at = at or timezone.now()
    with rules():
        request = MinorsAccess.objects.select_for_update(of=("self",)).get(pk=request_id)
        require(
            request.referral is not None
            and permissions.may_answer_for_minors(actor, request.referral)
            and request.asked_by_id != actor.pk
        )
        if request.decided_at:
            refuse("answered_already")
        request.decided_by, request.decided_at, request.granted = actor, at, granted
        request.open_until = at + GRANTED_FOR if granted else None
        check(request)
        request.save()
    action = "staff.allow_minors" if granted else "staff.refuse_minors"
    log(request.referral, action, user=actor, timestamp=at)
    return request
