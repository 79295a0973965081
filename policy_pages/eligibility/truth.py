"""Three values instead of two: what we do not know is neither yes nor no (Kleene's logic)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Whether a condition holds, as far as the answers and today's numbers tell."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"

    def __invert__(self) -> Truth:
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)

    @classmethod
    def of(cls, value: bool) -> Truth:
        return cls.YES if value else cls.NO


def all_of(truths: Iterable[Truth]) -> Truth:
    """No if one is no; unknown if one is unknown; yes otherwise, also for nothing at all."""
    seen = set(truths)
    if Truth.NO in seen:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.YES


def any_of(truths: Iterable[Truth]) -> Truth:
    """Yes if one is yes; unknown if one is unknown; no otherwise, also for nothing at all."""
    seen = set(truths)
    if Truth.YES in seen:
        return Truth.YES
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.NO
