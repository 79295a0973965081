"""The links of building captains: made, printed, used, taken back (R-86)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import ModelLogEntry

from intake.actions import ensure_consent_texts
from intake.models import Referral, ReporterLink
from staff import actions
from tests.factories import CommunityRoomFactory, OtherStationFactory, UserFactory

INDEX, ADD = "/staff/links/", "/staff/links/add/"


@pytest.fixture
def room_lead(room):
    return UserFactory(role="room_lead", rooms=[room])


@pytest.fixture
def link(room, worker):
    return actions.give_reporter_link(
        room=room, holder="3号楼张楼长", watches="3号楼", actor=worker
    )


def logged(link) -> list[str]:
    return [entry.action for entry in ModelLogEntry.objects.for_instance(link).order_by("pk")]


def test_a_worker_makes_a_link_and_prints_it(client, worker, room):
    client.force_login(worker)
    answer = client.post(ADD, {"room": room.pk, "holder": " 张楼长 ", "watches": "3号楼"})

    link = ReporterLink.objects.get()
    assert (link.room, link.holder, link.watches, link.retired_at) == (
        room,
        "张楼长",
        "3号楼",
        None,
    )
    assert answer.url == f"/staff/links/{link.pk}/print/"
    page = client.get(answer.url).content.decode()
    assert f"/report/{link.key}/" in page
    assert "3号楼" in page
    assert "张楼长" not in page
    assert logged(link) == ["staff.give_link"]
    entry = ModelLogEntry.objects.for_instance(link).get()
    assert "张" not in entry.label + str(entry.data)


def test_a_report_through_the_link_reaches_the_room_and_marks_it_used(client, link):
    ensure_consent_texts()
    address = reverse("intake:report_link", args=[link.key])
    client.post(address, {"seen_signs": ["silent"], "place": "3号楼"})

    referral = Referral.objects.get()
    link.refresh_from_db()
    assert (referral.reporter_link, referral.room) == (link, link.room)
    assert link.last_used_at == referral.received_at


def test_a_link_taken_back_opens_nothing_and_keeps_its_reports(client, worker, link):
    client.force_login(worker)
    client.post(f"/staff/links/{link.pk}/retire/")
    client.post(f"/staff/links/{link.pk}/retire/")

    link.refresh_from_db()
    assert link.retired_at is not None
    assert logged(link) == ["staff.give_link", "staff.take_link_back"]
    assert client.get(reverse("intake:report_link", args=[link.key])).status_code == 404
    page = client.get(f"/staff/links/{link.pk}/print/").content.decode()
    assert link.key not in page


def test_a_room_lead_has_the_links_of_the_own_rooms_alone(client, room_lead, room, station, link):
    other = CommunityRoomFactory(station=station)
    lead = UserFactory(role="station_lead", station=station)
    elsewhere = actions.give_reporter_link(room=other, holder="李楼长", actor=lead)
    client.force_login(room_lead)

    assert set(client.get(INDEX).context_data["object_list"]) == {link}
    assert client.get(f"/staff/links/{elsewhere.pk}/print/").status_code == 404
    assert client.post(f"/staff/links/{elsewhere.pk}/retire/").status_code == 404
    refused = client.post(ADD, {"room": other.pk, "holder": "王楼长"})
    assert refused.status_code == 422
    with pytest.raises(PermissionDenied):
        actions.give_reporter_link(room=other, holder="王楼长", actor=room_lead)
    with pytest.raises(PermissionDenied):
        actions.take_reporter_link_back(elsewhere, actor=room_lead)
    assert ReporterLink.objects.count() == 2


@pytest.mark.parametrize("role", ["room_worker", "editor", "district_viewer", "admin"])
def test_others_give_no_links(client, role, room, link):
    user = UserFactory(role=role, rooms=[room])
    client.force_login(user)

    for address in (INDEX, ADD, f"/staff/links/{link.pk}/print/"):
        assert client.get(address).status_code == 302
    with pytest.raises(PermissionDenied):
        actions.give_reporter_link(room=room, holder="王楼长", actor=user)


def test_another_station_sees_none_of_it(client, link):
    client.force_login(UserFactory(role="station_lead", station=OtherStationFactory()))

    assert not client.get(INDEX).context_data["object_list"]
    assert client.get(f"/staff/links/{link.pk}/print/").status_code == 404


def test_nothing_is_made_without_a_holder(client, worker, room):
    client.force_login(worker)
    refused = client.post(ADD, {"room": room.pk, "holder": "", "watches": "5号楼"})

    assert refused.status_code == 422
    assert "5号楼" in refused.content.decode()
    assert not ReporterLink.objects.exists()


def test_the_list_costs_the_same_with_many(
    client, worker, room, link, django_assert_max_num_queries
):
    client.force_login(worker)
    client.get(INDEX)
    for number in range(12):
        actions.give_reporter_link(room=room, holder=f"楼长{number}", actor=worker)
    with django_assert_max_num_queries(12):
        client.get(INDEX)
