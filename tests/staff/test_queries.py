from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from policy_pages.models import WorkdayOverride
from staff.domain.stages import Stage
from staff.queries import case_rhythm, triage_parameters
from tests.factories import (
    FactValueFactory,
)


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
