"""Rules small enough to reason about by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from policy_pages.eligibility import (
    Criterion,
    DatedValue,
    Role,
    RuleSet,
    Section,
    check,
    read_answers,
)

DAY = date(2026, 11, 24)
PLACES = ("营市街街道", "济南市")
LINE = DatedValue(
    "dibao_standard",
    "济南市",
    Decimal(1200),
    date(2026, 1, 1),
    label="低保标准",
    unit="元/人·月",
    source="测试通知",
)

INCOME = Criterion(
    "income",
    Role.REQUIRED,
    "收入低于低保标准",
    'answer("money") < fact("dibao_standard")',
    text_pass="收入低于这条线。",
    text_fail="收入高于这条线。",
    text_unknown="这条线今天没有数，请问社工站。",
)
DIBAO = RuleSet("dibao", "低保", "dibao", Section.BASIC, (INCOME,), received_as="dibao", order=1)


def ruleset(*criteria: Criterion, programme: str = "trial", **changes) -> RuleSet:
    return RuleSet(
        programme, changes.pop("title", "试验"), "trial", Section.SPECIAL, criteria, **changes
    )


def rule(role: Role, expression: str, code: str = "one", group: str = "") -> Criterion:
    return Criterion(code, role, "条件", expression, group)


def outcome_of(rules: RuleSet, answers: dict, facts=(LINE,), day: date = DAY):
    return check(read_answers(answers), day=day, places=PLACES, rulesets=[rules], facts=facts).of(
        rules.programme
    )
