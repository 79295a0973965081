"""A lead's people: made, changed, closed, reset; never oneself, another lead or another station."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import ModelLogEntry

from staff import actions
from staff.models import User
from tests.factories import (
    CaseFactory,
    CommunityRoomFactory,
    OtherStationFactory,
    UserFactory,
    group,
)

NEW = {"username": "li.si", "name": "李四", "role": "social_worker", "email": ""}


@pytest.fixture(autouse=True)
def roles(db):
    for role in ("social_worker", "room_lead", "room_worker", "station_lead"):
        group(role)


@pytest.fixture
def led(client, lead):
    client.force_login(lead)
    return client


def entries(person):
    return [(entry.action, entry.user) for entry in ModelLogEntry.objects.for_instance(person)]


def test_a_lead_makes_an_account_and_its_password_is_shown_once(led, lead, station):
    answer = led.post(reverse("people:add"), NEW)

    person = User.objects.get(username="li.si")
    password = answer.context["password"]
    assert "no-store" in answer["Cache-Control"]
    assert password in answer.content.decode()
    assert person.check_password(password)
    assert (person.first_name, person.station) == ("李四", station)
    assert [each.name for each in person.groups.all()] == ["social_worker"]
    assert entries(person) == [("staff.add_person", lead)]
    assert password not in str(ModelLogEntry.objects.values())
    assert password not in led.get(reverse("people:edit", args=[person.pk])).content.decode()


def test_people_of_a_room_get_rooms_of_this_station_alone(led, station, room):
    elsewhere = CommunityRoomFactory(station=OtherStationFactory())
    asked = NEW | {"role": "room_worker"}

    without = led.post(reverse("people:add"), asked)
    foreign = led.post(reverse("people:add"), asked | {"rooms": [elsewhere.pk]})
    assert (without.status_code, foreign.status_code) == (422, 422)
    assert without.context["form"].errors["rooms"]
    assert not User.objects.filter(username="li.si").exists()

    led.post(reverse("people:add"), asked | {"rooms": [room.pk]})
    person = User.objects.get(username="li.si")
    assert (person.station, list(person.rooms.all())) == (None, [room])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": "li"}, "username"),
        ({"username": "李四四"}, "username"),
        ({"username": "TAKEN"}, "username"),
        ({"name": ""}, "name"),
        ({"role": "station_lead"}, "role"),
        ({"role": "admin"}, "role"),
        ({"email": "x"}, "email"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(led, station, typed, field):
    UserFactory(username="taken")
    before = User.objects.count()

    answer = led.post(reverse("people:add"), NEW | typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert User.objects.count() == before


def test_role_and_rooms_are_changed_and_a_stale_form_changes_nothing(led, worker, room):
    address = reverse("people:edit", args=[worker.pk])
    seen = led.get(address).context["seen"]
    change = {"name": "王五", "role": "room_lead", "rooms": [room.pk], "seen": seen}

    led.post(address, change)
    worker.refresh_from_db()
    assert (worker.first_name, worker.station, list(worker.rooms.all())) == ("王五", None, [room])

    stale = led.post(address, change | {"name": "赵六"})
    assert stale.status_code == 422
    assert "赵六" in stale.content.decode()
    worker.refresh_from_db()
    assert worker.first_name == "王五"


def test_a_closed_account_is_out_at_once_and_can_be_opened(led, client, lead, worker, station):
    CaseFactory(station=station, worker=worker)
    theirs = type(client)()
    theirs.force_login(worker)
    assert led.get(reverse("people:edit", args=[worker.pk])).context["held"] == 1

    led.post(reverse("people:close", args=[worker.pk]))
    assert theirs.get("/staff/").status_code == 302
    led.post(reverse("people:open", args=[worker.pk]))
    assert theirs.get("/staff/").status_code == 200
    assert entries(worker) == [("staff.open_person", lead), ("staff.close_person", lead)]


def test_a_lost_phone_ends_password_second_factor_and_sessions(led, client, lead, worker):
    theirs = type(client)()
    theirs.force_login(worker)
    Authenticator.objects.create(user=worker, type="totp", data={})

    answer = led.post(reverse("people:reset", args=[worker.pk]))

    worker.refresh_from_db()
    assert worker.check_password(answer.context["password"])
    assert not Authenticator.objects.filter(user=worker).exists()
    assert theirs.get("/staff/").status_code == 302
    assert entries(worker) == [("staff.reset_person", lead)]


def everything(person, actor):
    yield lambda: actions.change_person(
        person.pk, name="x", role="social_worker", seen=None, actor=actor
    )
    yield lambda: actions.let_person_in(person.pk, active=False, actor=actor)
    yield lambda: actions.reset_log_in(person.pk, actor=actor)


def test_nobody_lifts_themselves_or_touches_a_lead_or_another_station(led, lead, station, room):
    another_room = CommunityRoomFactory(station=OtherStationFactory())
    both = UserFactory(role="room_worker", rooms=[room, another_room])
    people = [
        lead,
        UserFactory(role="station_lead", station=station),
        UserFactory(role="admin", station=station),
        UserFactory(role="social_worker", station=station, is_superuser=True),
        UserFactory(role="social_worker", station=another_room.station),
        UserFactory(role="room_worker", rooms=[another_room]),
        both,
    ]

    for person in people:
        before = (person.password, person.is_active)
        for act in everything(person, lead):
            with pytest.raises(PermissionDenied):
                act()
        for name in ("edit", "close", "reset"):
            answer = led.post(reverse(f"people:{name}", args=[person.pk]), NEW)
            assert answer.status_code in {302, 404}
        person.refresh_from_db()
        assert (person.password, person.is_active) == before
        assert list(person.groups.values_list("name", flat=True)) != ["room_lead"]
    assert "由管理员" in led.get(reverse("people:edit", args=[lead.pk])).content.decode()
    assert not ModelLogEntry.objects.exists()


@pytest.mark.parametrize("role", ["social_worker", "room_lead", "room_worker", "editor", "admin"])
def test_only_a_lead_manages_people(client, station, room, worker, role):
    rooms = [room] if role.startswith("room") else []
    user = UserFactory(role=role, station=None if rooms else station, rooms=rooms)
    client.force_login(user)

    for name in ("edit", "close", "reset"):
        assert client.post(reverse(f"people:{name}", args=[worker.pk]), NEW).url == "/staff/"
    with pytest.raises(PermissionDenied):
        actions.add_person(username="abc", name="x", role="social_worker", actor=user)
    for act in everything(worker, user):
        with pytest.raises(PermissionDenied):
            act()
    worker.refresh_from_db()
    assert worker.is_active


def test_the_list_asks_the_same_number_of_questions(
    led, station, room, django_assert_max_num_queries
):
    for _each in range(15):
        UserFactory(role="social_worker", station=station)
        UserFactory(role="room_worker", rooms=[room])
    led.get(reverse("people:index"))
    with django_assert_max_num_queries(12):
        answer = led.get(reverse("people:index"))
    assert len(answer.context["object_list"]) == 20
