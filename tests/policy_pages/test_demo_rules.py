"""The demo rules against themselves: every criterion decides alone somewhere, all families hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from policy_pages.demo import load
from policy_pages.demo import rules as demo_rules
from policy_pages.eligibility import (
    Criterion,
    Outcome,
    Role,
    RuleSet,
    Scenario,
    Section,
    Truth,
    check,
    read_answers,
    run_scenario,
    undecided_criteria,
)
from policy_pages.models import PolicyPage
from policy_pages.models import RuleSet as StoredRuleSet

TODAY = date(2026, 11, 24)
PLACES = ("全国",)
ROWS = {row["programme"]: row for row in demo_rules.read()}
TEXTS = ("condition", "text_pass", "text_fail", "text_unknown", "what_would_change_it")


def rules_of(row: dict) -> RuleSet:
    criteria = tuple(
        Criterion(
            one["code"],
            Role(one["role"]),
            one["condition"],
            one.get("expression", ""),
            one.get("group", ""),
        )
        for one in row["criteria"]
    )
    return RuleSet(
        row["programme"],
        row["title"],
        row["explainer"],
        Section(row["section"]),
        criteria,
        urgent_when=row["urgent_when"],
        received_as=row["received_as"],
    )


def families_of(row: dict) -> list[Scenario]:
    return [
        Scenario(
            one["title"],
            read_answers(one["answers"]),
            Outcome(one["outcome"]),
            frozenset(one["failing"].split()),
            assumed=tuple((code, Decimal(n)) for code, n in one.get("assumed", {}).items()),
        )
        for one in row["scenarios"]
    ]


each_programme = pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)


@each_programme
def test_every_family_comes_out_as_expected(row):
    failed = [
        (family.title, run.outcome, sorted(run.failing))
        for family in families_of(row)
        for run in run_scenario(family, rules_of(row), today=TODAY, places=PLACES, facts=[])
        if not run.passed
    ]

    assert failed == []


@each_programme
def test_every_criterion_decides_alone_in_one_family(row):
    undecided = undecided_criteria(
        rules_of(row), families_of(row), today=TODAY, places=PLACES, facts=[]
    )

    assert undecided == ()


@each_programme
def test_every_programme_has_two_families_for_whom_it_may_be_possible(row):
    assert [one["outcome"] for one in row["scenarios"]].count("may") >= 2


@each_programme
def test_what_a_resident_reads_is_short_and_no_verdict(row):
    texts = [row["next_step"], *(one.get(name, "") for one in row["criteria"] for name in TEXTS)]
    sentences = [sentence for text in texts for sentence in text.split("。") if sentence]

    assert [sentence for sentence in sentences if len(sentence) > 40] == []
    assert sum(map(len, sentences)) / len(sentences) <= 25
    assert "符合" not in "".join(texts)


@each_programme
def test_a_reason_against_says_what_would_change_it_or_what_else_to_try(row):
    silent = [
        one["code"]
        for one in row["criteria"]
        if one["role"] in {"required", "excludes", "discretion"}
        and not one.get("what_would_change_it")
    ]
    groups: dict[str, str] = {}
    for one in row["criteria"]:
        if one["role"] == "any_of":
            texts = groups.get(one["group"], "") + one.get("what_would_change_it", "")
            groups[one["group"]] = texts

    assert silent == []
    assert all(groups.values())


def result_today(**raw):
    rules = [rules_of(row) for row in ROWS.values()]
    return check(read_answers(raw), day=TODAY, places=PLACES, rulesets=rules, facts=[])


def programmes(results) -> set[str]:
    return {one.ruleset.programme for one in results}


NOTHING_SPECIAL = {
    "urgent": "none",
    "hukou": "here",
    "people": 2,
    "household": "none",
    "costs": "no",
    "assets": "none",
    "receiving": "none",
}


def test_a_person_who_knows_nothing_is_told_nothing_is_closed():
    everything_unknown = dict.fromkeys(NOTHING_SPECIAL, "unknown") | {"money": "unknown"}

    assert result_today(**everything_unknown).not_now == ()
    assert result_today().not_now == ()


def test_without_todays_standard_the_check_is_still_of_use():
    result = result_today(
        **NOTHING_SPECIAL
        | {"money": "very_tight", "household": ["disability_severe"], "costs": "medical"}
    )

    assert programmes(result.may) == {"linshi_jiuzhu", "yiliao_jiuzhu", "canji_huli"}
    assert "dibao" in programmes(result.unclear)
    (why,) = result.of("dibao").why_unclear
    assert [number.code for number in why.missing_numbers] == ["dibao_standard"]


def test_a_house_fire_away_from_home_comes_first_whatever_the_hukou():
    result = result_today(**NOTHING_SPECIAL | {"urgent": ["big_event"], "hukou": "elsewhere"})

    assert programmes(result.urgent) == {"linshi_jiuzhu"}
    assert result.of("shouzai").outcome is Outcome.NOT_NOW


def test_help_already_received_stands_apart_and_opens_other_doors():
    result = result_today(
        **NOTHING_SPECIAL | {"receiving": ["dibao"], "household": ["disability_other"]}
    )

    assert programmes(result.already) == {"dibao"}
    assert {"canji_shenghuo", "zhufang", "jiuye"} <= programmes(result.may)


def test_a_reason_that_holds_is_never_among_the_reasons_against():
    result = result_today(**NOTHING_SPECIAL | {"urgent": ["no_food"]})

    for one in result.programmes:
        assert all(reason.holds is Truth.YES for reason in one.why)
        assert all(reason.holds is Truth.NO for reason in one.why_not)


@pytest.fixture
def loaded(db) -> None:
    load()


def test_all_programmes_go_live_point_at_explainers_and_load_once(loaded):
    before = list(StoredRuleSet.objects.order_by("pk").values())
    pages = set(PolicyPage.objects.live().values_list("slug", flat=True))

    demo_rules.load()

    assert list(StoredRuleSet.objects.order_by("pk").values()) == before
    live = StoredRuleSet.objects.live()
    assert {one.programme for one in live} == set(ROWS)
    assert pages - {one.explainer for one in live} == {"yingxiang-zinv"}
    linked = {slug for one in live for slug in [one.explainer, *one.also_look_at.split()]}
    assert linked == pages
