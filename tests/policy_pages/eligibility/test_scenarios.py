from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from policy_pages.eligibility import (
    Outcome,
    Role,
    Scenario,
    days_to_check,
    lapsing_facts,
    read_answers,
    run_scenario,
    undecided_criteria,
)

from .rules_for_tests import DAY, DIBAO, LINE, PLACES, rule, ruleset


def scenario(raw: dict, outcome: Outcome, **more) -> Scenario:
    return Scenario("一家", read_answers(raw), outcome, **more)


def runs_of(one: Scenario, facts, rules=DIBAO):
    return run_scenario(one, rules, today=DAY, places=PLACES, facts=facts)


def test_a_family_that_comes_out_as_expected_passes():
    (run,) = runs_of(scenario({"money": 1000}, Outcome.MAY), [LINE])

    assert run.passed
    assert run.day == DAY


def test_the_right_outcome_for_another_reason_fails():
    expected = frozenset({"income"})

    assert runs_of(scenario({"money": 1500}, Outcome.NOT_NOW, failing=expected), [LINE])[0].passed
    assert not runs_of(scenario({"money": 1500}, Outcome.NOT_NOW), [LINE])[0].passed


def test_a_scenario_is_run_on_each_coming_day_a_number_changes():
    ending = replace(LINE, valid_to=date(2026, 12, 31))
    raised = replace(LINE, valid_from=date(2027, 1, 1), value=Decimal(1300))
    lowered = replace(LINE, valid_from=date(2028, 1, 1), value=Decimal(900))
    one = scenario({"money": 1000}, Outcome.MAY)
    facts = [ending, replace(raised, valid_to=date(2027, 12, 31)), lowered]

    assert [(run.day, run.passed) for run in runs_of(one, facts)] == [
        (DAY, True),
        (date(2027, 1, 1), True),
        (date(2028, 1, 1), False),
    ]
    assert days_to_check(DIBAO, [replace(LINE, code="another")], today=DAY) == [DAY]


def test_a_scenario_with_its_own_day_is_run_on_that_day_only():
    old = replace(LINE, valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31))
    one = scenario({"money": 1000}, Outcome.MAY, as_of=date(2024, 6, 1))

    (run,) = runs_of(one, [old])

    assert run.passed
    assert run.day == date(2024, 6, 1)


def test_an_assumed_number_stands_in_for_the_real_one():
    assumed = (("dibao_standard", Decimal(500)),)
    one = scenario({"money": 1000}, Outcome.NOT_NOW, failing=frozenset({"income"}), assumed=assumed)

    assert runs_of(one, [LINE])[0].passed
    assert runs_of(one, [])[0].passed


HERE = 'answer("hukou") == "here"'
ILL = '"illness" in answer("household")'
CHILD = '"child" in answer("household")'


def undecided(rules, *scenarios):
    return undecided_criteria(rules, scenarios, today=DAY, places=PLACES, facts=[LINE])


def test_a_criterion_needs_a_family_in_which_it_alone_decides():
    rules = ruleset(
        rule(Role.REQUIRED, HERE, "here"),
        rule(Role.EXCLUDES, ILL, "ill"),
        rule(Role.NOTE, CHILD, "tip"),
    )
    both_fail = scenario({"hukou": "permit", "household": ["illness"]}, Outcome.NOT_NOW)
    only_here_fails = scenario({"hukou": "permit", "household": []}, Outcome.NOT_NOW)
    only_ill_fails = scenario({"hukou": "here", "household": ["illness"]}, Outcome.NOT_NOW)

    assert undecided(rules, both_fail) == ("here", "ill")
    assert undecided(rules, both_fail, only_here_fails) == ("ill",)
    assert undecided(rules, only_here_fails, only_ill_fails) == ()


def test_an_alternative_alone_decides_where_no_other_of_its_group_holds():
    rules = ruleset(rule(Role.ANY_OF, ILL, "ill", "who"), rule(Role.ANY_OF, CHILD, "child", "who"))
    both = scenario({"household": ["illness", "child"]}, Outcome.MAY)
    ill = scenario({"household": ["illness"]}, Outcome.MAY)

    assert undecided(rules, both) == ("ill", "child")
    assert undecided(rules, both, ill) == ("child",)


def test_facts_about_to_lapse_are_named_with_their_last_day():
    ending = replace(LINE, valid_to=date(2026, 12, 1))

    def lapsing(value):
        return lapsing_facts(DIBAO, today=DAY, places=PLACES, facts=[value])

    assert lapsing(ending) == (("dibao_standard", date(2026, 12, 1)),)
    assert lapsing(LINE) == ()
