"""A child's data: asked for, opened by a responsible person or for danger; its guardian's word."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.models import Referral

from .. import permissions
from ..domain.minors import NOT_ASKED, against_guardian_answer
from ..models import GuardianAnswer, MinorsAccess, User
from .locking import check, refuse, require, rules

GRANTED_FOR = timedelta(days=30)
EMERGENCY_FOR = timedelta(hours=24)


@transaction.atomic
def ask_for_minors_data(
    referral: Referral,
    *,
    purpose: str,
    emergency: bool = False,
    actor: User,
    at: datetime | None = None,
) -> MinorsAccess:
    """Ask for the sensitive fields of a child's record. For danger they open at once, for a day,
    and the lead answers afterwards."""
    at = at or timezone.now()
    with rules():
        referral = Referral.objects.select_for_update().get(pk=referral.pk)
        require(permissions.may_see_referral(actor, referral))
        if not purpose.strip():
            refuse("purpose_missing")
        waiting = MinorsAccess.objects.unanswered().filter(referral=referral, asked_by=actor)
        if waiting.filter(emergency=emergency).exists():
            refuse("asked_already")
        request = waiting.first() or MinorsAccess(referral=referral, asked_by=actor, asked_at=at)
        request.reference = referral.reference
        request.purpose, request.emergency = purpose.strip(), emergency
        request.open_until = at + EMERGENCY_FOR if emergency else None
        check(request)
        request.save()
    action = "staff.open_minors_for_danger" if emergency else "staff.ask_minors"
    log(referral, action, user=actor, timestamp=at)
    return request


@transaction.atomic
def answer_for_minors_data(
    request_id: int, *, granted: bool, actor: User, at: datetime | None = None
) -> MinorsAccess:
    """Let the worker in for a month, or not; a refusal ends what an emergency opened."""
    at = at or timezone.now()
    with rules():
        request = MinorsAccess.objects.select_for_update(of=("self",)).get(pk=request_id)
        require(
            request.referral is not None
            and permissions.may_answer_for_minors(actor, request.referral)
            and request.asked_by_id != actor.pk
        )
        if request.decided_at:
            refuse("answered_already")
        request.decided_by, request.decided_at, request.granted = actor, at, granted
        request.open_until = at + GRANTED_FOR if granted else None
        check(request)
        request.save()
    action = "staff.allow_minors" if granted else "staff.refuse_minors"
    log(request.referral, action, user=actor, timestamp=at)
    return request


@transaction.atomic
def note_guardian(
    referral: Referral,
    *,
    state: str,
    who: str = "",
    words: str = "",
    actor: User,
    at: datetime | None = None,
) -> GuardianAnswer:
    """Note that the guardian of a child who asked for itself was asked, agreed, refused, or was
    left unasked as the likely danger (PIPL 31; MINOR 11, 72). The newest note stands.

    Nothing is kept of a guardian who is not asked but why.
    """
    at = at or timezone.now()
    with rules():
        referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
        require(permissions.may_note_guardian(actor, referral))
        if not referral.is_childs_own:
            refuse("not_a_childs_own")
        if referral.erased_at is not None:
            refuse("already_erased")
        if code := against_guardian_answer(state=state, who=who, words=words):
            refuse(code)
        answer = GuardianAnswer(
            referral=referral,
            state=state,
            who="" if state == NOT_ASKED else who.strip(),
            words=words.strip(),
            noted_by=actor,
            noted_at=at,
        )
        check(answer)
        answer.save()
    log(referral, "staff.note_guardian", user=actor, timestamp=at, data={"state": str(state)})
    return answer
