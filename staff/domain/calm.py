"""The calm first response, 「冷处理」: quick and quiet, so that nobody is hurt twice (R-61). Pure.

The wordings are the mechanism's own and are read by workers, so they are Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from .stages import Stage
from .tiers import Tier


class CalmStep(StrEnum):
    """The items of R-61."""

    ONE_CONTACT_PERSON = "one_contact_person"
    NOT_TOLD_TWICE = "not_told_twice"
    NO_PHOTOS = "no_photos"
    RESTRICTED_VIEW = "restricted_view"


# Step → what it is, how it is done.
STEPS: Mapping[CalmStep, tuple[str, str]] = {
    CalmStep.ONE_CONTACT_PERSON: (
        "只由一个人联系",
        "定好是谁，告诉本人；别人不再打电话、不再上门。",
    ),
    CalmStep.NOT_TOLD_TWICE: ("不让人讲第二遍", "已经说过的先看记录；要交接就替本人讲。"),
    CalmStep.NO_PHOTOS: ("不拍照、不录像", "也不让别人拍；不发群，不发朋友圈。"),
    CalmStep.RESTRICTED_VIEW: ("只让要帮忙的人看到", "不在楼道、办公室谈起；不该看的人不看户档。"),
}


def arrival(moves: Iterable[tuple[int, str, str]]) -> int | None:
    """Which of the moves made, as (key, from, to) in order, brought the household into tier 1 last.

    A new event in tier 1 (back to emergency handling) is an arrival too: the list starts anew.
    None where it has never stood there.
    """
    found = None
    for key, from_stage, to_stage in moves:
        came_from = Stage(from_stage).tier if from_stage else None
        enters = Stage(to_stage).tier is Tier.TIER1_URGENT and came_from is not Tier.TIER1_URGENT
        if enters or Stage(to_stage) is Stage.T1_EMERGENCY_HANDLING:
            found = key
    return found
