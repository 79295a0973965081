"""The station's own screen: opening hours, and how many calls it can make in a half-day."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import ModelLogEntry

from policy_pages.actions.publishing import grant_content_permissions
from policy_pages.models import Station
from staff.roles import write_groups
from tests.factories import StationFactory, UserFactory, home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    home_page()
    return StationFactory()


def member(role, **fields):
    write_groups()
    grant_content_permissions()
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def edit(station) -> str:
    return reverse(Station.snippet_viewset.get_url_name("edit"), args=[station.pk])


def form_of(station, **changes) -> dict:
    names = [
        *("name", "subdistrict", "operator", "data_handler", "phone", "duty_phone", "address"),
        *("street_window", "street_phone", "fact_places", "opens_at", "closes_at"),
        "calls_per_half_day",
    ]
    return {name: getattr(station, name) for name in names} | {"site": station.site_id} | changes


def test_whoever_edits_the_hours_says_how_many_calls_a_half_day_takes(client, station):
    admin = member("admin")
    client.force_login(admin)
    page = client.get(edit(station)).content.decode()
    assert "每半天可约几个电话" in page
    assert "约满后就不再给别人选" in page

    client.post(edit(station), form_of(station, calls_per_half_day=6))

    station.refresh_from_db()
    assert station.calls_per_half_day == 6
    assert ModelLogEntry.objects.for_instance(station).filter(user=admin).exists()


@pytest.mark.parametrize("number", ["0", "-1", "61", "", "四"])
def test_a_number_that_is_none_is_refused_beside_the_field(client, station, number):
    client.force_login(member("admin"))

    refused = client.post(edit(station), form_of(station, calls_per_half_day=number))

    assert set(refused.context["form"].errors) == {"calls_per_half_day"}
    station.refresh_from_db()
    assert station.calls_per_half_day == 4


@pytest.mark.parametrize("role", ["editor", "social_worker", "station_lead"])
def test_others_do_not_change_it(client, station, role):
    client.force_login(member(role, station=station))

    client.post(edit(station), form_of(station, calls_per_half_day=6))

    station.refresh_from_db()
    assert station.calls_per_half_day == 4
