"""The demo is played through the real actions, so a rule that breaks it breaks here."""

from __future__ import annotations

import pytest
from django.utils import timezone

from intake.models import Referral
from policy_pages.models import Estate
from staff import demo
from staff.domain.periods import Span, period
from staff.domain.stages import Stage
from staff.gap_report import gap_report_of
from staff.models import Case, CaseCategory, ReferralDecision, StageMove, User
from staff.permissions import visible_cases
from staff.roles import ROLES
from tests.factories import CommunityRoomFactory, StationFactory

ROOMS = {
    "营市东街社区": ["东街小区", "营市东街1号院"],
    "营市西街社区": ["西街小区", "纺织宿舍"],
    "经七路社区": ["经七路小区", "铁路宿舍"],
    "南小辛庄社区": ["南小辛庄小区", "阳光花园"],
}


@pytest.fixture
def loaded(db):
    station = StationFactory()
    for community, estates in ROOMS.items():
        room = CommunityRoomFactory(station=station, community=community)
        for name in estates:
            Estate.objects.create(room=room, name=name)
    demo.load()
    return station


def test_the_demo_covers_every_stage_outcome_and_role_and_loads_once(loaded):
    counts = [
        model.objects.count() for model in (Referral, Case, StageMove, ReferralDecision, User)
    ]

    assert set(Case.objects.values_list("stage", flat=True)) == set(Stage)
    assert set(ReferralDecision.objects.values_list("outcome", flat=True)) == set(
        ReferralDecision.Outcome.values
    )
    assert set(User.objects.values_list("groups__name", flat=True)) == set(ROLES)
    assert 38 <= counts[0] <= 48
    assert Referral.objects.filter(decision__isnull=True).count() >= 10
    assert StageMove.objects.waiting().count() == 2
    for user in User.objects.filter(groups__name="station_lead"):
        assert visible_cases(user).count() == counts[1]

    demo.load()

    assert counts == [
        model.objects.count() for model in (Referral, Case, StageMove, ReferralDecision, User)
    ]


def test_the_demo_shows_categories_and_a_gap_report_that_hides_small_numbers(loaded):
    lead = User.objects.filter(groups__name="station_lead").first()
    today = timezone.localdate()
    report = gap_report_of(lead, period(Span.QUARTER, today), today)

    assert report.households == 6
    assert report.needs is None  # one or two households each: too few to say
    assert CaseCategory.objects.standing().filter(category="cat1_dibao").count() >= 3
    zheng = CaseCategory.objects.filter(case__notes__explainer="yingxiang-zinv").distinct()
    assert [row.status for row in zheng.order_by("set_at")] == ["suspected", "applied"]


def test_zheng_ayis_story_is_told_to_tier_2(loaded):
    case = Case.objects.get(
        decisions__referral__called_name__isnull=False, notes__explainer="yingxiang-zinv"
    )

    stages = list(case.moves.effective().values_list("to_stage", flat=True))
    assert stages == [
        Stage.T1_EMERGENCY_HANDLING,
        Stage.T1_JOINT_HELP,
        Stage.T1_STEP_DOWN_REFERRAL,
        Stage.T2_REFERRAL_OBSERVATION,
        Stage.T2_ACCOMPANIED_GROWTH,
    ]
    step_down = case.moves.get(to_stage=Stage.T2_REFERRAL_OBSERVATION)
    assert step_down.signed_by.username == "zhanzhang"
    assert [note.kind for note in step_down.evidence_notes.all()] == ["willingness"]
    assert list(case.notes.values_list("kind", flat=True))[:2] == ["willingness", "explained"]
    assert case.room.community == "营市东街社区"

    assert all("样例" in name for name in User.objects.values_list("first_name", flat=True))
    assert all(
        words.startswith("（样例）")
        for words in Referral.objects.values_list("words", flat=True)
        if words
    )
