from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_pages.eligibility import ExpressionError, FactBook, Truth, parse, read_answers
from policy_pages.eligibility.expressions import Known

from .rules_for_tests import DAY, LINE, PLACES


def truth_of(text: str, answers: dict, facts=(LINE,)) -> Truth:
    known = Known(read_answers(answers), FactBook(facts, day=DAY, places=PLACES))
    return parse(text).evaluate(known)


YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ('answer("hukou") == "here"', {"hukou": "here"}, YES),
        ('answer("hukou") == "here"', {"hukou": "elsewhere"}, NO),
        ('answer("hukou") == "here"', {"hukou": "unknown"}, UNKNOWN),
        ('answer("hukou") == "here"', {}, UNKNOWN),
        ('answer("hukou") in ["here", "permit"]', {"hukou": "permit"}, YES),
        ('answer("hukou") in ("here",)', {"hukou": "permit"}, NO),
        ('"illness" in answer("household")', {"household": ["illness"]}, YES),
        ('"illness" in answer("household")', {"household": "none"}, NO),
        ('"illness" in answer("household")', {"household": "rather_not_say"}, UNKNOWN),
        ('count("assets") == 0', {"assets": []}, YES),
        ('count("assets") >= 1', {"assets": ["car"]}, YES),
        ('count("assets") == 0', {"assets": "unknown"}, UNKNOWN),
        ('answer("people") > 2', {"people": 3}, YES),
        ('answer("people") <= 2.5', {"people": 3}, NO),
        ('answer("people") < 3', {"people": "unknown"}, UNKNOWN),
        ('answer("money") < fact("dibao_standard")', {"money": 1199}, YES),
        ('answer("money") < fact("dibao_standard")', {"money": 1200}, NO),
        ('answer("money") < fact("dibao_standard")', {"money": "0-1200"}, YES),
        ('answer("money") < fact("dibao_standard")', {"money": "very_tight"}, UNKNOWN),
        ('answer("money") < fact("not_known_here")', {"money": 0}, UNKNOWN),
        ('answer("money") == "almost_none"', {"money": "almost_none"}, YES),
        ('answer("money") == "almost_none"', {"money": 3}, NO),
        ('not answer("hukou") == "here"', {"hukou": "here"}, NO),
        ('answer("hukou") == "here" and answer("people") > 9', {"people": 1}, NO),
        ('answer("hukou") == "here" and answer("people") > 1', {"people": 3}, UNKNOWN),
        ('answer("hukou") == "here" or answer("people") > 1', {"people": 3}, YES),
    ],
)
def test_an_expression_is_yes_no_or_unknown(text, answers, expected):
    assert truth_of(text, answers) is expected


def test_an_expression_names_what_it_looks_at_once_and_in_order():
    expression = parse(
        'answer("money") < fact("dibao_standard") or "car" in answer("assets")'
        ' or answer("money") < fact("dibao_margin_line")'
    )

    assert expression.questions == ("money", "assets")
    assert expression.facts == ("dibao_standard", "dibao_margin_line")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_readable"),
        ("answer(", "not_readable"),
        ("\0", "not_readable"),
        ("(" * 400, "not_readable"),
        ("1 " * 300, "too_long"),
        ("not " * 20 + 'answer("hukou") == "here"', "too_deep"),
        ('answer("hukou")', "not_allowed"),
        ("True", "not_allowed"),
        ('answer("people") < True', "number_expected"),
        ('answer("people") < 1e99', "number_expected"),
        ('answer("people") < "3"', "number_expected"),
        ('answer("people") != 3', "not_allowed"),
        ('answer("people") + 1 < 3', "not_allowed"),
        ('1 < answer("people") < 3', "not_allowed"),
        ('answer("moon") == "here"', "unknown_question"),
        ('answer("hukou") == "moon"', "unknown_option"),
        ('answer("hukou") in ["here", 3]', "unknown_option"),
        ('answer("urgent") == "no_food"', "wrong_kind"),
        ('"here" in answer("hukou")', "wrong_kind"),
        ('3 in answer("urgent")', "not_allowed"),
        ('"no_food" in fact("x")', "not_allowed"),
        ('count("hukou") == 1', "wrong_kind"),
        ('answer("hukou") < 3', "wrong_kind"),
        ('fact("x") == "here"', "not_allowed"),
        ('__import__("os").system("true") == 1', "not_allowed"),
        ('open("x") == 1', "not_allowed"),
        ('answer("hukou", "x") == 1', "not_allowed"),
        ('answer(code="hukou") == 1', "not_allowed"),
        ("answer(1) == 1", "not_allowed"),
        ("(lambda: 1)() == 1", "not_allowed"),
        ("[x for x in y] == 1", "not_allowed"),
        ("[" + "1," * 230 + "]", "too_long"),
        (" and ".join(['answer("people")<3'] * 26), "too_long"),
    ],
)
def test_anything_outside_the_language_is_refused_with_its_reason(text, reason):
    with pytest.raises(ExpressionError) as refused:
        parse(text)

    assert refused.value.code == reason


@given(st.text(max_size=80))
def test_no_text_does_more_than_be_refused(text):
    with suppress(ExpressionError):
        parse(text)
