"""Suggested beside decided: what is counted, and what small numbers keep back."""

from __future__ import annotations

from staff.domain.agreement import Decided, agreement
from staff.domain.small_numbers import Hidden

T1, T2, NONE = "tier1_urgent", "tier2_easing", ""
FEW, KEPT = Hidden.FEW, Hidden.KEPT_BACK


def many(times, suggested, decided, *rules):
    return [Decided(suggested, decided, rules)] * times


def rows_of(report, suggested):
    return [(r.rule, r.fired, r.followed, r.otherwise) for r in report.rules[suggested]]


def test_nothing_decided_says_nothing():
    report = agreement([])
    assert (report.table.total, report.followed, report.percent, report.rules) == (0, 0, None, {})


def test_numbers_that_are_large_enough_are_all_told():
    report = agreement(
        [
            *many(20, T1, T1, "t1_event", "t2_gap"),
            *many(10, T1, T2, "t1_event"),
            *many(30, T2, T2, "t2_gap"),
            *many(5, NONE, T2, "ask_first"),
            *many(15, NONE, NONE, "ask_first"),
        ]
    )
    assert report.table.rows == ((20, 10, 0), (0, 30, 0), (0, 5, 15))
    assert report.table.row_totals == (30, 30, 20)
    assert (report.table.total, report.followed, report.percent) == (80, 65, 81)
    assert rows_of(report, T1) == [("t1_event", 30, 20, 10), ("t2_gap", 20, 20, 0)]
    assert rows_of(report, T2) == [("t2_gap", 30, 30, 0)]
    assert rows_of(report, NONE) == [("ask_first", 20, 15, 5)]


def test_a_hidden_number_of_a_row_hides_its_rules_and_the_sum():
    report = agreement(
        [
            *many(20, T1, T1, "t1_event"),
            *many(3, T1, T2, "t1_event"),
            *many(30, T2, T2, "t2_gap"),
        ]
    )
    assert report.table.rows[0][1] is FEW
    assert report.table.rows[0][0] is KEPT
    assert (report.followed, report.percent) == (KEPT, None)
    assert report.rules[T1] is None


def test_rules_that_fired_seldom_are_hidden_among_the_others():
    report = agreement([*many(3, T2, T2, "t2_unwilling"), *many(20, T2, T2, "t2_gap")])
    assert report.table.rows[1] == (0, 23, 0)
    assert report.rules[T2] is not None
    assert rows_of(report, T2) == [("t2_gap", KEPT, KEPT, 0), ("t2_unwilling", FEW, FEW, 0)]


def test_a_rule_named_twice_fired_once():
    report = agreement(many(6, T1, T1, "t1_event", "t1_event"))
    assert rows_of(report, T1) == [("t1_event", 6, 6, 0)]
