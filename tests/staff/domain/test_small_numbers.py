"""Small numbers are hidden, and none of them can be worked out from what is told."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from staff.domain.small_numbers import Hidden, is_few, told_list, told_table

FEW, KEPT = Hidden.FEW, Hidden.KEPT_BACK
MOST = 40


def could_be(told):
    """Every number that would be told like this."""
    if told is FEW:
        return range(1, 5)
    return range(5, MOST) if told is KEPT else (told,)


def fits(number, told):
    return number >= 5 if told is KEPT else number in could_be(told)


def no_few_is_told(numbers):
    return not any(is_few(number) for number in numbers if not isinstance(number, Hidden))


def others_of_list(told):
    """For each place of a list, the numbers it could be, by trying them all."""
    found = [set() for _each in told.counts]
    totals = set()
    for counts in product(*map(could_be, told.counts)):
        if fits(sum(counts), told.total):
            totals.add(sum(counts))
            for place, count in zip(found, counts, strict=True):
                place.add(count)
    return [*found, totals]


def rows_of(told_row, told_total):
    return [row for row in product(*map(could_be, told_row)) if fits(sum(row), told_total)]


def others_of_table(told):
    """For each place of a table of two rows, the numbers it could be, by trying them all."""
    first, second = (
        rows_of(row, total) for row, total in zip(told.rows, told.row_totals, strict=True)
    )
    found: dict[object, set[int]] = {}
    for rows in product(first, second):
        columns = [sum(column) for column in zip(*rows, strict=True)]
        told_right = all(map(fits, columns, told.column_totals))
        if not told_right or not fits(sum(columns), told.total):
            continue
        for name, number in named(rows, list(map(sum, rows)), columns, sum(columns)):
            found.setdefault(name, set()).add(number)
    return found


def named(rows, row_totals, column_totals, total):
    for r, row in enumerate(rows):
        yield ("row", r), row_totals[r]
        for c, number in enumerate(row):
            yield (r, c), number
    for c, number in enumerate(column_totals):
        yield ("column", c), number
    yield "all", total


def all_kept(told):
    return {number for _name, number in named_of(told)} == {KEPT}


def named_of(told):
    return named(told.rows, told.row_totals, told.column_totals, told.total)


@pytest.mark.parametrize(("count", "few"), [(0, False), (1, True), (4, True), (5, False)])
def test_few_is_one_to_four(count, few):
    assert is_few(count) is few


@pytest.mark.parametrize(
    ("counts", "told", "total"),
    [
        ([], (), 0),
        ([0, 0], (0, 0), 0),
        ([5, 9], (5, 9), 14),
        ([3, 9, 20], (FEW, KEPT, 20), 32),  # 3 alone would be what is left of the total
        ([3, 2, 20], (FEW, FEW, 20), 25),  # 3 and 2 could be 1 and 4
        ([1, 1, 20], (FEW, FEW, KEPT), 22),  # 1 and 1 could be nothing else
        ([3, 0, 0], (FEW, 0, 0), FEW),
        ([1, 1, 1, 1], (KEPT,) * 4, KEPT),  # four that are few and together few are four ones
        ([1, 5], (FEW, 5), KEPT),  # a five kept back could only grow, and what is few not shrink
    ],
)
def test_a_list_tells_its_total_and_hides_what_is_few(counts, told, total):
    result = told_list(counts)
    assert (result.counts, result.total) == (told, total)


def test_a_table_keeps_back_a_square_around_a_small_number():
    told = told_table([[3, 20, 30], [20, 8, 9], [40, 7, 50]])

    assert told.rows[0][0] is FEW
    kept = {(r, c) for r in range(3) for c in range(3) if told.rows[r][c] is KEPT}
    assert len(kept) == 3
    assert (told.row_totals, told.column_totals, told.total) == ((53, 37, 97), (63, 35, 89), 187)


def test_a_table_without_small_numbers_is_told_whole():
    told = told_table([[0, 6], [12, 0]])
    assert (told.rows, told.row_totals, told.column_totals, told.total) == (
        ((0, 6), (12, 0)),
        (6, 12),
        (12, 6),
        18,
    )
    assert told_table([]).total == 0


def test_a_small_number_alone_in_its_row_and_column_hides_the_margins_too():
    told = told_table([[3, 0], [0, 70]])
    assert (told.rows[0], told.row_totals[0], told.column_totals[0]) == ((FEW, 0), FEW, FEW)
    assert (told.rows[1], told.row_totals[1], told.total) == ((0, 70), 70, KEPT)


@pytest.mark.parametrize("wrong", [[[1, 2], [3]], [[-1]]])
def test_what_is_no_table_is_refused(wrong):
    with pytest.raises(ValueError, match=r"rows|nought"):
        told_table(wrong)


@pytest.mark.parametrize("counts", list(product(range(8), repeat=3)))
def test_no_hidden_number_of_a_list_can_be_worked_out(counts):
    told = told_list(counts)
    assert no_few_is_told((*told.counts, told.total))
    if set(told.counts) == {KEPT} and told.total is KEPT:
        return  # nothing is told at all
    for shown, possible in zip((*told.counts, told.total), others_of_list(told), strict=True):
        if isinstance(shown, Hidden):
            assert len(possible) > 1
        else:
            assert possible == {shown}


@pytest.mark.parametrize("seed", range(60))
def test_no_hidden_number_of_a_table_can_be_worked_out(seed):
    random = Random(seed)
    width = random.choice([2, 2, 3])
    usual = [0, 0, 1, 2, 3, 4, 5, 6, 9, 12]
    told = told_table([[random.choice(usual) for _c in range(width)] for _r in range(2)])
    assert no_few_is_told(number for _name, number in named_of(told))
    if all_kept(told):
        return
    possible = others_of_table(told)
    for name, shown in named_of(told):
        assert len(possible[name]) > 1 if isinstance(shown, Hidden) else possible[name] == {shown}


@pytest.mark.parametrize("seed", range(40))
def test_a_larger_table_has_another_one_for_every_hidden_number(seed):
    """By walking: every hidden place stands in a second table that is told in the same words."""
    random = Random(seed)
    rows = [[random.choice([0, 1, 3, 4, 5, 8, 30]) for _c in range(3)] for _r in range(3)]
    told = told_table(rows)
    if all_kept(told):
        return
    seen = {name: {number} for name, number in with_margins(rows)}
    for moved in product((-1, 0, 1), repeat=9):
        other = [[rows[r][c] + moved[3 * r + c] for c in range(3)] for r in range(3)]
        numbers = dict(with_margins(other))
        if all(fits(numbers[name], shown) for name, shown in named_of(told)):
            for name, number in numbers.items():
                seen[name].add(number)
    for name, shown in named_of(told):
        assert len(seen[name]) > 1 if isinstance(shown, Hidden) else seen[name] == {shown}


def with_margins(rows):
    columns = [sum(column) for column in zip(*rows, strict=True)]
    return named(rows, list(map(sum, rows)), columns, sum(columns))
