from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_pages.eligibility import (
    BY_CODE,
    QUESTIONS,
    Amount,
    AnswerError,
    Kind,
    Unknown,
    read_answer,
    read_answers,
    write_answer,
    write_answers,
)


def test_there_are_nine_questions_in_their_order():
    assert [question.code for question in QUESTIONS] == [
        "urgent",
        "for_whom",
        "hukou",
        "people",
        "money",
        "household",
        "costs",
        "assets",
        "receiving",
    ]


def test_every_question_and_option_speaks_both_languages_in_short_words():
    for question in QUESTIONS:
        texts = [question.text, question.why, *(option.text for option in question.options)]
        assert all(text.zh and text.en for text in texts)
        assert len(question.text.zh) <= 20
        assert question.text.in_language("en") == question.text.en
        assert question.text.in_language("zh-hans") == question.text.zh


def test_what_is_left_out_is_not_asked_and_not_no():
    assert set(read_answers({}).values()) == {Unknown.NOT_ASKED}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
def test_every_question_takes_dont_know_and_rather_not_say(question):
    assert read_answer(question, "unknown") is Unknown.DONT_KNOW
    assert read_answer(question, "rather_not_say") is Unknown.RATHER_NOT_SAY


@pytest.mark.parametrize(
    ("code", "raw", "expected"),
    [
        ("hukou", "here", "here"),
        ("urgent", ["no_food"], frozenset({"no_food"})),
        ("urgent", "none", frozenset()),
        ("urgent", [], frozenset()),
        ("people", 3, Amount.exactly(3)),
        ("people", "3", Amount.exactly(3)),
        ("people", 12, Amount(Decimal(8), None)),
        ("money", 900, Amount.exactly(900)),
        ("money", 900.5, Amount.exactly(Decimal("900.5"))),
        ("money", "0-1114", Amount(Decimal(0), Decimal(1114))),
        ("money", "1114-", Amount(Decimal(1114), None)),
        ("money", {"at_least": 1, "below": 2}, Amount(Decimal(1), Decimal(2))),
        ("money", {"below": 2}, Amount(Decimal(0), Decimal(2))),
        ("money", "very_tight", "very_tight"),
    ],
)
def test_an_answer_is_read_in_its_kind(code, raw, expected):
    assert read_answer(BY_CODE[code], raw) == expected


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("hukou", "moon"),
        ("hukou", ["here"]),
        ("urgent", ["moon"]),
        ("urgent", [["no_food"]]),
        ("urgent", "no_food"),
        ("urgent", 3),
        ("people", 0),
        ("people", 2.5),
        ("people", 21),
        ("people", True),
        ("people", "三"),
        ("people", "٣"),
        ("people", 10**400),
        ("people", None.__class__),
        ("money", -1),
        ("money", float("nan")),
        ("money", float("inf")),
        ("money", "1e5000000"),
        ("money", "9-9"),
        ("money", "9-1"),
        ("money", {"at_least": -5}),
        ("money", {"at_least": "x"}),
        ("money", {"below": "x"}),
        ("money", {"between": 1}),
        ("money", []),
        ("money", "rich"),
    ],
)
def test_an_answer_outside_the_vocabulary_is_refused_without_repeating_it(code, raw):
    with pytest.raises(AnswerError) as refused:
        read_answer(BY_CODE[code], raw)

    assert refused.value.question == code
    assert "moon" not in str(refused.value)


@pytest.mark.parametrize("raw", [None, [], "x", {"name": "here"}])
def test_answers_must_be_an_object_of_known_questions(raw):
    with pytest.raises(AnswerError) as refused:
        read_answers(raw)

    assert refused.value.question == "answers"


def answers_of(question):
    unknown = st.sampled_from([None, "unknown", "rather_not_say"])
    if question.kind is Kind.MANY:
        known = st.lists(st.sampled_from(question.option_codes), unique=True)
    elif question.kind is Kind.COUNT:
        known = st.integers(1, 20)
    elif question.kind is Kind.MONEY:
        known = st.one_of(
            st.integers(0, 5000),
            st.decimals(0, 5000, places=2),
            st.sampled_from(question.option_codes),
            st.sampled_from(["0-1114", "1114-1671", "1671-"]),
        )
    else:
        known = st.sampled_from(question.option_codes)
    return st.one_of(unknown, known)


all_answers = st.fixed_dictionaries({q.code: answers_of(q) for q in QUESTIONS})


@given(all_answers)
def test_writing_answers_and_reading_them_back_changes_nothing(raw):
    answers = read_answers(raw)

    assert read_answers(write_answers(answers)) == answers


def test_an_unasked_answer_is_written_as_nothing():
    assert write_answer(Unknown.NOT_ASKED) is None
    assert write_answers(read_answers({"hukou": "unknown"})) == {"hukou": "unknown"}
