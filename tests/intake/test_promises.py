from __future__ import annotations

import pytest

from intake.promises import due_at
from policy_pages.models import WorkdayOverride

from .factories import StationFactory, at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("urgency", "received", "due"),
    [
        ("today", at(2026, 11, 24, 10), at(2026, 11, 24, 12)),
        ("today", at(2026, 11, 24, 16, 30), at(2026, 11, 25, 9, 30)),  # one hour is left today
        ("today", at(2026, 11, 24, 6), at(2026, 11, 24, 10, 30)),
        ("today", at(2026, 11, 27, 22), at(2026, 11, 30, 10, 30)),  # Friday night
        ("today", at(2026, 10, 3, 9), at(2026, 10, 8, 10, 30)),
        ("soon", at(2026, 11, 24, 10), at(2026, 11, 25, 17, 30)),
        ("soon", at(2026, 11, 27, 16), at(2026, 11, 30, 17, 30)),
        ("normal", at(2026, 11, 24, 10), at(2026, 11, 27, 17, 30)),
        ("normal", at(2026, 9, 30, 10), at(2026, 10, 10, 17, 30)),
    ],
)
def test_the_promised_time_counts_opening_hours_and_working_days(urgency, received, due):
    assert due_at(urgency, received, StationFactory()) == due


def test_a_day_the_station_is_closed_moves_the_promise():
    WorkdayOverride.objects.create(day=at(2026, 11, 25).date(), is_workday=False)

    assert due_at("soon", at(2026, 11, 24), StationFactory()) == at(2026, 11, 26, 17, 30)


def test_an_unknown_urgency_is_refused():
    with pytest.raises(ValueError, match="later"):
        due_at("later", at(2026, 11, 24), StationFactory())
