"""What the person who sent a referral is told of our decisions: never a need, tier or outcome."""

from __future__ import annotations

from datetime import date, datetime

from intake.actions import keep_promise, set_public_state
from intake.models import PublicStatus, Referral

from ..models import Case

State = PublicStatus.State


def with_merged(referral: Referral) -> list[Referral]:
    """A referral and those a worker found to be the same matter, which share its fate."""
    return [referral, *Referral.objects.filter(decision__same_as=referral)]


def keep_promises_of(referral: Referral, at: datetime) -> None:
    """The person was reached: the promise to each sender of this matter is kept."""
    for each in with_merged(referral):
        keep_promise(each, at=at)


def tell_all(case: Case, state: str, *, appointment_on: date | None = None) -> None:
    """Set the public state of every referral of a case."""
    for referral in Referral.objects.filter(decision__case=case):
        set_public_state(referral, state, appointment_on=appointment_on)


def keep_promises(case: Case, at: datetime) -> None:
    """The household was reached: every promise still open to it is kept."""
    for referral in Referral.objects.filter(
        decision__case=case, promise__isnull=False, promise__kept_at__isnull=True
    ):
        keep_promise(referral, at=at)
