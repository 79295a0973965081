"""When a follow-up visit went well, and how many did in a row. No database."""

from __future__ import annotations

import pytest

from staff.domain.follow_up import GrowthCheck, good_in_a_row, went_well

ALL = list(GrowthCheck)


@pytest.mark.parametrize(
    ("visit", "good"),
    [
        ({"met": ["self"], "growth_checks": ALL, "urgent": False}, True),
        ({"met": ["self", "family"], "growth_checks": ALL, "urgent": False}, True),
        ({"met": ["family"], "growth_checks": ALL, "urgent": False}, False),
        ({"met": ["self"], "growth_checks": ALL[1:], "urgent": False}, False),
        ({"met": ["self"], "growth_checks": [], "urgent": False}, False),
        ({"met": ["self"], "growth_checks": ALL, "urgent": True}, False),
    ],
)
def test_a_good_visit(visit, good):
    assert went_well(**visit) is good


@pytest.mark.parametrize(
    ("newest_first", "count"),
    [([], 0), ([True], 1), ([True, True, False], 2), ([False, True, True], 0)],
)
def test_one_that_did_not_go_well_ends_the_row(newest_first, count):
    assert good_in_a_row(newest_first) == count
