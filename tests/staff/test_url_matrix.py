"""Every staff screen against every role and place. The list of screens is read from the site
itself: a new one without a rule here fails."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from staff.domain.stages import Stage
from staff.models import StageMove
from staff.roles import ROLES
from tests.factories import (
    CaseFactory,
    CaseGapFactory,
    CommunityRoomFactory,
    OtherStationFactory,
    PromiseFactory,
    UserFactory,
    VisitFactory,
)

STATION = {"station_lead", "social_worker"}
ROOM = {"room_lead", "room_worker"}
SEES = STATION | ROOM
LINKS = STATION | {"room_lead"}

# Screen → the roles it opens for, where the household is theirs to see.
LISTS = {
    "desk_today": SEES,
    "session_left": set(ROLES),
    "staff_draft": SEES,
    "readings": {"station_lead"},
    "readings_results": {"station_lead"},
    "minors_requests": {"station_lead"},
    "missed_promises": {"station_lead"},
    "agreement": {"station_lead", "district_viewer"},
    "gap_report": {"station_lead", "district_viewer"},
    "mandatory:index": {"station_lead"},
    "form_map": {"station_lead", "editor", "fact_checker", "admin"},
    "duty": STATION,
    "people:index": {"station_lead"},
    "people:index_results": {"station_lead"},
    "people:add": {"station_lead"},
    "views:index": SEES,
    "views:index_results": SEES,
    "alerts:index": {"station_lead", "admin"},
    "alerts:index_results": {"station_lead", "admin"},
    "referrals:index": SEES,
    "referrals:index_results": SEES,
    "referrals:key": SEES,
    "referrals:signal": SEES,
    "links:index": LINKS,
    "links:index_results": LINKS,
    "links:add": LINKS,
    "rights:index": STATION,
    "rights:index_results": STATION,
    "rights:feedback": STATION,
    "rights:feedback_results": STATION,
    "cases:index": SEES,
    "cases:index_results": SEES,
}
OF_A_REFERRAL = {
    "referrals:detail": SEES,
    "referrals:data": STATION,
    "referrals:call": STATION,
    "referrals:why": SEES,
    "referrals:split": STATION,
    "referrals:contact": SEES,
    "referrals:ask_minors": SEES,
    "referrals:raise_duty": SEES,
    "referrals:delete_withdrawn": STATION,
    "referrals:keep_withdrawn": {"station_lead"},
}
OF_A_CASE = {
    "cases:detail": SEES,
    "cases:history": SEES,
    "cases:readers": SEES,
    "cases:readers_results": SEES,
    "cases:contact": SEES,
    "cases:why": SEES,
    "cases:plan_visit": SEES,
    "cases:cancel_visit": SEES,
    "cases:hand_over": STATION,
    "cases:review": STATION,
    "cases:merge": {"station_lead"},
    "cases:split": {"station_lead"},
    "cases:categories": STATION,
    "cases:add_gap": STATION,
    "cases:gap": STATION,
    "cases:add_note": SEES,
    "cases:call": SEES,
    "cases:calm": SEES,
    "cases:raise_duty": SEES,
    "cases:visit": SEES,
    "cases:move": STATION,
    "cases:sign": {"station_lead"},
    "cases:decline": {"station_lead"},
}
# Screens of this app outside the desk, with a rule of their own elsewhere.
ELSEWHERE = {  # their own tests
    "links:print",
    "links:retire",
    "rights:answer",
    "minors_answer",
    "referrals:guardian",
    "alerts:retry",
    "views:add",
    "views:open",
    "views:forget",
    "people:edit",
    "people:close",
    "people:open",
    "people:reset",
    "mandatory:detail",
    "mandatory:waive",
    "mandatory:reply",
} | {
    f"referrals:{name}"
    for name in (
        "check",
        "reports",
        "copy_of_data",
        "erase",
        "hold",
        "release",
        "merge",
        "tell_apart",
        "offer_again",
        "assign",
        "pause",
        "resume",
    )
}
POSTED = {
    "referrals:split",
    "referrals:delete_withdrawn",
    "referrals:keep_withdrawn",
    "referrals:contact",
    "cases:split",
    "cases:contact",
    "cases:calm",
    "cases:sign",
    "cases:decline",
}


def screens(patterns=None, namespaces=()):
    """The name of every address whose view this app wrote."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from screens(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            if getattr(view, "__module__", "").startswith("staff.views"):
                yield ":".join((*namespaces, pattern.name or str(pattern.pattern)))


def test_every_screen_has_a_rule():
    assert set(screens()) == set(LISTS) | set(OF_A_REFERRAL) | set(OF_A_CASE) | ELSEWHERE


@pytest.fixture
def households(station, room):
    """A household in each place, with what its screens need."""
    elsewhere = OtherStationFactory()
    places = {
        "own room": {"station": station, "room": room},
        "kept from the room": {"station": station, "room": room, "station_only": True},
        "other room": {"station": station, "room": CommunityRoomFactory(station=station)},
        "other station": {
            "station": elsewhere,
            "room": CommunityRoomFactory(station=elsewhere),
        },
    }
    return {
        name: (
            PromiseFactory(**{f"referral__{key}": value for key, value in place.items()}).referral,
            _case(place),
        )
        for name, place in places.items()
    }


def _case(place):
    case = CaseFactory(**place, stage=Stage.T2_ACCOMPANIED_GROWTH)
    VisitFactory(case=case)
    CaseGapFactory(case=case)
    StageMove.objects.create(
        case=case,
        from_stage=case.stage,
        to_stage=Stage.CLOSED,
        kind="close",
        difficulty="…",
        life_after_help="…",
        clients_words="…",
        close_reason="moved",
        moved_by=case.worker,
        moved_at=case.opened_at,
        needs_signature=True,
    )
    return case


def arguments(name, referral, case):
    if name in OF_A_REFERRAL:
        return [referral.reference]
    extra = {
        "cases:move": [Stage.T1_EMERGENCY_HANDLING.value],
        "cases:visit": [case.visits.get().pk],
        "cases:cancel_visit": [case.visits.get().pk],
        "cases:gap": [case.gaps.get().pk],
        "cases:sign": [case.moves.get().pk],
        "cases:decline": [case.moves.get().pk],
    }
    return [case.reference, *extra.get(name, [])]


def person(role, station, room):
    if role.startswith("room"):
        return UserFactory(role=role, rooms=[room])
    return UserFactory(role=role, station=station)


def opens(answer, case, referral):
    """Shown, or done and sent back to the household; a refusal is a 404, or sent home."""
    if answer.status_code == 302:
        return case.reference in answer.url or referral.reference in answer.url
    return answer.status_code in {200, 422}


def is_theirs(role, place):
    if role in STATION:
        return place != "other station"
    return role in ROOM and place == "own room"


@pytest.mark.parametrize("role", ["social_worker", "room_worker"])  # all: test_every_address.py
def test_who_opens_which_screen_of_which_household(client, role, station, room, households):
    user = person(role, station, room)
    for _, case in households.values():  # held, so that no reason is asked (test_access.py)
        if is_theirs(role, _place(households, case)) and role in STATION:
            case.worker = user
            case.save()
    client.force_login(user)
    wrong = []

    for place, (referral, case) in households.items():
        for name, roles in (OF_A_REFERRAL | OF_A_CASE).items():
            send = client.post if name in POSTED else client.get
            answer = send(reverse(name, args=arguments(name, referral, case)), {"reason": "再看"})
            if opens(answer, case, referral) != (role in roles and is_theirs(role, place)):
                wrong.append((name, place, answer.status_code))

    assert wrong == []


def _place(households, case):
    return next(place for place, (_, each) in households.items() if each == case)


@pytest.mark.parametrize("role", ROLES)
def test_who_opens_which_list(client, role, station, room):
    client.force_login(person(role, station, room))

    opened = {name for name in LISTS if client.get(reverse(name)).status_code == 200}

    assert opened == {name for name, roles in LISTS.items() if role in roles}


def test_nobody_is_let_in_without_an_account(client, households):
    assert AnonymousUser().is_anonymous
    referral, case = households["own room"]

    for name in LISTS:
        assert client.get(reverse(name)).status_code == 302
    for name in OF_A_REFERRAL | OF_A_CASE:
        answer = client.get(reverse(name, args=arguments(name, referral, case)))
        assert answer.status_code == 302
        assert "log" in answer.url
