"""Finding a household by what a worker has in hand: a reference, a phone number or a name.

Names and phones are encrypted, so each is found by its whole value through its blind index. The
shape of what was typed decides which index is asked; every search is one indexed look-up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from intake.matching import name_indexes, phone_indexes
from intake.models import ContactCorrection, Referral
from intake.references import is_reference, only_digits

from .models import Case, ReferralDecision, ToldApart, User
from .permissions import visible_referrals

MOST_FOUND = 500
PHONE_DIGITS = range(7, 18)
REPORTS_TOGETHER = timedelta(days=30)


class Shape(StrEnum):
    REFERENCE = "reference"
    PHONE = "phone"
    NAME = "name"


def shape_of(typed: str) -> Shape:
    """What the typed text can be. Eight digits with a right check digit are a reference."""
    digits = only_digits(typed)
    rest = "".join(character for character in typed if character.isalpha())
    if rest or not digits:
        return Shape.NAME
    if is_reference(digits):
        return Shape.REFERENCE
    return Shape.PHONE if len(digits) in PHONE_DIGITS else Shape.NAME


def _condition(typed: str) -> Q:
    match shape_of(typed):
        case Shape.REFERENCE:
            return Q(reference=only_digits(typed))
        case Shape.PHONE:
            indexes = phone_indexes(typed)
            # A union, since "or" across a join would keep the database from using either index.
            told = Referral.objects.filter(phone_hash__in=indexes).order_by().values("pk")
            corrected = ContactCorrection.objects.filter(phone_hash__in=indexes).order_by()
            return Q(pk__in=told.union(corrected.values("referral")))
        case _:
            return Q(name_hash__in=name_indexes(typed))


def find_referrals(referrals: QuerySet[Referral], typed: str) -> QuerySet[Referral]:
    """Those of ``referrals`` that carry exactly this reference, phone or name."""
    return referrals.filter(_condition(typed)) if typed.strip() else referrals


def find_cases(cases: QuerySet[Case], typed: str) -> QuerySet[Case]:
    """Those of ``cases`` one of whose referrals carries exactly this reference, phone or name."""
    if not typed.strip():
        return cases
    matching = ReferralDecision.objects.filter(
        referral__in=Referral.objects.filter(_condition(typed)), case__isnull=False
    )
    # The limit keeps PostgreSQL from reading every case instead of the few that match; the case's
    # own reference is that of its first referral, so it needs no condition of its own.
    return cases.filter(pk__in=matching.values("case")[:MOST_FOUND])


def earlier_case(referral: Referral, duplicates: Iterable[Referral]) -> Case | None:
    """The case of the same person among possible duplicates: an open one first, then the newest.

    The same place alone is not the same person: there the name must agree too.
    """
    cases = {
        other.decision.case
        for other in duplicates
        if hasattr(other, "decision")
        and other.decision.case_id
        and (
            (referral.phone_hash and other.phone_hash == referral.phone_hash)
            or (referral.name_hash and other.name_hash == referral.name_hash)
        )
    }
    return max(cases, key=lambda case: (bool(case.tier), case.opened_at), default=None)


def earlier_of(referral: Referral, user: User) -> Case | None:
    """``earlier_case`` among what this person may see and nobody has told apart."""
    found = possible_duplicates(referral, visible_referrals(user))
    return earlier_case(referral, [other for other in found if not other.told_apart])


def possible_duplicates(
    referral: Referral, among: QuerySet[Referral], *, limit: int = 5
) -> list[Referral]:
    """Other referrals with the same phone, or the same name in the same building; newest first.

    Those a worker has told apart come last, with ``told_apart`` true.

    A building alone is no household: a whole block would be flagged. Only where nobody gave a name,
    as in neighbours' reports, do two about one building within a month belong side by side (R-86).
    """
    same = Q()
    if referral.phone_hash:
        same |= Q(phone_hash=referral.phone_hash)
    if referral.place_hash and referral.name_hash:
        same |= Q(place_hash=referral.place_hash, name_hash=referral.name_hash)
    elif referral.place_hash:
        month = (
            referral.received_at - REPORTS_TOGETHER,
            referral.received_at + REPORTS_TOGETHER,
        )
        same |= Q(place_hash=referral.place_hash, name_hash="", received_at__range=month)
    if not same:
        return []
    return list(
        among.filter(same)
        .exclude(pk=referral.pk)
        .annotate(
            told_apart=Exists(
                ToldApart.objects.filter(
                    Q(first=referral, second=OuterRef("pk"))
                    | Q(second=referral, first=OuterRef("pk"))
                )
            )
        )
        .select_related("decision__case", "room")
        .order_by("told_apart", "-received_at")[:limit]
    )
