"""The year whose holidays nobody has entered is said at the desk, to those who can act on it."""

from __future__ import annotations

from datetime import date

import pytest

from policy_pages.models import WorkdayOverride
from staff.queries import calendar_missing
from tests.factories import UserFactory

NOVEMBER, OCTOBER = date(2026, 11, 2), date(2026, 10, 31)


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("station_lead", True),
        ("admin", True),
        ("social_worker", False),
        ("room_lead", False),
        ("editor", False),
        ("district_viewer", False),
    ],
)
def test_leads_and_the_administrator_are_told_from_november(station, role, told):
    user = UserFactory(role=role, station=station)

    assert calendar_missing(user, OCTOBER) == []
    assert calendar_missing(user, NOVEMBER) == ([2027] if told else [])


def test_a_year_with_days_entered_is_looked_after(lead):
    WorkdayOverride.objects.create(day=date(2027, 2, 6), is_workday=False)

    assert calendar_missing(lead, NOVEMBER) == []


@pytest.mark.parametrize(
    ("address", "role", "sentence"),
    [
        ("/staff/today/", "station_lead", "请系统管理员"),
        ("/staff/", "station_lead", "请系统管理员"),
        ("/staff/", "admin", "/staff/snippets/policy_pages/workdayoverride/"),
    ],
)
def test_it_is_on_the_screen_with_what_to_do(client, station, monkeypatch, address, role, sentence):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: NOVEMBER)
    client.force_login(UserFactory(role=role, station=station if role == "station_lead" else None))

    page = client.get(address).content.decode()

    assert "2027 年的节假日" in page
    assert sentence in page
