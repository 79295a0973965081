"""The three tiers of the station's mechanism (seed §4.2, R-59). Pure Python."""

from __future__ import annotations

from enum import StrEnum


class Tier(StrEnum):
    """How a household is accompanied. It is not eligibility for any assistance (R-80)."""

    TIER1_URGENT = "tier1_urgent"
    TIER2_EASING = "tier2_easing"
    TIER3_STABLE = "tier3_stable"

    @property
    def number(self) -> int:
        return list(Tier).index(self) + 1
