from __future__ import annotations

from datetime import date

import pytest

from staff.domain.deadlines import (
    DEFAULT_RHYTHM,
    Rhythm,
    contact_due_on,
    next_visit_on,
    review_on,
)
from staff.domain.stages import OPEN_STAGES, Stage

MONDAY = date(2026, 11, 23)


def test_every_open_stage_has_a_rhythm_and_a_closed_case_none():
    assert set(DEFAULT_RHYTHM) == set(OPEN_STAGES)
    assert review_on(Stage.CLOSED, MONDAY) is None
    assert next_visit_on(Stage.CLOSED, MONDAY) is None
    assert contact_due_on(Stage.CLOSED, MONDAY) is None


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.T1_EMERGENCY_HANDLING, date(2026, 11, 26)),
        (Stage.T2_REFERRAL_OBSERVATION, date(2026, 12, 7)),
        (Stage.T2_ACCOMPANIED_GROWTH, date(2026, 12, 23)),
    ],
)
def test_the_review_day_follows_the_stage(stage, expected):
    assert review_on(stage, MONDAY) == expected


def test_the_calmer_the_stage_the_longer_the_rhythm():
    days = [DEFAULT_RHYTHM[stage].visit_every for stage in OPEN_STAGES]

    assert days == sorted(days)


def test_a_station_may_set_its_own_numbers():
    ours = {Stage.T3_FOLLOW_UP: Rhythm(review_after=60, visit_every=45, silence_after=50)}

    assert next_visit_on(Stage.T3_FOLLOW_UP, MONDAY, ours) == date(2027, 1, 7)
    assert contact_due_on(Stage.T3_FOLLOW_UP, MONDAY, ours) == date(2027, 1, 12)
