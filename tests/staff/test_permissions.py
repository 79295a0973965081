"""Every role against every place: own room, other room, kept from the room, other station."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.management import call_command

from intake.models import Consent, ConsentText
from staff import disclosure, permissions, policies, roles
from staff.roles import ROLES
from tests.factories import (
    CaseFactory,
    CommunityRoomFactory,
    OtherStationFactory,
    ReferralDecisionFactory,
    ReferralFactory,
    UserFactory,
)

PLACES = ("own_room", "kept_from_own_room", "other_room", "no_room", "other_station")
STATION_SEES = {"own_room", "kept_from_own_room", "other_room", "no_room"}
SEES = {
    "station_lead": STATION_SEES,
    "social_worker": STATION_SEES,
    "room_lead": {"own_room"},
    "room_worker": {"own_room"},
    "editor": set(),
    "fact_checker": set(),
    "district_viewer": set(),
    "admin": set(),
}
DECIDES = {"station_lead", "social_worker"}
WRITES_DOWN = {"station_lead", "social_worker", "room_lead", "room_worker"}


@pytest.fixture
def places(station, room):
    elsewhere = OtherStationFactory()
    return {
        "own_room": {"station": station, "room": room},
        "kept_from_own_room": {"station": station, "room": room, "station_only": True},
        "other_room": {"station": station, "room": CommunityRoomFactory(station=station)},
        "no_room": {"station": station, "room": None},
        "other_station": {
            "station": elsewhere,
            "room": CommunityRoomFactory(station=elsewhere),
        },
    }


@pytest.fixture
def cases(places):
    return {name: CaseFactory(**place) for name, place in places.items()}


@pytest.fixture
def referrals(places):
    return {name: ReferralFactory(**place) for name, place in places.items()}


def person(role, station, room):
    """Somebody of this role where such people belong; content and admin staff at the station."""
    if role.startswith("room"):
        return UserFactory(role=role, rooms=[room])
    return UserFactory(role=role, station=station)


def names_of(rows, known):
    return {name for name, row in known.items() if row in set(rows)}


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_which_households(role, station, room, cases, referrals):
    user = person(role, station, room)

    assert names_of(permissions.visible_cases(user), cases) == SEES[role]
    assert names_of(permissions.visible_referrals(user), referrals) == SEES[role]
    assert permissions.visible_cases(user).count() == len(SEES[role])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_where(role, place, station, room, cases, referrals):
    user, case, referral = person(role, station, room), cases[place], referrals[place]
    seen = place in SEES[role]

    assert permissions.may_see_case(user, case) is seen
    assert permissions.may_see_referral(user, referral) is seen
    assert permissions.may_triage(user, referral) is (seen and role in DECIDES)
    assert permissions.may_move(user, case) is (seen and role in DECIDES)
    assert permissions.may_assign(user, case) is (seen and role in DECIDES)
    assert permissions.may_visit(user, case) is (seen and role in WRITES_DOWN)
    assert permissions.may_note(user, case) is (seen and role in WRITES_DOWN)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ROLES)
def test_wagtail_is_answered_the_same(role, place, station, room, cases):
    user, case = person(role, station, room), cases[place]
    policy = policies.case_policy
    seen = place in SEES[role]

    assert policy.user_has_permission_for_instance(user, "view", case) is seen
    assert policy.user_has_permission_for_instance(user, "move", case) is (seen and role in DECIDES)
    assert policy.user_has_permission_for_instance(user, "delete", case) is False
    assert set(policy.instances_user_has_permission_for(user, "view")) == {
        cases[name] for name in SEES[role]
    }


def test_a_superuser_of_no_station_sees_no_household(cases, referrals):
    user = UserFactory(is_superuser=True)

    assert not permissions.visible_cases(user).exists()
    assert not permissions.visible_referrals(user).exists()
    assert not policies.case_policy.user_has_permission_for_instance(
        user, "view", cases["own_room"]
    )


def test_nobody_and_people_who_left_see_nothing(station, room, cases, referrals):
    gone = UserFactory(role="station_lead", station=station, is_active=False)

    for user in (AnonymousUser(), gone, UserFactory(role="social_worker")):
        assert not permissions.visible_cases(user).exists()
        assert not permissions.visible_referrals(user).exists()


def test_a_referral_joined_to_a_case_kept_from_the_room_disappears_there_too(
    station, room, room_worker
):
    joined = ReferralFactory(station=station, room=room)
    secret = CaseFactory(station=station, room=room, station_only=True)
    assert joined in permissions.visible_referrals(room_worker)

    ReferralDecisionFactory(referral=joined, outcome="joined", case=secret)

    assert joined not in permissions.visible_referrals(room_worker)


def test_the_room_reads_the_story_only_with_consent_to_share(station, room, worker, room_worker):
    """Which fields stand on which screens: views/test_what_may_be_read.py."""
    referral = ReferralFactory(station=station, room=room)
    text = ConsentText.objects.create(
        purpose="share", version=9, language="zh-hans", text="…", in_force_from="2026-01-01"
    )

    assert disclosure.kept_from(worker, referral) == frozenset()
    assert disclosure.kept_from(room_worker, referral) == disclosure.WITHOUT_SHARE

    consent = Consent.objects.create(referral=referral, text=text, given_at=referral.received_at)
    assert disclosure.kept_from(room_worker, referral) == frozenset()

    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=referral.received_at)
    assert disclosure.kept_from(room_worker, referral) == disclosure.WITHOUT_SHARE


def test_scoping_costs_the_same_for_one_and_many(station, room, django_assert_num_queries):
    user = person("room_worker", station, room)
    CaseFactory.create_batch(3, station=station, room=room)
    user = type(user).objects.get(pk=user.pk)

    with django_assert_num_queries(3):  # permissions of the groups, rooms, cases
        assert len(permissions.visible_cases(user)) == 3
    with django_assert_num_queries(1):
        assert len(permissions.visible_cases(user)) == 3


def test_sync_writes_the_table_and_takes_away_what_is_not_in_it(db):
    call_command("sync_staff_groups", verbosity=0)
    editors = Group.objects.get(name="editor")
    editors.permissions.add(Permission.objects.get(codename="view_case"))
    content = Permission.objects.get(codename="add_policypage")
    editors.permissions.add(content)

    call_command("sync_staff_groups", verbosity=0)

    held = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in editors.permissions.select_related("content_type")
    }
    assert "staff.view_case" not in held
    assert "policy_pages.add_policyfact" in held  # the table of policy_pages is written too
    assert "policy_pages.add_policypage" not in held
    assert set(Group.objects.filter(name__in=ROLES).values_list("name", flat=True)) == set(ROLES)


def test_no_role_may_delete_or_edit_a_case_by_wagtails_own_screens(db):
    for role, held in roles.GROUP_PERMISSIONS.items():
        assert not {
            name
            for name in held
            if name.startswith(("staff.delete_", "intake.add_", "intake.change_", "intake.delete_"))
            and not name.endswith(("_user", "_alertchannel"))
        }, role
