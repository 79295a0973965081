"""Another half-day to be called in, chosen after sending; or none."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..call_times import ANY
from ..models import Alert, Promise, PublicStatus, Referral
from ..workdays import Workdays
from .alert import raise_alert
from .call_time import call_fields
from .locking import lock_referral
from .promise import renew_promise


class CallTimeClosed(ValidationError):
    """Nobody is going to call any more, or this one was never to be called at a half-day."""

    def __init__(self):
        super().__init__(
            _("The time can no longer be changed here. This page says how it stands now."),
            code="closed",
        )


@transaction.atomic
def change_call_time(referral: Referral, code: str, *, at: datetime) -> Promise:
    """Take a place of the half-day ``code`` names and give the old one back, in one statement.

    ``call_times.ANY`` takes none. The half-day that stands already is kept with its place. The
    station and the room are told of changes, by one alert of all not heard of yet. Raises
    ``CallTimeGone``, leaving the old half-day as it was, when the new one cannot be had;
    ``CallTimeClosed`` when none may be chosen any more.
    """
    sent = lock_referral(referral)
    promise = renew_promise(sent, at=at)
    # Read once the promise is held: whoever ends the call waits for us, or is seen here.
    state = PublicStatus.objects.values_list("state", flat=True).get(referral=sent)
    if (
        not sent.may_ask_for_a_half_day
        or sent.erased_at is not None
        or not promise.call_may_be_chosen(state, timezone.localdate(at))
        or sent.consents.help_taken_back().exists()
    ):
        raise CallTimeClosed
    if code == (promise.call_code or ANY):
        return promise
    _move(promise, code, sent, at)
    if not sent.alerts.heard_by_nobody().filter(kind=Alert.Kind.CALL_TIME).exists():
        raise_alert(sent, Alert.Kind.CALL_TIME, at=at)
    return promise


def _move(promise: Promise, code: str, sent: Referral, at: datetime) -> None:
    """Whoever loses a place to another finds fewer left: it ends after as many tries as places."""
    workdays = Workdays(timezone.localdate(at))
    held = promise.call_code
    for others_may_be_first in range(sent.station.calls_per_half_day, -1, -1):
        call = call_fields(
            code,
            station=sent.station,
            at=at,
            promised=promise.due_at,
            workdays=workdays,
            not_in=(sent.safe_contact or {}).get("bad_times", ()),
            spread=int(sent.reference),
            held=held,
        )
        try:
            with transaction.atomic():
                for field, value in call.items():
                    setattr(promise, field, value)
                promise.save(update_fields=list(call))
        except IntegrityError:
            if not others_may_be_first:
                raise
        else:
            return
