"""Suggestions beside decisions over a period: what is counted, and how it is put into words."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from staff.agreement import agreement_of, as_workbook, rule_lines, rule_wording
from staff.counts import in_words
from staff.domain.periods import Span, period
from staff.domain.small_numbers import Hidden
from staff.domain.triage.texts import RULES
from staff.models import SuggestionKept

T1, T2 = "tier1_urgent", "tier2_easing"
MAY = period(Span.MONTH, date(2026, 5, 20))
TODAY = date(2026, 5, 20)


def keep(station, times, tier, decided, *rules, on=TODAY):
    SuggestionKept.objects.bulk_create(
        SuggestionKept(
            station=station, decided_on=on, tier=tier, decided_tier=decided, rules=list(rules)
        )
        for _each in range(times)
    )


def test_a_period_counts_its_own_days_until_today(station):
    for day in (date(2026, 4, 30), date(2026, 5, 1), TODAY, date(2026, 5, 21), date(2026, 6, 1)):
        keep(station, 6, T1, T1, "t1_event", on=day)
    keep(station, 9, "tier3_stable", T1, "prior_stays")
    report = agreement_of(SuggestionKept.objects.all(), MAY, TODAY)
    assert (report.table.total, report.percent) == (12, 100)


def test_it_asks_one_question_for_few_and_for_many(station, django_assert_num_queries):
    for times in (1, 60):
        keep(station, times, T1, T1, "t1_event")
        with django_assert_num_queries(1):
            agreement_of(SuggestionKept.objects.all(), MAY, TODAY)


def test_the_spreadsheet_holds_numbers_and_words_for_what_is_hidden(station):
    keep(station, 20, T1, T1, "t1_event")
    keep(station, 3, T2, T1, "t2_gap")
    keep(station, 20, T2, T2, "t2_gap")
    report = agreement_of(SuggestionKept.objects.all(), MAY, TODAY)
    book = load_workbook(BytesIO(as_workbook(report)))
    table, rules = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    assert [row[1:] for row in table[1:]] == [
        ("不显示", 0, 0, "不显示"),
        ("少于5", 20, 0, "不显示"),
        (0, 0, 0, 0),
        (23, 20, 0, 43),
    ]
    assert 3 not in [cell for row in (*table, *rules) for cell in row]
    assert dict(rule_lines(report))["二级缓和"] is None


@pytest.mark.parametrize(
    ("told", "words"), [(0, "0"), (12, "12"), (Hidden.FEW, "少于5"), (Hidden.KEPT_BACK, "不显示")]
)
def test_a_number_reads_as_itself_or_as_why_it_is_hidden(told, words):
    assert in_words(told) == words


def test_every_rule_has_words_without_a_gap():
    assert not [code for code in RULES if "{" in rule_wording(code)]
    assert rule_wording("a_rule_of_last_year") == "a_rule_of_last_year"
