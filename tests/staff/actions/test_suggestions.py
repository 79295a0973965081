"""What was suggested is kept with the decision: codes alone, no longer than the person is known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from staff import actions
from staff.domain.stages import Stage
from staff.models import ReferralDecision, SuggestionKept
from staff.triage_report import suggestion_for
from tests.intake.factories import submit
from tests.staff.actions.test_referrals import opening

SECRET = "秘密的话，女儿重病住院，家里没有收入"


@pytest.fixture
def referral(station, room):
    return submit(station, words=SECRET, called_name="郑阿姨").referral


def test_opening_a_case_keeps_what_the_desk_had_said(referral, worker):
    said = suggestion_for(referral, earlier=None, now=timezone.now())

    case = actions.open_case(referral, **opening(worker))

    kept = SuggestionKept.objects.get()
    assert kept.decision == referral.decision
    assert (kept.station, kept.decided_on) == (referral.station, timezone.localdate())
    assert (kept.tier, kept.stage) == (said["tier"], said["stage"])
    assert set(kept.rules) == {reason["rule"] for reason in said["reasons"]} != set()
    assert kept.alerts == [alert["code"] for alert in said["alerts"]]
    assert kept.decided_tier == case.tier == "tier1_urgent"


@pytest.mark.parametrize("stage", [Stage.T1_EMERGENCY_HANDLING, Stage.T2_ACCOMPANIED_GROWTH])
def test_it_keeps_codes_and_nothing_anybody_wrote(referral, worker, stage):
    actions.open_case(referral, **opening(worker, stage=stage, assessment="看过了"))
    [row] = SuggestionKept.objects.values()
    assert not any(word in str(row) for word in ("秘密", "女儿", "郑", "看过", "怕影响"))
    assert row["decided_tier"] == stage.tier


def test_leaving_it_at_advice_is_a_decision_without_a_tier(station, worker):
    asked = submit(station, words="低保怎么办手续？").referral
    actions.advise_and_close(asked, reason="讲清楚了", actor=worker)
    assert SuggestionKept.objects.get().decided_tier == ""


def test_joining_decides_no_tier_and_keeps_nothing(referral, worker, station):
    case = actions.open_case(referral, **opening(worker))
    again = submit(station).referral
    SuggestionKept.objects.all().delete()
    actions.join_case(again, case=case, reason="同一家", seen_version=case.version, actor=worker)
    assert not SuggestionKept.objects.exists()


def test_a_refused_decision_keeps_nothing(referral, worker):
    with pytest.raises(ValidationError):
        actions.open_case(referral, **opening(worker, reason=" "))
    assert not SuggestionKept.objects.exists()
    assert not ReferralDecision.objects.exists()


def test_the_same_household_before_is_part_of_what_was_suggested(station, worker):
    day = timezone.now()
    first = submit(station, phone="13800000001", received_at=day - timedelta(days=60)).referral
    actions.open_case(first, **opening(worker))
    second = submit(station, phone="13800000001", words="想问问").referral
    actions.open_case(second, **opening(worker))
    kept = SuggestionKept.objects.get(decision=second.decision)
    assert any(rule.startswith("prior_") for rule in kept.rules)


def test_when_the_person_is_erased_the_count_stays_and_belongs_to_nobody(station, lead):
    asked = submit(station, words="低保怎么办手续？").referral
    actions.advise_and_close(asked, reason="讲清楚了", actor=lead)
    actions.erase_referral(asked, actor=lead)
    assert SuggestionKept.objects.get().decision is None
