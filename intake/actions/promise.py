"""What staff actions tell the person who sent a referral."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from ..models import Promise, PublicStatus, Referral, Urgency
from ..promises import due_at
from .call_time import free_call

CALL = ("call_place", "call_station")
"""What giving a half-day back changes."""


@transaction.atomic
def set_public_state(
    referral: Referral,
    state: str,
    *,
    appointment_on: date | None = None,
    is_erased: bool = False,
) -> PublicStatus:
    """Change what the status page says. Raises ``ValidationError`` for an unknown state.

    Once nobody is going to call, the half-day agreed for it is free again. Whoever took the consent
    back does not wait again, and stays told so, whatever is decided on others of the same matter,
    until it ``is_erased``.
    """
    status, _created = PublicStatus.objects.select_for_update().get_or_create(referral=referral)
    if status.state == PublicStatus.State.WITHDRAWN and not is_erased:
        return status
    if state == PublicStatus.State.RECEIVED and referral.consents.help_taken_back().exists():
        state = PublicStatus.State.WITHDRAWN
    status.state = state
    status.appointment_on = appointment_on if state == PublicStatus.State.APPOINTMENT else None
    status.full_clean(validate_unique=False, exclude=["referral"])
    status.save()
    if state in {PublicStatus.State.CLOSED, PublicStatus.State.WITHDRAWN}:
        free_call(referral)
    return status


@transaction.atomic
def keep_promise(referral: Referral, *, at: datetime) -> Promise:
    """Note the first contact. A second call leaves the first date as it is.

    Whoever was reached need not be called at the half-day they had chosen: it is free again.
    """
    promise = Promise.objects.select_for_update().get(referral=referral)
    if promise.kept_at is None or promise.call_is_agreed:
        promise.kept_at = promise.kept_at or at
        promise.free_call()
        promise.save(update_fields=["kept_at", *CALL])
    return promise


@transaction.atomic
def renew_promise(referral: Referral, *, at: datetime) -> Promise:
    """Give a new date once the last one passed unkept; ``first_due_at`` keeps the first."""
    promise = Promise.objects.select_for_update().get(referral=referral)
    if promise.kept_at is None and promise.due_at < at:
        promise.due_at = due_at(Urgency.SOON, at, referral.station)
        promise.save(update_fields=["due_at"])
    return promise


def _count_from(promise: Promise, moment: datetime, urgency: str) -> None:
    promise.first_due_at = promise.due_at = due_at(urgency, moment, promise.referral.station)


@transaction.atomic
def pause_promise(referral: Referral, *, why: str, until: date) -> Promise:
    """Stop the clock until a day; from then on the same time is promised anew.

    The half-day chosen before is given back. Whether it may be stopped is for ``staff`` to say.
    Raises ``ValidationError`` for an unknown reason.
    """
    promise = Promise.objects.select_for_update().get(referral=referral)
    promise.paused_until, promise.pause_why = until, why
    promise.free_call()
    begins = timezone.make_aware(datetime.combine(until, time.min))
    _count_from(promise, begins, referral.urgency)
    promise.full_clean(exclude=["referral"], validate_unique=False)
    promise.save(update_fields=["paused_until", "pause_why", "first_due_at", "due_at", *CALL])
    return promise


@transaction.atomic
def resume_promise(referral: Referral, *, at: datetime) -> Promise:
    """Let a paused clock run again from now on."""
    promise = Promise.objects.select_for_update().get(referral=referral)
    promise.paused_until, promise.pause_why = None, ""
    _count_from(promise, at, referral.urgency)
    promise.save(update_fields=["paused_until", "pause_why", "first_due_at", "due_at"])
    return promise


def renew_missed_promises(*, at: datetime) -> int:
    """Give every promise whose last date has passed a new one; how many were given.

    A job calls this, so that the person and the worker always read a date still to come, whether
    or not anybody looks. Each is a transaction of its own, so the job may be stopped at any time.
    """
    late = Promise.objects.to_renew(at).select_related("referral__station").order_by("due_at")
    renewed = 0
    for promise in late.iterator(chunk_size=500):
        renewed += renew_promise(promise.referral, at=at).due_at > at
    return renewed
