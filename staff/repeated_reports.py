"""Reports by others about one home: how many there are, and what a lead made of them (R-86)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from intake.models import TELLS_ABOUT_ANOTHER, Referral

from .models import ReportsLookedAt

COUNTED_FOR = timedelta(days=183)
"""Older reports say nothing about how a home is now."""
ASKS_A_LEAD = 3
"""From so many reports about one home on, a lead looks whether somebody means harm."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """``count`` reports about one home; ``look``: a lead's newest; ``asks_lead``: none holds."""

    count: int
    look: ReportsLookedAt | None = None
    asks_lead: bool = False


def _reports(among: QuerySet[Referral]) -> QuerySet[Referral]:
    since = timezone.now() - COUNTED_FOR
    return among.filter(TELLS_ABOUT_ANOTHER, received_at__gt=since).order_by()


def with_reports_on_home(
    referrals: QuerySet[Referral], among: QuerySet[Referral]
) -> QuerySet[Referral]:
    """``reports_on_home``: how many reports of the last half year are about each one's home.

    None for one home alone, or none known. Read with the row; each is one short walk of an index.
    """
    told = (
        _reports(among)
        .filter(place_hash=OuterRef("place_hash"))
        .exclude(place_hash="")
        .values("place_hash")
        .annotate(told=Count("pk"))
        .filter(told__gt=1)
    )
    return referrals.annotate(reports_on_home=Subquery(told.values("told")))


def repeated(referral: Referral, among: QuerySet[Referral]) -> Repeated | None:
    """The reports about the home of one referral, when there are several. At most two queries."""
    if not referral.place_hash:
        return None
    told = _reports(among).filter(place_hash=referral.place_hash)
    found = told.aggregate(count=Count("pk"), newest=Max("received_at"))
    if found["count"] < 2:
        return None
    look = (
        ReportsLookedAt.objects.filter(
            referral__station=referral.station_id, referral__place_hash=referral.place_hash
        )
        .select_related("looked_by")
        .first()
    )
    holds = look is not None and look.looked_at >= found["newest"]
    return Repeated(found["count"], look, found["count"] >= ASKS_A_LEAD and not holds)
