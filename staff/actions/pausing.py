"""Stopping the promised clock, for a reason the person reads too."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import pause_promise as pause
from intake.actions import resume_promise as resume
from intake.models import Promise, Referral

from ..models import User
from ..queue import is_urgent
from .locking import lock_waiting, refuse, rules

LONGEST = timedelta(days=30)


def _lock(referral: Referral, actor: User) -> tuple[Referral, Promise]:
    referral = lock_waiting(referral.pk, actor)
    promise = Promise.objects.get(referral=referral)
    if promise.kept_at is not None:
        refuse("promise_kept")
    return referral, promise


@transaction.atomic
def pause_promise(
    referral: Referral, *, why: str, until: date, actor: User, at: datetime | None = None
) -> Promise:
    """Stop the clock of a waiting referral until a day, at most thirty days away.

    Refused where somebody is in danger or help was promised today, and once the promise was
    missed: late stays late. The person reads the reason and the day on the status page.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    with rules():
        referral, promise = _lock(referral, actor)
        if is_urgent(referral):
            refuse("urgent_not_paused")
        if promise.was_missed(at):
            refuse("promise_missed")
        if promise.is_paused(today):
            refuse("paused_already")
        if why not in Promise.PauseWhy.values:
            refuse("pause_why_missing")
        if not today < until <= today + LONGEST:
            refuse("pause_day_wrong")
    promise = pause(referral, why=why, until=until)
    data = {"why": str(why), "until": str(until)}
    log(referral, "staff.pause_promise", user=actor, timestamp=at, data=data)
    return promise


@transaction.atomic
def resume_promise(referral: Referral, *, actor: User, at: datetime | None = None) -> Promise:
    """Let the clock run again before the day that was said."""
    at = at or timezone.now()
    with rules():
        referral, promise = _lock(referral, actor)
        if not promise.is_paused(timezone.localdate(at)):
            refuse("not_paused")
    promise = resume(referral, at=at)
    log(referral, "staff.resume_promise", user=actor, timestamp=at)
    return promise
