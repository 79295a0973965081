"""Every staff address of ours × every role × own, other room, other station.

The addresses are listed from the view sets themselves: a new screen without a line here fails.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from intake.models import PublicStatus, Referral
from staff import actions
from staff.domain.stages import Stage
from staff.models import Case, Visit
from staff.viewsets import VIEWSETS, AlertChannelViewSet
from tests.factories import (
    CaseGapFactory,
    CommunityRoomFactory,
    DoneVisitFactory,
    OtherStationFactory,
    PromiseFactory,
    ReferralFactory,
    UserFactory,
    VisitFactory,
)

STATION, ROOM = {"station_lead", "social_worker"}, {"room_lead", "room_worker"}
CASEWORK = STATION | ROOM
LINKS = STATION | {"room_lead"}
ROLES = [
    "station_lead",
    "social_worker",
    "room_lead",
    "room_worker",
    "editor",
    "fact_checker",
    "district_viewer",
    "admin",
]

# Address → the roles it opens for when the household is theirs. Lists open, and list only theirs.
LISTS = {
    "referrals:index": CASEWORK,
    "referrals:index_results": CASEWORK,
    "referrals:key": CASEWORK,
    "referrals:signal": CASEWORK,
    "links:index": LINKS,
    "links:index_results": LINKS,
    "links:add": LINKS,
    "rights:index": STATION,
    "rights:index_results": STATION,
    "rights:feedback": STATION,
    "rights:feedback_results": STATION,
    "cases:index": CASEWORK,
    "cases:index_results": CASEWORK,
    "desk_today": CASEWORK,
    "readings": {"station_lead"},
    "readings_results": {"station_lead"},
    "minors_requests": {"station_lead"},
    "mandatory:index": {"station_lead"},
    "people:index": {"station_lead"},
    "people:index_results": {"station_lead"},
    "people:add": {"station_lead"},
    "views:index": CASEWORK,
    "views:index_results": CASEWORK,
    "alerts:index": {"station_lead", "admin"},
    "alerts:index_results": {"station_lead", "admin"},
}
SCREENS = {
    "referrals:detail": CASEWORK,
    "referrals:data": STATION,
    "referrals:reports": {"station_lead"},
    "referrals:why": CASEWORK,
    "referrals:ask_minors": CASEWORK,
    "referrals:raise_duty": CASEWORK,
    "cases:detail": CASEWORK,
    "cases:history": CASEWORK,
    "cases:readers": CASEWORK,
    "cases:readers_results": CASEWORK,
    "cases:why": CASEWORK,
    "cases:move": STATION,
    "cases:plan_visit": CASEWORK,
    "cases:cancel_visit": CASEWORK,
    "cases:hand_over": STATION,
    "cases:review": STATION,
    "cases:merge": {"station_lead"},
    "cases:visit": CASEWORK,
    "cases:categories": STATION,
    "cases:add_gap": STATION,
    "cases:gap": STATION,
    "cases:add_note": CASEWORK,
    "cases:call": CASEWORK,
    "cases:raise_duty": CASEWORK,
}
BY_NUMBER = {  # their own tests
    "referrals:guardian",
    "links:print",
    "links:retire",
    "rights:answer",
    "referrals:check",
    "views:add",
    "views:open",
    "views:forget",
    "alerts:retry",
    "people:edit",
    "referrals:assign",
    "people:close",
    "people:open",
    "people:reset",
    "mandatory:detail",
    "mandatory:waive",
    "mandatory:reply",
}
POST_ONLY = {
    "referrals:copy_of_data": STATION,
    "referrals:erase": {"station_lead"},
    "referrals:hold": {"station_lead"},
    "referrals:release": {"station_lead"},
    "referrals:call": STATION,  # a screen too, but only while the referral waits
    "referrals:split": STATION,
    "referrals:pause": STATION,
    "referrals:resume": STATION,
    "referrals:merge": STATION,
    "referrals:tell_apart": STATION,
    "referrals:offer_again": STATION,
    "referrals:contact": CASEWORK,
    "referrals:delete_withdrawn": STATION,
    "referrals:keep_withdrawn": {"station_lead"},
    "cases:contact": CASEWORK,
    "cases:calm": CASEWORK,
    "cases:split": {"station_lead"},
    "cases:sign": CASEWORK,  # who may sign is asked of the move; here only who may try
    "cases:decline": CASEWORK,
}


def test_no_address_is_left_out():
    ours = {
        f"{viewset.name}:{pattern.name}"
        for viewset in VIEWSETS
        if not isinstance(viewset, AlertChannelViewSet)  # Wagtail's own screens, for the admin
        for pattern in viewset.get_urlpatterns()
    } | {"desk_today", "readings", "readings_results", "minors_requests"}

    assert ours == {*LISTS, *SCREENS, *POST_ONLY, *BY_NUMBER}


@pytest.fixture
def household(station, room, worker):
    """A case with a planned visit and a waiting move; its referral; all of one room."""
    referral = ReferralFactory(station=station, room=room, called_name="秘密", words="悄悄话")
    PromiseFactory(referral=referral)
    PublicStatus.objects.create(referral=referral)
    case = actions.open_case(
        referral,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="难",
        clients_words="悄悄话",
        worker=worker,
        reason="突发",
        actor=worker,
    )
    DoneVisitFactory(case=case)
    visit = VisitFactory(case=case)
    gap = CaseGapFactory(case=case)
    move = actions.move_case(
        case.pk,
        to_stage=Stage.CLOSED,
        difficulty="轻",
        life_after_help="好",
        clients_words="行",
        close_reason="opened_in_error",
        seen_version=None,
        actor=worker,
    )
    return {"case": case, "visit": visit, "move": move, "gap": gap}


def address(name, household) -> str:
    reference = household["case"].reference
    more = {
        "cases:move": ["closed"],
        "cases:visit": [household["visit"].pk],
        "cases:cancel_visit": [household["visit"].pk],
        "cases:gap": [household["gap"].pk],
        "cases:sign": [household["move"].pk],
        "cases:decline": [household["move"].pk],
    }
    return reverse(name, args=[reference, *more.get(name, [])])


def person(role, station, room):
    if role in STATION:
        return UserFactory(role=role, station=station)
    if role in ROOM:
        return UserFactory(role=role, rooms=[room])
    return UserFactory(role=role)


@pytest.mark.parametrize("role", ROLES)
def test_lists_open_for_casework_alone(client, role, station, room, household):
    client.force_login(person(role, station, room))

    opened = {name for name in LISTS if client.get(reverse(name)).status_code == 200}

    assert opened == {name for name, roles in LISTS.items() if role in roles}


@pytest.mark.parametrize("role", ROLES)
def test_screens_of_ones_own_households(client, role, station, room, household):
    user = person(role, station, room)
    if role in STATION:
        Case.objects.update(worker=user)
    client.force_login(user)

    opened = {name for name in SCREENS if client.get(address(name, household)).status_code == 200}

    assert opened == {name for name, roles in SCREENS.items() if role in roles}


@pytest.mark.parametrize("where", ["another room", "another station", "kept from the room"])
@pytest.mark.parametrize("role", ROLES)
def test_nobody_elsewhere_opens_or_changes_anything(client, role, where, station, room, household):
    if where == "kept from the room":
        if role not in ROOM:
            pytest.skip("the wish binds rooms alone")
        Referral.objects.update(station_only=True)
        Case.objects.update(station_only=True)
        user = person(role, station, room)
    elif where == "another room":
        if role in STATION:
            pytest.skip("a station sees all its rooms")
        user = person(role, station, CommunityRoomFactory(station=station))
    else:
        other = OtherStationFactory()
        user = person(role, other, CommunityRoomFactory(station=other))
    client.force_login(user)
    version = Case.objects.get().version

    for name in {**SCREENS, **POST_ONLY}:
        for call in (client.get, client.post):
            response = call(address(name, household))
            assert response.status_code in {302, 404, 405}, (name, response.status_code)
            assert "秘密" not in response.content.decode()
            assert response.status_code != 302 or response.url == "/staff/"
    for name in LISTS:
        assert household["case"].reference not in client.get(reverse(name)).content.decode()
    case = Case.objects.get()
    assert (case.version, case.stage) == (version, Stage.T1_EMERGENCY_HANDLING)
    assert Visit.objects.get(pk=household["visit"].pk).status == Visit.Status.PLANNED


@pytest.mark.parametrize("role", ROLES)
def test_wagtails_own_screens_show_no_household(client, role, household):
    """Site history, the users list, search: whatever opens names no household elsewhere."""
    log(household["case"], "staff.add_note", user=household["case"].worker)
    other = OtherStationFactory()
    client.force_login(person(role, other, CommunityRoomFactory(station=other)))

    for path in (
        "/staff/",
        "/staff/reports/site-history/",
        "/staff/reports/site-history/results/",
        "/staff/reports/site-history/?export=csv",
        "/staff/pages/search/?q=秘密",
        "/staff/users/",
    ):
        response = client.get(path, follow=True)
        page = b"".join(response).decode()
        assert str(household["case"]) not in page, path
        assert "秘密" not in page


def test_nobody_is_named_in_titles_and_logs(client, worker, household, caplog):
    client.force_login(worker)
    client.get(address("cases:detail", household))
    client.get(address("cases:visit", household))

    assert "秘密" not in caplog.text
    assert "秘密" not in str(household["case"]) + str(household["visit"]) + str(household["move"])
    assert household["visit"].planned_for == timezone.localdate()
