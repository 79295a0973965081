from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from policy_pages.eligibility import (
    Amount,
    DatedValue,
    FactBook,
    band_of,
    money_bands,
    money_choices,
)

from .rules_for_tests import DAY, LINE, PLACES


def book(*values: DatedValue, day: date = DAY) -> FactBook:
    return FactBook(values, day=day, places=PLACES, labels={"unknown_line": "一条线"})


def test_a_value_speaks_on_its_days_only_and_an_old_one_never_again():
    value = replace(LINE, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))

    assert book(value, day=date(2025, 12, 31)).get("dibao_standard") is None
    assert book(value, day=date(2026, 1, 1)).get("dibao_standard") == value
    assert book(value, day=date(2026, 12, 31)).get("dibao_standard") == value
    assert book(value, day=date(2027, 1, 1)).get("dibao_standard") is None


def test_the_nearest_place_speaks_and_other_places_are_not_heard():
    street = replace(LINE, place="营市街街道", value=Decimal(1300))
    elsewhere = replace(LINE, place="上海市", value=Decimal(9999))

    assert book(LINE, street, elsewhere).get("dibao_standard") == street
    assert book(elsewhere).get("dibao_standard") is None


def test_a_near_place_without_a_value_today_leaves_the_word_to_the_wider_one():
    lapsed_street = replace(LINE, place="营市街街道", valid_to=date(2026, 2, 1))

    assert book(lapsed_street, LINE).get("dibao_standard") == LINE


def test_a_label_is_known_even_where_no_value_is():
    assert book(LINE).label("dibao_standard") == "低保标准"
    assert book().label("unknown_line") == "一条线"
    assert book().label("nothing") == "nothing"


def test_a_value_lapses_soon_only_inside_30_days_and_without_a_successor():
    ending = replace(LINE, valid_to=date(2026, 12, 24))
    later = replace(LINE, valid_to=date(2026, 12, 25))
    next_year = replace(LINE, valid_from=date(2026, 12, 25))
    after_a_gap = replace(LINE, valid_from=date(2026, 12, 26))

    assert book(ending).lapses_soon("dibao_standard") == date(2026, 12, 24)
    assert book(later).lapses_soon("dibao_standard") is None
    assert book(LINE).lapses_soon("dibao_standard") is None
    ended = book(replace(ending, valid_to=date(2026, 10, 31)))
    assert ended.lapses_soon("dibao_standard") == date(2026, 10, 31)
    assert book().lapses_soon("dibao_standard") is None
    assert book(ending, next_year).lapses_soon("dibao_standard") is None
    assert book(ending, after_a_gap).lapses_soon("dibao_standard") == date(2026, 12, 24)


def test_bands_run_between_todays_lines():
    margin = replace(LINE, code="dibao_margin_line", value=Decimal(1800))

    assert money_bands(book(LINE, margin)) == (
        Amount(Decimal(0), Decimal(1200)),
        Amount(Decimal(1200), Decimal(1800)),
        Amount(Decimal(1800), None),
    )


def test_without_any_line_today_the_question_is_asked_in_words():
    lapsed = replace(LINE, valid_to=date(2026, 2, 1))

    assert money_bands(book(lapsed)) == ()
    assert money_choices(book(lapsed)) == ("almost_none", "very_tight", "just_enough", "some_left")
    assert money_choices(book(LINE)) == money_bands(book(LINE))


def test_a_sum_falls_into_one_band():
    bands = money_bands(book(LINE))

    assert band_of(Decimal("1199.99"), bands) == bands[0]
    assert band_of(Decimal(1200), bands) == bands[1]
    assert band_of(Decimal(-1), bands) is None
    assert band_of(Decimal(5), ()) is None
