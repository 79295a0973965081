"""Asking for an alert, and for another try at one that was given up."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Alert, Referral
from ..tasks import send_soon


@transaction.atomic
def raise_alert(
    referral: Referral, kind: str, *, at: datetime | None = None, only_to: str = ""
) -> Alert:
    """Tell station and room after the commit, or only the mailbox ``only_to``."""
    at = at or timezone.now()
    alert = Alert.objects.create(
        referral=referral, kind=kind, only_to=only_to, created_at=at, next_try_at=at
    )
    send_soon()
    return alert


@transaction.atomic
def retry_alert(alert_id: int, *, at: datetime | None = None) -> Alert:
    """Try a given-up alert again from the start; channels already reached stay in peace."""
    at = at or timezone.now()
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.given_up_at is None:
        raise ValidationError(_("This alert is not given up; it is on its way."), code="not_failed")
    alert.given_up_at, alert.attempts, alert.next_try_at = None, 0, at
    alert.save(update_fields=["given_up_at", "attempts", "next_try_at"])
    send_soon()
    return alert
