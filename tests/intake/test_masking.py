from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.masking import CARD_MASK, IDENTITY_MASK, NUMBER_MASK, mask_answers, mask_numbers

CARD = "6222021234567890128"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("我的号是11010519491231002X，谢谢", f"我的号是{IDENTITY_MASK}，谢谢"),
        ("11010519491231002x", IDENTITY_MASK),
        ("110105 19491231 002X", IDENTITY_MASK),
        ("110105 1949 1231 002X", IDENTITY_MASK),
        ("１１０１０５１９４９１２３１００２Ｘ", IDENTITY_MASK),
        ("110105-19491231-002x。", f"{IDENTITY_MASK}。"),
        ("110105194912310021", NUMBER_MASK),  # a slip of the pen in it: hidden all the same
        ("4111111111111111", CARD_MASK),
        ("卡4111 1111 1111 1111好", f"卡{CARD_MASK}好"),
        ("6222 0212 3456 7890 123", NUMBER_MASK),
        ("4111 1111 1111 1111 13800138000", f"{CARD_MASK} 13800138000"),
        ("11010519491231002X 13800138000", f"{IDENTITY_MASK} 13800138000"),
    ],
)
def test_identity_and_card_numbers_are_hidden(typed, kept):
    assert mask_numbers(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "13800138000",
        "13800138000 13900139000",
        "0531-87654321 13800138000",
        "0531-87654321 0531-87654322",
        "2026-01-02 2026-02-03",
        "3815 7042",
        "3号楼2单元601，2025年12月住的院，花了30000",
        "1 2 3 4 5 6 7 8 9 10 11 12 13",
    ],
)
def test_phones_dates_and_other_numbers_stay(typed):
    assert mask_numbers(typed) == typed


def test_every_text_inside_an_answer_is_masked_and_nothing_else_changes():
    answers = {"words": CARD, "facts": {"who": ["妈妈", CARD], "people": 3}, "say_who": True}

    assert mask_answers(answers) == {
        "words": CARD_MASK,
        "facts": {"who": ["妈妈", CARD_MASK], "people": 3},
        "say_who": True,
    }


@given(st.text())
def test_any_text_is_taken_and_masking_twice_changes_nothing(text):
    once = mask_numbers(text)

    assert mask_numbers(once) == once
