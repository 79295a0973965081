"""Which of the nine categories a household may belong to (R-53). Pure Python."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import Facts
from .parameters import Parameters, is_sudden
from .texts import CATEGORIES


@dataclass(frozen=True, slots=True)
class Category:
    """One of the seed's nine, as likely; the label of the law beside it (R-53)."""

    code: str
    label: str
    legal_label: str
    status: str


def likely_categories(facts: Facts, burdens: list[str], parameters: Parameters) -> list[Category]:
    per_head, line = facts.income_per_head, parameters.line
    edge = line * parameters.margin_times
    poor = facts.no_income or (per_head is not None and per_head < line)
    cannot_work = any(
        (member.age is not None and (member.age >= 60 or member.age < 16))
        or member.severely_disabled
        for member in facts.members
    )
    kinds = {event.kind for event in facts.events if is_sudden(event, parameters)}
    medical = facts.hears("medical_now", "sudden_illness") or kinds & {"illness", "accident"}
    likely = {
        "cat1_dibao": poor,
        "cat2_tekun": poor and cannot_work and facts.has_support is False,
        "cat3_low_income": per_head is not None and line <= per_head < edge,
        "cat4_expenditure_poor": bool({"serious_illness", "several_ill", "school"} & set(burdens))
        and not poor
        and ("cannot_pay_care" in burdens or "debt" in burdens or "school" in burdens
             or "several_ill" in burdens),
        "cat5_disaster": facts.hears("natural_disaster")
        or ("disaster" in kinds and not facts.hears("fire")),
        "cat6_no_abode": facts.homeless,
        "cat7_temporary_hardship": bool(kinds)
        or facts.no_food
        or any(event.kind == "job_loss" for event in facts.events),
        "cat8_emergency_medical": bool(medical) and facts.cannot_pay_care,
        "cat9_provincial_other": "orphan" in burdens
        or "child_lost" in kinds
        or ("severe_disability" in burdens and not poor),
    }  # fmt: skip
    held = {
        "dibao": "cat1_dibao",
        "tekun": "cat2_tekun",
        "low_margin": "cat3_low_income",
        "rigid_spending": "cat4_expenditure_poor",
    }
    confirmed = {held[benefit] for benefit in facts.benefits if benefit in held}
    return [
        Category(code, *labels, "confirmed" if code in confirmed else "suspected")
        for code, labels in CATEGORIES.items()
        if likely[code] or code in confirmed
    ]
