"""The table of moves, whole: every stage against every stage. No database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from staff.domain.errors import RuleBroken
from staff.domain.follow_up import FollowUp
from staff.domain.stages import (
    CLOSING,
    EXIT_CRITERIA,
    MOVES,
    OPEN_STAGES,
    CloseReason,
    Ground,
    MoveKind,
    Stage,
    moves_from,
    require_move,
)
from staff.domain.tiers import Tier

E1, J1, D1 = Stage.T1_EMERGENCY_HANDLING, Stage.T1_JOINT_HELP, Stage.T1_STEP_DOWN_REFERRAL
O2, G2, D2 = (
    Stage.T2_REFERRAL_OBSERVATION,
    Stage.T2_ACCOMPANIED_GROWTH,
    Stage.T2_STEP_DOWN_REFERRAL,
)
O3, F3, X = Stage.T3_REFERRAL_OBSERVATION, Stage.T3_FOLLOW_UP, Stage.CLOSED

# kind, evidence needed (e), second signature (s); read from DESIGN §6 and domain.md 2.10.
EXPECTED = {
    (None, E1): ("entry", ""),
    (None, G2): ("entry", "e"),
    (E1, J1): ("advance", "e"),
    (E1, X): ("close", "s"),
    (J1, D1): ("advance", ""),
    (J1, E1): ("step_up", ""),
    (J1, X): ("close", "s"),
    (D1, O2): ("step_down", "es"),
    (D1, E1): ("step_up", ""),
    (D1, X): ("close", "s"),
    (O2, G2): ("advance", "e"),
    (O2, J1): ("back", ""),
    (O2, E1): ("step_up", ""),
    (O2, X): ("close", "s"),
    (G2, D2): ("advance", ""),
    (G2, E1): ("step_up", ""),
    (G2, X): ("close", "s"),
    (D2, O3): ("step_down", "es"),
    (D2, E1): ("step_up", ""),
    (D2, X): ("close", "s"),
    (O3, F3): ("advance", "e"),
    (O3, G2): ("back", ""),
    (O3, E1): ("step_up", ""),
    (O3, X): ("close", "s"),
    (F3, E1): ("step_up", ""),
    (F3, X): ("close", "s"),
    (X, E1): ("reopen", ""),
    (X, O2): ("reopen", ""),
    (X, G2): ("reopen", "e"),
}
GROUNDS = dict.fromkeys(Ground, "写了")


def complete(move):
    """Everything the move asks for."""
    return {
        "grounds": GROUNDS,
        "evidence_count": 1,
        "criteria_met": move.exit_criteria if move else (),
        "close_reason": CloseReason.OPENED_IN_ERROR if move and move.to_stage is X else None,
    }


ENOUGH = FollowUp(good_visits=2, room_checked=True, failed_tries=3)


def closing(reason, **changes):
    """Everything a reason to close asks for."""
    return {
        "grounds": GROUNDS,
        "evidence_count": 1,
        "criteria_met": CLOSING[reason].criteria,
        "close_reason": reason,
        "follow_up": ENOUGH,
        **changes,
    }


@pytest.mark.parametrize("to_stage", Stage)
@pytest.mark.parametrize("from_stage", [None, *Stage])
def test_every_stage_against_every_stage(from_stage, to_stage):
    move = MOVES.get((from_stage, to_stage))

    if (from_stage, to_stage) not in EXPECTED:
        with pytest.raises(RuleBroken) as refused:
            require_move(from_stage, to_stage, **complete(None))
        assert refused.value.code in {"move_not_allowed", "no_entry_to_tier3"}
        return
    kind, asks = EXPECTED[from_stage, to_stage]
    assert require_move(from_stage, to_stage, **complete(move)) is move
    assert (move.kind, move.needs_evidence, move.needs_signature) == (
        kind,
        "e" in asks,
        "s" in asks,
    )


@pytest.mark.parametrize("ground", Ground)
@pytest.mark.parametrize("pair", EXPECTED)
def test_no_move_without_each_of_the_three_grounds(pair, ground):
    given = complete(MOVES[pair]) | {"grounds": GROUNDS | {ground: "  "}}

    with pytest.raises(RuleBroken, match="ground_missing") as refused:
        require_move(*pair, **given)

    assert refused.value.params == {"ground": ground}


@pytest.mark.parametrize("pair", [pair for pair, (_, asks) in EXPECTED.items() if "e" in asks])
def test_a_move_that_rests_on_evidence_is_refused_without(pair):
    with pytest.raises(RuleBroken, match="evidence_missing"):
        require_move(*pair, **complete(MOVES[pair]) | {"evidence_count": 0})


@pytest.mark.parametrize("pair", [pair for pair in EXPECTED if MOVES[pair].exit_criteria])
def test_going_on_needs_every_exit_criterion_of_the_stage_left(pair):
    move = MOVES[pair]

    assert move.exit_criteria == EXIT_CRITERIA[move.from_stage]
    for left_out in move.exit_criteria:
        met = [criterion for criterion in move.exit_criteria if criterion != left_out]
        with pytest.raises(RuleBroken, match="criteria_missing") as refused:
            require_move(*pair, **complete(move) | {"criteria_met": met})
        assert refused.value.params == {"criterion": left_out}


def test_going_up_or_back_asks_for_no_criteria_no_evidence_and_no_signature():
    for move in MOVES.values():
        if move.kind in {MoveKind.STEP_UP, MoveKind.BACK}:
            assert (move.exit_criteria, move.needs_evidence, move.needs_signature) == (
                (),
                False,
                False,
            )


def test_every_step_down_and_every_closure_is_signed_and_nothing_else():
    signed = {pair for pair, move in MOVES.items() if move.needs_signature}

    assert signed == {(D1, O2), (D2, O3)} | {(stage, X) for stage in Stage if stage is not X}
    assert all(
        move.needs_signature == (move.kind in {MoveKind.STEP_DOWN, MoveKind.CLOSE})
        for move in MOVES.values()
    )


def test_tier_3_is_entered_from_tier_2_only():
    into_tier_3 = {
        from_stage.tier if from_stage else None
        for (from_stage, to_stage) in MOVES
        if to_stage.tier is Tier.TIER3_STABLE
    }

    assert into_tier_3 == {Tier.TIER2_EASING, Tier.TIER3_STABLE}
    assert MOVES[O3, F3]
    with pytest.raises(RuleBroken, match="no_entry_to_tier3"):
        require_move(None, O3, **complete(None))
    with pytest.raises(RuleBroken, match="no_entry_to_tier3"):
        require_move(X, F3, **complete(None))


def test_closing_needs_a_reason():
    with pytest.raises(RuleBroken, match="close_reason_missing"):
        require_move(G2, X, grounds=GROUNDS)


# reason: from which stages, criteria, evidence, good visits, room looked at, days tried in vain.
CLOSINGS = {
    "goals_met": ({F3}, {"two_good_visits", "room_service_checked"}, True, 2, True, 0),
    "declined": (set(OPEN_STAGES), {"offer_explained", "door_stays_open"}, True, 0, False, 0),
    "moved": (set(OPEN_STAGES), {"new_place_asked"}, True, 0, False, 0),
    "died": (set(OPEN_STAGES), {"family_seen"}, True, 0, False, 0),
    "transferred": (set(OPEN_STAGES), {"taken_over"}, True, 0, False, 0),
    "unreachable": (set(OPEN_STAGES), {"neighbours_asked"}, False, 0, False, 3),
    "opened_in_error": (set(OPEN_STAGES), set(), False, 0, False, 0),
}


def test_what_each_reason_to_close_rests_on():
    assert {
        reason.value: (
            set(rule.from_stages),
            set(rule.criteria),
            rule.needs_evidence,
            rule.good_visits,
            rule.room_checked,
            rule.failed_tries,
        )
        for reason, rule in CLOSING.items()
    } == CLOSINGS
    assert set(CLOSING) == set(CloseReason)


@pytest.mark.parametrize("stage", OPEN_STAGES)
@pytest.mark.parametrize("reason", CloseReason)
def test_every_reason_to_close_against_every_stage(reason, stage):
    rule = CLOSING[reason]
    if stage not in rule.from_stages:
        with pytest.raises(RuleBroken, match="closing_too_early"):
            require_move(stage, X, **closing(reason))
        return

    assert require_move(stage, X, **closing(reason)).kind == MoveKind.CLOSE
    for left_out in rule.criteria:
        met = [each for each in rule.criteria if each != left_out]
        with pytest.raises(RuleBroken, match="criteria_missing") as refused:
            require_move(stage, X, **closing(reason, criteria_met=met))
        assert refused.value.params == {"criterion": left_out}
    lacking = {
        "evidence_missing": (rule.needs_evidence, {"evidence_count": 0}),
        "good_visits_missing": (
            rule.good_visits,
            {"follow_up": replace(ENOUGH, good_visits=1)},
        ),
        "room_check_missing": (
            rule.room_checked,
            {"follow_up": replace(ENOUGH, room_checked=False)},
        ),
        "tries_missing": (rule.failed_tries, {"follow_up": replace(ENOUGH, failed_tries=2)}),
    }
    for code, (asked, change) in lacking.items():
        if asked:
            with pytest.raises(RuleBroken, match=code):
                require_move(stage, X, **closing(reason, **change))
        else:
            assert require_move(stage, X, **closing(reason, **change))


def test_tier_1_that_no_visit_has_confirmed_goes_no_further():
    given = complete(MOVES[E1, J1])

    with pytest.raises(RuleBroken, match="visit_first"):
        require_move(E1, J1, **given, provisional=True)

    assert [pair for pair, move in MOVES.items() if move.needs_confirmed] == [(E1, J1)]
    assert require_move(E1, X, **closing(CloseReason.OPENED_IN_ERROR), provisional=True)


def test_a_close_reason_belongs_to_closing_only():
    with pytest.raises(RuleBroken, match="close_reason_without_closing"):
        require_move(G2, E1, grounds=GROUNDS, close_reason=CloseReason.MOVED)


def test_the_way_in_is_tier_1_at_once_or_tier_2_after_an_assessment():
    assert [move.to_stage for move in moves_from(None)] == [E1, G2]
