"""Every address of the admin, Wagtail's own and the content's, against the eight roles.

The addresses are read from the site itself: one without a rule here fails, so that a new screen
or a new release of Wagtail opens nothing unseen. Households have tests of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from policy_pages.models import (
    PageFeedback,
    PolicySource,
    WorkdayOverride,
)
from staff.models import User
from staff.roles import ROLES
from tests.factories import (
    CommunityRoomFactory,
    FactValueFactory,
    GlossaryTermFactory,
    OtherStationFactory,
    PolicyPageFactory,
    RequiredDocumentFactory,
    RuleSetFactory,
    SituationFactory,
    UrgentContactFactory,
)
from tests.staff.test_url_matrix import LISTS

NOBODY: set[str] = set()
EVERYBODY = set(ROLES)
ADMIN, EDIT, LEAD = {"admin"}, {"admin", "editor"}, {"station_lead"}
READ = {"admin", "editor", "fact_checker"}
DESK = {"station_lead", "social_worker", "room_lead", "room_worker"}
PLACES = "station|communityroom|workdayoverride"
TEXTS = "policyfact|policysource|ruleset|glossaryterm|situation|requireddocument"
SEARCH = "saying|synonymgroup|replacement"

# Addresses without a number, by name; the first that fits decides.
RULES: list[tuple[str, set[str]]] = [
    *((re.escape(name), roles) for name, roles in LISTS.items()),
    (r"views:add|referrals:assign", NOBODY),  # of which list or rows, says what is sent
    # Wagtail's frame, one's own account, and what may be linked to: public content.
    (r"wagtailadmin_(home|account|logout|dismissibles|sprite|javascript_catalog)", EVERYBODY),
    (r"wagtailadmin_choose_page.*|wagtailadmin_tag_autocomplete", EVERYBODY),
    (r"wagtailadmin_api:(pages|documents|images):listing", EVERYBODY),
    (r"wagtail(docs|images)_chooser:(choose|choose_results|chosen_multiple)", EVERYBODY),
    (r"wagtailsnippetchoosers_\w+:(choose|choose_results|chosen_multiple)", EVERYBODY),
    (r"wagtailembeds:.*|wagtailsearchpromotions:chooser(results)?", EVERYBODY),
    (r"wagtailadmin_workflows:task_chooser(_results|_create)?", EVERYBODY),
    (r"wagtail_localize:javascript_catalog|check_rules:map|test404/", EVERYBODY),
    (r"account_(logout|inactive|reauthenticate)|mfa_index", EVERYBODY),
    # Ours in its place: it names no household of elsewhere (test_every_address.py).
    (r"staff/reports/site-history/.*|wagtailadmin_reports:site_history(_results)?", EVERYBODY),
    # Content.
    (rf"wagtailsnippets_policy_pages_({TEXTS}):(list|list_results)", READ),
    (rf"wagtailsnippets_policy_pages_({TEXTS}|{SEARCH}|urgentcontact):add", EDIT),
    (rf"wagtailsnippetchoosers_policy_pages_({TEXTS}|{SEARCH}|urgentcontact):create", EDIT),
    (rf"wagtailsnippets_policy_pages_({SEARCH}|pagefeedback):(list|list_results)", EDIT),
    (r"wagtailsnippets_policy_pages_urgentcontact:list(_results)?", READ | {"station_lead"}),
    (r"wagtailsnippets_policy_pages_pagefeedback:add", NOBODY),
    (r"wagtailsnippetchoosers_policy_pages_pagefeedback:create", NOBODY),
    (r"search_report(_results)?|wagtailsearchpromotions:(index|index_results|add)", EDIT),
    (r"wagtailadmin_explore_root|wagtailadmin_pages:search(_results)?", READ),
    (r"wagtailadmin_reports:(workflow(_tasks)?|aging_pages|page_types_usage)(_results)?", READ),
    (r"overdue_report(_results)?", READ),
    (r"walls:register|check_rules:replay", READ | DESK),
    (r"form_map", READ | LEAD),
    # Places and people.
    (r"wagtailsnippets_policy_pages_station:list(_results)?", ADMIN),
    (rf"wagtailsnippets_policy_pages_({PLACES}):list(_results)?", ADMIN | {"station_lead"}),
    (rf"wagtailsnippets_policy_pages_({PLACES}):add", ADMIN),
    (rf"wagtailsnippetchoosers_policy_pages_({PLACES}):create", ADMIN),
    (r"alert_channels:.*|wagtailusers_(users|groups):.*", ADMIN),
    (r"wagtailadmin_reports:locked_pages(_results)?", ADMIN),
    # Of Wagtail's, and not used here.
    (r"wagtailadmin_(collections|workflows):.*|wagtailredirects:.*|wagtailsnippets:index", NOBODY),
    (r"wagtail(docs|images|sites|locales)(_chooser)?:.*", NOBODY),
    (r"wagtailsearchpromotions:search_terms(_results)?", NOBODY),
    (r"wagtailadmin_(login|password_reset\w*|block_preview)", NOBODY),
    (r"wagtailadmin_api:(pages|documents|images):find", NOBODY),
    (r"account_(login|signup|email|change_password)|mfa_.*", NOBODY),
    (r"\^\.\*/\$|.*\(\?!.*", NOBODY),
]
# Wagtail's page that fails on purpose; a report whose own ordering warns (it lists pages).
LEFT_OUT = {"wagtailadmin_error_test"} | {
    f"wagtail_localize:translations_report{each}" for each in ("", "_results")
}


def addresses(patterns=None, names=(), path="") -> Iterator[tuple[str, str]]:
    """Name and path of every address of the admin, ours first where two share a path."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from addresses(pattern.url_patterns, inner, here)
        elif isinstance(pattern, URLPattern) and here.startswith("staff/"):
            yield ":".join((*names, pattern.name or str(pattern.pattern))), here


def plain() -> dict[str, str]:
    """Those that need no number."""
    return {
        name: "/" + re.sub(r"[\^$]|\\Z", "", path)
        for name, path in addresses()
        if not re.search(r"<|\(\?P", path) and name not in LEFT_OUT
    }


def rule(name: str) -> set[str] | None:
    return next((roles for known, roles in RULES if re.fullmatch(known, name)), None)


def test_every_address_has_a_rule():
    assert [name for name in plain() if rule(name) is None] == []


@pytest.fixture
def person(station, room):
    call_command("sync_staff_groups", verbosity=0)

    def make(role: str) -> User:
        in_room = role.startswith("room")
        user = User.objects.create(username=role, station=None if in_room else station)
        user.rooms.set([room] if in_room else [])
        user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.mark.parametrize("role", ROLES)
def test_each_address_opens_for_its_roles_alone(client, person, role):
    client.force_login(user := person(role))
    wrong = []
    for name, path in plain().items():
        opened = client.get(path).status_code == HTTPStatus.OK
        if opened != (role in rule(name)):
            wrong.append((name, opened))
        if "logout" in name or "login" in name:
            client.force_login(user)

    assert wrong == []


@pytest.fixture
def content(station, room):
    """One row of each kind of content, and the roles that may change it."""
    fact, elsewhere = FactValueFactory().fact, OtherStationFactory()
    page = PolicyPageFactory()
    return {
        fact: EDIT,
        PolicySource.objects.first(): EDIT,
        SituationFactory(): EDIT,
        GlossaryTermFactory(): EDIT,
        RequiredDocumentFactory(): EDIT,
        RuleSetFactory(): EDIT,
        UrgentContactFactory(): EDIT | LEAD,
        PageFeedback.objects.create(page=page, kind="unclear", day=timezone.localdate()): EDIT,
        station: ADMIN,
        room: ADMIN | LEAD,
        CommunityRoomFactory(station=elsewhere, name="别站的社工室"): ADMIN,
        elsewhere: ADMIN,
        WorkdayOverride.objects.create(day=timezone.localdate(), is_workday=False): ADMIN | LEAD,
    }


def of_one(row) -> dict[str, str]:
    """The addresses about one row, as Wagtail makes them for its model."""
    space = f"wagtailsnippets_policy_pages_{row._meta.model_name}"
    return {
        name.split(":")[1]: reverse(name, args=[row.pk])
        for name, path in addresses()
        if name.startswith(f"{space}:") and path.count("<") == 1
    }


def test_every_kind_of_content_is_looked_at(content):
    kinds = {
        name.split(":")[0].rsplit("_", 1)[1]
        for name, _path in addresses()
        if name.startswith("wagtailsnippets_policy_pages_")
    }
    assert kinds - set(SEARCH.split("|")) == {row._meta.model_name for row in content}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_but_its_roles_changes_or_deletes_content(client, person, content, role):
    client.force_login(person(role))
    wrong = []
    for row, roles in content.items():
        before = type(row).objects.filter(pk=row.pk).values().get()
        for what, path in of_one(row).items():
            opened = client.get(path).status_code == HTTPStatus.OK
            if what == "edit" and opened != (role in roles):
                wrong.append((row._meta.model_name, what, opened))
            if what in {"delete", "copy", "history", "usage"} and opened and role not in roles:
                wrong.append((row._meta.model_name, what, opened))
            if role not in roles:
                client.post(path, {"words": "改", "name": "改", "label": "改", "title": "改"})
        if role not in roles:
            assert type(row).objects.filter(pk=row.pk).values().get() == before, (
                row._meta.model_name
            )

    assert wrong == []


def test_a_lead_writes_the_own_rooms_page_and_moves_it_to_no_other_station(client, person, room):
    elsewhere = OtherStationFactory()
    other = CommunityRoomFactory(station=elsewhere, name="别站的社工室")
    client.force_login(person("station_lead"))
    space = "wagtailsnippets_policy_pages_communityroom"

    listed = client.get(reverse(f"{space}:list")).content.decode()
    page = client.get(reverse(f"{space}:edit", args=[room.pk]))
    typed = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    client.post(
        reverse(f"{space}:edit", args=[room.pk]),
        typed | {"name": "新名字", "station": elsewhere.pk},
    )

    assert room.name in listed
    assert other.name not in listed
    room.refresh_from_db()
    assert room.name == "新名字"
    assert room.station_id != elsewhere.pk
