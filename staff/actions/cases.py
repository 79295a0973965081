"""Moving a case through the mechanism, and who holds it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from intake.models import Alert

from .. import permissions
from ..domain import deadlines
from ..domain.stages import (
    CloseReason,
    ExitCriterion,
    Ground,
    Move,
    MoveKind,
    Stage,
    require_move,
)
from ..models import Case, CaseNote, StageMove, User, Visit
from ..queries import case_rhythm, follow_up
from .alerting import alert_about, tell_new_holders
from .locking import check, lock_case, refuse, require, rules, save_case
from .mandatory import refuse_unanswered
from .notes import write_line
from .public import State, tell_all
from .referrals import check_holders


def _sort_evidence(
    case: Case, evidence: Iterable[Visit | CaseNote]
) -> tuple[list[Visit], list[CaseNote]]:
    """Visits and notes apart. Each must be of this case, and a visit must have taken place."""
    visits, notes = [], []
    for piece in evidence:
        if piece.case_id != case.pk:
            refuse("evidence_elsewhere")
        if isinstance(piece, CaseNote):
            notes.append(piece)
        elif piece.status == Visit.Status.DONE:
            visits.append(piece)
        else:
            refuse("evidence_elsewhere")
    return visits, notes


CONFIRMS_FOR = timedelta(days=2)


def _is_confirmed(move: StageMove, at: datetime) -> bool:
    """Whether the emergency was seen at the home, just now; an older visit confirms nothing new."""
    return any(
        visit.kind == Visit.Kind.HOME and visit.done_at >= at - CONFIRMS_FOR
        for visit in move.evidence.all()
    )


def _apply(move: StageMove, rule: Move, case: Case, *, action: str, actor: User, at) -> None:
    """Make a checked move take effect on the locked case."""
    stage = Stage(move.to_stage)
    today = timezone.localdate(at)
    closing = rule.kind is MoveKind.CLOSE
    entering_emergency = stage is Stage.T1_EMERGENCY_HANDLING
    save_case(
        case,
        action,
        actor=actor,
        at=at,
        data={"from": move.from_stage, "to": move.to_stage},
        stage=stage,
        tier=stage.tier or "",
        provisional=entering_emergency and not _is_confirmed(move, at),
        closed_at=at if closing else None,
        close_reason=move.close_reason,
        review_on=None
        if closing
        else move.review_on or deadlines.review_on(stage, today, case_rhythm()),
        contact_due_on=deadlines.contact_due_on(
            stage, timezone.localdate(case.last_contact_at or case.opened_at), case_rhythm()
        ),
    )
    if closing:
        case.visits.planned().update(status=Visit.Status.CANCELLED)
        tell_all(case, State.CLOSED)
    elif rule.kind is MoveKind.REOPEN:
        tell_all(case, State.WORKER_ASSIGNED)


@transaction.atomic
def move_case(
    case_id: int,
    *,
    to_stage: str,
    difficulty: str,
    life_after_help: str,
    clients_words: str,
    seen_version: int | None,
    actor: User,
    evidence: Iterable[Visit | CaseNote] = (),
    criteria_met: Collection[str] = (),
    close_reason: str = "",
    review_on: date | None = None,
    at: datetime | None = None,
) -> StageMove:
    """Move a case, on three grounds (R-55).

    ``evidence`` are finished visits and notes of the case; ``criteria_met`` the exit criteria of
    the stage that is left (``domain.stages``). A move that needs a second person is only proposed:
    the stage stays until ``sign_move``. While one waits, only a step up goes ahead, and it
    withdraws the waiting one.
    """
    at = at or timezone.now()
    with rules():
        case = lock_case(case_id, seen_version=seen_version)
        require(permissions.may_move(actor, case))
        visits, notes = _sort_evidence(case, evidence)
        grounds = {
            Ground.DIFFICULTY: difficulty.strip(),
            Ground.LIFE_AFTER_HELP: life_after_help.strip(),
            Ground.CLIENTS_WORDS: clients_words.strip(),
        }
        rule = require_move(
            Stage(case.stage),
            Stage(to_stage),
            grounds=grounds,
            evidence_count=len(visits) + len(notes),
            criteria_met=[ExitCriterion(criterion) for criterion in criteria_met],
            close_reason=CloseReason(close_reason) if close_reason else None,
            provisional=case.provisional,
            follow_up=follow_up(case),
        )
        if review_on is not None and review_on < timezone.localdate(at):
            refuse("review_in_past")
        if rule.kind is MoveKind.CLOSE:
            refuse_unanswered(case)
        waiting = case.moves.waiting().first()
        if waiting and rule.kind is not MoveKind.STEP_UP:
            refuse("move_waiting")
        if waiting:
            waiting.declined_at = at
            waiting.decline_reason = "有新情况，先升级，这次变动作废。"
            waiting.save(update_fields=["declined_at", "decline_reason"])
        move = StageMove(
            case=case,
            from_stage=case.stage,
            to_stage=rule.to_stage,
            kind=rule.kind,
            criteria_met=[str(criterion) for criterion in criteria_met],
            close_reason=close_reason,
            review_on=review_on,
            moved_by=actor,
            moved_at=at,
            needs_signature=rule.needs_signature,
            **grounds,
        )
        check(move)
        move.save()
        move.evidence.set(visits)
        move.evidence_notes.set(notes)
        if rule.needs_signature:
            save_case(
                case,
                "staff.propose_move",
                actor=actor,
                at=at,
                data={"from": move.from_stage, "to": move.to_stage},
            )
            alert_about(case, Alert.Kind.SIGNATURE, at=at)
        else:
            _apply(move, rule, case, action="staff.move_case", actor=actor, at=at)
    return move


def _lock_waiting_move(move_id: int) -> tuple[Case, StageMove]:
    """The case first, then its move: the order every action locks in."""
    case_id = StageMove.objects.values_list("case_id", flat=True).get(pk=move_id)
    case = lock_case(case_id)
    move = StageMove.objects.select_for_update().get(pk=move_id)
    move.case = case
    if not move.needs_signature or move.signed_at or move.declined_at:
        refuse("move_settled")
    return case, move


@transaction.atomic
def sign_move(move_id: int, *, actor: User, at: datetime | None = None) -> StageMove:
    """Sign a waiting move; it is checked again and takes effect now."""
    at = at or timezone.now()
    with rules():
        case, move = _lock_waiting_move(move_id)
        if move.moved_by_id == actor.pk:
            refuse("own_signature")
        require(permissions.may_sign(actor, move))
        if case.stage != move.from_stage:
            refuse("move_out_of_date")
        rule = require_move(
            Stage(case.stage),
            Stage(move.to_stage),
            grounds={ground: getattr(move, ground) for ground in Ground},
            evidence_count=move.evidence.count() + move.evidence_notes.count(),
            criteria_met=[ExitCriterion(criterion) for criterion in move.criteria_met],
            close_reason=CloseReason(move.close_reason) if move.close_reason else None,
            provisional=case.provisional,
            follow_up=follow_up(case),
        )
        if rule.kind is MoveKind.CLOSE:
            refuse_unanswered(case)
        move.signed_by, move.signed_at = actor, at
        check(move)
        move.save(update_fields=["signed_by", "signed_at"])
        _apply(move, rule, case, action="staff.sign_move", actor=actor, at=at)
    return move


@transaction.atomic
def decline_move(
    move_id: int, *, reason: str, actor: User, at: datetime | None = None
) -> StageMove:
    """Refuse to sign, with a reason; or withdraw one's own proposal. The stage stays."""
    at = at or timezone.now()
    with rules():
        case, move = _lock_waiting_move(move_id)
        own = move.moved_by_id == actor.pk and permissions.may_move(actor, case)
        require(own or permissions.may_sign(actor, move))
        if not reason.strip():
            refuse("decline_reason_missing")
        move.declined_at, move.decline_reason = at, reason.strip()
        check(move)
        move.save(update_fields=["declined_at", "decline_reason"])
        save_case(
            case,
            "staff.decline_move",
            actor=actor,
            at=at,
            data={"from": move.from_stage, "to": move.to_stage},
        )
    return move


@transaction.atomic
def assign_case(
    case_id: int,
    *,
    worker: User,
    room_worker: User | None,
    reason: str,
    seen_version: int | None,
    actor: User,
    at: datetime | None = None,
) -> Case:
    """Hand a case over at the station and in the room (R-21), with the visits that are planned.

    The reason stands in the story, so that the household is told why somebody else comes.
    """
    at = at or timezone.now()
    with rules():
        if not reason.strip():
            refuse("hand_over_reason_missing")
        case = lock_case(case_id, seen_version=seen_version)
        require(permissions.may_assign(actor, case))
        previous = case.worker, case.room_worker
        case.worker, case.room_worker = worker, room_worker
        check_holders(case)
        case.worker, case.room_worker = previous
        for before, after in zip(previous, (worker, room_worker), strict=True):
            if before and after:
                case.visits.planned().filter(visitor=before).update(visitor=after)
        save_case(
            case,
            "staff.assign_case",
            actor=actor,
            at=at,
            worker=worker,
            room_worker=room_worker,
        )
        write_line(case, gettext("Handed over: %(reason)s"), reason, actor, at)
        tell_new_holders(case, {holder.pk for holder in previous if holder}, actor=actor, at=at)
    return case


@transaction.atomic
def set_review(
    case_id: int,
    *,
    review_on: date,
    seen_version: int | None,
    actor: User,
    at: datetime | None = None,
) -> Case:
    """Set the day to look at the case again."""
    at = at or timezone.now()
    with rules():
        case = lock_case(case_id, seen_version=seen_version)
        require(permissions.may_assign(actor, case))
        if case.stage == Stage.CLOSED:
            refuse("case_closed")
        if review_on < timezone.localdate(at):
            refuse("review_in_past")
        save_case(case, "staff.set_review", actor=actor, at=at, review_on=review_on)
    return case
