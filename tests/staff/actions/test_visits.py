from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from staff import actions
from staff.domain.stages import Stage
from staff.models import Visit
from tests.factories import (
    CaseFactory,
    PromiseFactory,
    ReferralDecisionFactory,
    UserFactory,
    VisitFactory,
)


@pytest.fixture
def case(station, room, worker):
    return CaseFactory(station=station, room=room, worker=worker)


@pytest.fixture
def referral(case):
    promise = PromiseFactory(referral__station=case.station, referral__room=case.room)
    ReferralDecisionFactory(referral=promise.referral, outcome="opened", case=case)
    return promise.referral


@pytest.fixture
def tomorrow(today):
    return today + timedelta(days=1)


def plan(case, actor, **changes):
    return actions.plan_visit(
        case.pk,
        **{
            "planned_for": timezone.localdate() + timedelta(days=1),
            "kind": Visit.Kind.HOME,
            "visitor": actor,
            "purpose": "带低保说明页",
            "seen_version": case.version,
            "actor": actor,
            **changes,
        },
    )


def test_a_planned_visit_is_an_appointment_for_the_person(case, referral, worker, tomorrow):
    visit = plan(case, worker)

    case.refresh_from_db()
    assert (visit.status, visit.planned_for, visit.purpose) == (
        "planned",
        tomorrow,
        "带低保说明页",
    )
    assert case.version == 2
    assert (referral.public_status.state, referral.public_status.appointment_on) == (
        "appointment",
        tomorrow,
    )
    assert ModelLogEntry.objects.get().action == "staff.plan_visit"


def test_a_room_worker_plans_and_records_in_the_own_room(case, room_worker):
    visit = plan(case, room_worker)

    actions.record_visit(visit.pk, said="都好", actor=room_worker)

    visit.refresh_from_db()
    assert (visit.status, visit.recorded_by) == ("done", room_worker)


@pytest.mark.parametrize("days", [0, 1])
def test_a_visit_is_planned_for_today_or_later(case, worker, today, days):
    visit = plan(case, worker, planned_for=today + timedelta(days=days), seen_version=1)

    assert Visit.objects.get() == visit


def test_no_visit_is_planned_for_yesterday(case, worker, today):
    with pytest.raises(ValidationError) as refused:
        plan(case, worker, planned_for=today - timedelta(days=1))

    assert refused.value.code == "visit_in_past"
    assert not Visit.objects.exists()


def test_no_visit_for_a_closed_case_nor_by_someone_who_may_not_see_it(station, worker, case):
    closed = CaseFactory(station=station, worker=worker, stage=Stage.CLOSED)

    with pytest.raises(ValidationError) as refused:
        plan(closed, worker)
    assert refused.value.code == "case_closed"
    with pytest.raises(ValidationError) as refused:
        plan(case, worker, visitor=UserFactory(role="social_worker"))
    assert refused.value.code == "worker_elsewhere"
    with pytest.raises(PermissionDenied):
        plan(case, UserFactory(role="social_worker"))


def test_meeting_the_person_keeps_the_promise_and_moves_the_last_contact(case, referral, worker):
    visit = VisitFactory(case=case)

    actions.record_visit(
        visit.pk, met=["self"], said="睡不好", seen="屋里冷", done="报了取暖", actor=worker
    )

    visit.refresh_from_db()
    case.refresh_from_db()
    referral.promise.refresh_from_db()
    assert (visit.status, visit.met, visit.said) == ("done", ["self"], "睡不好")
    assert case.last_contact_at == visit.done_at == referral.promise.kept_at
    assert case.version == 1  # a note makes nobody's form stale


def test_the_next_visit_is_planned_with_the_note(case, worker, tomorrow):
    visit = VisitFactory(case=case)

    actions.record_visit(visit.pk, done="一起填了表", next_on=tomorrow, actor=worker)

    assert list(case.visits.planned().values_list("planned_for", flat=True)) == [tomorrow]


def test_nobody_met_keeps_no_promise(case, referral, worker, tomorrow):
    visit = VisitFactory(case=case)

    actions.miss_visit(visit.pk, seen="敲门没人应", next_on=tomorrow, actor=worker)

    visit.refresh_from_db()
    referral.promise.refresh_from_db()
    assert (visit.status, visit.done_at) == ("missed", None)
    assert referral.promise.kept_at is None
    assert case.visits.planned().count() == 1


@pytest.mark.parametrize("again", ["record_visit", "miss_visit", "cancel_visit"])
def test_a_visit_is_recorded_once(case, worker, again):
    visit = VisitFactory(case=case)
    actions.record_visit(visit.pk, said="第一次", actor=worker)

    arguments = {"record_visit": {"said": "第二次"}, "cancel_visit": {"reason": "住院了"}}.get(
        again, {}
    )
    with pytest.raises(ValidationError) as refused:
        getattr(actions, again)(visit.pk, actor=worker, **arguments)

    visit.refresh_from_db()
    assert refused.value.code == "visit_settled"
    assert (visit.status, visit.said) == ("done", "第一次")


@pytest.mark.parametrize(
    ("arguments", "code"),  # a number is so many days from now
    [
        ({}, "visit_empty"),
        ({"said": "好", "done_at": 1}, "done_in_future"),
    ],
)
def test_an_empty_or_future_note_is_refused(case, worker, now, arguments, code):
    visit = VisitFactory(case=case)
    if days := arguments.get("done_at"):
        arguments = {**arguments, "done_at": now + timedelta(days=days)}

    with pytest.raises(ValidationError) as refused:
        actions.record_visit(visit.pk, actor=worker, **arguments)

    visit.refresh_from_db()
    assert refused.value.code == code
    assert visit.status == "planned"


def test_a_cancelled_visit_leaves_the_list(case, referral, worker):
    visit = plan(case, worker)

    actions.cancel_visit(visit.pk, reason="住院了", actor=worker)

    referral.public_status.refresh_from_db()
    assert not case.visits.planned().exists()
    assert (referral.public_status.state, referral.public_status.appointment_on) == (
        "worker_assigned",
        None,
    )


@pytest.mark.parametrize(
    ("note", "confirms"),
    [
        ({"kind": "home", "met": ["self", "family"]}, True),
        ({"kind": "phone", "met": ["self"]}, False),
        ({"kind": "home", "met": ["neighbour"]}, False),
        ({"kind": "home", "met": []}, False),
    ],
)
def test_meeting_the_person_at_home_confirms_tier_1(station, worker, note, confirms):
    case = CaseFactory(
        station=station, worker=worker, stage=Stage.T1_EMERGENCY_HANDLING, provisional=True
    )
    visit = VisitFactory(case=case)

    actions.record_visit(visit.pk, seen="看过了", actor=worker, **note)

    case.refresh_from_db()
    logged = list(ModelLogEntry.objects.values_list("action", flat=True).order_by("pk"))
    assert case.provisional is not confirms
    assert case.version == (2 if confirms else 1)
    assert logged == ["staff.record_visit", *(["staff.confirm_tier"] if confirms else [])]


@pytest.mark.parametrize("lists", [{"room_checks": ["visits_made"]}, {"room_feedback": "好"}])
def test_the_two_lists_of_follow_up_are_kept_in_tier_3_only(station, worker, lists):
    for stage in (Stage.T2_ACCOMPANIED_GROWTH, Stage.T3_FOLLOW_UP):
        visit = VisitFactory(case=CaseFactory(station=station, worker=worker, stage=stage))
        if stage.tier == "tier3_stable":
            actions.record_visit(visit.pk, seen="好", actor=worker, **lists)
        else:
            with pytest.raises(ValidationError) as refused:
                actions.record_visit(visit.pk, seen="好", actor=worker, **lists)
            assert refused.value.code == "checks_of_tier_3"

    assert list(Visit.objects.filter(status="done")) == [visit]
