"""Telling somebody outside the station: each time one recipient, one purpose, one record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..models import Consent, ConsentText, Referral, Sharing

SENSITIVE_PARTS = {Sharing.Part.FACTS}


@transaction.atomic
def record_sharing(
    referral: Referral,
    *,
    recipient: str,
    purpose: str,
    parts: Collection[str],
    ground: str,
    by_id: int,
    at: datetime,
    recipient_name: str = "",
    asked_again: bool = False,
    without_consent: str = "",
) -> Sharing:
    """Note that one recipient was told these parts, for this purpose (PIPL Art. 23).

    By consent only while the person's consent to share stands and they were asked again for this
    recipient; facts of health and money only while their consent to note them stands too
    (Art. 29). An emergency and a legal duty need neither (Art. 13(3)(4)), but ``without_consent``:
    why it did not wait for the person's yes. Raises ``ValidationError``.
    """
    standing = {
        consent.text.purpose: consent
        for consent in Consent.objects.select_for_update(of=("self",))
        .select_related("text")
        .filter(referral=referral, withdrawn_at__isnull=True)
    }
    consent = None
    if ground == Sharing.Ground.CONSENT:
        consent = standing.get(ConsentText.Purpose.SHARE)
        if consent is None or not asked_again:
            raise ValidationError(
                _("Ask the person first: whom, why and what. Without their yes nobody is told."),
                code="share_consent",
            )
        if SENSITIVE_PARTS & set(parts) and ConsentText.Purpose.SENSITIVE not in standing:
            raise ValidationError(
                _("The person did not agree that sensitive matters are noted: tell none of them."),
                code="sensitive_consent",
            )
    elif not without_consent.strip():
        raise ValidationError(
            _("Write why it did not wait for the person's yes: what danger, or which duty."),
            code="without_consent_missing",
        )
    if referral.station_only and recipient == Sharing.Recipient.ROOM and consent:
        raise ValidationError(_("The person asked that the room not be told."), code="station_only")
    if not parts or not set(parts) <= set(Sharing.Part.values):
        raise ValidationError(_("Say what was told."), code="parts")
    sharing = Sharing(
        referral=referral,
        recipient=recipient,
        recipient_name=recipient_name.strip(),
        purpose=purpose.strip(),
        parts=sorted(set(parts)),
        ground=ground,
        consent=consent,
        without_consent="" if consent else without_consent.strip(),
        shared_at=at,
        shared_by_id=by_id,
    )
    sharing.full_clean(exclude=["referral", "consent"])
    sharing.save()
    return sharing
