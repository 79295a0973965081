from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_pages.eligibility import (
    QUESTIONS,
    Outcome,
    Role,
    Section,
    Truth,
    Unknown,
    check,
    read_answers,
    rules_fingerprint,
)

from .rules_for_tests import DAY, DIBAO, LINE, PLACES, outcome_of, rule, ruleset
from .test_answers import all_answers

HERE = 'answer("hukou") == "here"'
ILL = '"illness" in answer("household")'
CHILD = '"child" in answer("household")'
MAY, UNCLEAR, NOT_NOW = Outcome.MAY, Outcome.UNCLEAR, Outcome.NOT_NOW


@pytest.mark.parametrize(
    ("role", "answer", "expected"),
    [
        (Role.REQUIRED, "here", MAY),
        (Role.REQUIRED, "unknown", UNCLEAR),
        (Role.REQUIRED, "elsewhere", NOT_NOW),
        (Role.EXCLUDES, "here", NOT_NOW),
        (Role.EXCLUDES, "unknown", UNCLEAR),
        (Role.EXCLUDES, "elsewhere", MAY),
        (Role.DISCRETION, "here", MAY),
        (Role.DISCRETION, "unknown", UNCLEAR),
        (Role.DISCRETION, "elsewhere", UNCLEAR),
        (Role.NOTE, "here", MAY),
        (Role.NOTE, "elsewhere", MAY),
        (Role.NOTE, "unknown", MAY),
    ],
)
def test_each_role_does_its_part(role, answer, expected):
    assert outcome_of(ruleset(rule(role, HERE)), {"hukou": answer}).outcome is expected


@pytest.mark.parametrize(
    ("household", "expected"),
    [(["illness"], MAY), (["child"], MAY), ("none", NOT_NOW), ("unknown", UNCLEAR)],
)
def test_one_of_a_group_is_enough(household, expected):
    rules = ruleset(rule(Role.ANY_OF, ILL, "ill", "who"), rule(Role.ANY_OF, CHILD, "child", "who"))

    assert outcome_of(rules, {"household": household}).outcome is expected


def test_two_groups_must_both_be_met():
    rules = ruleset(rule(Role.ANY_OF, ILL, "ill", "who"), rule(Role.ANY_OF, HERE, "here", "where"))

    assert outcome_of(rules, {"household": ["illness"], "hukou": "permit"}).outcome is NOT_NOW
    assert outcome_of(rules, {"household": ["illness"], "hukou": "here"}).outcome is MAY


def test_what_was_not_asked_is_always_listed_and_never_decides():
    result = outcome_of(ruleset(rule(Role.NOT_ASKED, "", "insurance"), rule(Role.NOTE, HERE)), {})

    assert result.outcome is MAY
    assert [reason.criterion.code for reason in result.not_asked] == ["insurance"]


def test_a_note_is_said_only_when_it_holds():
    rules = ruleset(rule(Role.NOTE, HERE, "tip"))

    assert [r.criterion.code for r in outcome_of(rules, {"hukou": "here"}).notes] == ["tip"]
    assert outcome_of(rules, {"hukou": "permit"}).notes == ()


def test_a_no_among_alternatives_is_no_reason_against_once_one_holds():
    rules = ruleset(rule(Role.ANY_OF, ILL, "ill", "who"), rule(Role.ANY_OF, CHILD, "child", "who"))
    result = outcome_of(rules, {"household": ["child"]})

    assert [reason.criterion.code for reason in result.why] == ["child"]
    assert result.why_not == ()
    assert result.why_unclear == ()


def test_a_reason_gives_the_condition_the_answer_the_number_and_its_source():
    result = outcome_of(DIBAO, {"money": 1500})
    (reason,) = result.why_not

    assert reason.text == "收入高于这条线。"
    assert reason.questions == ("money",)
    assert reason.numbers[0].value == LINE
    assert reason.missing_numbers == ()


def test_a_number_missing_today_makes_it_unclear_and_says_which():
    lapsed = replace(LINE, valid_to=date(2026, 6, 30))
    result = outcome_of(DIBAO, {"money": 0}, facts=[lapsed])
    (reason,) = result.why_unclear

    assert result.outcome is UNCLEAR
    assert [number.code for number in reason.missing_numbers] == ["dibao_standard"]
    assert reason.text == "这条线今天没有数，请问社工站。"


def test_a_reason_without_its_own_words_falls_back_to_the_condition():
    (reason,) = outcome_of(ruleset(rule(Role.REQUIRED, HERE)), {"hukou": "here"}).why

    assert reason.text == "条件"


def test_urgent_programmes_come_first_unless_they_are_closed():
    urgent = 'answer("people") > 3'
    lifted = ruleset(rule(Role.REQUIRED, HERE), urgent_when=urgent)

    assert outcome_of(lifted, {"people": 5}).is_urgent
    assert not outcome_of(lifted, {"people": 2}).is_urgent
    assert not outcome_of(lifted, {}).is_urgent
    assert not outcome_of(lifted, {"people": 5, "hukou": "elsewhere"}).is_urgent


def result_of(answers: dict, *rules):
    return check(read_answers(answers), day=DAY, places=PLACES, rulesets=rules, facts=[LINE])


def test_the_page_has_each_programme_in_exactly_one_place():
    rules = [
        replace(ruleset(rule(Role.NOTE, HERE)), programme="a", urgent_when=HERE),
        replace(ruleset(rule(Role.REQUIRED, HERE)), programme="b"),
        replace(ruleset(rule(Role.REQUIRED, ILL)), programme="c"),
        replace(ruleset(rule(Role.EXCLUDES, HERE)), programme="d"),
        DIBAO,
    ]
    result = result_of(
        {"hukou": "here", "receiving": ["dibao"], "urgent": ["disaster", "no_food"]}, *rules
    )

    placed = {
        name: [one.ruleset.programme for one in getattr(result, name)]
        for name in ("urgent", "may", "unclear", "not_now", "already")
    }
    assert placed == {
        "urgent": ["a"],
        "may": ["b"],
        "unclear": ["c"],
        "not_now": ["d"],
        "already": ["dibao"],
    }
    assert result.urgent_needs == ("no_food", "disaster")
    assert result_of({}).urgent_needs == ()


def test_rules_that_do_not_hold_that_day_are_left_out():
    past = replace(DIBAO, programme="past", valid_to=date(2026, 6, 30))
    coming = replace(DIBAO, programme="coming", valid_from=date(2027, 1, 1))
    result = result_of({}, past, DIBAO, coming)

    assert [one.ruleset.programme for one in result.programmes] == ["dibao"]
    with pytest.raises(KeyError):
        result.of("past")


def test_the_trace_is_plain_json_with_every_part_of_the_reason():
    written = json.loads(json.dumps(result_of({"money": 1500}, DIBAO).as_json()))
    (programme,) = written["programmes"]
    (step,) = programme["trace"]

    assert written["sections"]["not_now"] == ["dibao"]
    assert step["your_answer"] == {"money": 1500}
    assert step["numbers"] == [
        {
            "fact": "dibao_standard",
            "label": "低保标准",
            "value": "1200",
            "unit": "元/人·月",
            "place": "济南市",
            "valid_from": "2026-01-01",
            "valid_to": None,
            "source": "测试通知",
            "article": "",
        }
    ]
    assert (step["truth"], step["holds"], step["counts"]) == ("no", "no", True)


def test_a_missing_number_is_written_as_none():
    written = check(read_answers({}), day=DAY, places=PLACES, rulesets=[DIBAO], facts=[]).as_json()

    assert written["programmes"][0]["trace"][0]["numbers"] == [
        {"fact": "dibao_standard", "label": "dibao_standard", "value": None}
    ]


def test_the_fingerprint_changes_with_any_word_and_not_with_the_order():
    other = replace(DIBAO, programme="other")
    reworded = replace(DIBAO, criteria=(replace(DIBAO.criteria[0], text_fail="别的话"),))

    assert rules_fingerprint((DIBAO, other)) == rules_fingerprint((other, DIBAO))
    assert DIBAO.fingerprint != reworded.fingerprint


EXPRESSIONS = st.sampled_from(
    [
        HERE,
        ILL,
        CHILD,
        f"not {ILL}",
        'answer("money") < fact("dibao_standard")',
        'answer("money") < fact("missing")',
        'count("assets") == 0',
        'answer("people") >= 4',
        f"{ILL} or {HERE}",
        f'{CHILD} and answer("money") < fact("dibao_standard")',
    ]
)
CRITERIA = st.lists(
    st.builds(
        rule,
        st.sampled_from([role for role in Role if role is not Role.NOT_ASKED]),
        EXPRESSIONS,
        st.uuids().map(str),
        st.sampled_from(["g", "h"]),
    ),
    max_size=6,
)


@given(CRITERIA, all_answers, st.sampled_from(QUESTIONS))
def test_taking_an_answer_back_leaves_the_outcome_or_makes_it_unclear(criteria, raw, question):
    rules = ruleset(*criteria)
    before = outcome_of(rules, raw).outcome

    for unknown in ("unknown", "rather_not_say", None):
        after = outcome_of(rules, {**raw, question.code: unknown}).outcome
        assert after in {before, UNCLEAR}


@given(CRITERIA, all_answers)
def test_losing_a_number_leaves_the_outcome_or_makes_it_unclear(criteria, raw):
    rules = ruleset(*criteria)
    before = outcome_of(rules, raw).outcome

    assert outcome_of(rules, raw, facts=[]).outcome in {before, UNCLEAR}


@given(CRITERIA, all_answers, st.randoms(use_true_random=False))
def test_the_order_of_answers_rules_criteria_and_facts_never_matters(criteria, raw, chance):
    rules = [ruleset(*criteria), DIBAO]
    facts = [LINE, replace(LINE, code="other")]
    expected = check(read_answers(raw), day=DAY, places=PLACES, rulesets=rules, facts=facts)
    shuffled = [replace(one, criteria=tuple(_shuffled(one.criteria, chance))) for one in rules]

    again = check(
        read_answers(dict(_shuffled(list(raw.items()), chance))),
        day=DAY,
        places=PLACES,
        rulesets=_shuffled(shuffled, chance),
        facts=_shuffled(facts, chance),
    )

    assert [(p.ruleset.programme, p.outcome, p.is_urgent) for p in again.programmes] == [
        (p.ruleset.programme, p.outcome, p.is_urgent) for p in expected.programmes
    ]


@given(CRITERIA, all_answers)
def test_the_same_question_always_gets_the_same_answer(criteria, raw):
    rules = [ruleset(*criteria), DIBAO]

    first, second = (result_of(raw, *rules).as_json() for _ in range(2))

    assert first == second


def _shuffled(items, chance: random.Random) -> list:
    items = list(items)
    chance.shuffle(items)
    return items


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_a_lower_income_never_hurts(one, other):
    low, high = sorted([one, other])
    ranks = [NOT_NOW, UNCLEAR, MAY]

    at_low, at_high = (outcome_of(DIBAO, {"money": money}).outcome for money in (low, high))

    assert ranks.index(at_low) >= ranks.index(at_high)


def test_an_unanswered_check_has_no_not_now_without_a_hard_no():
    assert outcome_of(DIBAO, {}).outcome is UNCLEAR
    assert read_answers({})["money"] is Unknown.NOT_ASKED
    assert Truth.of(True) is Truth.YES
    assert Section("basic") is Section.BASIC
