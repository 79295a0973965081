from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_pages.eligibility import (
    Amount,
    ReplayCodeError,
    Unknown,
    read_answers,
    read_replay_code,
    replay_code,
    replayed_answers,
)
from policy_pages.eligibility.replay import DAYS, EPOCH

from .rules_for_tests import DAY
from .test_answers import all_answers

BANDS = (
    Amount(Decimal(0), Decimal(1114)),
    Amount(Decimal(1114), Decimal(1671)),
    Amount(Decimal(1671), None),
)


def as_asked(answers: dict) -> dict:
    """An exact sum is kept as the band it falls into: no code holds a sum."""
    money = answers["money"]
    if isinstance(money, Amount):
        answers = dict(answers)
        answers["money"] = next(
            band
            for band in BANDS
            if band.low <= money.low and (not band.high or money.low < band.high)
        )
    return answers


@given(all_answers, st.integers(0, DAYS - 1))
def test_a_code_gives_back_the_answers_and_the_day(raw, days):
    answers = read_answers(raw)
    code = replay_code(answers, day=EPOCH + timedelta(days=days), bands=BANDS)
    replay = read_replay_code(code)

    assert len(code) == 18
    assert replay.day == EPOCH + timedelta(days=days)
    assert replayed_answers(replay, BANDS) == as_asked(answers)


def test_a_code_may_be_read_in_groups():
    code = replay_code(read_answers({"hukou": "here"}), day=DAY, bands=())
    spaced = f" {code[:6]} {code[6:12]}-{code[12:]}　"

    assert read_replay_code(spaced).answers["hukou"] == "here"


@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place, change):
    code = replay_code(read_answers({"people": 3}), day=DAY, bands=())
    wrong = code[:place] + str((int(code[place]) + change) % 10) + code[place + 1 :]

    with pytest.raises(ReplayCodeError):
        read_replay_code(wrong)


def test_two_digits_swapped_are_found():
    code = replay_code(read_answers({"people": 3, "hukou": "here"}), day=DAY, bands=())

    for place in range(17):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if swapped != code:
            with pytest.raises(ReplayCodeError):
                read_replay_code(swapped)


@pytest.mark.parametrize("digits", ["", "1", "x" * 18, "٣" * 18, "9" * 19, "9" * 5000])
def test_what_is_no_code_is_refused(digits):
    with pytest.raises(ReplayCodeError):
        read_replay_code(digits)


def test_a_number_too_large_for_the_questions_is_refused():
    payload = "9" * 16
    code = payload + f"{98 - int(payload + '00') % 97:02d}"

    with pytest.raises(ReplayCodeError, match="too large"):
        read_replay_code(code)


def test_a_day_outside_the_calendar_has_no_code():
    with pytest.raises(ReplayCodeError, match="day"):
        replay_code(read_answers({}), day=date(2026, 10, 31), bands=())


def test_a_band_that_no_longer_exists_becomes_unknown():
    code = replay_code(read_answers({"money": "1671-"}), day=DAY, bands=BANDS)
    replay = read_replay_code(code)

    assert replayed_answers(replay, BANDS[:1])["money"] is Unknown.NOT_ASKED
    assert replace(replay, band=0).band == 0


def test_a_band_across_todays_lines_is_left_out_of_the_code():
    code = replay_code(read_answers({"money": "1000-1200"}), day=DAY, bands=BANDS)

    assert replayed_answers(read_replay_code(code), BANDS)["money"] is Unknown.NOT_ASKED
