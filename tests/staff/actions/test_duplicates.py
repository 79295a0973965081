"""One household twice: put together, taken apart, told apart for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.actions import withdraw_consent
from intake.models import Promise, PublicStatus
from staff import actions
from staff.domain.stages import Stage
from staff.lookup import possible_duplicates
from staff.models import Case, CaseMerge, ReferralDecision, ToldApart
from staff.permissions import visible_referrals
from staff.queries import withdrawn_referrals
from tests.factories import (
    CaseCategoryFactory,
    CaseFactory,
    CaseGapFactory,
    OtherStationFactory,
    UserFactory,
    VisitFactory,
)
from tests.intake.factories import submit
from tests.staff.views.test_what_may_be_read import agree


def state_of(referral) -> str:
    return PublicStatus.objects.get(referral=referral).state


def alike(user, referral):
    return {
        other: other.told_apart for other in possible_duplicates(referral, visible_referrals(user))
    }


def test_two_of_one_matter_share_the_decision_and_each_its_promise(worker, twice):
    first, second = twice

    actions.merge_referrals(second, into=first, actor=worker)
    [entry] = ModelLogEntry.objects.for_instance(second)
    assert (entry.action, entry.data) == ("staff.merge_referrals", {"into": str(first)})
    assert state_of(second) == "received"

    actions.record_try(first, result="reached", actor=worker)
    assert Promise.objects.filter(kept_at__isnull=True).count() == 0
    case = actions.open_case(
        first,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="难",
        clients_words="怕",
        worker=worker,
        reason="难",
        actor=worker,
    )

    decision = ReferralDecision.objects.get(referral=second)
    assert (decision.outcome, decision.same_as, decision.case) == ("same", first, case)
    assert state_of(second) == "worker_assigned"


def test_a_wish_to_keep_the_room_out_holds_for_both(worker, station, room, twice):
    first, second = twice
    type(second).objects.filter(pk=second.pk).update(station_only=True)
    actions.merge_referrals(second, into=first, actor=worker)

    case = actions.open_case(
        first,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="难",
        clients_words="怕",
        worker=worker,
        reason="难",
        actor=worker,
    )

    assert case.station_only


def test_advice_to_one_closes_both_and_a_split_lets_one_wait_again(worker, twice):
    first, second = twice
    actions.merge_referrals(second, into=first, actor=worker)
    actions.split_referral(second, seen_version=None, actor=worker)
    assert not ReferralDecision.objects.exists()
    assert next(entry.action for entry in ModelLogEntry.objects.for_instance(second)) == (
        "staff.split_referral"
    )

    actions.merge_referrals(second, into=first, actor=worker)
    actions.advise_and_close(first, reason="讲清楚了", actor=worker)

    assert [state_of(each) for each in twice] == ["closed", "closed"]


def test_when_the_one_is_taken_back_the_other_waits_again(worker, twice, now):
    first, second = twice
    actions.merge_referrals(second, into=first, actor=worker)
    agree(first, ["help"])
    withdraw_consent(first, at=now)

    actions.delete_withdrawn(first, actor=worker)

    assert not ReferralDecision.objects.filter(referral=second).exists()
    assert state_of(second) == "received"


def _opened(referral, worker) -> Case:
    return actions.open_case(
        referral,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="难",
        clients_words="怕",
        worker=worker,
        reason="难",
        actor=worker,
    )


def test_one_taken_back_is_not_told_what_becomes_of_the_other(worker, twice, now):
    first, second = twice
    actions.merge_referrals(second, into=first, actor=worker)
    withdraw_consent(second, at=now)

    case = _opened(first, worker)
    assert [state_of(each) for each in twice] == ["worker_assigned", "withdrawn"]

    actions.plan_visit(
        case.pk,
        planned_for=timezone.localdate(now),
        kind="phone",
        visitor=worker,
        time_agreed=True,
        seen_version=None,
        actor=worker,
    )
    assert [state_of(each) for each in twice] == ["appointment", "withdrawn"]


def test_advice_to_the_other_leaves_it_taken_back(worker, twice, now):
    first, second = twice
    actions.merge_referrals(second, into=first, actor=worker)
    withdraw_consent(second, at=now)

    actions.advise_and_close(first, reason="讲清楚了", actor=worker)

    assert [state_of(each) for each in twice] == ["closed", "withdrawn"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_one_taken_back_does_not_wait_again_when_split(worker, twice, when, now):
    first, second = twice
    actions.merge_referrals(second, into=first, actor=worker)
    if when == "before":
        withdraw_consent(second, at=now)
    _opened(first, worker)
    if when == "after":
        withdraw_consent(second, at=now)

    actions.split_referral(second, seen_version=None, actor=worker)

    assert state_of(second) == "withdrawn"
    assert list(withdrawn_referrals(visible_referrals(worker))) == [second]


def test_both_taken_back_wait_for_their_end_and_are_erased(worker, twice, now):
    first, second = twice
    actions.merge_referrals(second, into=first, actor=worker)
    for each in twice:
        withdraw_consent(each, at=now)

    actions.delete_withdrawn(first, actor=worker)
    assert [state_of(each) for each in twice] == ["closed", "withdrawn"]

    actions.delete_withdrawn(second, actor=worker)
    assert state_of(second) == "closed"


@pytest.mark.parametrize("what", ["itself", "settled", "elsewhere"])
def test_what_is_not_one_matter_is_refused(worker, twice, what, now):
    first, second = twice
    if what == "settled":
        actions.advise_and_close(first, reason="讲清楚了", actor=worker)
    other = {"itself": second, "settled": first}.get(what)
    if what == "elsewhere":
        other = submit(OtherStationFactory(), received_at=now).referral
    refused = PermissionDenied if what == "elsewhere" else ValidationError

    with pytest.raises(refused):
        actions.merge_referrals(second, into=other, actor=worker)
    assert not ReferralDecision.objects.filter(outcome="same").exists()


def test_told_apart_is_remembered_both_ways_and_can_be_taken_back(worker, twice):
    first, second = twice
    actions.tell_apart(second, other=first, actor=worker)
    actions.tell_apart(first, other=second, actor=worker)

    assert ToldApart.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="staff.tell_apart").count() == 1
    assert alike(worker, first) == {second: True}
    assert alike(worker, second) == {first: True}

    actions.offer_again(first, other=second, actor=worker)
    assert alike(worker, second) == {first: False}


@pytest.mark.parametrize("role", ["room_lead", "room_worker", "editor", "district_viewer", "admin"])
def test_only_the_station_says_who_is_the_same(room, worker, twice, role):
    first, second = twice
    outsider = UserFactory(role=role, rooms=[room])
    for act in (
        lambda: actions.merge_referrals(second, into=first, actor=outsider),
        lambda: actions.tell_apart(second, other=first, actor=outsider),
        lambda: actions.offer_again(second, other=first, actor=outsider),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not ReferralDecision.objects.exists()
    assert not ToldApart.objects.exists()


@pytest.fixture
def two_cases(station, room, worker, twice, now):
    def case(referral, stage):
        made = CaseFactory(station=station, room=room, worker=worker, stage=stage)
        ReferralDecision.objects.create(
            referral=referral,
            case=made,
            outcome="opened",
            reason="…",
            decided_by=worker,
            decided_at=now,
        )
        return made

    return case(twice[0], Stage.T2_ACCOMPANIED_GROWTH), case(twice[1], Stage.T1_JOINT_HELP)


def merged(case, into, actor, **changes):
    return actions.merge_cases(
        case.pk,
        **{
            "into_id": into.pk,
            "reason": "身份证号是同一个人",
            "seen_version": case.version,
            "seen_into": into.version,
            "actor": actor,
        }
        | changes,
    )


def test_a_case_goes_into_another_and_comes_out_as_it_was(lead, worker, twice, two_cases):
    into, case = two_cases
    visit = VisitFactory(case=case)
    before = Case.objects.values().get(pk=case.pk)

    merge = merged(case, into, lead)

    case.refresh_from_db()
    visit.refresh_from_db()
    assert (case.stage, case.tier, case.close_reason) == ("closed", "", "opened_in_error")
    assert {decision.referral for decision in into.decisions.all()} == set(twice)
    assert visit.case == into
    assert [each.notes.count() for each in two_cases] == [1, 1]
    for each in two_cases:
        [entry] = ModelLogEntry.objects.for_instance(each)
        assert (entry.action, entry.user, entry.data["version"]) == ("staff.merge_cases", lead, 2)

    actions.split_cases(merge.pk, seen_version=2, seen_into=2, actor=lead)

    after = Case.objects.values().get(pk=case.pk)
    for name in ("stage", "tier", "provisional", "review_on", "closed_at", "close_reason"):
        assert after[name] == before[name], name
    assert (after["version"], Case.objects.get(pk=into.pk).version) == (3, 3)
    assert case.decisions.get().referral == twice[1]
    visit.refresh_from_db()
    assert visit.case == case
    assert not CaseMerge.objects.standing().exists()
    with pytest.raises(ValidationError) as refused:
        actions.split_cases(merge.pk, seen_version=3, seen_into=3, actor=lead)
    assert refused.value.code == "not_merged"


@pytest.fixture
def standing(two_cases):
    """Both have asked for dibao; only the one that goes has another category and another gap."""
    into, case = two_cases
    return {
        "known": CaseCategoryFactory(case=case, status="suspected"),
        "theirs": CaseCategoryFactory(case=into, status="applied"),
        "goes": CaseCategoryFactory(case=case, category="cat2_tekun"),
        "was": CaseCategoryFactory(case=case, category="cat5_disaster", ended_at=timezone.now()),
        "same gap": CaseGapFactory(case=case),
        "their gap": CaseGapFactory(case=into),
        "gap goes": CaseGapFactory(case=case, need="care"),
        "other rule": CaseGapFactory(case=case, rule="other", words="取暖补贴"),
        "their other rule": CaseGapFactory(case=into, rule="other", words="大病保险"),
    }


def of_case(standing, case) -> set[str]:
    for row in standing.values():
        row.refresh_from_db()
    return {name for name, row in standing.items() if row.case == case}


def test_what_stands_goes_over_unless_the_other_has_it_and_comes_back(lead, two_cases, standing):
    into, case = two_cases
    theirs = {"theirs", "their gap", "their other rule"}
    stays = {"known", "was", "same gap"}

    merge = merged(case, into, lead)

    assert of_case(standing, into) == theirs | {"goes", "gap goes", "other rule"}
    assert of_case(standing, case) == stays

    actions.split_cases(merge.pk, seen_version=None, seen_into=None, actor=lead)

    assert of_case(standing, into) == theirs
    assert of_case(standing, case) == stays | {"goes", "gap goes", "other rule"}


@pytest.mark.parametrize("changes", [{"seen_version": 0}, {"seen_into": 0}])
def test_who_saw_another_version_of_either_changes_nothing(lead, two_cases, changes):
    into, case = two_cases

    with pytest.raises(actions.StaleCase):
        merged(case, into, lead, **changes)

    assert not CaseMerge.objects.exists()
    assert not ModelLogEntry.objects.exists()
    case.refresh_from_db()
    assert case.stage == Stage.T1_JOINT_HELP


def test_only_a_lead_of_the_station_puts_cases_together(worker, two_cases, station):
    into, case = two_cases
    for actor in (worker, UserFactory(role="station_lead", station=OtherStationFactory())):
        with pytest.raises(PermissionDenied):
            merged(case, into, actor)
    assert not CaseMerge.objects.exists()


def test_what_is_together_is_forgotten_together(lead, two_cases, now):
    into, case = two_cases
    merged(case, into, lead, at=now - timedelta(days=4 * 365))

    assert actions.purge_expired(now)["cases"] == 0
    case.refresh_from_db()
    assert case.anonymised_at is None
