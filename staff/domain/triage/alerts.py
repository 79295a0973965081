"""What a worker must be alert to, whatever the tier. Missing one is worse than one too many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import numbers, words
from .facts import Facts
from .parameters import Parameters
from .people import has_minor, speaks_of_child
from .texts import ALERTS

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to act on: ``when`` is now, today or note."""

    code: str
    wording: str
    act: str
    source: str
    when: str
    basis: str


def _is_out_of_hours(facts: Facts, parameters: Parameters) -> bool:
    moment = facts.received_at
    if moment is None:
        return False
    worked = parameters.received_on_workday
    if worked is None:
        worked = moment.weekday() < SATURDAY
    return not (worked and parameters.opens <= moment.time() <= parameters.closes)


def _cannot_report(facts: Facts) -> bool:
    """The law's list: age, disability, serious illness, force or threat (DV-SD 27(3))."""
    return (
        any(
            (member.age is not None and (member.age >= 60 or member.age < 18))
            or member.disabled
            or member.serious_illness
            for member in facts.members
        )
        or any(age >= 60 or age < 18 for age in numbers.ages(facts.words))
        or facts.hears("disability", "severe_disability", "serious_illness", "afraid_to_report")
        or facts.awareness == "unable"
        or facts.is_a_childs
        or bool(words.WEAK_VICTIM.search(facts.words))
    )


def cannot_wait(alerts: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Those alerts of a suggestion, as data, that tell of somebody who must be seen to now.

    That it came in after hours says something of us, not of them.
    """
    return [each for each in alerts if each["when"] == "now" and each["code"] != "after_hours"]


def alerts_for(
    facts: Facts, burdens: list[str], parameters: Parameters, *, urgent: bool
) -> list[Alert]:
    """Every alert that holds, the ones for now first."""
    flags = facts.flags
    violence = bool(flags & {"violence", "sexual"}) or facts.hears(
        "violence", "sexual", "afraid_to_report"
    )
    minor, child = has_minor(facts), speaks_of_child(facts)
    missing = bool(flags & {"child_missing", "missing"}) or facts.hears("missing")
    parent_gone = any(
        signal.code == "missing" and words.PARENT.match(signal.words) for signal in facts.heard
    )
    child_lost = any(e.kind == "child_lost" for e in facts.events) and missing
    missing_child = (
        "child_missing" in flags or child_lost or (missing and (minor or child) and not parent_gone)
    )
    child_alone = "child_alone" in flags or facts.hears("child_alone")
    child_harm = bool(flags & {"child_harm", "sexual"}) or facts.hears("child_harm")
    suicidal = "self_harm" in flags or facts.hears("self_harm")
    sexual = "sexual" in flags or facts.hears("sexual")
    danger_to_child = (
        child_alone
        or child_harm
        or missing_child
        or ((violence or suicidal or missing or facts.no_food or facts.homeless) and minor)
        or ((violence or sexual or suicidal) and child)
        or (facts.danger == "harm" and minor)
        or ((facts.hears("silent") or "silent" in flags) and (minor or child))
        or facts.is_a_childs
    )
    acute = any(
        signal.code == "sudden_illness" and not words.NEW_DIAGNOSIS.search(signal.words)
        for signal in facts.heard
    )
    dead = facts.hears("death", "child_died") and not facts.hears("sudden_illness")
    holds = {
        "danger_now": facts.danger == "harm"
        or facts.channel == "crisis"
        or (facts.hears("now") and (violence or suicidal or child_alone)),
        "self_harm": suicidal,
        "violence": violence,
        "mandatory_report_minor": danger_to_child,
        "mandatory_report_violence": violence and _cannot_report(facts),
        "missing_child": missing_child,
        "missing_person": missing,
        "child_alone": child_alone,
        "no_sign_of_life": "silent" in flags or facts.hears("silent"),
        "medical_emergency": "medical_now" in flags
        or facts.hears("medical_now")
        or (acute and not dead and facts.hears("recent")),
        "no_food": facts.no_food or "no_food" in flags or facts.danger == "shelter",
        "homeless": facts.homeless or facts.danger == "shelter",
        "after_hours": _is_out_of_hours(facts, parameters) and urgent,
        "cannot_pay_care": facts.cannot_pay_care,
        "no_income": facts.no_income,
        "no_insurance": "uninsured" in burdens,
        "elder_alone": _elder_alone(facts),
        "no_support": facts.has_support is False,
        "carer_overload": "carer" in burdens,
        "pregnant": "pregnant" in flags or facts.hears("pregnant"),
        "minor_in_household": minor or bool(words.YOUNG.search(facts.words)),
        "not_aware": facts.awareness in {"unaware", "unwilling"},
        "cannot_consent": facts.awareness == "unable",
        "unwilling": facts.unwilling or facts.awareness == "unwilling",
    }
    alerts = [
        Alert(code, wording, act, source, when, "stated" if _is_stated(code, facts) else "words")
        for code, (wording, act, source, when) in ALERTS.items()
        if holds[code]
    ]
    return sorted(alerts, key=lambda alert: ("now", "today", "note").index(alert.when))


_HARMS = {"violence", "sexual", "afraid_to_report"}
_RESTS_ON = {
    "violence": _HARMS,
    "mandatory_report_violence": _HARMS,
    "mandatory_report_minor": _HARMS
    | {"child_alone", "child_harm", "child_missing", "missing", "self_harm", "silent"},
    "missing_child": {"child_missing", "missing"},
    "missing_person": {"child_missing", "missing"},
    "no_sign_of_life": {"silent"},
    "medical_emergency": {"medical_now"},
}
"""The signals an alert rests on, where they have other names than its own."""


def _is_stated(code: str, facts: Facts) -> bool:
    """Whether somebody stated it; what was only heard in words is to be asked about."""
    rests_on = _RESTS_ON.get(code, {code})
    if not facts.hears(*rests_on) or rests_on & facts.flags:
        return True
    if code in {"no_food", "homeless"}:
        return facts.danger == "shelter"
    return code == "mandatory_report_minor" and (facts.is_a_childs or facts.danger == "harm")


def _elder_alone(facts: Facts) -> bool:
    elder = any((member.age or 0) >= 60 for member in facts.members) or any(
        age >= 60 for age in numbers.ages(facts.words)
    )
    return facts.lives_alone is True and (elder or bool(words.ELDER.search(facts.words)))
