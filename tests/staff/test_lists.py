"""One list, whoever asks: the same rows, the same order, the same neighbours."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.matching import name_indexes, phone_indexes
from intake.models import Referral
from staff.domain.stages import Stage
from staff.lists import CASES, REFERRALS
from staff.models import Case
from tests.factories import (
    CaseFactory,
    CaseGapFactory,
    CommunityRoomFactory,
    PromiseFactory,
    ReferralDecisionFactory,
)


@pytest.fixture
def queue(station, room):
    """Nine referrals of every rank, two of each with the same promise."""
    now = timezone.now()
    kinds = [
        {"danger": "harm"},
        {"channel": "crisis"},
        {"danger": "shelter"},
        {"urgency": "today"},
        {"urgency": "soon"},
        {"urgency": "normal"},
        {"urgency": "normal", "room": room},
        {"urgency": "today", "room": room},
        {"danger": "harm", "room": room},
    ]
    return [
        PromiseFactory(
            due_at=now + timedelta(hours=number // 2),
            **{f"referral__{name}": value for name, value in ({"station": station} | kind).items()},
        ).referral
        for number, kind in enumerate(kinds)
    ]


def walk(desk_list, user, query):
    """From the first row to the last by "next", and back by "previous"."""
    params = QueryDict(query)
    rows = {row.reference: row for row in desk_list.rows(user, params)}
    onwards = [next(iter(rows))]
    while following := desk_list.beside(user, params, rows[onwards[-1]])[1]:
        onwards.append(following)
    backwards = [onwards[-1]]
    while before := desk_list.beside(user, params, rows[backwards[-1]])[0]:
        backwards.append(before)
    return list(rows), onwards, backwards[::-1]


@pytest.mark.parametrize("query", ["", "state=all", "urgency=danger", "urgency=normal", "q=王阿姨"])
def test_next_and_previous_walk_the_whole_list_of_referrals(worker, queue, query, monkeypatch):
    from intake.matching import name_indexes  # noqa: PLC0415
    from intake.models import Referral  # noqa: PLC0415

    Referral.objects.update(name_hash=name_indexes("王阿姨")[0])
    from intake.models import PublicStatus  # noqa: PLC0415

    for referral in queue:
        PublicStatus.objects.get_or_create(referral=referral)

    rows, onwards, backwards = walk(REFERRALS, worker, query)

    assert len(rows) > 1
    assert rows == onwards == backwards


@pytest.mark.parametrize(
    "query", ["", "tier=tier2_easing", "attention=silent", "attention=review", "held=mine"]
)
def test_next_and_previous_walk_the_whole_list_of_cases(worker, station, query):
    today, now = timezone.localdate(), timezone.now()
    for number in range(6):
        CaseFactory(
            station=station,
            worker=worker,
            opened_at=now - timedelta(days=200 + number // 2),
            review_on=today - timedelta(days=number // 2),
        )
    Case.objects.update(updated_at=now)  # all the same: the key decides

    rows, onwards, backwards = walk(CASES, worker, query)

    assert len(rows) == 6
    assert rows == onwards == backwards


def test_one_that_has_left_the_list_still_knows_what_came_next(worker, queue):
    from intake.models import PublicStatus  # noqa: PLC0415

    for referral in queue:
        PublicStatus.objects.get_or_create(referral=referral)
    first, second, third = list(REFERRALS.rows(worker, QueryDict()))[:3]
    ReferralDecisionFactory(referral=second, decided_by=worker)

    assert REFERRALS.beside(worker, QueryDict(), second) == (first.reference, third.reference)


def test_neighbours_never_leave_what_one_may_see(room_worker, worker, station, room):
    mine = CaseFactory(station=station, room=room)
    CaseFactory(station=station, room=CommunityRoomFactory(station=station))
    CaseFactory(station=station, room=room, station_only=True)

    assert CASES.beside(room_worker, QueryDict(), mine) == (None, None)
    assert CASES.beside(worker, QueryDict(), mine) != (None, None)


@pytest.mark.parametrize("count", [3, 30])
def test_neighbours_are_two_questions(worker, station, count, django_assert_num_queries):
    for _ in range(count):
        CaseFactory(station=station, worker=worker, stage=Stage.T3_FOLLOW_UP)
    case = Case.objects.order_by("pk")[1]
    worker.has_perm("staff.view_case")

    with django_assert_num_queries(3):  # and the rooms the filter offers
        CASES.beside(worker, QueryDict("tier=tier3_stable"), case)


def test_what_was_searched_for_is_not_part_of_a_kept_list():
    kept = CASES.filters_only(QueryDict("q=13800138000&tier=tier1_urgent&p=3&held=&x=y"))

    assert kept.urlencode() == "tier=tier1_urgent"


MOST_QUERIES = 12
FILTERED = [
    "/staff/referrals/?state=missed",
    "/staff/referrals/?state=decided",
    "/staff/referrals/?state=all&urgency=danger",
    "/staff/referrals/?state=all&urgency=normal&room={room}",
    "/staff/referrals/?p=2&state=all",
    "/staff/cases/?held=mine",
    "/staff/cases/?tier=tier2_easing&room={room}",
    "/staff/cases/?stage=t2_accompanied_growth",
    "/staff/cases/?attention=silent",
    "/staff/cases/?attention=review&held=mine",
    "/staff/cases/?attention=signature",
    "/staff/cases/?standing=gap",
    "/staff/cases/?standing=cat1_dibao&held=mine",
    "/staff/cases/?p=2",
]
SEARCHED = ["{path}?q=38157046", "{path}?q=13800138000", "{path}?q=王阿姨", "{path}?q=没有这个人"]


@pytest.fixture
def households(station, room, worker):
    """Forty, so that there is a second page, all found by one name and one phone."""
    for number in range(40):
        case = CaseFactory(
            station=station,
            room=room,
            worker=worker,
            opened_at=timezone.now() - timedelta(days=200),
            review_on=timezone.localdate() - timedelta(days=1),
        )
        referral = PromiseFactory(
            referral__station=station,
            referral__room=room,
            referral__danger="harm" if number % 2 else "none",
            referral__name_hash=name_indexes("王阿姨")[0],
            referral__phone_hash=phone_indexes("13800138000")[0],
        ).referral
        ReferralDecisionFactory(referral=referral, case=case, outcome="opened", decided_by=worker)
    Referral.objects.filter(pk=referral.pk).update(reference="38157046")


def count_queries(client, address, room) -> int:
    address = address.format(room=room.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", FILTERED)
@pytest.mark.parametrize("who", ["worker", "room_worker"])
def test_every_filter_and_page_stays_within_its_queries(
    request, client, households, room, who, address
):
    client.force_login(request.getfixturevalue(who))

    assert count_queries(client, address, room) <= MOST_QUERIES


@pytest.mark.parametrize("path", ["/staff/referrals/", "/staff/cases/"])
@pytest.mark.parametrize("address", SEARCHED)
@pytest.mark.parametrize("who", ["worker", "room_worker"])
def test_every_search_stays_within_its_queries(
    request, client, households, room, who, address, path
):
    """What was searched for is written down; that line in the log is not part of the list."""
    client.force_login(request.getfixturevalue(who))
    address = address.format(path=path)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200

    reading = [each for each in asked if each["sql"].startswith(("SELECT", "DECLARE"))]
    assert len(reading) <= MOST_QUERIES


def test_the_breach_list_holds_what_was_kept_late_and_what_is_late_still(worker, station):
    now, hour = timezone.now(), timedelta(hours=1)
    late, kept_late, renewed, kept, open_still = (
        PromiseFactory(
            referral__station=station,
            first_due_at=now + first * hour,
            due_at=now + due * hour,
            kept_at=None if kept_at is None else now + kept_at * hour,
        )
        for first, due, kept_at in (
            (-3, -3, None),
            (-9, -9, -2),
            (-5, 5, None),
            (-3, -3, -4),
            (3, 3, None),
        )
    )

    found = REFERRALS.rows(worker, QueryDict("state=missed"))

    assert set(found) == {each.referral for each in (late, kept_late, renewed)}
    assert kept.referral not in found
    assert open_still.referral not in found


def test_a_list_by_category_or_gap_is_counted_no_further_than_it_is_quick(
    client, worker, station, monkeypatch
):
    monkeypatch.setattr("staff.lists.STANDING_CAP", 2)
    for _ in range(4):
        CaseGapFactory(case=CaseFactory(station=station, worker=worker))
    client.force_login(worker)

    page = client.get("/staff/cases/?standing=gap")
    assert page.context["paginator"].items_count_label.startswith("2+")
    assert len(page.context["object_list"]) == 2
    assert CASES.count(worker, QueryDict("standing=gap")) == 2
    assert client.get("/staff/cases/").context["paginator"].count == 4


@pytest.mark.parametrize(
    ("desk_list", "query"), [(REFERRALS, ""), (REFERRALS, "state=all"), (CASES, "")]
)
def test_the_rows_of_a_page_join_no_more_tables_than_postgresql_puts_in_order(
    lead, room_worker, desk_list, query
):
    """Eight (``join_collapse_limit``), the rows to find among them; beyond, it reads them all."""
    params = QueryDict(query)

    for user in (lead, room_worker):
        sql = str(desk_list.order(desk_list.shown(user).filter(pk__in=[1]), params).query)
        while (without := re.sub(r"\([^()]*\)", "", sql)) != sql:
            sql = without
        assert 3 <= sql.count(" JOIN ") <= 6  # with the table itself and the rows to find
