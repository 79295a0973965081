"""What of a household one may see is shown to whom, field by field.

``permissions`` says which households a person may open; this, what stands on the screen then: by
the consents of the person it is about, and for a child by the word of a responsible person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone

from intake.models import Consent, ConsentText, Referral

from .domain.minors import is_minors
from .models import MinorsAccess, User
from .permissions import is_room_staff

SENSITIVE = frozenset({"facts", "check_result", "access_needs"})
STORY = frozenset({"words", "observed", "needs", "source_page"})
RECORDS = "records"
WITHOUT_SHARE = SENSITIVE | STORY | {"phone", RECORDS}
WITHDRAWN = SENSITIVE | STORY | {"phone", "place", "called_name", "safe_contact"}


def with_consents(referrals: models.QuerySet[Referral]) -> models.QuerySet[Referral]:
    """Referrals with their consents in one more query, as ``kept_from`` reads them."""
    consents = Consent.objects.select_related("text").order_by("text__purpose")
    return referrals.prefetch_related(Prefetch("consents", queryset=consents))


def is_withdrawn(referral: Referral) -> bool:
    """The person took back the consent to be helped with what they told us (PIPL 15)."""
    return any(consent.is_help_taken_back for consent in referral.consents.all())


def is_shared(referrals: Iterable[Referral]) -> bool:
    """The person of these referrals agreed that the community is told, and never took it back."""
    share = [
        consent
        for referral in referrals
        for consent in referral.consents.all()
        if consent.text.purpose == ConsentText.Purpose.SHARE
    ]
    return bool(share) and not any(consent.withdrawn_at for consent in share)


def kept_from(user: User, referral: Referral) -> frozenset[str]:
    """The fields of a visible referral this person may not read, for whatever reason."""
    closed = childs_fields(referral) if closed_for_minors(user, referral) else frozenset()
    return kept_by_consent(user, referral) | closed


def kept_by_consent(user: User, referral: Referral) -> frozenset[str]:
    """The fields of a visible referral this person may not read (PIPL 15, 23, 29;
    docs/decisions/0008).

    Taking back a consent closes what it opened, for everybody. Room staff are the community:
    without the person's consent to share they learn that the station asks them to go, to whom and
    in which building, and no story, no health, no money. ``records`` stands for what we wrote.
    """
    kept = frozenset()
    if is_withdrawn(referral):
        kept |= WITHDRAWN
    if any(
        consent.text.purpose == ConsentText.Purpose.SENSITIVE and consent.withdrawn_at
        for consent in referral.consents.all()
    ):
        kept |= SENSITIVE
    if is_room_staff(user) and not is_shared([referral]):
        kept |= WITHOUT_SHARE
    return kept


def is_of_a_minor(referral: Referral) -> bool:
    """Whether the sensitive fields are (also) a child's; False where they were not loaded."""
    if "facts" in referral.get_deferred_fields():
        return False
    return is_minors(
        awareness=referral.awareness,
        needs=referral.needs,
        facts=referral.facts or {},
        on_behalf=referral.on_behalf,
    )


def childs_fields(referral: Referral) -> frozenset[str]:
    """What of a child's record is opened by a responsible person; its own words, if it wrote."""
    return SENSITIVE | {"words"} if referral.is_childs_own else SENSITIVE


def closed_for_minors(user: User, referral: Referral) -> bool:
    """A child's sensitive data, and no responsible person let this reader in (MINOR-NET 36)."""
    if not is_of_a_minor(referral) or user.has_perm("staff.decide_minorsaccess"):
        return False
    return not MinorsAccess.objects.open_for(user, referral, timezone.now()).exists()


def only_readable(user: User, referral: Referral) -> Referral:
    """A copy of the referral in memory without what is kept from this person; never saved."""
    referral = copy(referral)
    by_consent, closed = kept_by_consent(user, referral), closed_for_minors(user, referral)
    childs = childs_fields(referral)
    referral.of_a_minor = is_of_a_minor(referral)
    referral.kept = by_consent | childs if closed else by_consent
    referral.lead_may_open = closed and not by_consent >= childs
    for name in referral.kept - {RECORDS}:
        setattr(referral, name, _NOTHING.get(name, ""))
    if "phone" in referral.kept:
        referral.corrected_contact = None
    deferred = referral.get_deferred_fields()
    if "phone" in referral.kept and "safe_contact" not in deferred and referral.safe_contact:
        referral.safe_contact = {**referral.safe_contact, "proxy": None}
    return referral


_NOTHING = {
    "observed": None,
    "facts": None,
    "check_result": None,
    "safe_contact": None,
    "needs": [],
    "access_needs": [],
}


def readable_records(user: User, referrals: Iterable[Referral]) -> Callable[[User | None], bool]:
    """Whose moves, visits, notes and calls of a household this person may read.

    Everybody's at the station, and in the room when the household's story is shared with it;
    otherwise what one wrote oneself.
    """
    all_of_them = not is_room_staff(user) or is_shared(referrals)
    return lambda author: all_of_them or author == user
