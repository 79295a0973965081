"""The report on the policy gap: what is counted, and that no small number is given away."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import product

import pytest

from staff.domain.policy_gap import Gap, GapReport, Outcome, ended, gap_report
from staff.domain.small_numbers import Hidden

FEW, KEPT = Hidden.FEW, Hidden.KEPT_BACK
NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)


def gap(household, **changes):
    return Gap(
        **{
            "household": household,
            "place": "东街",
            "need": "money",
            "rule": "cat1_dibao",
            "reason": "just_over",
            "offered": (),
            "outcome": Outcome.STILL,
            "at": NOON,
            **changes,
        }
    )


def report(gaps, statuses=None, visited=()):
    return gap_report(gaps, statuses=statuses or {}, visited=visited)


def test_nothing_is_a_report_of_nought():
    assert report([]) == GapReport(households=0)


@pytest.mark.parametrize("number", [1, 4])
def test_a_handful_of_households_is_told_as_few_and_nothing_more(number):
    assert report(gap(n) for n in range(number)) == GapReport(households=FEW)


def test_several_gaps_of_one_household_are_one_household():
    gaps = [gap(1, need=need, reason=reason) for need in "abc" for reason in "xyz"]
    assert report(gaps) == GapReport(households=FEW)


def test_whole_numbers_are_told_by_place_outcome_need_rule_reason_and_offer():
    gaps = [
        *(gap(n, offered=("goods",)) for n in range(12)),
        *(gap(n, place="西街", need="care", rule="other", reason="refused") for n in range(12, 24)),
        *(gap(n, need="care", offered=("charity",)) for n in range(6)),
    ]
    told = report(gaps, visited=[*range(10), 999])

    assert (told.households, told.places) == (24, ("东街", "西街"))
    assert told.by_place.rows == ((12, 0, 0, 0, 0), (12, 0, 0, 0, 0))
    assert told.needs == [("care", 18), ("money", 12)]
    assert told.rules == [("cat1_dibao", 12), ("other", 12)]
    assert told.reasons == [("just_over", 12), ("refused", 12)]
    assert told.given == [("charity", 6), ("goods", 12), ("visited", 10), ("nothing", 12)]


def test_a_small_number_takes_another_with_it_so_that_it_is_not_what_is_left():
    gaps = [gap(n, need="money") for n in range(20)] + [gap(n, need="care") for n in range(20, 23)]
    gaps += [gap(n, need="work") for n in range(23, 40)]

    told = report(gaps)

    assert dict(told.needs)["care"] is FEW
    assert sorted(map(str, dict(told.needs).values())) in (
        [str(17), str(FEW), str(KEPT)],
        [str(20), str(FEW), str(KEPT)],
    )


def test_that_all_but_a_few_have_a_need_is_not_told_either():
    gaps = [gap(n) for n in range(20)] + [gap(n, need="care") for n in range(2, 20)]

    assert dict(report(gaps).needs)["care"] is KEPT


def test_places_and_outcomes_hide_each_other():
    gaps = [
        *(gap(n, place="东街") for n in range(10)),
        *(gap(n, place="西街") for n in range(10, 20)),
        *(gap(n, place="西街", outcome=Outcome.RULE_FITS) for n in range(20, 22)),
        *(gap(n, place="东街", outcome=Outcome.RULE_FITS) for n in range(22, 32)),
    ]
    told = report(gaps)

    assert told.households == told.by_place.total == 32
    assert told.by_place.rows[1][1] is FEW
    assert sum(isinstance(n, Hidden) for row in told.by_place.rows for n in row) == 4


def test_a_household_is_a_gap_while_one_stands_else_what_became_of_the_last():
    later = NOON.replace(day=20)
    one = {"outcome": Outcome.NOT_WANTED, "at": NOON}
    gaps = [
        *(gap(n, **one) for n in range(30)),
        *(gap(n, need="care") for n in range(10)),
        *(gap(n, need="care", outcome=Outcome.RULE_FITS, at=later) for n in range(10, 20)),
    ]
    table = report(gaps).by_place

    assert dict(zip(Outcome, table.column_totals, strict=True)) == {
        Outcome.STILL: 10,
        Outcome.RULE_FITS: 10,
        Outcome.MET_OTHERWISE: 0,
        Outcome.NOT_WANTED: 10,
        Outcome.CLOSED: 0,
    }


def test_households_without_a_room_stand_last():
    gaps = [gap(n, place="") for n in range(6)] + [gap(n, place="西街") for n in range(6, 12)]
    assert report(gaps).places == ("西街", "")


def test_how_they_stand_with_the_nine_is_a_table_whose_rows_are_all_households():
    statuses = {("cat1_dibao", "not_met"): 12, ("cat1_dibao", "applied"): 8}
    statuses |= {("cat2_tekun", "suspected"): 2}
    table = report([gap(n) for n in range(30)], statuses).by_category

    assert table.rows[0][1:] == (8, 0, 12, 10) or KEPT in table.rows[0]
    assert table.rows[1][0] is FEW
    assert table.rows[1][-1] is KEPT
    assert table.rows[8] == (0, 0, 0, 0, 30)


def test_a_mistake_has_no_outcome():
    assert ended("met_otherwise") is Outcome.MET_OTHERWISE
    with pytest.raises(ValueError, match="mistake"):
        ended("mistake")


def told_again(counts: tuple[int, ...], told: list) -> bool:
    """Whether these counts would be told with the same words."""
    words = {FEW: range(1, 5), KEPT: range(5, 99)}
    return all(n in words.get(t, [t]) for n, t in zip(counts, told, strict=True))


@pytest.mark.parametrize("seed", range(60))
def test_from_what_is_told_every_hidden_need_could_be_another_number(seed):
    """Against somebody who knows the number of households and that each has a need."""
    chance = random.Random(seed)
    total, needs = chance.randint(5, 16), ("a", "b", "c")
    alone = seed % 2 == 0
    gaps = []
    for household in range(total):
        has = chance.choices(needs, [6, 3, 1])
        has += [] if alone else chance.sample(needs, chance.randint(0, 2))
        gaps += [gap(household, need=need) for need in set(has)]

    told = report(gaps).needs
    if told is None:
        return
    numbers = [number for _need, number in told]
    holders = len({(each.household, each.need) for each in gaps})
    possible = [
        counts
        for counts in product(range(total + 1), repeat=len(numbers))
        if (sum(counts) == holders if alone else sum(counts) >= total)
        and told_again(counts, numbers)
    ]
    for place, number in enumerate(numbers):
        if isinstance(number, Hidden):
            assert len({counts[place] for counts in possible}) >= 2
        else:
            assert number in (0, total) or min(number, total - number) >= 5
