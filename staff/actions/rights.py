"""Answering what people ask of us about their own data (PIPL Arts. 44–50)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import answer_rights_request, correct_contact
from intake.models import Referral, RightsRequest

from .. import permissions
from ..models import ReadLog, User
from .locking import require
from .reading import record_reading
from .retention import erase_referral


@transaction.atomic
def answer_request(
    request: RightsRequest,
    *,
    outcome: str,
    answer: str,
    actor: User,
    refusal: str = "",
    phone: str = "",
    at: datetime | None = None,
) -> RightsRequest:
    """Do what was asked, or refuse with the reason, and note it.

    Done as asked, a request for deletion erases the referral first, and a correction may bring a
    newer ``phone``. What the law or a case stands against is refused by ``erase_referral``.
    """
    at = at or timezone.now()
    referral = request.referral
    require(permissions.may_answer_rights(actor, referral))
    if RightsRequest.objects.select_for_update().get(pk=request.pk).answered_at is not None:
        request.refresh_from_db()
        return request
    done = outcome == RightsRequest.Outcome.DONE
    if done and request.kind == RightsRequest.Kind.DELETE:
        erase_referral(referral, actor=actor, at=at)
    if done and request.kind == RightsRequest.Kind.CORRECT and phone:
        correct_contact(referral, phone=phone, at=at)
    answered = answer_rights_request(
        request, outcome=outcome, refusal=refusal, answer=answer, at=at
    )
    log(
        referral,
        "staff.answer_right",
        user=actor,
        timestamp=at,
        data={"kind": str(request.kind), "outcome": str(outcome)},
    )
    return answered


def note_copy(referral: Referral, *, actor: User, at: datetime | None = None) -> None:
    """Write down that everything stored about a referral was copied out (PIPL Art. 45)."""
    at = at or timezone.now()
    require(permissions.may_answer_rights(actor, referral))
    record_reading(referral, what=ReadLog.What.CONTACT, why=ReadLog.Why.DUTY, actor=actor, at=at)
    log(referral, "staff.copy_data", user=actor, timestamp=at)
