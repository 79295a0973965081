"""The calm first response is ticked by whoever saw to it, once for each arrival in tier 1."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from staff import actions
from staff.domain.calm import CalmStep
from staff.domain.stages import Stage
from staff.models import CalmTick
from tests.factories import CaseFactory, OtherStationFactory, UserFactory
from tests.intake.factories import submit


@pytest.fixture
def case(station, worker):
    return actions.open_case(
        submit(station).referral,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="失火",
        clients_words="吓着了",
        worker=worker,
        reason="突发",
        actor=worker,
    )


def ticked(case):
    return set(CalmTick.objects.filter(case=case).values_list("step", "contact", "ticked_by"))


def test_ticks_are_kept_with_name_and_time_and_the_first_stays(case, worker, lead):
    actions.tick_calm(case.pk, steps=["no_photos"], actor=worker)
    actions.tick_calm(
        case.pk, steps=["no_photos", "one_contact_person"], contact=worker, actor=lead
    )

    assert ticked(case) == {
        ("no_photos", None, worker.pk),
        ("one_contact_person", worker.pk, lead.pk),
    }
    arrival = case.moves.get()
    assert set(CalmTick.objects.values_list("arrival", flat=True)) == {arrival.pk}
    assert list(
        ModelLogEntry.objects.filter(action="staff.tick_calm")
        .order_by("pk")
        .values_list("user", flat=True)
    ) == [worker.pk, lead.pk]


def test_all_of_them_at_once(case, worker):
    made = actions.tick_calm(case.pk, steps=list(CalmStep), contact=worker, actor=worker)

    assert [tick.step for tick in made] == list(CalmStep)
    assert actions.tick_calm(case.pk, steps=list(CalmStep), contact=worker, actor=worker) == []


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "calm_steps_missing"),
        (["photos"], "calm_steps_missing"),
        (["one_contact_person"], "calm_contact_missing"),
    ],
)
def test_a_refused_tick_saves_nothing(case, worker, steps, code):
    with pytest.raises(ValidationError) as refused:
        actions.tick_calm(case.pk, steps=steps, actor=worker)

    assert refused.value.code == code
    assert ticked(case) == set()


def test_who_keeps_in_touch_is_one_of_those_who_hold_the_case(case, worker, lead):
    with pytest.raises(ValidationError) as refused:
        actions.tick_calm(case.pk, steps=["one_contact_person"], contact=lead, actor=worker)
    assert refused.value.code == "calm_contact_missing"

    actions.tick_calm(case.pk, steps=["one_contact_person"], contact=worker, actor=worker)
    actions.assign_case(
        case.pk, worker=lead, room_worker=None, reason="休假", seen_version=None, actor=lead
    )
    actions.tick_calm(case.pk, steps=["one_contact_person"], contact=lead, actor=lead)

    assert ticked(case) == {
        ("one_contact_person", worker.pk, worker.pk),
        ("one_contact_person", lead.pk, lead.pk),
    }


def test_a_new_event_starts_the_list_anew(case, worker):
    actions.tick_calm(case.pk, steps=["no_photos"], actor=worker)
    for stage in (Stage.T1_JOINT_HELP, Stage.T1_EMERGENCY_HANDLING):
        case.moves.create(
            from_stage=case.stage,
            to_stage=stage,
            kind="advance",
            difficulty="…",
            life_after_help="…",
            clients_words="…",
            moved_by=worker,
            moved_at=case.opened_at,
        )

    actions.tick_calm(case.pk, steps=["no_photos"], actor=worker)

    assert CalmTick.objects.values_list("arrival", flat=True).distinct().count() == 2


def test_it_belongs_to_tier_1(station, worker):
    case = CaseFactory(station=station, worker=worker)

    with pytest.raises(ValidationError) as refused:
        actions.tick_calm(case.pk, steps=["no_photos"], actor=worker)

    assert refused.value.code == "calm_not_tier_1"
    assert not CalmTick.objects.exists()


def test_only_who_may_see_the_household_ticks(case, room_worker, worker):
    stranger = UserFactory(role="social_worker", station=OtherStationFactory())

    for person in (room_worker, stranger, UserFactory(role="editor")):
        with pytest.raises(PermissionDenied):
            actions.tick_calm(case.pk, steps=["no_photos"], actor=person)

    assert ticked(case) == set()
    actions.tick_calm(case.pk, steps=["no_photos"], actor=worker)
    assert len(ticked(case)) == 1
