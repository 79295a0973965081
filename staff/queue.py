"""Who waits to be decided on, and who comes first (domain.md R-61: danger at once)."""

from __future__ import annotations

from django.db.models import Case as Choose
from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from intake.models import Channel, Danger, Referral, Urgency

from .models import HeardInWords, User
from .permissions import visible_referrals
from .queries import waiting_referrals

HARD_DANGERS = (Danger.HARM, Danger.SHELTER)
QUEUE_RANKS = (
    ({"danger": Danger.HARM}, 0),
    ({"channel": Channel.CRISIS}, 0),
    ({"danger": Danger.SHELTER}, 1),
    ({"heard_urgent": True}, 1),
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
        if all(getattr(referral, name) == value for name, value in known.items()):
            return rank
    return LAST_RANK


def with_heard(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """``heard_urgent``: whether the words cannot wait, None where nobody has heard them yet.

    A look-up for each row and no join: with one table more PostgreSQL stops looking for the best
    order of the tables (``join_collapse_limit``) and reads a million referrals for twenty.
    """
    heard = HeardInWords.objects.filter(referral=OuterRef("pk")).values("urgent")
    return referrals.annotate(heard_urgent=Subquery(heard))


def queue_order(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Danger first, then how soon we promised, then whom we promised first.

    The first date counts: a new one given after a miss puts nobody back in the queue.

    ``queue_rank`` is annotated; of one referral ``with_heard`` the function of that name tells the
    same.
    """
    return (
        with_heard(referrals)
        .annotate(
            queue_rank=Choose(
                *(When(Q(**known), then=Value(rank)) for known, rank in QUEUE_RANKS),
                default=Value(LAST_RANK),
                output_field=IntegerField(),
            )
        )
        .order_by("queue_rank", F("promise__first_due_at").asc(nulls_last=True), "pk")
    )


def waiting_for(user: User) -> QuerySet[Referral]:
    """The referrals this person may see that nobody has decided on."""
    return waiting_referrals(visible_referrals(user)).select_related("promise")
