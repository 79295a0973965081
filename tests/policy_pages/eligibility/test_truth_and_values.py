from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_pages.eligibility.truth import Truth, all_of, any_of
from policy_pages.eligibility.values import Amount

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def test_not_turns_yes_and_no_and_leaves_unknown():
    assert [~truth for truth in (YES, NO, UNKNOWN)] == [NO, YES, UNKNOWN]


def test_all_of_and_any_of_are_kleenes_tables():
    order = [NO, UNKNOWN, YES]

    for a, b in product(order, order):
        assert all_of([a, b]) is min((a, b), key=order.index)
        assert any_of([a, b]) is max((a, b), key=order.index)


def test_nothing_to_meet_is_met_and_nothing_to_choose_is_not():
    assert all_of([]) is YES
    assert any_of([]) is NO


def exactly(number) -> Amount:
    return Amount.exactly(number)


def band(low, high) -> Amount:
    return Amount(Decimal(low), None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (exactly(9), exactly(10), YES),
        (exactly(10), exactly(10), NO),
        (band(0, 10), exactly(10), YES),
        (band(0, 11), exactly(10), UNKNOWN),
        (band(10, 20), exactly(10), NO),
        (band(10, None), exactly(10), NO),
        (band(9, None), exactly(10), UNKNOWN),
        (exactly(10), band(10, 20), UNKNOWN),
        (exactly(9), band(10, 20), YES),
        (exactly(20), band(10, 20), NO),
    ],
)
def test_less_than_is_sure_only_when_the_whole_band_is(left, right, expected):
    assert left.less_than(right) is expected
    assert right.at_most(left) is ~expected


def test_equal_is_sure_for_exact_numbers_and_for_bands_apart():
    assert exactly(3).equals(exactly(3)) is YES
    assert exactly(3).equals(exactly(4)) is NO
    assert band(0, 3).equals(exactly(3)) is NO
    assert band(0, 3).equals(exactly(2)) is UNKNOWN


amounts = st.one_of(
    st.integers(0, 30).map(exactly),
    st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda t: band(t[0], t[0] + t[1])),
    st.integers(0, 30).map(lambda low: band(low, None)),
)


def numbers_in(amount: Amount) -> list[Decimal]:
    if amount.is_exact:
        return [amount.low]
    end = amount.low + 60 if amount.high is None else amount.high
    return [Decimal(n) / 2 for n in range(int(amount.low) * 2, int(end) * 2)]


@given(amounts, amounts)
def test_a_sure_comparison_agrees_with_every_number_the_amounts_may_be(left, right):
    pairs = {a < b for a, b in product(numbers_in(left), numbers_in(right))}
    said = left.less_than(right)

    if said is YES:
        assert pairs == {True}
    if said is NO:
        assert pairs == {False}
