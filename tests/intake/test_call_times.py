"""Which half-days may be chosen, on fixed days: weekends, holidays, made-up workdays, hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.call_times import call_time, call_times, code_of, parse, periods
from intake.promises import due_at
from intake.workdays import Workdays
from policy_pages.models import WorkdayOverride

from .factories import StationFactory, at

JINAN = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (
            time(8, 30),
            time(17, 30),
            {
                "morning": (time(8, 30), time(12)),
                "afternoon": (time(12), time(17, 30)),
            },
        ),
        (time(9), time(12), {"morning": (time(9), time(12))}),
        (time(13), time(17), {"afternoon": (time(13), time(17))}),
        (time(8, 30), time(12, 29), {"morning": (time(8, 30), time(12))}),
        (
            time(11, 30),
            time(12, 30),
            {"morning": (time(11, 30), time(12)), "afternoon": (time(12), time(12, 30))},
        ),
        (
            time(14),
            time(20),
            {"afternoon": (time(14), time(18)), "evening": (time(18), time(20))},
        ),
        (time(12, 10), time(12, 30), {}),
    ],
)
def test_the_parts_of_a_day_come_from_the_opening_hours(opens, closes, expected):
    assert periods(opens, closes) == expected


M, A, E = "morning", "afternoon", "evening"
DAY_HOURS = (time(8, 30), time(17, 30))

OFFERED = [
    # On a Tuesday morning: from that afternoon to the end of the third working day.
    (
        at(2026, 11, 24, 10),
        "normal",
        DAY_HOURS,
        [
            *("11-24.afternoon", "11-25.morning", "11-25.afternoon"),
            *("11-26.morning", "11-26.afternoon", "11-27.morning", "11-27.afternoon"),
        ],
    ),
    # Before the doors open the same morning can still be chosen; at the minute they open no more.
    (
        at(2026, 11, 24, 8, 29),
        "soon",
        DAY_HOURS,
        ["11-24.morning", "11-24.afternoon", "11-25.morning", "11-25.afternoon"],
    ),
    (
        at(2026, 11, 24, 8, 30),
        "soon",
        DAY_HOURS,
        ["11-24.afternoon", "11-25.morning", "11-25.afternoon"],
    ),
    (at(2026, 11, 24, 12), "soon", DAY_HOURS, ["11-25.morning", "11-25.afternoon"]),
    # After closing time.
    (at(2026, 11, 24, 22), "soon", DAY_HOURS, ["11-25.morning", "11-25.afternoon"]),
    # On a Friday evening and on a Saturday: the weekend is left out.
    (at(2026, 11, 27, 20), "soon", DAY_HOURS, ["11-30.morning", "11-30.afternoon"]),
    (
        at(2026, 11, 28, 9),
        "normal",
        DAY_HOURS,
        [
            *("11-30.morning", "11-30.afternoon", "12-01.morning", "12-01.afternoon"),
            *("12-02.morning", "12-02.afternoon"),
        ],
    ),
    # Before the long holiday of October: the 1st to the 7th are closed, the 8th and 9th are
    # worked, and so is Saturday the 10th.
    (
        at(2026, 9, 30, 13),
        "normal",
        DAY_HOURS,
        [
            *("10-08.morning", "10-08.afternoon", "10-09.morning", "10-09.afternoon"),
            *("10-10.morning", "10-10.afternoon"),
        ],
    ),
    (at(2026, 10, 3, 10), "soon", DAY_HOURS, ["10-08.morning", "10-08.afternoon"]),
    # Spring Festival.
    (at(2026, 2, 14, 18), "soon", DAY_HOURS, ["02-24.morning", "02-24.afternoon"]),
    # A station that opens in the morning only, and one that stays open into the evening.
    (
        at(2026, 11, 24, 10),
        "normal",
        (time(8), time(12)),
        ["11-25.morning", "11-26.morning", "11-27.morning"],
    ),
    (
        at(2026, 11, 24, 15),
        "soon",
        (time(12), time(20)),
        ["11-24.evening", "11-25.afternoon", "11-25.evening"],
    ),
    # Promised within two hours: no half-day ends before that.
    (at(2026, 11, 24, 10), "today", DAY_HOURS, []),
    (at(2026, 11, 24, 17), "today", DAY_HOURS, []),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("now", "urgency", "hours", "expected"), OFFERED)
def test_what_is_offered_on_each_day(now, urgency, hours, expected):
    station = StationFactory(opens_at=hours[0], closes_at=hours[1])
    workdays = Workdays(now.date())

    found = call_times(
        workdays,
        *hours,
        after=now,
        until=due_at(urgency, now, station, workdays=workdays).astimezone(JINAN),
    )

    assert [one.code for one in found] == [f"2026-{code}" for code in expected]


@pytest.mark.django_db
def test_a_day_the_station_entered_as_closed_is_not_offered_and_a_worked_saturday_is(station):
    WorkdayOverride.objects.create(day=date(2026, 11, 25), is_workday=False)
    WorkdayOverride.objects.create(day=date(2026, 11, 28), is_workday=True)
    now = at(2026, 11, 24, 13)
    workdays = Workdays(now.date())

    found = call_times(
        workdays,
        *DAY_HOURS,
        after=now,
        until=due_at("normal", now, station, workdays=workdays).astimezone(JINAN),
    )

    assert [one.code for one in found] == [
        *("2026-11-26.morning", "2026-11-26.afternoon"),
        *("2026-11-27.morning", "2026-11-27.afternoon"),
        *("2026-11-28.morning", "2026-11-28.afternoon"),
    ]


def test_when_not_to_call_takes_that_part_out_of_every_day():
    days = [date(2026, 11, 25), date(2026, 11, 26)]
    window = {"after": at(2026, 11, 24, 13), "until": at(2026, 11, 26, 17, 30)}

    without = call_times(days, *DAY_HOURS, **window, not_in=[M])

    assert [one.code for one in without] == ["2026-11-25.afternoon", "2026-11-26.afternoon"]
    assert call_times(days, *DAY_HOURS, **window, not_in=[M, A, E]) == []


def test_when_the_hours_have_changed_an_agreed_part_that_is_gone_is_the_whole_day():
    agreed = call_time(date(2026, 11, 25), E, *DAY_HOURS, like=at(2026, 11, 24))

    assert (agreed.begins, agreed.ends) == (at(2026, 11, 25, 8, 30), at(2026, 11, 25, 17, 30))


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "any",
        "2026-11-25",
        "2026-11-25.",
        "2026-11-25.noon",
        "2026-02-30.morning",
        ".morning",
        "x.y.z",
    ],
)
def test_nonsense_is_no_half_day(nonsense):
    assert parse(nonsense) is None


def test_a_code_reads_back_as_what_it_was_made_of():
    assert parse(code_of(date(2026, 11, 25), A)) == (date(2026, 11, 25), A)


@given(
    opens=st.times(min_value=time(0), max_value=time(22)),
    length=st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(hours=14)),
    hour=st.integers(0, 23),
    days=st.sets(st.integers(0, 9), min_size=1),
    reach=st.integers(0, 9),
    not_in=st.sets(st.sampled_from([M, A, E])),
)
def test_whatever_the_hours_each_is_within_them_in_order_and_in_time(
    opens, length, hour, days, reach, not_in
):
    first = date(2026, 11, 24)
    closes = min(datetime.combine(first, opens) + length, datetime.combine(first, time(23, 59)))
    after = at(2026, 11, 24, hour)
    until = datetime.combine(first + timedelta(days=reach), closes.time(), JINAN)

    found = call_times(
        [first + timedelta(days=each) for each in sorted(days)],
        opens,
        closes.time(),
        after=after,
        until=until,
        not_in=not_in,
    )

    assert found == sorted(found, key=lambda one: one.begins)
    for one in found:
        assert after < one.begins < one.ends <= until
        assert opens <= one.begins.time() < one.ends.time() <= closes.time()
        assert one.period not in not_in
        assert (one.day - first).days in days
