"""Lists kept under a name: whose they are, what they show, and that they widen nothing."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse
from wagtail.models import ModelLogEntry

from staff import actions
from staff.domain.stages import Stage
from staff.lists import CASES
from staff.models import SavedView
from tests.factories import CaseFactory, CommunityRoomFactory, OtherStationFactory, UserFactory

ADD = "/staff/views/add/"


def keep(actor, name="一级", query="tier=tier1_urgent", shared=False, daily=False):
    return actions.save_view(
        list_name="cases", query=query, name=name, shared=shared, daily=daily, actor=actor
    )


def test_a_list_is_kept_with_its_filters_and_without_what_was_searched(client, worker, station):
    client.force_login(worker)
    address = f"{ADD}?of=cases&query=tier%3Dtier1_urgent%26q%3D13800138000%26p%3D2"

    assert "一级" in client.get(address).content.decode()
    answer = client.post(address, {"name": "一级的", "shared": "yes", "daily": "no"})

    view = SavedView.objects.get()
    assert answer.url == "/staff/cases/?tier=tier1_urgent"
    assert (view.owner, view.station, view.list) == (worker, station, "cases")
    assert (view.name, view.query, view.shared, view.daily) == (
        "一级的",
        "tier=tier1_urgent",
        True,
        False,
    )
    entry = ModelLogEntry.objects.get(action="staff.save_view")
    assert (entry.user, entry.label) == (worker, f"cases {view.pk}")


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "一级"}])
def test_a_name_is_needed_and_is_ones_own_once(client, worker, typed):
    keep(worker)
    client.force_login(worker)

    answer = client.post(f"{ADD}?of=cases", {"shared": "no", "daily": "no", **typed})

    assert answer.status_code == 422
    assert SavedView.objects.count() == 1


def test_an_unknown_list_is_a_404(client, worker):
    client.force_login(worker)

    assert client.get(f"{ADD}?of=users").status_code == 404


def test_the_lists_show_ones_own_and_shared_ones_of_the_station(client, worker, lead, room_worker):
    mine = keep(worker, "我的")
    shared = keep(lead, "站长的", query="attention=silent", shared=True)
    keep(lead, "站长自己的")
    elsewhere = OtherStationFactory()
    keep(UserFactory(role="station_lead", station=elsewhere), "外站的", shared=True)
    client.force_login(worker)

    page = client.get("/staff/cases/?attention=silent")

    assert page.context["saved_views"] == [mine, shared]
    assert [view.is_here for view in page.context["saved_views"]] == [False, True]
    client.force_login(room_worker)
    assert client.get("/staff/cases/").context["saved_views"] == [shared]


def test_a_shared_list_never_widens_what_one_sees(client, lead, room_worker, station, room):
    own = CaseFactory(station=station, room=room, stage=Stage.T1_EMERGENCY_HANDLING)
    elsewhere = CommunityRoomFactory(station=station)
    CaseFactory(station=station, room=elsewhere, stage=Stage.T1_EMERGENCY_HANDLING)
    CaseFactory(station=station, room=room, station_only=True, stage=Stage.T1_EMERGENCY_HANDLING)
    plain = keep(lead, shared=True)
    aimed = keep(lead, "别的室", query=f"tier=tier1_urgent&room={elsewhere.pk}", shared=True)
    client.force_login(room_worker)

    for view in (plain, aimed):
        address = client.get(reverse("views:open", args=[view.pk])).url
        rows = client.get(address).context["object_list"]
        assert [case.pk for case in rows] == [own.pk]
        assert CASES.count(room_worker, view.params) == 1
    assert CASES.count(lead, QueryDict("tier=tier1_urgent")) == 3


def test_one_that_is_not_ones_own_opens_for_nobody(client, worker, lead):
    private = keep(lead)
    client.force_login(worker)

    assert client.get(reverse("views:open", args=[private.pk])).status_code == 404
    assert client.post(reverse("views:forget", args=[private.pk])).status_code == 404
    assert SavedView.objects.count() == 1


def test_its_owner_and_a_lead_let_a_shared_one_go_and_others_do_not(client, worker, lead, station):
    colleague = UserFactory(role="social_worker", station=station)
    first, second = keep(worker, "一", shared=True), keep(worker, "二", shared=True)

    client.force_login(colleague)
    client.post(reverse("views:forget", args=[first.pk]))
    assert SavedView.objects.count() == 2
    client.force_login(lead)
    client.post(reverse("views:forget", args=[first.pk]))
    client.force_login(worker)
    client.post(reverse("views:forget", args=[second.pk]))

    assert SavedView.objects.count() == 0
    assert ModelLogEntry.objects.filter(action="staff.forget_view").count() == 2


@pytest.mark.parametrize("role", ["editor", "fact_checker", "district_viewer", "admin"])
def test_who_sees_no_households_keeps_no_lists(client, station, role):
    client.force_login(UserFactory(role=role, station=station))

    answer = client.post(f"{ADD}?of=cases", {"name": "x", "shared": "no", "daily": "no"})

    assert answer.status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("count", [1, 15])
def test_the_list_of_lists_costs_the_same(client, worker, django_assert_num_queries, count):
    for number in range(count):
        keep(worker, f"列表{number}")
    client.force_login(worker)
    client.get("/staff/views/")

    with django_assert_num_queries(9):
        client.get("/staff/views/")
