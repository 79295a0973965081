from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from policy_pages.models import WorkdayOverride
from staff.domain.stages import Stage
from staff.models import Case, CaseGap
from staff.queries import case_rhythm, gap_report, triage_parameters
from tests.factories import (
    CaseFactory,
    DoneVisitFactory,
    FactValueFactory,
    ReferralDecisionFactory,
)


def gap_case(station, reason="just_over", **fields):
    case = CaseFactory(station=station, **fields)
    CaseGap.objects.create(case=case, reason=reason, since="2026-11-01")
    ReferralDecisionFactory(
        referral__station=station, referral__needs=["money"], outcome="opened", case=case
    )
    DoneVisitFactory(case=case)
    return case


def test_the_gap_report_counts_only_gap_households_and_hides_small_numbers(station):
    for _ in range(5):
        gap_case(station)
    gap_case(station, reason="refused", stage=Stage.CLOSED)
    CaseFactory(station=station)

    report = gap_report(Case.objects.filter(station=station))

    assert report.households == 6
    assert report.reasons == {"just_over": 5, "refused": None}
    assert report.needs == {"money": 6}
    assert report.visits == 6
    assert report.stages == {Stage.T2_ACCOMPANIED_GROWTH: 5, Stage.CLOSED: None}
    assert report.close_reasons == {"moved": None}


def test_a_handful_of_households_is_not_reported_at_all(station):
    gap_case(station)

    report = gap_report(Case.objects.all())

    assert (report.households, report.visits) == (None, None)
    assert report.reasons == {"just_over": None}


@pytest.mark.parametrize("count", [1, 8])
def test_the_gap_report_costs_the_same_for_one_and_many(station, count, django_assert_num_queries):
    for _ in range(count):
        gap_case(station)

    with django_assert_num_queries(6):
        gap_report(Case.objects.all())


def test_a_deployment_may_set_its_own_rhythm(settings):
    settings.CASE_RHYTHM = {"t3_follow_up": (60, 45, 50)}

    assert case_rhythm()[Stage.T3_FOLLOW_UP].visit_every == 45
    assert case_rhythm()[Stage.T1_JOINT_HELP].visit_every == 7


def test_triage_uses_the_stations_line_hours_and_calendar(station):
    saturday = datetime(2026, 11, 28, 10, tzinfo=timezone.get_current_timezone())
    station.opens_at, station.closes_at = time(9), time(18)
    station.save()
    WorkdayOverride.objects.create(day=saturday.date(), is_workday=True)
    FactValueFactory(fact__code="dibao_standard", value="1300", valid_to=date(2026, 11, 30))

    known = triage_parameters(station, date(2026, 11, 30), received_at=saturday)
    lapsed = triage_parameters(station, date(2026, 12, 1), received_at=saturday)

    assert (known.dibao_line, lapsed.dibao_line) == (1300.0, None)
    assert (known.opens, known.closes, known.received_on_workday) == (time(9), time(18), True)
