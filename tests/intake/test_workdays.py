from __future__ import annotations

from datetime import date

import pytest

from intake import workdays
from policy_pages.models import WorkdayOverride

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),  # a Saturday worked to make up for the long holiday
        (date(2026, 2, 16), False),
    ],
)
def test_holidays_and_make_up_days_are_known(day, worked):
    assert workdays.is_workday(day) is worked


def test_an_exception_wins_over_the_package():
    WorkdayOverride.objects.create(day=date(2026, 11, 24), is_workday=False)
    WorkdayOverride.objects.create(day=date(2026, 11, 28), is_workday=True)

    assert not workdays.is_workday(date(2026, 11, 24))
    assert workdays.is_workday(date(2026, 11, 28))


def test_working_days_skip_the_long_holiday_and_count_the_make_up_day():
    # 30 September is a Wednesday; the 8th and 9th are worked, and so is Saturday the 10th.
    assert workdays.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)


def test_a_weekend_day_is_not_counted():
    assert workdays.add_working_days(date(2026, 11, 28), 1) == date(2026, 11, 30)


def test_counting_no_days_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        workdays.add_working_days(date(2026, 11, 24), 0)


def test_a_year_without_published_make_up_days_is_reported(caplog):
    workdays.package_knows.cache_clear()

    assert workdays.unknown_years(date(2026, 10, 31)) == []
    assert workdays.unknown_years(date(2026, 11, 1)) == [2027]
    assert "calendar of 2027 is not published" in caplog.text


def test_counting_far_ahead_asks_the_database_once_per_sixty_days(django_assert_num_queries):
    with django_assert_num_queries(1):
        workdays.add_working_days(date(2026, 3, 2), 20)
