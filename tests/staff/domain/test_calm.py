"""Which move brought a household into tier 1: the calm response begins with it (R-61)."""

from __future__ import annotations

import pytest

from staff.domain.calm import STEPS, CalmStep, arrival
from staff.domain.stages import Stage

E1, J1, D1 = Stage.T1_EMERGENCY_HANDLING, Stage.T1_JOINT_HELP, Stage.T1_STEP_DOWN_REFERRAL
O2, G2 = Stage.T2_REFERRAL_OBSERVATION, Stage.T2_ACCOMPANIED_GROWTH


def test_the_items_are_those_of_the_mechanism():
    assert list(STEPS) == list(CalmStep)
    assert [what for what, _how in STEPS.values()] == [
        "只由一个人联系",
        "不让人讲第二遍",
        "不拍照、不录像",
        "只让要帮忙的人看到",
    ]


@pytest.mark.parametrize(
    ("stages", "came_with"),
    [
        ([E1], 0),
        ([E1, J1, D1], 0),
        ([E1, J1, D1, O2, J1], 4),  # back into tier 1 past emergency handling
        ([G2, E1], 1),
        ([E1, J1, E1], 2),  # something new happened: the list starts anew
        ([E1, Stage.CLOSED, E1], 2),
        ([G2], None),
        ([], None),
    ],
)
def test_the_last_arrival_counts(stages, came_with):
    moves = [
        (key, before, after)
        for key, (before, after) in enumerate(zip(["", *stages], stages, strict=False))
    ]

    assert arrival(moves) == came_with
