"""What becomes of a referral whose person took the consent back before anybody decided."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import set_public_state
from intake.models import PublicStatus, Referral

from .. import disclosure, permissions
from ..models import ReferralDecision, User
from .duplicates import let_merged_wait
from .locking import check, refuse, require, rules
from .mandatory import refuse_unanswered
from .retention import forget, place_hold, standing_hold


def _lock_withdrawn(referral_id: int) -> Referral:
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral_id)
    if referral.erased_at is not None:
        refuse("already_erased")
    if ReferralDecision.objects.filter(referral=referral).exists():
        refuse("referral_settled")
    if not disclosure.is_withdrawn(referral):
        refuse("consent_stands")
    return referral


@transaction.atomic
def delete_withdrawn(referral: Referral, *, actor: User, at: datetime | None = None) -> Referral:
    """Erase what the person told us, as PIPL 47 asks.

    The row stays without a person, with whom we told what for three years (NDS 12). Refuses what
    is held by law.
    """
    at = at or timezone.now()
    with rules():
        require(permissions.may_triage(actor, referral))
        referral = _lock_withdrawn(referral.pk)
        if standing_hold(referral):
            refuse("held_by_law")
        refuse_unanswered(referral)
    let_merged_wait(referral)
    set_public_state(referral, PublicStatus.State.CLOSED, is_erased=True)
    erased = forget(referral, at)
    log(erased, "staff.delete_withdrawn", user=actor, timestamp=at)
    return erased


@transaction.atomic
def keep_withdrawn(
    referral: Referral, *, why: str, reason: str, actor: User, at: datetime | None = None
) -> ReferralDecision:
    """Keep it unread because a law asks for it, such as a report about a child (MINOR 11).

    It is a legal hold like any other: it ends when a lead lifts it. One that stands stays as it is.
    """
    at = at or timezone.now()
    with rules():
        require(permissions.may_keep_withdrawn(actor, referral))
        referral = _lock_withdrawn(referral.pk)
        if not reason.strip():
            refuse("reason_missing")
        decision = ReferralDecision(
            referral=referral,
            outcome=ReferralDecision.Outcome.WITHDRAWN,
            reason=reason.strip(),
            decided_by=actor,
            decided_at=at,
        )
        check(decision)
        decision.save()
    let_merged_wait(referral)
    if not standing_hold(referral):
        place_hold(referral, why=why, words=reason, actor=actor, at=at)
    log(referral, "staff.keep_withdrawn", user=actor, timestamp=at, data={"why": str(why)})
    return decision
