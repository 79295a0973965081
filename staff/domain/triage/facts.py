"""What is known of a household: stated, or only heard. Unknown is never taken for no."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ..stages import Stage
from .words import Heard


class UnreadableFacts(ValueError):
    """The answers are not a household: not an object, or a value of an impossible kind."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. ``days_ago`` is None when nobody said when."""

    kind: str
    days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    who: str = ""
    age: int | None = None
    serious_illness: bool = False
    chronic_illness: bool = False
    disabled: bool = False
    severely_disabled: bool = False
    insured: bool | None = None
    needs_care: bool = False


@dataclass(slots=True)
class Facts:
    """A household as triage reads it. None and empty mean that nobody has said."""

    danger: str = ""
    needs: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    size: int | None = None
    lives_alone: bool | None = None
    income_per_head: float | None = None
    no_income: bool = False
    no_food: bool = False
    homeless: bool = False
    cannot_pay_care: bool = False
    has_support: bool | None = None
    has_savings: bool | None = None
    in_debt: bool = False
    benefits: set[str] = field(default_factory=set)
    gap_reasons: set[str] = field(default_factory=set)
    unwilling: bool = False
    information_only: bool = False
    stable: bool = False
    flags: set[str] = field(default_factory=set)
    prior_stage: Stage | None = None
    prior_tier: int | None = None
    progress: set[str] = field(default_factory=set)
    on_behalf: str = ""
    awareness: str = ""
    channel: str = ""
    received_at: datetime | None = None
    heard: list[Heard] = field(default_factory=list)
    words: str = ""
    not_understood: list[str] = field(default_factory=list)

    @property
    def is_a_childs(self) -> bool:
        """A child asks for itself, or somebody tells of one."""
        return "child" in {self.awareness, self.on_behalf}

    def hears(self, *codes: str) -> bool:
        return any(signal.code in codes for signal in self.heard)
