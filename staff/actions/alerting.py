"""Telling colleagues what happened with a case, and trying a lost alert again. Nothing personal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import raise_alert
from intake.actions import retry_alert as try_again
from intake.models import Alert, Referral

from .. import permissions
from ..models import Case, User
from .locking import require


def alert_about(case: Case, kind: str, *, at: datetime, only_to: str = "") -> None:
    """An alert under the reference of the case, to the channels of its place or one mailbox."""
    referral = Referral.objects.filter(decision__case=case).order_by("decision__pk").first()
    if referral is not None:
        raise_alert(referral, kind, at=at, only_to=only_to)


def tell_new_holders(case: Case, before: set[int], *, actor: User, at: datetime) -> None:
    """Whoever holds the case now and did not before; who has no mailbox reads it on 今天."""
    for holder in (case.worker, case.room_worker):
        if holder and holder.email and holder.pk not in before | {actor.pk}:
            alert_about(case, Alert.Kind.ASSIGNED, at=at, only_to=holder.email)


@transaction.atomic
def retry_alert(alert: Alert, *, actor: User, at: datetime | None = None) -> Alert:
    """Send an alert again that was given up, or had nowhere to go."""
    at = at or timezone.now()
    require(permissions.visible_alerts(actor).filter(pk=alert.pk).exists())
    alert = try_again(alert.pk, at=at)
    log(alert, "staff.retry_alert", user=actor, timestamp=at)
    return alert
