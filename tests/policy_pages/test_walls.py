from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from policy_pages import leaflets
from policy_pages.actions import leaflets as actions
from policy_pages.demo import load
from policy_pages.fact_uses import uses_of
from policy_pages.models import HungLeaflet
from policy_pages.permissions import CONTENT_PERMISSIONS
from staff.roles import ROLES
from tests.factories import (
    CommunityRoomFactory,
    FactValueFactory,
    OtherStationFactory,
    PolicyPageFactory,
    StationFactory,
    UserFactory,
    group,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def station(db):
    for role in ROLES:
        group(role)
    call_command("sync_staff_groups", verbosity=0)
    return StationFactory()


@pytest.fixture
def room(station):
    return CommunityRoomFactory(station=station, name="花园社区社工室")


@pytest.fixture
def value(station):
    return FactValueFactory(fact__code="dibao_standard", value="1200", valid_from=date(2026, 1, 1))


@pytest.fixture
def page(value):
    return PolicyPageFactory(
        title="低保能申请吗？",
        what_you_get=[("paragraph", "<p>低于 {{dibao_standard}} 元</p>")],
        next_review_due=timezone.localdate() + timedelta(days=100),
    )


@pytest.fixture
def worker(room):
    return UserFactory(role="room_worker", rooms=[room])


def hung(page, station, room, worker, place="3号楼一单元门口"):
    return actions.hang(
        page, station=station, room=room, place=place, size="a4", day=TODAY, actor=worker
    )


def reasons(station):
    rows = HungLeaflet.objects.hanging().select_related("page", "station", "room")
    return [(sheet.row.place, sheet.reason) for sheet in leaflets.sheets(rows, TODAY)]


def test_two_taps_note_where_a_leaflet_hangs(client, page, station, room, worker):
    hung(PolicyPageFactory(), station, room, worker)
    client.force_login(worker)
    screen = client.get(reverse("policy_pages:leaflet", args=[page.slug])).content.decode()
    address = reverse("walls:hang", args=[page.pk])
    assert f'href="{address}?size=a4"' in screen

    form = client.get(address + "?size=a4").content.decode()
    value = f"{room.pk}:3号楼一单元门口"
    assert f'name="known_place" value="{value}"' in form
    response = client.post(address, {"known_place": value, "size": "a4"})

    row = HungLeaflet.objects.get(page=page)
    assert response.url == reverse("walls:register")
    assert (row.room, row.place, row.size, row.hung_by) == (room, "3号楼一单元门口", "a4", worker)
    assert row.version == leaflets.edition_of(page, station, timezone.localdate()).version
    entry = ModelLogEntry.objects.get(action="policy_pages.hang_leaflet", object_id=row.pk)
    assert entry.user == worker
    assert worker.first_name not in entry.label


def test_a_place_left_empty_or_a_second_sheet_there_is_refused_beside_the_field(
    client, page, station, room, worker
):
    hung(page, station, room, worker)
    client.force_login(worker)
    address = reverse("walls:hang", args=[page.pk])

    empty = client.post(address, {"room": room.pk, "place": " ", "size": "a5"})
    twice = client.post(address, {"room": room.pk, "place": "3号楼一单元门口", "size": "a5"})

    assert "写上挂在哪里" in empty.content.decode()
    assert "已经挂着" in twice.content.decode()
    assert HungLeaflet.objects.count() == 1


def test_doors_to_visit_when_a_number_or_a_word_changes_or_the_last_day_is_over(
    page, station, room, worker, value
):
    hung(page, station, room, worker)
    assert reasons(station) == [("3号楼一单元门口", None)]

    value.value = "1300"
    value.save()
    assert reasons(station) == [("3号楼一单元门口", leaflets.Outdated.CHANGED)]

    value.value = "1200"
    value.save()
    page.next_review_due = TODAY - timedelta(days=1)
    page.save()
    assert reasons(station) == [("3号楼一单元门口", leaflets.Outdated.LAPSED)]

    page.live = False
    page.save()
    assert reasons(station) == [("3号楼一单元门口", leaflets.Outdated.GONE)]


def test_published_again_with_the_same_words_sends_nobody_up_the_stairs(
    page, station, room, worker
):
    row = hung(page, station, room, worker)
    HungLeaflet.objects.filter(pk=row.pk).update(version="20200101-" + row.version[-4:])

    assert reasons(station) == [("3号楼一单元门口", None)]


def test_what_would_change_names_the_doors_before_a_number_is_saved(
    page, station, room, worker, value
):
    hung(page, station, room, worker)
    hung(PolicyPageFactory(), station, room, worker, place="4号楼")
    gone = hung(page, station, None, worker, place="大厅")
    actions.take_down(gone.pk, day=TODAY, actor=worker)

    places = [use.name for kind in uses_of(value.fact) for use in kind.places]

    assert "花园社区社工室 3号楼一单元门口：低保能申请吗？" in places
    assert not [place for place in places if "4号楼" in place or "大厅" in place]


def test_exchanging_takes_the_old_one_down_and_notes_the_new_one(page, station, room, worker):
    old = hung(page, station, room, worker)
    page.one_line = "改过的话。"
    page.save()

    new = actions.exchange(old.pk, day=TODAY, actor=worker)

    old.refresh_from_db()
    assert (old.taken_down_on, old.taken_down_by) == (TODAY, worker)
    assert (new.place, new.room, new.taken_down_on) == (old.place, room, None)
    assert new.version != old.version
    assert ModelLogEntry.objects.filter(action="policy_pages.take_down_leaflet").count() == 1


def test_taken_down_twice_and_exchanged_for_a_page_that_is_gone_are_refused(
    page, station, room, worker
):
    row = hung(page, station, room, worker)
    page.live = False
    page.save()
    with pytest.raises(ValidationError):
        actions.exchange(row.pk, day=TODAY, actor=worker)
    row.refresh_from_db()
    assert row.taken_down_on is None

    actions.take_down(row.pk, day=TODAY, actor=worker)

    with pytest.raises(ValidationError):
        actions.take_down(row.pk, day=TODAY, actor=worker)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_the_register_and_hang(client, page, station, room, role):
    is_room = role.startswith("room")
    user = UserFactory(role=role, **({"rooms": [room]} if is_room else {"station": station}))
    client.force_login(user)

    opened = {
        name
        for name, address in {
            "view": reverse("walls:register"),
            "add": reverse("walls:hang", args=[page.pk]),
        }.items()
        if client.get(address).status_code == 200
    }

    table = CONTENT_PERMISSIONS.get(role, set())
    assert opened == {
        verb for verb in ("view", "add") if f"policy_pages.{verb}_hungleaflet" in table
    }
    assert (role == "district_viewer") == (opened == set())


def test_another_stations_walls_are_neither_seen_nor_written(client, page, station, room, worker):
    row = hung(page, station, room, worker)
    stranger = UserFactory(role="station_lead", station=OtherStationFactory())
    client.force_login(stranger)

    assert "3号楼" not in client.get(reverse("walls:register")).content.decode()
    for name in ("walls:take_down", "walls:exchange"):
        assert client.post(reverse(name, args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.taken_down_on is None


def test_a_reader_sees_no_way_to_note_anything(client, page):
    html = client.get(reverse("policy_pages:leaflet", args=[page.slug])).content.decode()

    assert "/staff/leaflets/" not in html
    assert client.post(reverse("walls:hang", args=[page.pk])).status_code == 302
    assert not HungLeaflet.objects.exists()


def test_the_register_asks_no_more_of_the_database_with_more_sheets(
    client, page, station, room, worker
):
    hung(page, station, room, worker)
    client.force_login(worker)
    counts = []
    for number in range(2):
        for place in range(number * 20):
            hung(page, station, room, worker, place=f"{place}号楼")
        client.get(reverse("walls:register"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("walls:register"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_demo_has_a_door_to_visit_and_is_hung_once():
    load()
    load()

    rows = HungLeaflet.objects.select_related("page", "station", "room")
    states = [sheet.reason for sheet in leaflets.sheets(rows, timezone.localdate())]

    assert states == [leaflets.Outdated.CHANGED, None, None]
