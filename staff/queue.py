"""Who waits to be decided on, and who comes first (domain.md R-61: danger at once)."""

from __future__ import annotations

from django.db.models import Case as Choose
from django.db.models import F, IntegerField, Q, QuerySet, Value, When

from intake.models import Channel, Danger, Referral, Urgency

from .models import User
from .permissions import visible_referrals
from .queries import waiting_referrals

HARD_DANGERS = (Danger.HARM, Danger.SHELTER)
QUEUE_RANKS = (
    ({"danger": Danger.HARM}, 0),
    ({"channel": Channel.CRISIS}, 0),
    ({"danger": Danger.SHELTER}, 1),
    ({"heard__urgent": True}, 1),
    ({"urgency": Urgency.TODAY}, 2),
    ({"urgency": Urgency.SOON}, 3),
)
LAST_RANK = 4


def is_urgent(referral: Referral) -> bool:
    """Somebody is in danger, or help was promised within the day."""
    return referral.urgency == Urgency.TODAY or referral.danger in HARD_DANGERS


def queue_rank(referral: Referral) -> int:
    """How near the front of the queue a referral stands, before its promise is looked at."""
    for known, rank in QUEUE_RANKS:
        if all(_value(referral, path) == value for path, value in known.items()):
            return rank
    return LAST_RANK


def _value(referral: Referral, path: str) -> object:
    """A field of the referral, or of a row beside it; None where that is not there."""
    name, _beside, field = path.partition("__")
    value = getattr(referral, name, None)
    return getattr(value, field, None) if field else value


def queue_order(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Danger first, then how soon we promised, then whom we promised first.

    The first date counts: a new one given after a miss puts nobody back in the queue.

    ``queue_rank`` is annotated; of one referral the function of that name tells the same.
    """
    return referrals.annotate(
        queue_rank=Choose(
            *(When(Q(**known), then=Value(rank)) for known, rank in QUEUE_RANKS),
            default=Value(LAST_RANK),
            output_field=IntegerField(),
        )
    ).order_by("queue_rank", F("promise__first_due_at").asc(nulls_last=True), "pk")


def waiting_for(user: User) -> QuerySet[Referral]:
    """The referrals this person may see that nobody has decided on."""
    return waiting_referrals(visible_referrals(user)).select_related("promise")
