"""The tiers of a case as stretches of a line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staff.domain.course import THINNEST, WIDTH, course
from staff.domain.stages import Stage

FIRST = date(2026, 10, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.mark.parametrize(
    ("moves", "until", "expected"),
    [
        ([], 10, []),
        ([("t1_joint_help", 0)], 10, [(Stage.T1_JOINT_HELP, 10, 0, 1000)]),
        (
            [("t1_joint_help", 0), ("t2_accompanied_growth", 4), ("t3_follow_up", 8)],
            10,
            [
                (Stage.T1_JOINT_HELP, 4, 0, 400),
                (Stage.T2_ACCOMPANIED_GROWTH, 4, 400, 400),
                (Stage.T3_FOLLOW_UP, 2, 800, 200),
            ],
        ),
        (  # closed for a time, and asked again
            [("t3_follow_up", 0), ("closed", 2), ("t1_joint_help", 6)],
            10,
            [(Stage.T3_FOLLOW_UP, 2, 0, 200), (Stage.T1_JOINT_HELP, 4, 600, 400)],
        ),
        ([("t1_joint_help", 0), ("closed", 5)], 5, [(Stage.T1_JOINT_HELP, 5, 0, 1000)]),
        (  # all on one day: each can still be seen, and none leaves the line
            [("t1_joint_help", 0), ("t2_accompanied_growth", 0)],
            0,
            [(Stage.T1_JOINT_HELP, 0, 0, 8), (Stage.T2_ACCOMPANIED_GROWTH, 0, 0, 8)],
        ),
    ],
)
def test_stretches(moves, until, expected):
    drawn = course([(stage, day(number)) for stage, number in moves], until=day(until))

    assert [(each.stage, each.days, each.left, each.width) for each in drawn] == expected


@given(st.lists(st.tuples(st.sampled_from(list(Stage)), st.integers(0, 2000)), max_size=20))
def test_nothing_leaves_the_line(moves):
    moves = sorted(moves, key=lambda move: move[1])
    until = day(moves[-1][1] if moves else 0)

    for each in course([(stage, day(number)) for stage, number in moves], until=until):
        assert each.left >= 0
        assert each.width >= THINNEST
        assert each.left + each.width <= WIDTH
        assert each.tier is not None
