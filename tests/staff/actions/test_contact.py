"""Calling somebody: what keeps a promise, and what brings the next try."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.models import PublicStatus
from intake.workdays import add_working_days
from staff import actions
from staff.domain.stages import Stage
from staff.models import ContactTry, Visit
from tests.factories import (
    CaseFactory,
    PromiseFactory,
    ReferralDecisionFactory,
    UserFactory,
    VisitFactory,
)

TODAY = timezone.localdate


@pytest.fixture
def referral(station, room):
    promise = PromiseFactory(referral__station=station, referral__room=room)
    PublicStatus.objects.create(referral=promise.referral)
    return promise.referral


@pytest.fixture
def case(referral, worker):
    case = CaseFactory(station=referral.station, room=referral.room, worker=worker)
    ReferralDecisionFactory(referral=referral, outcome="opened", case=case)
    return case


def kept(referral):
    referral.promise.refresh_from_db()
    return referral.promise.kept_at is not None


def agree_on(referral, day):
    promise = referral.promise
    promise.call_station, promise.call_place = referral.station, 1
    promise.call_on, promise.call_period = day, "morning"
    promise.save()


def still_agreed(referral) -> bool:
    referral.promise.refresh_from_db()
    return referral.promise.call_is_agreed


@pytest.mark.parametrize(
    ("result", "in_days", "stands"),
    [
        ("reached", 1, False),
        ("appointment", 1, False),
        ("no_answer", 1, True),
        ("other_answered", 1, True),
        ("no_answer", -1, False),
        ("other_answered", -1, False),
    ],
)
def test_the_half_day_agreed_is_free_once_reached_agreed_anew_or_called_at(
    referral, worker, result, in_days, stands
):
    agree_on(referral, TODAY() + timedelta(days=in_days))

    actions.record_try(referral, result=result, agreed_on=TODAY() + timedelta(days=3), actor=worker)

    assert still_agreed(referral) is stands


def test_a_decision_that_ends_it_gives_the_half_day_back_and_one_that_goes_on_does_not(
    referral, worker
):
    agree_on(referral, TODAY() + timedelta(days=1))
    kept_open = PromiseFactory(referral__station=referral.station).referral
    PublicStatus.objects.create(referral=kept_open)
    agree_on(kept_open, TODAY() + timedelta(days=2))

    actions.advise_and_close(referral, reason="讲清楚了", actor=worker)
    actions.open_case(
        kept_open,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="住院",
        clients_words="没办法",
        reason="急",
        worker=worker,
        actor=worker,
    )

    assert not still_agreed(referral)
    assert still_agreed(kept_open)


@pytest.mark.parametrize(
    ("result", "in_days", "stands"),
    [("reached", 1, False), ("no_answer", 1, True), ("no_answer", -1, False)],
)
def test_the_same_once_there_is_a_case(referral, case, worker, result, in_days, stands):
    agree_on(referral, TODAY() + timedelta(days=in_days))

    actions.record_call(case.pk, result=result, actor=worker)

    assert still_agreed(referral) is stands


@pytest.mark.parametrize(
    ("result", "keeps", "waits"),
    [
        ("reached", True, None),
        ("appointment", True, 3),
        ("no_answer", False, "workday"),
        ("other_answered", False, "workday"),
    ],
)
def test_a_call_to_somebody_who_waits(referral, worker, result, keeps, waits):
    agreed = TODAY() + timedelta(days=3)
    attempt = actions.record_try(
        referral, result=result, line=" 打到第三声 ", agreed_on=agreed, actor=worker
    )

    expected = {None: None, 3: agreed, "workday": add_working_days(TODAY(), 1)}[waits]
    assert kept(referral) is keeps
    stored = ContactTry.objects.get()
    assert (stored, stored.line, stored.tried_by, stored.next_on) == (
        attempt,
        "打到第三声",
        worker,
        expected,
    )
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user, entry.data) == (
        "staff.contact_referral",
        worker,
        {"result": result},
    )
    assert PublicStatus.objects.get().state == "received"  # it still waits for a decision


def test_an_urgent_one_is_tried_again_the_same_day(referral, worker):
    referral.__class__.objects.update(urgency="today")

    assert actions.record_try(referral, result="no_answer", actor=worker).next_on == TODAY()


def test_the_next_try_takes_the_place_of_the_one_before(referral, worker):
    actions.record_try(referral, result="no_answer", actor=worker)
    actions.record_try(referral, result="reached", actor=worker)

    assert list(ContactTry.objects.values_list("result", "next_on")) == [
        ("no_answer", None),
        ("reached", None),
    ]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"result": "appointment"}, "day_missing"),
        ({"result": "appointment", "agreed_on": TODAY() - timedelta(days=1)}, "visit_in_past"),
        ({"result": "sms"}, None),
    ],
)
def test_a_refused_call_writes_nothing(referral, worker, answer, code):
    with pytest.raises(ValidationError) as refused:
        actions.record_try(referral, actor=worker, **answer)

    assert code is None or refused.value.code == code
    assert not ContactTry.objects.exists()
    assert not kept(referral)


def test_a_decided_referral_is_called_from_its_case(referral, case, worker):
    with pytest.raises(ValidationError) as refused:
        actions.record_try(referral, result="reached", actor=worker)

    assert refused.value.code == "referral_settled"


@pytest.mark.parametrize("role", ["room_worker", "editor", "district_viewer"])
def test_others_note_no_call(referral, room, role):
    with pytest.raises(PermissionDenied):
        actions.record_try(referral, result="reached", actor=UserFactory(role=role, rooms=[room]))
    assert not kept(referral)


def test_reaching_a_household_is_a_visit_by_phone_and_keeps_the_promise(referral, case, worker):
    visit = actions.record_call(case.pk, result="reached", line="说好多了", actor=worker)

    case.refresh_from_db()
    assert (visit.kind, visit.status, visit.said, visit.met) == (
        "phone",
        Visit.Status.DONE,
        "说好多了",
        ["self"],
    )
    assert case.last_contact_at == visit.done_at
    assert kept(referral)
    assert case.visits.get() == visit


def test_nobody_reached_plans_the_next_call_and_keeps_no_promise(referral, case, worker):
    actions.record_call(case.pk, result="no_answer", actor=worker)

    assert not kept(referral)
    assert set(case.visits.values_list("kind", "status", "planned_for")) == {
        ("phone", "missed", TODAY()),
        ("phone", "planned", add_working_days(TODAY(), 1)),
    }


def test_an_agreed_day_is_a_planned_visit_the_person_can_read(referral, case, worker):
    day = TODAY() + timedelta(days=2)

    actions.record_call(case.pk, result="appointment", agreed_on=day, actor=worker)

    assert case.visits.get(status="planned").planned_for == day
    status = PublicStatus.objects.get()
    assert (status.state, status.appointment_on) == ("appointment", day)


def test_the_call_that_was_planned_is_the_one_noted(case, worker):
    planned = VisitFactory(case=case, kind="phone")
    VisitFactory(case=case, kind="home")

    assert actions.record_call(case.pk, result="reached", actor=worker) == planned
    assert case.visits.count() == 2


def test_a_closed_household_is_not_called(station, worker):
    closed = CaseFactory(station=station, worker=worker, stage=Stage.CLOSED)

    with pytest.raises(ValidationError) as refused:
        actions.record_call(closed.pk, result="reached", actor=worker)

    assert refused.value.code == "case_closed"
    assert not Visit.objects.exists()
