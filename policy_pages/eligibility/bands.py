"""The money question's choices, built from the lines that hold today (ux_content 2.3, question 5).

With no line known today there is nothing to compare with, so the question is asked in words
instead of numbers, and no old number is ever shown.
"""

from __future__ import annotations

from decimal import Decimal

from .facts import FactBook
from .questions import BY_CODE
from .values import Amount

LINES = ("dibao_standard", "dibao_margin_line", "income_average_line")


def money_bands(facts: FactBook) -> tuple[Amount, ...]:
    """Bands between today's lines, lowest first; empty when no line has a value today."""
    values = (facts.get(code) for code in LINES)
    edges = sorted({value.value for value in values if value is not None and value.value > 0})
    if not edges:
        return ()
    lows: list[Decimal] = [Decimal(0), *edges]
    return tuple(Amount(low, high) for low, high in zip(lows, [*edges, None], strict=True))


def band_of(amount: Decimal, bands: tuple[Amount, ...]) -> Amount | None:
    """The band an exact sum falls into. None when there are no bands or the sum is negative."""
    for band in bands:
        if band.low <= amount and (band.high is None or amount < band.high):
            return band
    return None


def money_choices(facts: FactBook) -> tuple[Amount | str, ...]:
    """What the question offers today: bands where a line is known, else words."""
    return money_bands(facts) or BY_CODE["money"].option_codes
