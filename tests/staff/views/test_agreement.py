"""The page of suggestions and decisions: whose counts, for which time, taken out by whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from staff import actions
from staff.domain.periods import Span, period
from tests.factories import OtherStationFactory, UserFactory
from tests.staff.test_agreement import T1, T2, keep

PAGE = reverse("agreement")


@pytest.fixture
def today():
    return timezone.localdate()


def test_a_lead_sees_the_own_station_and_the_district_all(client, lead, station, today):
    keep(station, 20, T1, T1, "t1_event", on=today)
    keep(OtherStationFactory(), 7, T2, T2, "t2_gap", on=today)

    client.force_login(lead)
    assert client.get(PAGE).context["report"].table.total == 20
    client.force_login(UserFactory(role="district_viewer", station=None))
    page = client.get(PAGE)
    assert page.context["report"].table.total == 27
    assert "27次决定里，27次和建议一样，占100%" in page.content.decode()


def test_an_empty_time_says_so(client, lead):
    client.force_login(lead)
    assert "这段时间没有按建议做过决定" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "asked", [{}, {"on": "x"}, {"span": "week"}, {"on": "9999-01-01"}, {"on": "0001-01-01"}]
)
def test_what_cannot_be_read_is_this_month(client, lead, today, asked):
    client.force_login(lead)
    assert client.get(PAGE, asked).context["period"] == period(Span.MONTH, today)


def test_earlier_and_later_lead_from_one_period_to_the_next(client, lead):
    client.force_login(lead)
    shown = client.get(PAGE, {"span": "quarter", "on": "2026-05-20"}).context
    assert (shown["period"].first, shown["until"]) == (date(2026, 4, 1), date(2026, 6, 30))
    assert (shown["before"].first, shown["after"].first) == (date(2026, 1, 1), date(2026, 7, 1))
    assert client.get(PAGE).context["after"] is None


def test_taking_it_out_is_written_down(client, lead, station, today):
    keep(station, 20, T1, T1, "t1_event", on=today)
    client.force_login(lead)
    answer = client.post(PAGE, {"span": "year", "on": f"{today}"})
    assert answer["Content-Disposition"].endswith('.xlsx"')
    [entry] = ModelLogEntry.objects.for_instance(station)
    assert (entry.action, entry.user, entry.data) == (
        "staff.export_agreement",
        lead,
        {"from": f"{today.year}-01-01", "to": f"{today}"},
    )


@pytest.mark.parametrize("role", ["social_worker", "room_lead", "room_worker", "editor", "admin"])
def test_other_roles_neither_see_it_nor_take_it_out(client, station, room, role, today):
    in_room = role.startswith("room")
    user = UserFactory(
        role=role, station=None if in_room else station, rooms=[room] if in_room else []
    )
    client.force_login(user)
    assert client.get(PAGE).url == "/staff/"
    assert client.post(PAGE).url == "/staff/"
    with pytest.raises(PermissionDenied):
        actions.export_agreement(period=period(Span.MONTH, today), today=today, actor=user)
    assert not ModelLogEntry.objects.exists()


def test_it_asks_the_same_number_of_questions_for_one_row_and_for_many(
    client, lead, station, today, django_assert_num_queries
):
    client.force_login(lead)
    keep(station, 1, T1, T1, "t1_event", on=today)
    client.get(PAGE)
    for times in (0, 80):
        keep(station, times, T2, T1, "t2_gap", on=today)
        with django_assert_num_queries(QUESTIONS):
            client.get(PAGE)


QUESTIONS = 8
