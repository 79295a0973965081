"""The stages inside each tier and the moves between them (seed §4.2, domain.md 2.10). Pure Python.

``MOVES`` is the whole table: what is not in it is not allowed. The tier is read from the stage and
is never set apart from it. Tier is not eligibility (R-80).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .errors import RuleBroken
from .follow_up import FollowUp
from .tiers import Tier


class Stage(StrEnum):
    """Where a household stands. The tier follows from the stage; it is never set apart from it."""

    T1_EMERGENCY_HANDLING = "t1_emergency_handling"
    T1_JOINT_HELP = "t1_joint_help"
    T1_STEP_DOWN_REFERRAL = "t1_step_down_referral"
    T2_REFERRAL_OBSERVATION = "t2_referral_observation"
    T2_ACCOMPANIED_GROWTH = "t2_accompanied_growth"
    T2_STEP_DOWN_REFERRAL = "t2_step_down_referral"
    T3_REFERRAL_OBSERVATION = "t3_referral_observation"
    T3_FOLLOW_UP = "t3_follow_up"
    CLOSED = "closed"

    @property
    def tier(self) -> Tier | None:
        """The tier this stage belongs to; a closed case has none."""
        return {"t1": Tier.TIER1_URGENT, "t2": Tier.TIER2_EASING, "t3": Tier.TIER3_STABLE}.get(
            self.value[:2]
        )


class MoveKind(StrEnum):
    """What a move means for the household."""

    ENTRY = "entry"
    ADVANCE = "advance"
    STEP_DOWN = "step_down"
    STEP_UP = "step_up"
    BACK = "back"
    CLOSE = "close"
    REOPEN = "reopen"


class Ground(StrEnum):
    """The three grounds every move rests on (R-55)."""

    DIFFICULTY = "difficulty"
    LIFE_AFTER_HELP = "life_after_help"
    CLIENTS_WORDS = "clients_words"


class CloseReason(StrEnum):
    """Why a household is no longer accompanied. Only the first says that help succeeded."""

    GOALS_MET = "goals_met"
    DECLINED = "declined"
    MOVED = "moved"
    DIED = "died"
    TRANSFERRED = "transferred"
    UNREACHABLE = "unreachable"
    OPENED_IN_ERROR = "opened_in_error"


class ExitCriterion(StrEnum):
    """What must be true before a household leaves a stage towards independence (R-61…R-70)."""

    SAFE_NOW = "safe_now"
    ONE_CONTACT_PERSON = "one_contact_person"
    NEEDS_KNOWN = "needs_known"
    HELP_ARRIVED = "help_arrived"
    CRISIS_PASSED = "crisis_passed"
    RECOVERING = "recovering"
    WILLING = "willing"
    SUITABLE_FOR_GROWTH = "suitable_for_growth"
    GOALS_REACHED = "goals_reached"
    EMPOWERED = "empowered"
    RESOURCES_IN_PLACE = "resources_in_place"
    LIVES_INDEPENDENTLY = "lives_independently"
    TWO_GOOD_VISITS = "two_good_visits"
    ROOM_SERVICE_CHECKED = "room_service_checked"
    # Not of a stage, but of a reason to close (``CLOSING``).
    OFFER_EXPLAINED = "offer_explained"
    DOOR_STAYS_OPEN = "door_stays_open"
    NEW_PLACE_ASKED = "new_place_asked"
    FAMILY_SEEN = "family_seen"
    TAKEN_OVER = "taken_over"
    NEIGHBOURS_ASKED = "neighbours_asked"


EXIT_CRITERIA: Mapping[Stage, tuple[ExitCriterion, ...]] = {
    Stage.T1_EMERGENCY_HANDLING: (
        ExitCriterion.SAFE_NOW,
        ExitCriterion.ONE_CONTACT_PERSON,
        ExitCriterion.NEEDS_KNOWN,
    ),
    Stage.T1_JOINT_HELP: (ExitCriterion.HELP_ARRIVED, ExitCriterion.CRISIS_PASSED),
    Stage.T1_STEP_DOWN_REFERRAL: (ExitCriterion.RECOVERING, ExitCriterion.WILLING),
    Stage.T2_REFERRAL_OBSERVATION: (ExitCriterion.SUITABLE_FOR_GROWTH,),
    Stage.T2_ACCOMPANIED_GROWTH: (ExitCriterion.GOALS_REACHED,),
    Stage.T2_STEP_DOWN_REFERRAL: (ExitCriterion.EMPOWERED, ExitCriterion.RESOURCES_IN_PLACE),
    Stage.T3_REFERRAL_OBSERVATION: (ExitCriterion.LIVES_INDEPENDENTLY,),
    Stage.T3_FOLLOW_UP: (ExitCriterion.TWO_GOOD_VISITS, ExitCriterion.ROOM_SERVICE_CHECKED),
    Stage.CLOSED: (),
}


OPEN_STAGES = tuple(stage for stage in Stage if stage is not Stage.CLOSED)


@dataclass(frozen=True, slots=True)
class Closing:
    """What one reason to close rests on. Only success is bound to a stage."""

    criteria: tuple[ExitCriterion, ...] = ()
    from_stages: tuple[Stage, ...] = OPEN_STAGES
    needs_evidence: bool = True
    good_visits: int = 0
    room_checked: bool = False
    failed_tries: int = 0
    source: str = "domain.md 2.10"


CLOSING: Mapping[CloseReason, Closing] = {
    CloseReason.GOALS_MET: Closing(
        criteria=EXIT_CRITERIA[Stage.T3_FOLLOW_UP],
        from_stages=(Stage.T3_FOLLOW_UP,),
        good_visits=2,
        room_checked=True,
        source="R-68, R-70",
    ),
    CloseReason.DECLINED: Closing(
        criteria=(ExitCriterion.OFFER_EXPLAINED, ExitCriterion.DOOR_STAYS_OPEN), source="R-75"
    ),
    CloseReason.MOVED: Closing(criteria=(ExitCriterion.NEW_PLACE_ASKED,)),
    CloseReason.DIED: Closing(criteria=(ExitCriterion.FAMILY_SEEN,)),
    CloseReason.TRANSFERRED: Closing(criteria=(ExitCriterion.TAKEN_OVER,)),
    CloseReason.UNREACHABLE: Closing(
        criteria=(ExitCriterion.NEIGHBOURS_ASKED,), needs_evidence=False, failed_tries=3
    ),
    CloseReason.OPENED_IN_ERROR: Closing(needs_evidence=False),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move. ``from_stage`` is None when it starts from a referral."""

    from_stage: Stage | None
    to_stage: Stage
    kind: MoveKind
    needs_evidence: bool = False
    needs_signature: bool = False
    needs_confirmed: bool = False
    source: str = ""
    grounds: tuple[Ground, ...] = tuple(Ground)

    @property
    def exit_criteria(self) -> tuple[ExitCriterion, ...]:
        """What is ticked off when the household goes on; going back or up asks nothing (R-55).

        What closing asks depends on its reason: ``CLOSING``.
        """
        if self.kind not in {MoveKind.ADVANCE, MoveKind.STEP_DOWN} or self.from_stage is None:
            return ()
        return EXIT_CRITERIA[self.from_stage]


_S, _K = Stage, MoveKind
_ALL = (
    Move(None, _S.T1_EMERGENCY_HANDLING, _K.ENTRY, source="R-58, R-60, R-61"),
    Move(None, _S.T2_ACCOMPANIED_GROWTH, _K.ENTRY, needs_evidence=True, source="R-31, R-64"),
    Move(
        _S.T1_EMERGENCY_HANDLING,
        _S.T1_JOINT_HELP,
        _K.ADVANCE,
        needs_evidence=True,
        needs_confirmed=True,
        source="R-58, R-62",
    ),
    Move(_S.T1_JOINT_HELP, _S.T1_STEP_DOWN_REFERRAL, _K.ADVANCE, source="R-63"),
    Move(
        _S.T1_STEP_DOWN_REFERRAL,
        _S.T2_REFERRAL_OBSERVATION,
        _K.STEP_DOWN,
        needs_evidence=True,
        needs_signature=True,
        source="R-63, R-94",
    ),
    Move(
        _S.T2_REFERRAL_OBSERVATION,
        _S.T2_ACCOMPANIED_GROWTH,
        _K.ADVANCE,
        needs_evidence=True,
        source="R-65, R-66",
    ),
    Move(_S.T2_REFERRAL_OBSERVATION, _S.T1_JOINT_HELP, _K.BACK, source="R-65"),
    Move(_S.T2_ACCOMPANIED_GROWTH, _S.T2_STEP_DOWN_REFERRAL, _K.ADVANCE, source="R-67"),
    Move(
        _S.T2_STEP_DOWN_REFERRAL,
        _S.T3_REFERRAL_OBSERVATION,
        _K.STEP_DOWN,
        needs_evidence=True,
        needs_signature=True,
        source="R-67, R-95",
    ),
    Move(
        _S.T3_REFERRAL_OBSERVATION, _S.T3_FOLLOW_UP, _K.ADVANCE, needs_evidence=True, source="R-68"
    ),
    Move(_S.T3_REFERRAL_OBSERVATION, _S.T2_ACCOMPANIED_GROWTH, _K.BACK, source="R-69"),
    *(
        Move(stage, _S.T1_EMERGENCY_HANDLING, _K.STEP_UP, source="R-55, R-60")
        for stage in OPEN_STAGES
        if stage is not _S.T1_EMERGENCY_HANDLING
    ),
    *(
        Move(stage, _S.CLOSED, _K.CLOSE, needs_signature=True, source="domain.md 2.10")
        for stage in OPEN_STAGES
    ),
    Move(_S.CLOSED, _S.T1_EMERGENCY_HANDLING, _K.REOPEN, source="R-55, R-60"),
    Move(_S.CLOSED, _S.T2_REFERRAL_OBSERVATION, _K.REOPEN, source="R-65"),
    Move(_S.CLOSED, _S.T2_ACCOMPANIED_GROWTH, _K.REOPEN, needs_evidence=True, source="R-64"),
)
NOTHING_SEEN = FollowUp()
MOVES: Mapping[tuple[Stage | None, Stage], Move] = {
    (move.from_stage, move.to_stage): move for move in _ALL
}


def moves_from(stage: Stage | None) -> list[Move]:
    """The allowed moves out of a stage, or into the mechanism from a referral (None)."""
    return [move for move in _ALL if move.from_stage == stage]


def require_move(
    from_stage: Stage | None,
    to_stage: Stage,
    *,
    grounds: Mapping[Ground, str],
    evidence_count: int = 0,
    criteria_met: Collection[ExitCriterion] = (),
    close_reason: CloseReason | None = None,
    provisional: bool = False,
    follow_up: FollowUp = NOTHING_SEEN,
) -> Move:
    """The move, when everything it asks for is there.

    ``provisional`` says that no visit has confirmed tier 1 yet; ``follow_up`` what the visits show.
    Raises ``RuleBroken`` with one of the codes ``move_not_allowed``, ``no_entry_to_tier3``,
    ``ground_missing``, ``visit_first``, ``evidence_missing``, ``criteria_missing``,
    ``close_reason_missing``, ``close_reason_without_closing`` and those of ``_require_closing``.
    """
    move = MOVES.get((from_stage, to_stage))
    if move is None:
        if to_stage.tier is Tier.TIER3_STABLE and (
            from_stage is None or from_stage.tier is not Tier.TIER2_EASING
        ):
            raise RuleBroken("no_entry_to_tier3")
        raise RuleBroken("move_not_allowed", from_stage=from_stage or "", to_stage=to_stage)
    for ground in move.grounds:
        if not grounds.get(ground, "").strip():
            raise RuleBroken("ground_missing", ground=ground)
    if move.needs_confirmed and provisional:
        raise RuleBroken("visit_first")
    if move.needs_evidence and evidence_count < 1:
        raise RuleBroken("evidence_missing")
    if missing := [criterion for criterion in move.exit_criteria if criterion not in criteria_met]:
        raise RuleBroken("criteria_missing", criterion=missing[0])
    if move.kind is MoveKind.CLOSE:
        if close_reason is None:
            raise RuleBroken("close_reason_missing")
        _require_closing(CLOSING[close_reason], from_stage, criteria_met, evidence_count, follow_up)
    elif close_reason is not None:
        raise RuleBroken("close_reason_without_closing")
    return move


def _require_closing(
    closing: Closing,
    from_stage: Stage | None,
    criteria_met: Collection[ExitCriterion],
    evidence_count: int,
    follow_up: FollowUp,
) -> None:
    """Raises ``closing_too_early``, ``criteria_missing``, ``evidence_missing``,
    ``good_visits_missing``, ``room_check_missing`` or ``tries_missing``."""
    if from_stage not in closing.from_stages:
        raise RuleBroken("closing_too_early")
    if missing := [criterion for criterion in closing.criteria if criterion not in criteria_met]:
        raise RuleBroken("criteria_missing", criterion=missing[0])
    if closing.needs_evidence and evidence_count < 1:
        raise RuleBroken("evidence_missing")
    if follow_up.good_visits < closing.good_visits:
        raise RuleBroken("good_visits_missing", count=str(closing.good_visits))
    if closing.room_checked and not follow_up.room_checked:
        raise RuleBroken("room_check_missing")
    if follow_up.failed_tries < closing.failed_tries:
        raise RuleBroken("tries_missing", count=str(closing.failed_tries))
