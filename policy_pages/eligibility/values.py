"""What an answer or a number can be, and how two of them compare with three values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .truth import Truth


class Unknown(Enum):
    """Why an answer is missing. The rules treat all three alike: unknown, never no."""

    NOT_ASKED = "not_asked"
    DONT_KNOW = "unknown"
    RATHER_NOT_SAY = "rather_not_say"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number known exactly (low == high) or only as a band: low ≤ number < high.

    ``high`` is None for a band without an upper end. Money is in yuan per person per month.
    """

    low: Decimal
    high: Decimal | None

    @classmethod
    def exactly(cls, number: Decimal | int) -> Amount:
        return cls(Decimal(number), Decimal(number))

    @property
    def is_exact(self) -> bool:
        return self.high is not None and self.low == self.high

    def less_than(self, other: Amount) -> Truth:
        if self._ends_before(other.low):
            return Truth.YES
        return Truth.NO if other._never_above(self.low) else Truth.UNKNOWN

    def at_most(self, other: Amount) -> Truth:
        return ~other.less_than(self)

    def equals(self, other: Amount) -> Truth:
        if self.is_exact and other.is_exact:
            return Truth.of(self.low == other.low)
        apart = Truth.YES in (self.less_than(other), other.less_than(self))
        return Truth.NO if apart else Truth.UNKNOWN

    def _ends_before(self, number: Decimal) -> bool:
        """Every number this may be is below ``number``."""
        if self.high is None:
            return False
        return self.high < number if self.is_exact else self.high <= number

    def _never_above(self, number: Decimal) -> bool:
        """No number this may be is above ``number``."""
        return self.high is not None and self.high <= number


Answer = str | frozenset[str] | Amount | Unknown
