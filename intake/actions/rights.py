"""What a person changes or asks for after sending."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..masking import mask_numbers
from ..matching import phone_indexes
from ..models import Alert, ContactCorrection, HelpFeedback, Referral, RightsRequest
from ..tasks import send_soon
from ..workdays import add_working_days
from .locking import lock_referral


@transaction.atomic
def correct_contact(referral: Referral, *, phone: str, at: datetime) -> ContactCorrection:
    """Note a newer number beside the one sent (PIPL Art. 46), and tell the station."""
    correction = ContactCorrection.objects.create(
        referral=referral, phone=phone, phone_hash=phone_indexes(phone)[0], made_at=at
    )
    Alert.objects.create(
        referral=referral, kind=Alert.Kind.CORRECTED, created_at=at, next_try_at=at
    )
    send_soon()
    return correction


ANSWER_WITHIN = 15
"""Working days: the station's own promise; the law says "in time" (PIPL Art. 50)."""


@transaction.atomic
def ask_for_right(referral: Referral, *, kind: str, words: str = "", at: datetime) -> RightsRequest:
    """Put a request into the register, once while it is open, and tell the station."""
    request = RightsRequest(
        referral=referral,
        kind=kind,
        words=mask_numbers(words),
        made_at=at,
        due_on=add_working_days(timezone.localdate(at), ANSWER_WITHIN),
    )
    request.full_clean(exclude=["referral"])
    open_one = referral.rights_requests.filter(kind=kind, answered_at__isnull=True).first()
    if open_one:
        return open_one
    request.save()
    Alert.objects.create(referral=referral, kind=Alert.Kind.RIGHTS, created_at=at, next_try_at=at)
    send_soon()
    return request


@transaction.atomic
def answer_rights_request(
    request: RightsRequest, *, outcome: str, answer: str, at: datetime, refusal: str = ""
) -> RightsRequest:
    """Note what was answered, by which outcome and when; the first answer stands.

    Raises ``ValidationError`` for a refusal without its reason (PIPL Art. 50).
    """
    locked = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if locked.answered_at is None:
        locked.outcome, locked.refusal = outcome, refusal
        locked.answer, locked.answered_at = mask_numbers(answer), at
        locked.full_clean(exclude=["referral"])
        locked.save(update_fields=["outcome", "refusal", "answer", "answered_at"])
    return locked


@transaction.atomic
def give_feedback(referral: Referral, *, face: str, words: str = "", at: datetime) -> HelpFeedback:
    """One feedback a referral; a second one replaces the first.

    Raises ``ValidationError`` once the consent to help is taken back: nothing more is kept then.
    """
    if lock_referral(referral).consents.help_taken_back().exists():
        raise ValidationError(
            _(
                "The consent was taken back, so no word about the help is kept any more. "
                "Whoever wants to say something can call."
            ),
            code="consent_withdrawn",
        )
    feedback, _created = HelpFeedback.objects.select_for_update().get_or_create(
        referral=referral, defaults={"face": face, "given_at": at}
    )
    feedback.face, feedback.words, feedback.given_at = face, mask_numbers(words), at
    feedback.full_clean(exclude=["referral"])
    feedback.save()
    return feedback
