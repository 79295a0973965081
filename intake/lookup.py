"""Finding a referral by number and code, without telling which of the two was wrong."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from policy_pages.models import Station

from .encryption import decrypt, encrypt
from .models import PublicStatus, Referral
from .references import hash_status_code, status_code_matches

_NOBODY: list[str] = []

STATUS_SHOWN_FOR = timedelta(days=90)
"""After closing; from then on number and code open nothing (ux_content 3)."""


def find_by_code(reference: str, code: str, station: Station | None) -> Referral | None:
    """The referral, or None. A number nobody has costs one decryption and one hash as well."""
    referral = (
        Referral.objects.select_related("station", "public_status")
        .filter(reference=reference, station=station)
        .only(
            "pk",
            "reference",
            "on_behalf",
            "awareness",
            "channel",
            "urgency",
            "contact_method",
            "status_code_hash",
            "station",
            "public_status",
        )
        .first()
    )
    stored = referral.status_code_hash if referral else decrypt(_stand_in())
    matches = status_code_matches(code, stored)
    return referral if referral and matches and not _is_gone(referral) else None


def _is_gone(referral: Referral) -> bool:
    status = referral.public_status
    return (
        status.state == PublicStatus.State.CLOSED
        and status.updated_at < timezone.now() - STATUS_SHOWN_FOR
    )


def _stand_in() -> str:
    """A stored code that fits nobody, encrypted as the real ones are."""
    if not _NOBODY:
        _NOBODY.append(encrypt(hash_status_code("----")))
    return _NOBODY[0]
