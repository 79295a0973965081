from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from policy_pages import queries
from policy_pages.models import FactValue
from tests.factories import FactValueFactory, PolicyFactFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2026, 1, 1)
MID_YEAR = date(2026, 6, 30)


def value_rows():
    return list(FactValue.objects.order_by("valid_from").values_list("valid_from", "valid_to"))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 6, 30), None),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2025, 1, 1), None),
    ],
)
def test_the_database_refuses_a_value_that_overlaps(start, end):
    first = FactValueFactory(valid_from=NEW_YEAR, valid_to=MID_YEAR)

    with pytest.raises(IntegrityError), transaction.atomic():
        FactValueFactory(fact=first.fact, valid_from=start, valid_to=end)

    assert value_rows() == [(NEW_YEAR, MID_YEAR)]


def test_the_database_refuses_an_update_that_makes_two_values_overlap():
    first = FactValueFactory(valid_from=NEW_YEAR, valid_to=MID_YEAR)
    second = FactValueFactory(fact=first.fact, valid_from=date(2026, 7, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        FactValue.objects.filter(pk=second.pk).update(valid_from=MID_YEAR)

    assert value_rows() == [(NEW_YEAR, MID_YEAR), (date(2026, 7, 1), None)]


def test_values_that_follow_each_other_or_hold_elsewhere_are_allowed():
    first = FactValueFactory(valid_from=NEW_YEAR, valid_to=MID_YEAR)

    FactValueFactory(fact=first.fact, valid_from=date(2026, 7, 1))
    FactValueFactory(fact=first.fact, place="济南市", valid_from=NEW_YEAR)
    FactValueFactory(valid_from=NEW_YEAR)
    FactValue.objects.filter(pk=first.pk).update(value="1300")

    assert FactValue.objects.count() == 4


def test_an_overlap_is_explained_beside_the_day_before_the_database_has_to_refuse():
    first = FactValueFactory(valid_from=NEW_YEAR)

    with pytest.raises(ValidationError) as refusal:
        FactValueFactory.build(
            fact=first.fact,
            source=first.source,
            entered_by=None,
            checked_by=UserFactory(),
            valid_from=MID_YEAR,
        ).full_clean()

    assert "valid_from" in refusal.value.message_dict


def test_a_value_nobody_has_checked_may_stand_beside_the_one_it_is_to_follow():
    first = FactValueFactory(valid_from=NEW_YEAR)

    FactValueFactory(fact=first.fact, valid_from=MID_YEAR, checked_by=None, checked_on=None)

    assert value_rows() == [(NEW_YEAR, None), (MID_YEAR, None)]


def test_the_database_refuses_to_call_an_overlapping_value_checked():
    first = FactValueFactory(valid_from=NEW_YEAR)
    second = FactValueFactory(fact=first.fact, valid_from=MID_YEAR, checked_by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        FactValue.objects.filter(pk=second.pk).update(checked_by=UserFactory())

    assert FactValue.objects.checked().get() == first


def test_nobody_checks_their_own_value():
    someone = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        FactValueFactory(entered_by=someone, checked_by=someone)

    assert not FactValue.objects.exists()


def test_facts_for_gives_the_narrowest_place_in_one_query(django_assert_num_queries):
    standard = PolicyFactFactory(code="dibao_standard")
    FactValueFactory(fact=standard, place="全国", value="900")
    FactValueFactory(fact=standard, place="槐荫区", value="1200")
    FactValueFactory(fact__code="taper_months", place="全国", value="6")

    with django_assert_num_queries(1):
        found = queries.facts_for(["槐荫区", "济南市", "全国"], MID_YEAR)

    assert {code: value.value for code, value in found.items()} == {
        "dibao_standard": "1200",
        "taper_months": "6",
    }


def test_facts_quoted_gives_values_sources_and_bare_facts_in_one_query(django_assert_num_queries):
    standard = PolicyFactFactory(code="dibao_standard", unit="元")
    FactValueFactory(fact=standard, place="全国", value="900")
    nearest = FactValueFactory(fact=standard, place="槐荫区", value="1200")
    FactValueFactory(fact__code="taper_months", value="6")
    PolicyFactFactory(code="notice_days")
    codes = ["dibao_standard", "notice_days", "station_phone"]

    with django_assert_num_queries(1):
        values, known = queries.facts_quoted(codes, ["槐荫区", "济南市", "全国"], MID_YEAR)
        shown = values["dibao_standard"]
        words = (shown.with_unit, shown.source.title)

    assert (values, set(known)) == ({"dibao_standard": nearest}, {"dibao_standard", "notice_days"})
    assert words == ("1200 元", nearest.source.title)


def test_no_codes_ask_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.facts_quoted([], ["全国"], MID_YEAR) == ({}, {})


@pytest.mark.parametrize(
    "hidden",
    [
        {"valid_to": date(2026, 6, 29)},
        {"valid_from": date(2026, 7, 1)},
        {"checked_by": None},
        {"place": "历下区"},
    ],
    ids=["over", "not yet", "unchecked", "elsewhere"],
)
def test_a_value_that_does_not_hold_here_today_or_is_unchecked_is_no_value(hidden):
    fact = FactValueFactory(**hidden).fact
    places = ["槐荫区", "全国"]

    assert queries.facts_for(places, MID_YEAR) == {}
    assert queries.facts_quoted([fact.code], places, MID_YEAR) == ({}, {fact.code: fact})


def lapsing(day=date(2026, 6, 10)):
    return [(value.fact.code, value.place) for value in queries.lapsing_values(day)]


def test_a_value_that_ends_soon_is_listed_in_one_query(django_assert_num_queries):
    FactValueFactory(fact__code="soon", valid_to=MID_YEAR)
    FactValueFactory(fact__code="today", valid_to=date(2026, 6, 10))
    FactValueFactory(fact__code="later", valid_to=date(2026, 7, 11))
    FactValueFactory(fact__code="over", valid_to=date(2026, 6, 9))
    FactValueFactory(fact__code="open")
    FactValueFactory(fact__code="unchecked", valid_to=MID_YEAR, checked_by=None)

    with django_assert_num_queries(1):
        assert lapsing() == [("today", "槐荫区"), ("soon", "槐荫区")]


@pytest.mark.parametrize(
    ("successor", "listed"),
    [
        ({}, False),
        ({"checked_by": None, "checked_on": None}, True),
        ({"place": "济南市"}, True),
        ({"valid_from": date(2026, 7, 2)}, True),
    ],
    ids=["follows at once", "unchecked", "elsewhere", "leaves a day without a number"],
)
def test_a_value_with_a_checked_successor_is_not_listed_as_ending(successor, listed):
    first = FactValueFactory(fact__code="soon", valid_to=MID_YEAR)

    FactValueFactory(**{"fact": first.fact, "valid_from": date(2026, 7, 1)} | successor)

    assert lapsing() == ([("soon", "槐荫区")] if listed else [])
