"""Deciding what becomes of a referral."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import record_sharing, set_public_state
from intake.models import Referral, Sharing

from .. import permissions
from ..domain import deadlines
from ..domain.agreement import NO_CASE
from ..domain.stages import Ground, Stage, require_move
from ..domain.triage import cannot_wait
from ..models import Case, ReferralDecision, StageMove, User, Visit
from ..queries import case_rhythm
from ..triage_report import suggestion_for
from .alerting import tell_new_holders
from .locking import check, lock_case, lock_waiting, refuse, require, rules, save_case
from .mandatory import hear_duties, refuse_unanswered
from .public import State, keep_promises_of, with_merged
from .suggestions import keep_suggestion

Outcome = ReferralDecision.Outcome


def _all_of(referral: Referral, state: str, case: Case | None = None) -> None:
    """What was decided holds for those of the same matter: they go along, and are told the same."""
    for each in with_merged(referral):
        set_public_state(each, state)
    ReferralDecision.objects.filter(same_as=referral).update(case=case)


def _wish_to_keep_out(referral: Referral) -> bool:
    """Whether anybody of this matter asked that the room not see it (R-42)."""
    return any(each.station_only for each in with_merged(referral))


def _decide(referral, outcome, reason, actor, at, case=None) -> ReferralDecision:
    if not reason.strip():
        refuse("reason_missing")
    decision = ReferralDecision(
        referral=referral,
        case=case,
        outcome=outcome,
        reason=reason.strip(),
        decided_by=actor,
        decided_at=at,
    )
    check(decision)
    decision.save()
    return decision


def check_holders(case: Case) -> None:
    """The worker is of the case's station, the room worker of its room, unless kept from it."""
    if case.worker.station_id != case.station_id:
        refuse("worker_elsewhere")
    if case.room_worker is None:
        return
    if case.station_only:
        refuse("kept_from_room")
    if not case.room_worker.rooms.filter(pk=case.room_id).exists():
        refuse("room_worker_elsewhere")


@transaction.atomic
def open_case(
    referral: Referral,
    *,
    stage: str,
    difficulty: str,
    clients_words: str,
    worker: User,
    reason: str,
    actor: User,
    life_after_help: str = "",
    room_worker: User | None = None,
    assessment: str = "",
    assessed_at: datetime | None = None,
    assessment_kind: str = Visit.Kind.HOME,
    at: datetime | None = None,
) -> Case:
    """Open a case from a waiting referral, into tier 1 at once or tier 2 after an assessment.

    Tier 1 starts provisional: a visit confirms it (R-58). Tier 2 needs ``assessment``, what was
    found and when; it is kept as the first visit and is the evidence of the entry (R-64). Tier 3
    is refused (R-95). ``life_after_help`` may be left out, since no help was given yet.
    """
    at = at or timezone.now()
    with rules():
        referral = lock_waiting(referral.pk, actor)
        stage = Stage(stage)
        grounds = {
            Ground.DIFFICULTY: difficulty,
            Ground.LIFE_AFTER_HELP: life_after_help.strip() or "还没有提供帮助。",
            Ground.CLIENTS_WORDS: clients_words,
        }
        if stage is Stage.T2_ACCOMPANIED_GROWTH and not assessment.strip():
            refuse("assessment_missing")
        move = require_move(
            None, stage, grounds=grounds, evidence_count=1 if assessment.strip() else 0
        )
        was_visited = bool(assessment.strip()) and assessment_kind == Visit.Kind.HOME
        assessed_at = assessed_at or at
        if assessed_at > at:
            refuse("done_in_future")
        case = Case(
            reference=referral.reference,
            station=referral.station,
            room=referral.room,
            worker=worker,
            room_worker=room_worker,
            tier=stage.tier,
            stage=stage,
            provisional=stage is Stage.T1_EMERGENCY_HANDLING and not was_visited,
            station_only=_wish_to_keep_out(referral),
            opened_at=at,
            review_on=deadlines.review_on(stage, timezone.localdate(at), case_rhythm()),
            last_contact_at=assessed_at if assessment.strip() else None,
            contact_due_on=deadlines.contact_due_on(
                stage, timezone.localdate(assessed_at if assessment.strip() else at), case_rhythm()
            ),
        )
        check_holders(case)
        check(case)
        case.save()
        entry = StageMove(
            case=case,
            to_stage=stage,
            kind=move.kind,
            review_on=case.review_on,
            moved_by=actor,
            moved_at=at,
            **grounds,
        )
        check(entry)
        entry.save()
        if assessment.strip():
            visit = Visit(
                case=case,
                kind=assessment_kind,
                status=Visit.Status.DONE,
                planned_for=timezone.localdate(assessed_at),
                visitor=actor,
                done_at=assessed_at,
                seen=assessment.strip(),
                recorded_by=actor,
            )
            check(visit)
            visit.save()
            entry.evidence.add(visit)
            keep_promises_of(referral, assessed_at)
        decision = _decide(referral, Outcome.OPENED, reason, actor, at, case)
        keep_suggestion(decision, decided_tier=case.tier, actor=actor, at=at)
        hear_duties(referral, at=at)
        tell_new_holders(case, set(), actor=actor, at=at)
        _all_of(referral, State.WORKER_ASSIGNED, case)
    log(
        case,
        "staff.open_case",
        user=actor,
        timestamp=at,
        data={"version": case.version, "to": stage.value, "fields": {"stage": ["", stage.value]}},
    )
    return case


@transaction.atomic
def join_case(
    referral: Referral,
    *,
    case: Case,
    reason: str,
    seen_version: int | None,
    actor: User,
    at: datetime | None = None,
) -> ReferralDecision:
    """Add a waiting referral to a case that is open already: the same household asked again."""
    at = at or timezone.now()
    with rules():
        case = lock_case(case.pk, seen_version=seen_version)
        referral = lock_waiting(referral.pk, actor)
        require(permissions.may_move(actor, case))
        if case.stage == Stage.CLOSED:
            refuse("case_closed")
        if case.station_id != referral.station_id:
            refuse("other_station")
        decision = _decide(referral, Outcome.JOINED, reason, actor, at, case)
        hear_duties(referral, at=at)
        # A wish to keep the room out, once said, holds for the whole household.
        kept = {"station_only": True, "room_worker": None} if _wish_to_keep_out(referral) else {}
        save_case(case, "staff.join_case", actor=actor, at=at, **kept)
        _all_of(referral, State.WORKER_ASSIGNED, case)
    return decision


@transaction.atomic
def split_referral(
    referral: Referral, *, seen_version: int | None, actor: User, at: datetime | None = None
) -> Case | None:
    """Undo a join or a merge: it was another household. The referral waits again, its promise as
    it was. The entry stands in the log of the case, or of the referral while there is no case."""
    at = at or timezone.now()
    with rules():
        decision = (
            ReferralDecision.objects.select_for_update()
            .filter(referral=referral, outcome__in=[Outcome.JOINED, Outcome.SAME])
            .first()
        )
        if decision is None:
            refuse("not_joined")
        require(permissions.may_triage(actor, referral))
        case = None
        if decision.case_id:
            case = lock_case(decision.case_id, seen_version=seen_version)
            require(permissions.may_move(actor, case))
        decision.delete()
        of = {"referral": referral.pk}
        if case:
            save_case(case, "staff.split_referral", actor=actor, at=at, data=of)
        else:
            log(referral, "staff.split_referral", user=actor, timestamp=at, data=of)
        _all_of(referral, State.RECEIVED)
    return case


def _alarms(referral: Referral, at: datetime) -> bool:
    """Whether anything told of this matter asks somebody to act now: danger, violence, a child."""
    return any(
        cannot_wait(suggestion_for(each, earlier=None, now=at).get("alerts", ()))
        for each in with_merged(referral)
    )


def _settle(
    referral, outcome, action, reason, actor, at, *, is_over=False, data=None
) -> ReferralDecision:
    with rules():
        referral = lock_waiting(referral.pk, actor)
        alone = is_over and not permissions.may_end_an_alarm(actor, referral)
        if alone and _alarms(referral, at):
            refuse("alarm_needs_lead")
        hear_duties(referral, at=at)
        refuse_unanswered(referral)
        decision = _decide(referral, outcome, reason, actor, at)
        keep_suggestion(decision, decided_tier=NO_CASE, actor=actor, at=at)
    keep_promises_of(referral, at)
    _all_of(referral, State.CLOSED)
    log(referral, action, user=actor, timestamp=at, data=data)
    return decision


@transaction.atomic
def advise_and_close(
    referral: Referral, *, reason: str, actor: User, at: datetime | None = None
) -> ReferralDecision:
    """The person was told what they asked; no case, no tier, the door stays open.

    Where an alert asks for something at once, only a lead may leave it at that (domain 4.2): nobody
    alone decides that a danger is none. ``ValidationError`` ``alarm_needs_lead`` otherwise, and
    ``report_unanswered`` for everybody while a duty to report is open.
    """
    return _settle(
        referral,
        Outcome.ADVISED,
        "staff.advise_referral",
        reason,
        actor,
        at or timezone.now(),
        is_over=True,
    )


@transaction.atomic
def refer_on(
    referral: Referral,
    *,
    reason: str,
    recipient: str,
    purpose: str,
    parts: Collection[str],
    ground: str,
    actor: User,
    recipient_name: str = "",
    without_consent: str = "",
    at: datetime | None = None,
) -> ReferralDecision:
    """Another body takes it over and is told these parts of it; no case here.

    The telling is kept as a ``Sharing``. Without the person's consent to it, asked again for this
    recipient, it is refused with ``ValidationError`` ``share_consent``, unless ``ground`` is danger
    or a duty to report, and ``without_consent`` says why (PIPL 13(3)(4), 23; domain 4.1).
    """
    at = at or timezone.now()
    decision = _settle(
        referral,
        Outcome.REFERRED_ON,
        "staff.refer_on",
        reason,
        actor,
        at,
        data={"recipient": recipient, "ground": ground},
    )
    record_sharing(
        referral,
        recipient=recipient,
        recipient_name=recipient_name,
        purpose=purpose,
        parts=parts,
        ground=ground,
        asked_again=ground == Sharing.Ground.CONSENT,
        without_consent=without_consent,
        by_id=actor.pk,
        at=at,
    )
    return decision
