from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from staff import actions
from staff.domain.follow_up import GrowthCheck
from staff.domain.stages import CLOSING, EXIT_CRITERIA, CloseReason, Stage
from staff.models import StageMove, Visit
from tests.factories import (
    CaseFactory,
    CaseNoteFactory,
    DoneVisitFactory,
    ReferralDecisionFactory,
    UserFactory,
    VisitFactory,
)

GROUNDS = {
    "difficulty": "医药费还欠着",
    "life_after_help": "吃饭有着落了",
    "clients_words": "想试试申请低保",
}


@pytest.fixture
def case(station, room, worker):
    case = CaseFactory(station=station, room=room, worker=worker, stage=Stage.T1_STEP_DOWN_REFERRAL)
    ReferralDecisionFactory(
        referral__station=station, referral__room=room, outcome="opened", case=case
    )
    return case


def step_down(case, actor, **changes):
    """A complete step-down from tier 1, which needs a second signature."""
    return actions.move_case(
        case.pk,
        **{
            **GROUNDS,
            "to_stage": Stage.T2_REFERRAL_OBSERVATION,
            "evidence": [DoneVisitFactory(case=case)],
            "criteria_met": EXIT_CRITERIA[Stage.T1_STEP_DOWN_REFERRAL],
            "seen_version": case.version,
            "actor": actor,
            **changes,
        },
    )


def test_a_move_that_needs_no_signature_happens_at_once(case, worker):
    move = actions.move_case(
        case.pk,
        to_stage=Stage.T1_EMERGENCY_HANDLING,
        seen_version=1,
        actor=worker,
        **GROUNDS,
    )

    case.refresh_from_db()
    assert (case.stage, case.tier, case.version) == (
        Stage.T1_EMERGENCY_HANDLING,
        "tier1_urgent",
        2,
    )
    assert case.provisional
    assert (move.kind, move.needs_signature) == ("step_up", False)
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user, entry.data["fields"]["stage"]) == (
        "staff.move_case",
        worker,
        ["t1_step_down_referral", "t1_emergency_handling"],
    )
    assert "t1_" not in entry.formatter.format_message(entry)


def test_a_step_down_waits_for_its_signature(case, worker, lead):
    move = step_down(case, worker)

    case.refresh_from_db()
    assert case.stage == Stage.T1_STEP_DOWN_REFERRAL
    assert list(StageMove.objects.waiting()) == [move]

    actions.sign_move(move.pk, actor=lead)

    case.refresh_from_db()
    assert (case.stage, case.tier) == (Stage.T2_REFERRAL_OBSERVATION, "tier2_easing")
    assert list(StageMove.objects.effective()) == [move]
    move.refresh_from_db()
    assert move.signed_by == lead


def test_a_note_of_changed_will_is_evidence_too(case, worker):
    will = CaseNoteFactory(case=case, kind="willingness")

    move = step_down(case, worker, evidence=[will])

    assert list(move.evidence_notes.all()) == [will]


def test_nobody_signs_their_own_move(case, worker, lead):
    move = step_down(case, lead)

    with pytest.raises(ValidationError) as refused:
        actions.sign_move(move.pk, actor=lead)
    assert refused.value.code == "own_signature"

    actions.sign_move(move.pk, actor=worker)  # what a lead proposes, a colleague signs
    case.refresh_from_db()
    assert case.stage == Stage.T2_REFERRAL_OBSERVATION


def test_a_colleague_who_is_no_lead_does_not_sign_for_a_worker(case, worker, station):
    move = step_down(case, worker)

    with pytest.raises(PermissionDenied):
        actions.sign_move(move.pk, actor=UserFactory(role="social_worker", station=station))
    with pytest.raises(PermissionDenied):
        actions.sign_move(move.pk, actor=UserFactory(role="station_lead"))

    case.refresh_from_db()
    assert case.stage == Stage.T1_STEP_DOWN_REFERRAL


def test_a_declined_move_leaves_the_case_and_says_why(case, worker, lead):
    move = step_down(case, worker)

    with pytest.raises(ValidationError):
        actions.decline_move(move.pk, reason=" ", actor=lead)
    actions.decline_move(move.pk, reason="医药费还没结清", actor=lead)

    case.refresh_from_db()
    move.refresh_from_db()
    assert case.stage == Stage.T1_STEP_DOWN_REFERRAL
    assert move.decline_reason == "医药费还没结清"
    for settle in (
        lambda: actions.sign_move(move.pk, actor=lead),
        lambda: actions.decline_move(move.pk, reason="再想想", actor=lead),
    ):
        with pytest.raises(ValidationError) as refused:
            settle()
        assert refused.value.code == "move_settled"
    assert step_down(case, worker).needs_signature  # and it can be proposed again


def test_while_a_move_waits_only_a_step_up_goes_ahead_and_withdraws_it(case, worker, lead):
    waiting = step_down(case, worker)
    case.refresh_from_db()

    with pytest.raises(ValidationError) as refused:
        step_down(case, worker)
    assert refused.value.code == "move_waiting"

    actions.move_case(
        case.pk,
        to_stage=Stage.T1_EMERGENCY_HANDLING,
        seen_version=case.version,
        actor=worker,
        **GROUNDS,
    )
    waiting.refresh_from_db()
    case.refresh_from_db()
    assert waiting.declined_at
    assert case.stage == Stage.T1_EMERGENCY_HANDLING


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"clients_words": " "}, "ground_missing"),
        ({"evidence": []}, "evidence_missing"),
        ({"criteria_met": []}, "criteria_missing"),
        ({"to_stage": Stage.T3_FOLLOW_UP}, "no_entry_to_tier3"),
        ({"to_stage": Stage.T2_ACCOMPANIED_GROWTH}, "move_not_allowed"),
        ({"close_reason": "moved"}, "close_reason_without_closing"),
        ({"review_on": timezone.localdate() - timedelta(days=1)}, "review_in_past"),
    ],
)
def test_a_refused_move_writes_nothing(case, worker, changes, code):
    with pytest.raises(ValidationError) as refused:
        step_down(case, worker, **changes)

    case.refresh_from_db()
    assert refused.value.code == code
    assert (case.stage, case.version) == (Stage.T1_STEP_DOWN_REFERRAL, 1)
    assert not StageMove.objects.exists()
    assert not ModelLogEntry.objects.exists()


def test_evidence_is_a_finished_visit_of_the_same_case(case, worker):
    for foreign in (VisitFactory(case=case), DoneVisitFactory(), CaseNoteFactory()):
        with pytest.raises(ValidationError) as refused:
            step_down(case, worker, evidence=[foreign])
        assert refused.value.code == "evidence_elsewhere"


def test_closing_takes_a_signature_ends_planned_visits_and_tells_the_person(case, worker, lead):
    planned = VisitFactory(case=case)
    move = actions.move_case(
        case.pk,
        to_stage=Stage.CLOSED,
        close_reason=CloseReason.MOVED,
        criteria_met=CLOSING[CloseReason.MOVED].criteria,
        evidence=[CaseNoteFactory(case=case)],
        seen_version=1,
        actor=worker,
        **GROUNDS,
    )
    case.refresh_from_db()
    assert case.stage == Stage.T1_STEP_DOWN_REFERRAL

    actions.sign_move(move.pk, actor=lead)

    case.refresh_from_db()
    planned.refresh_from_db()
    assert (case.stage, case.tier, case.close_reason, case.review_on) == (
        Stage.CLOSED,
        "",
        "moved",
        None,
    )
    assert planned.status == Visit.Status.CANCELLED
    assert case.decisions.get().referral.public_status.state == "closed"


def test_a_closed_case_reopens_into_tier_1_or_2_only(station, worker):
    closed = CaseFactory(station=station, worker=worker, stage=Stage.CLOSED)
    reopen = {"seen_version": 1, "actor": worker, **GROUNDS}

    with pytest.raises(ValidationError) as refused:
        actions.move_case(closed.pk, to_stage=Stage.T3_FOLLOW_UP, **reopen)
    assert refused.value.code == "no_entry_to_tier3"

    actions.move_case(closed.pk, to_stage=Stage.T2_REFERRAL_OBSERVATION, **reopen)
    closed.refresh_from_db()
    assert (closed.stage, closed.closed_at, closed.close_reason) == (
        Stage.T2_REFERRAL_OBSERVATION,
        None,
        "",
    )


def test_a_stale_move_overwrites_nothing_and_says_what_changed(case, worker, lead):
    other = UserFactory(role="social_worker", station=case.station)
    actions.assign_case(
        case.pk, worker=other, room_worker=None, reason="休假", seen_version=1, actor=lead
    )

    with pytest.raises(actions.StaleCase) as stale:
        step_down(case, worker)

    case.refresh_from_db()
    assert (case.worker, case.stage) == (other, Stage.T1_STEP_DOWN_REFERRAL)
    [change] = stale.value.changes
    assert (change.version, change.who, change.action, change.fields) == (
        2,
        lead,
        "staff.assign_case",
        {"worker": [str(worker.pk), str(other.pk)]},
    )


def test_the_review_day_can_be_set_forward_but_not_back(case, worker):
    in_a_week = timezone.localdate() + timedelta(days=7)

    actions.set_review(case.pk, review_on=in_a_week, seen_version=1, actor=worker)
    with pytest.raises(ValidationError):
        actions.set_review(
            case.pk, review_on=in_a_week - timedelta(days=9), seen_version=2, actor=worker
        )

    case.refresh_from_db()
    assert case.review_on == in_a_week


def test_the_room_does_not_move_or_assign(case, room_worker, worker):
    with pytest.raises(PermissionDenied):
        step_down(case, room_worker)
    with pytest.raises(PermissionDenied):
        actions.assign_case(
            case.pk,
            worker=worker,
            room_worker=room_worker,
            reason="休假",
            seen_version=1,
            actor=room_worker,
        )


@pytest.fixture
def followed(station, room, worker):
    """A household in follow-up since a month, moved there by the actions' own kind of row."""
    case = CaseFactory(station=station, room=room, worker=worker, stage=Stage.T3_FOLLOW_UP)
    began = timezone.now() - timedelta(days=30)
    StageMove.objects.create(
        case=case,
        from_stage=Stage.T3_REFERRAL_OBSERVATION,
        to_stage=Stage.T3_FOLLOW_UP,
        kind="advance",
        moved_by=worker,
        moved_at=began,
        **GROUNDS,
    )
    return case


def good_visit(case, days_ago, **changes):
    fields = {"met": ["self"], "growth_checks": list(GrowthCheck), "room_checks": ["visits_made"]}
    return DoneVisitFactory(
        case=case, done_at=timezone.now() - timedelta(days=days_ago), **(fields | changes)
    )


def succeed(case, actor):
    return actions.move_case(
        case.pk,
        to_stage=Stage.CLOSED,
        close_reason=CloseReason.GOALS_MET,
        criteria_met=CLOSING[CloseReason.GOALS_MET].criteria,
        evidence=case.visits.all(),
        seen_version=None,
        actor=actor,
        **GROUNDS,
    )


def test_success_closes_after_two_good_visits_and_a_look_at_the_room(followed, worker, lead):
    good_visit(followed, 40)  # before follow-up began: it does not count
    good_visit(followed, 9)

    with pytest.raises(ValidationError) as refused:
        succeed(followed, worker)
    assert refused.value.code == "good_visits_missing"

    good_visit(followed, 2)
    actions.sign_move(succeed(followed, worker).pk, actor=lead)
    followed.refresh_from_db()
    assert (followed.stage, followed.close_reason) == (Stage.CLOSED, "goals_met")


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"growth_checks": []}, "good_visits_missing"),
        ({"urgent": True}, "good_visits_missing"),
        ({"met": ["family"]}, "good_visits_missing"),
        ({"room_checks": []}, "room_check_missing"),
    ],
)
def test_a_box_ticked_does_not_make_up_for_visits_that_say_otherwise(followed, worker, bad, code):
    good_visit(followed, 9, room_checks=[])
    good_visit(followed, 2, **bad)

    with pytest.raises(ValidationError) as refused:
        succeed(followed, worker)

    followed.refresh_from_db()
    assert refused.value.code == code
    assert followed.stage == Stage.T3_FOLLOW_UP


def test_goals_are_not_met_from_tier_1(case, worker):
    good_visit(case, 3)
    good_visit(case, 2)

    with pytest.raises(ValidationError) as refused:
        succeed(case, worker)

    assert refused.value.code == "closing_too_early"


def test_nobody_is_unreachable_before_three_days_of_trying(case, worker):
    def give_up():
        return actions.move_case(
            case.pk,
            to_stage=Stage.CLOSED,
            close_reason=CloseReason.UNREACHABLE,
            criteria_met=CLOSING[CloseReason.UNREACHABLE].criteria,
            seen_version=None,
            actor=worker,
            **GROUNDS,
        )

    today = timezone.localdate()
    for days_ago in (3, 1, 1):
        VisitFactory(
            case=case, status=Visit.Status.MISSED, planned_for=today - timedelta(days=days_ago)
        )
    with pytest.raises(ValidationError) as refused:
        give_up()
    assert refused.value.code == "tries_missing"

    VisitFactory(case=case, status=Visit.Status.MISSED, planned_for=today)
    assert give_up().needs_signature


def test_leaving_tier_2_downwards_waits_for_a_signature_too(station, worker, lead):
    case = CaseFactory(station=station, worker=worker, stage=Stage.T2_STEP_DOWN_REFERRAL)
    move = step_down(
        case,
        worker,
        to_stage=Stage.T3_REFERRAL_OBSERVATION,
        criteria_met=EXIT_CRITERIA[Stage.T2_STEP_DOWN_REFERRAL],
    )
    case.refresh_from_db()
    assert case.stage == Stage.T2_STEP_DOWN_REFERRAL

    actions.sign_move(move.pk, actor=lead)

    case.refresh_from_db()
    assert case.tier == "tier3_stable"


def test_an_old_visit_confirms_no_new_emergency(case, worker):
    old = DoneVisitFactory(case=case, done_at=timezone.now() - timedelta(days=9))
    actions.move_case(
        case.pk,
        to_stage=Stage.T1_EMERGENCY_HANDLING,
        evidence=[old],
        seen_version=1,
        actor=worker,
        **GROUNDS,
    )

    case.refresh_from_db()
    assert case.provisional
