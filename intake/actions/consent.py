"""Consent: its texts, and taking it back."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..child_texts import CHILD_WORDINGS
from ..consent_texts import WORDINGS
from ..models import Alert, Consent, ConsentText, Promise, PublicStatus, Referral
from ..tasks import send_soon
from .call_time import free_call
from .locking import lock_referral
from .promise import set_public_state


def ensure_consent_texts() -> list[ConsentText]:
    """Every wording of ours, stored where missing and never changed afterwards."""
    return [
        ConsentText.objects.get_or_create(
            purpose=wording.purpose,
            reader=wording.reader,
            version=wording.version,
            language=wording.language,
            defaults={
                "text": wording.text,
                "notice": wording.notice,
                "in_force_from": wording.in_force_from,
            },
        )[0]
        for wording in (*WORDINGS, *CHILD_WORDINGS)
    ]


@transaction.atomic
def publish_consent_text(
    *,
    purpose: str,
    language: str,
    text: str,
    in_force_from: date,
    notice: str = "",
    reader: str = ConsentText.Reader.ANYONE,
) -> ConsentText:
    """New words, as the next version. Those agreed to before stay as they were (PIPL Art. 14).

    Raises ``ValidationError`` for a day that has passed: nobody can agree to words in the past.
    """
    if in_force_from < timezone.localdate():
        raise ValidationError(
            {"in_force_from": _("Choose today or a later day: people agree to words they can see.")}
        )
    earlier = ConsentText.objects.select_for_update().filter(
        purpose=purpose, reader=reader, language=language
    )
    newest = max((one.version for one in earlier), default=0)
    new = ConsentText(
        purpose=purpose,
        reader=reader,
        version=newest + 1,
        language=language,
        text=text.strip(),
        notice=notice.strip() if purpose == ConsentText.Purpose.HELP else "",
        in_force_from=in_force_from,
    )
    new.full_clean()
    new.save()
    return new


@transaction.atomic
def withdraw_consent(
    referral: Referral, *, at: datetime, purposes: list[str] | None = None
) -> list[Consent]:
    """Take back consent (PIPL Art. 15): all of it, or the purposes named. Gives what changed.

    What was done before stays valid; the station is told, so that it stops using the data. Without
    the consent to help nobody calls, whatever was decided: the promise ends, the half-day agreed
    for it is free again, and one that waits leaves the queue.
    """
    lock_referral(referral)
    consents = (
        referral.consents.select_for_update(of=("self",))
        .select_related("text")
        .filter(withdrawn_at__isnull=True)
    )
    if purposes is not None:
        consents = consents.filter(text__purpose__in=purposes)
    withdrawn = list(consents)
    for consent in withdrawn:
        consent.withdrawn_at = at
    Consent.objects.bulk_update(withdrawn, ["withdrawn_at"])
    if any(each.text.purpose == ConsentText.Purpose.HELP for each in withdrawn):
        free_call(referral)
        Promise.objects.waiting().filter(referral=referral).update(kept_at=at)
        state = PublicStatus.objects.select_for_update().filter(
            referral=referral, state=PublicStatus.State.RECEIVED
        )
        if state.exists():
            set_public_state(referral, PublicStatus.State.WITHDRAWN)
    if withdrawn:
        Alert.objects.create(
            referral=referral, kind=Alert.Kind.WITHDRAWN, created_at=at, next_try_at=at
        )
        send_soon()
    return withdrawn
