"""The lasting difficulties of a household. Pure Python."""

from __future__ import annotations

from .facts import Facts


def burdens_of(facts: Facts) -> list[str]:
    """The lasting difficulties of a household, heaviest first; codes of ``BURDEN_LABELS``."""
    serious = sum(member.serious_illness for member in facts.members)
    severe = sum(member.severely_disabled for member in facts.members)
    afflicted = sum(m.serious_illness or m.severely_disabled for m in facts.members)
    ill = serious or facts.hears("serious_illness")
    uninsured = any(m.insured is False for m in facts.members) or facts.hears("no_insurance")
    elder = any((m.age or 0) >= 60 for m in facts.members)
    checks = {
        "several_ill": afflicted >= 2
        or (facts.hears("several_ill") and facts.hears("serious_illness", "severe_disability")),
        "serious_illness": bool(ill),
        "severe_disability": bool(severe) or facts.hears("severe_disability"),
        "uninsured": uninsured,
        "carer": "carer" in facts.flags
        or facts.hears("carer")
        or any(member.needs_care for member in facts.members),
        "no_support": facts.has_support is False,
        "cannot_pay_care": facts.cannot_pay_care,
        "single_parent": facts.hears("single_parent"),
        "orphan": facts.hears("orphan", "child_alone"),
        "elder_alone": elder and facts.lives_alone is True,
        "debt": facts.in_debt,
        "arrears": facts.hears("eviction"),
        "disability": any(m.disabled for m in facts.members)
        or facts.hears("disability")
        or "disability" in facts.needs,
        "chronic_illness": any(m.chronic_illness for m in facts.members)
        or facts.hears("chronic_illness"),
        "drug_cost": facts.hears("drug_cost"),
        "school": facts.hears("school_cost"),
        "job_loss": any(event.kind == "job_loss" for event in facts.events),
        "low_mood": facts.hears("low_mood") or "low_mood" in facts.needs,
        "released": facts.hears("released"),
        "low_income": facts.hears("low_income"),
        "hardship": facts.hears("hardship"),
        "extreme_words": facts.hears("extreme_poverty"),
    }
    return [code for code, holds in checks.items() if holds]


HEAVY = {
    "several_ill", "serious_illness", "severe_disability", "uninsured", "carer", "no_support",
    "cannot_pay_care", "single_parent", "debt", "arrears", "orphan", "elder_alone",
}  # fmt: skip
