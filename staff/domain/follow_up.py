"""The two checklists of a tier-3 visit (R-70): the room's service, the person's growth. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class RoomCheck(StrEnum):
    """What the station looks at in the room's service; what is not ticked is told to the room."""

    VISITS_MADE = "visits_made"
    PROMISES_KEPT = "promises_kept"
    NEEDS_HEARD = "needs_heard"
    PERSON_CONTENT = "person_content"


class GrowthCheck(StrEnum):
    """Whether what was reached in tier 2 still holds (R-67, R-68)."""

    DAILY_LIFE = "daily_life"
    MONEY_LASTS = "money_lasts"
    KNOWS_WHOM_TO_ASK = "knows_whom_to_ask"
    PEOPLE_AROUND = "people_around"
    GOALS_HOLD = "goals_hold"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the visits of a case show, counted, not claimed."""

    good_visits: int = 0
    room_checked: bool = False
    failed_tries: int = 0


def went_well(*, met: Collection[str], growth_checks: Collection[str], urgent: bool) -> bool:
    """A good visit: the person was met, nothing is urgent, and all of their growth holds."""
    return "self" in met and not urgent and set(GrowthCheck) <= set(growth_checks)


def good_in_a_row(newest_first: Sequence[bool]) -> int:
    """How many of the latest visits went well, until one that did not."""
    count = 0
    for good in newest_first:
        if not good:
            break
        count += 1
    return count
