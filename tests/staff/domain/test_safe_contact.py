"""What a planned visit goes against. No database; the days of the week are spelt out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from staff.domain.safe_contact import Wish, Wishes, against, wishes_of

MONDAY = date(2026, 11, 30)


def weekdays_against(text: str, wish: Wish) -> str:
    """The days of a week, Monday 1 to Sunday 7, on which a visit meets this text."""
    week = [MONDAY + timedelta(days=n) for n in range(7)]
    wishes = Wishes(not_times=(text,))
    return "".join(
        str(day.isoweekday()) for day in week if against(wishes, at_home=False, day=day) == {wish}
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周末", "67"),
        ("双休日不要打", "67"),
        ("周六", "6"),
        ("星期天别打", "7"),
        ("礼拜三下午", "3"),
        ("周一、三、五", "135"),
        ("周二和周四晚上不方便", "24"),
        ("周一到周五", "12345"),
        ("周一至五的白天", "12345"),
        ("周五到周一", "1567"),
        ("周六周日", "67"),
        ("周一、三到五", "1345"),
        ("工作日的上午", "12345"),
        ("周三，周末", "367"),
    ],
)
def test_days_that_were_named_are_kept_and_the_others_are_free(text, days):
    assert weekdays_against(text, Wish.NOT_THEN) == days
    assert weekdays_against(text, Wish.TIMES) == ""


@pytest.mark.parametrize(
    "text",
    [
        *("晚上", "早上8点前", "我老公在家的时候", "除了周末都不行", "只有周三可以", "节假日"),
        *("下班以后", "evenings", "周末他休息，平时他上夜班", "周中", "二", "天天", "7点"),
    ],
)
def test_what_the_day_alone_cannot_rule_out_has_to_be_read(text):
    week = [against(Wishes(not_times=(text,)), at_home=False, day=day) for day in _week()]
    assert all(found for found in week)
    assert {Wish.TIMES} in week


def _week():
    return [MONDAY + timedelta(days=n) for n in range(7)]


def test_a_day_named_beside_times_to_be_read_is_the_stronger_word():
    wishes = Wishes(not_times=("周一，晚上", "他在家时"))

    assert against(wishes, at_home=False, day=MONDAY) == {Wish.NOT_THEN, Wish.TIMES}
    assert against(wishes, at_home=False, day=MONDAY + timedelta(days=1)) == {Wish.TIMES}


@pytest.mark.parametrize(
    ("answers", "at_home", "found"),
    [
        ({"say_who": True, "others_may_answer": True}, True, set()),
        ({"say_who": False, "others_may_answer": True}, True, {Wish.HOME}),
        ({"say_who": True, "others_may_answer": False}, True, {Wish.HOME}),
        ({"say_who": False, "others_may_answer": False}, False, set()),
        ({"proxy": {"name": "姐姐"}}, True, set()),
        ({"bad_times": ["morning"]}, False, {Wish.TIMES}),
        ({"bad_times": []}, True, set()),
        (None, True, set()),
    ],
)
def test_a_home_where_somebody_must_not_know_is_closed_and_other_places_are_not(
    answers, at_home, found
):
    assert against(wishes_of([answers]), at_home=at_home, day=MONDAY) == found


def test_of_several_answers_the_strictest_holds():
    wishes = wishes_of(
        [
            {"say_who": True, "others_may_answer": True, "not_times": ""},
            None,
            {"say_who": False, "others_may_answer": True, "not_times": " 周末 "},
            {"bad_times": ["morning", "evening"]},
            {"bad_times": ["evening"]},
            {"say_who": True, "others_may_answer": False, "not_times": "周末"},
        ]
    )

    assert wishes == Wishes(
        say_who=False, others_may_know=False, not_times=("周末",), bad_parts=("morning", "evening")
    )
    assert wishes
    assert not Wishes()
