"""A suggested tier with its reasons; a worker decides (R-76, PIPL 24). Pure Python.

``suggest`` looks at facts and says which rules fired, what to be alert to, what is missing and what
would change it. It never enters tier 3 (R-95). What was only heard in free words is marked so: it
is a thing to ask about. Amounts and days are parameters, since the seed sets none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ..stages import Stage
from ..tiers import Tier
from .alerts import Alert, alerts_for
from .burdens import HEAVY, burdens_of
from .categories import Category, likely_categories
from .facts import Facts
from .keys import SUDDEN
from .parameters import Parameters, is_sudden
from .texts import (
    BURDEN_LABELS,
    EVENT_LABELS,
    GAP_LABELS,
    MISSING,
    RULES,
    STAGE_LABELS,
)


class Basis(StrEnum):
    """Whether somebody stated it, or it was only heard in free words."""

    STATED = "stated"
    WORDS = "words"


class Outcome(StrEnum):
    """What is suggested to do with the referral."""

    OPEN_CASE = "open_case"
    MOVE_CASE = "move_case"
    KEEP_STAGE = "keep_stage"
    ADVISE = "advise"
    ASK_FIRST = "ask_first"


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that fired."""

    rule: str
    wording: str
    source: str
    requirement: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a worker sees beside the person's own words. Nothing is scored or decided."""

    outcome: Outcome
    stage: Stage | None
    reasons: list[Reason]
    alerts: list[Alert]
    categories: list[Category]
    gap_reasons: list[str]
    missing: list[str]
    would_change: list[str]

    @property
    def tier(self) -> Tier | None:
        return self.stage.tier if self.stage else None


def _reason(rule: str, basis: Basis, what: str = "") -> Reason:
    wording, source, requirement = RULES[rule]
    return Reason(rule, wording.format(what=what), source, requirement, basis)


def _basis(stated: bool) -> Basis:
    return Basis.STATED if stated else Basis.WORDS


MILD = {"elder_alone", "disability", "chronic_illness", "lives_alone", "severe_disability"}
GENERAL_NEEDS = {"money", "care", "housing", "work", "school", "disability", "health", "low_mood"}


def _names(codes: list[str], labels: dict[str, str]) -> str:
    return "、".join(labels[code] for code in codes)


def _tier1_reasons(facts: Facts, burdens: list[str], parameters: Parameters) -> list[Reason]:
    reasons = []

    def fire(rule: str, stated: bool, heard: bool = False, what: str = "") -> None:
        if stated or heard:
            reasons.append(_reason(rule, _basis(stated), what))

    flags = facts.flags
    fire("t1_danger", facts.danger == "harm" or facts.channel == "crisis")
    fire("t1_self_harm", "self_harm" in flags, facts.hears("self_harm"))
    fire(
        "t1_violence",
        bool(flags & {"violence", "sexual"}),
        facts.hears("violence", "sexual"),
    )
    fire(
        "t1_child",
        bool(flags & {"child_missing", "child_alone", "child_harm"})
        or (facts.is_a_childs and facts.danger not in {"none", ""}),
        facts.hears("child_alone", "child_harm"),
    )
    fire("t1_missing", "missing" in flags, facts.hears("missing") and "child_missing" not in flags)
    fire("t1_no_sign_of_life", "silent" in flags, facts.hears("silent"))
    fire(
        "t1_no_food_or_shelter",
        facts.danger == "shelter" or "no_food" in flags,
        facts.no_food or facts.homeless,
    )
    fire("t1_medical", "medical_now" in flags, facts.hears("medical_now"))
    sudden = [event for event in facts.events if is_sudden(event, parameters)]
    if sudden:
        kinds = list(dict.fromkeys(event.kind for event in sudden))
        fire("t1_event", True, what=_names(kinds, EVENT_LABELS))
    fire("t1_cannot_pay_care", facts.cannot_pay_care and not facts.hears("cannot_pay_care"),
         facts.cannot_pay_care)  # fmt: skip
    aided = bool(facts.benefits & {"dibao", "tekun"})
    heavy = [code for code in burdens if code in HEAVY]
    per_head, line = facts.income_per_head, parameters.line
    if not aided:
        fire("t1_no_income", facts.no_income and facts.has_savings is not True)
        if per_head is not None and 0 < per_head < line * parameters.far_below_share:
            fire("t1_far_below_line", True)
        if per_head is not None and 0 < per_head < line and heavy:
            what = _names(heavy, BURDEN_LABELS)
            fire("t1_below_line_and_burdened", True, what=what)
    short = per_head is None or per_head < line * parameters.margin_times
    if "several_ill" in burdens and short and (not facts.stable):
        fire("t1_many_difficulties", True)
    if "extreme_words" in burdens and heavy and (per_head is None or per_head < line):
        fire("t1_extreme_words", False, True, what=_names(heavy, BURDEN_LABELS))
    return reasons


def _tier2_reasons(facts: Facts, burdens: list[str], parameters: Parameters) -> list[Reason]:
    reasons = []
    per_head = facts.income_per_head
    edge = parameters.line * parameters.margin_times
    gap = sorted(facts.gap_reasons)
    if per_head is not None and parameters.line <= per_head < edge and burdens:
        gap = sorted({*gap, "just_over"})
    if gap:
        reasons.append(_reason("t2_gap", Basis.STATED, _names(gap, GAP_LABELS)))
    if per_head is not None and per_head < edge and not facts.benefits & {"dibao", "tekun"}:
        reasons.append(_reason("t2_low_income", Basis.STATED))
    changes = [
        event.kind
        for event in facts.events
        if event.kind in {"separation", "debt", "birth", "other"}
        or (event.kind == "job_loss" and (event.days_ago is None or event.days_ago <= 180))
    ]
    lasting = [code for code in burdens if code != "job_loss" or not changes]
    if facts.benefits & {"dibao", "tekun"} and burdens:
        what = _names(burdens, BURDEN_LABELS)
        reasons.append(_reason("t2_on_aid_still_hard", Basis.STATED, what))
    elif lasting:
        stated = bool(facts.members) or facts.has_support is False
        what = _names(lasting, BURDEN_LABELS)
        reasons.append(_reason("t2_lasting_hardship", _basis(stated), what))
    if changes:
        what = _names(list(dict.fromkeys(changes)), EVENT_LABELS)
        reasons.append(_reason("t2_change", Basis.STATED, what))
    if facts.unwilling and (burdens or gap):
        reasons.append(_reason("t2_unwilling", Basis.WORDS))
    return reasons


def _is_comfortable(facts: Facts, parameters: Parameters) -> bool:
    """Said to be stable, or enough money, and nothing that says otherwise."""
    per_head = facts.income_per_head
    enough = per_head is not None and per_head >= parameters.line * parameters.margin_times
    if (per_head is not None and not enough) or facts.benefits & {"dibao", "tekun"}:
        return False
    if facts.no_income or facts.in_debt or facts.cannot_pay_care or facts.hears("extreme_poverty"):
        return False
    return enough or (facts.stable and not facts.hears("low_income"))


def _only_asks(facts: Facts) -> bool:
    return facts.information_only or (
        facts.hears("asks_information") and not facts.needs & {"money", "care", "low_mood"}
    )


GRAVE = {
    "t1_danger", "t1_self_harm", "t1_violence", "t1_child", "t1_missing", "t1_no_sign_of_life",
    "t1_no_food_or_shelter", "t1_medical",
}  # fmt: skip


def _advice(facts, burdens, tier1, tier2, parameters) -> Reason | None:
    """The reason to answer without a case, when there is one."""
    if facts.gap_reasons or any(reason.rule in GRAVE for reason in tier1):
        return None
    comfortable = _is_comfortable(facts, parameters)
    rules = {reason.rule for reason in tier1}
    if tier1 and not (rules <= {"t1_event", "t1_many_difficulties"} and comfortable):
        return None
    asks = _only_asks(facts)
    mild = set(burdens) <= MILD
    weak = {reason.rule for reason in tier2} <= {
        "t2_lasting_hardship", "t2_on_aid_still_hard", "t2_change",
    }  # fmt: skip
    if asks and (
        comfortable or (not tier1 and ((mild and weak) or (facts.stable and not burdens)))
    ):
        return _reason("advise_information", _basis(facts.information_only))
    if comfortable and not tier1 and not (set(burdens) - MILD - {"job_loss"}):
        alone = "elder_alone" in burdens and facts.has_support is not True
        wants = facts.needs & {"care", "low_mood", "housing"}
        if not (alone and not facts.stable) and not wants:
            return _reason("advise_stable", Basis.STATED)
    if facts.information_only and not tier1 and not tier2:
        return _reason("advise_information", Basis.STATED)
    return None


def _without_case(facts: Facts, parameters: Parameters):
    """Outcome, stage and reasons for a household we do not accompany yet."""
    burdens = burdens_of(facts)
    tier1 = _tier1_reasons(facts, burdens, parameters)
    tier2 = _tier2_reasons(facts, burdens, parameters)
    if advice := _advice(facts, burdens, tier1, tier2, parameters):
        return Outcome.ADVISE, None, [advice]
    if tier1:
        return Outcome.OPEN_CASE, Stage.T1_EMERGENCY_HANDLING, tier1 + tier2
    if tier2:
        return Outcome.OPEN_CASE, Stage.T2_ACCOMPANIED_GROWTH, tier2
    if facts.stable:
        return Outcome.ADVISE, None, [_reason("advise_stable", Basis.WORDS)]
    if facts.hears("asks_information"):
        return Outcome.ADVISE, None, [_reason("advise_information", Basis.WORDS)]
    if facts.needs & GENERAL_NEEDS:
        return (
            Outcome.OPEN_CASE,
            Stage.T2_ACCOMPANIED_GROWTH,
            [_reason("t2_need_stated", Basis.STATED)],
        )
    if facts.income_per_head is not None:
        return Outcome.ADVISE, None, [_reason("advise_stable", Basis.STATED)]
    return Outcome.ASK_FIRST, None, [_reason("ask_first", Basis.STATED)]


_UP_THE_LADDER = {
    Stage.T1_EMERGENCY_HANDLING: ("improving", Stage.T1_JOINT_HELP),
    Stage.T1_JOINT_HELP: ("improving", Stage.T1_STEP_DOWN_REFERRAL),
    Stage.T1_STEP_DOWN_REFERRAL: ("improving", Stage.T2_REFERRAL_OBSERVATION),
    Stage.T2_REFERRAL_OBSERVATION: ("improving", Stage.T2_ACCOMPANIED_GROWTH),
    Stage.T2_ACCOMPANIED_GROWTH: ("independent", Stage.T2_STEP_DOWN_REFERRAL),
    Stage.T2_STEP_DOWN_REFERRAL: ("independent", Stage.T3_REFERRAL_OBSERVATION),
    Stage.T3_REFERRAL_OBSERVATION: ("independent", Stage.T3_FOLLOW_UP),
}
_BACK = {
    Stage.T2_REFERRAL_OBSERVATION: Stage.T1_JOINT_HELP,
    Stage.T3_REFERRAL_OBSERVATION: Stage.T2_ACCOMPANIED_GROWTH,
}
_TIER_ALONE = {1: Stage.T1_JOINT_HELP, 2: Stage.T2_ACCOMPANIED_GROWTH, 3: Stage.T3_FOLLOW_UP}
# Where only the tier is known, the move is named across the whole tier.
_TIER_UP = {1: ("improving", Stage.T2_REFERRAL_OBSERVATION),
            2: ("independent", Stage.T3_REFERRAL_OBSERVATION)}  # fmt: skip


def _with_case(facts: Facts, parameters: Parameters):
    """Outcome, stage and reasons for a household that is accompanied already (R-55)."""
    stage = facts.prior_stage or _TIER_ALONE[facts.prior_tier]
    tier1 = _tier1_reasons(facts, burdens_of(facts), parameters)
    progress = set(facts.progress)
    if "independent" in progress:
        progress.add("improving")
    new = [
        reason for reason in tier1
        if reason.rule in GRAVE or (reason.rule == "t1_event" and _has_new_event(facts, progress))
        or (reason.rule == "t1_cannot_pay_care" and "worse" in progress)
    ]  # fmt: skip
    emergency = Stage.T1_EMERGENCY_HANDLING
    if new and stage is not emergency:
        return Outcome.MOVE_CASE, emergency, [_reason("prior_new_event", Basis.STATED), *new]
    if new:
        return Outcome.KEEP_STAGE, stage, new
    if "worse" in progress and "improving" not in progress:
        back = _BACK.get(stage)
        if facts.prior_stage is None and facts.prior_tier == 3:
            back = Stage.T2_ACCOMPANIED_GROWTH
        if back:
            what = STAGE_LABELS[back]
            return Outcome.MOVE_CASE, back, [_reason("prior_back", Basis.WORDS, what)]
    up = _TIER_UP.get(facts.prior_tier) if facts.prior_stage is None else _UP_THE_LADDER.get(stage)
    if up and up[0] in progress and "worse" not in progress:
        what = STAGE_LABELS[up[1]]
        return Outcome.MOVE_CASE, up[1], [_reason("prior_advances", Basis.WORDS, what)]
    what = STAGE_LABELS[stage]
    return Outcome.KEEP_STAGE, stage, [_reason("prior_stays", Basis.STATED, what)]


def _has_new_event(facts: Facts, progress: set[str]) -> bool:
    """An event within a month; one without a date only when nothing is said to be better."""
    sudden = [event for event in facts.events if event.kind in SUDDEN]
    if any(event.days_ago is not None and event.days_ago <= 31 for event in sudden):
        return "improving" not in progress or facts.hears("recent")
    return bool(sudden) and any(event.days_ago is None for event in sudden) and not progress


def _missing(
    facts: Facts, outcome: Outcome, reasons: list[Reason], parameters: Parameters
) -> list[str]:
    ill = any(m.serious_illness or m.chronic_illness for m in facts.members) or facts.hears(
        "serious_illness", "chronic_illness"
    )
    insurance_known = facts.hears("no_insurance") or any(
        member.insured is not None for member in facts.members
    )
    checks = {
        "danger": not facts.danger,
        "event_when": any(e.days_ago is None and e.kind in SUDDEN for e in facts.events),
        "line": parameters.dibao_line is None,
        "income": facts.income_per_head is None
        and not facts.no_income
        and parameters.dibao_line is not None,
        "size": facts.size is None,
        "insurance": ill and not insurance_known,
        "support": facts.has_support is None,
        "prior_help": not facts.benefits and not facts.gap_reasons,
        "confirm_words": any(reason.basis is Basis.WORDS for reason in reasons),
        "visit": outcome is Outcome.OPEN_CASE,
    }
    return [MISSING[code] for code, is_missing in checks.items() if is_missing]


def _would_change(facts: Facts, stage: Stage | None, parameters: Parameters) -> list[str]:
    line, edge = parameters.line, parameters.line * parameters.margin_times
    known = parameters.dibao_line is not None
    if stage is None:
        return [
            f"人均每月不到{edge:.0f}元，或有长期的难处、政策够不着：二级。"
            if known
            else "有长期的难处、政策够不着：二级。",
            "遇到突发的事，或没饭吃、没处住、有危险：一级。",
        ]
    if stage.tier is Tier.TIER1_URGENT:
        changes = ["走访看到已经脱离紧急：按阶段往下走，降级要第二个人签字。"]
        if any(event.days_ago is None for event in facts.events):
            changes.append("事情过去很久了，吃住都有着落：可以从二级开始。")
        if facts.income_per_head is not None and facts.income_per_head < line:
            changes.append(f"核实后人均每月有{line:.0f}元以上，也没有急事：二级。")
        return changes
    if stage.tier is Tier.TIER2_EASING:
        return [
            "遇到突发的事，或没饭吃、没处住、有危险：一级，马上。",
            f"人均每月不到{line * parameters.far_below_share:.0f}元，或断了收入：一级。"
            if known
            else "断了收入：一级。",
            "能靠自己和现有资源过日子：再看三级，只能从二级转。",
        ]
    return ["有新的急事：一级。", "还要陪伴：回到二级。"]


def suggest(facts: Facts, parameters: Parameters | None = None) -> Suggestion:
    """The suggestion for a household. Pure: the same facts always give the same answer."""
    parameters = parameters or Parameters()
    if parameters.dibao_line is None:
        facts = replace(facts, income_per_head=None)
    burdens = burdens_of(facts)
    closed = facts.prior_stage is Stage.CLOSED
    if (facts.prior_stage or facts.prior_tier) and not closed:
        outcome, stage, reasons = _with_case(facts, parameters)
    else:
        outcome, stage, reasons = _without_case(facts, parameters)
        if closed and stage:
            outcome = Outcome.MOVE_CASE
            reasons = [_reason("prior_closed", Basis.STATED), *reasons]
            if stage is Stage.T2_ACCOMPANIED_GROWTH:
                stage = Stage.T2_REFERRAL_OBSERVATION
    gap = sorted(facts.gap_reasons)
    return Suggestion(
        outcome=outcome,
        stage=stage,
        reasons=reasons,
        alerts=alerts_for(
            facts, burdens, parameters, urgent=bool(stage and stage.tier is Tier.TIER1_URGENT)
        ),
        categories=likely_categories(facts, burdens, parameters),
        gap_reasons=[GAP_LABELS[code] for code in gap],
        missing=_missing(facts, outcome, reasons, parameters),
        would_change=_would_change(facts, stage, parameters),
    )
