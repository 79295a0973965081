"""How long a household stood in which stage, to be drawn as a line over time. Pure Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .stages import Stage
from .tiers import Tier

WIDTH = 1000
"""Of the drawing, in its own units; the screen stretches it."""
THINNEST = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stage from a day until another began. ``days`` are whole; less than one is 0.

    ``left`` and ``width`` place it on a line of ``WIDTH``.
    """

    stage: Stage
    began: date
    ended: date
    left: int
    width: int

    @property
    def tier(self) -> Tier | None:
        return self.stage.tier

    @property
    def days(self) -> int:
        return (self.ended - self.began).days


def course(moves: Iterable[tuple[str, date]], until: date) -> list[Stretch]:
    """The stretches of a case from (stage, day it began) in order, the last one until ``until``.

    Time in which a case was closed is a gap. However short, a stretch stays wide enough to be seen.
    """
    began = [(Stage(stage), day) for stage, day in moves]
    if not began:
        return []
    first = began[0][1]
    total = max((until - first).days, 1)
    stretches = []
    ends = [day for _stage, day in began[1:]] + [until]
    for (stage, day), end in zip(began, ends, strict=True):
        if stage is Stage.CLOSED:
            continue
        width = max(round(WIDTH * (end - day).days / total), THINNEST)
        left = min(round(WIDTH * (day - first).days / total), WIDTH - width)
        stretches.append(Stretch(stage, day, end, left, width))
    return stretches
