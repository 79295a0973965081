"""The list of cases, the workspace of one household, its history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from staff import actions
from staff.domain.stages import MOVES, Stage
from staff.models import Case, StageMove, Visit
from tests.factories import (
    CaseFactory,
    CaseNoteFactory,
    DoneVisitFactory,
    OtherStationFactory,
    VisitFactory,
)

INDEX = "/staff/cases/"


def address(case, view="detail", *args) -> str:
    return reverse(f"cases:{view}", args=[case.reference, *args])


def listed(response) -> list[str]:
    return [case.reference for case in response.context["object_list"]]


def test_a_worker_sees_the_cases_of_the_station_newest_first(client, worker, open_case):
    first, second = open_case(), open_case()
    CaseFactory(station=OtherStationFactory())
    client.force_login(worker)

    assert listed(client.get(INDEX)) == [
        case.reference
        for case in Case.objects.filter(pk__in=[first.pk, second.pk]).order_by("-updated_at")
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"tier": "tier1_urgent"}, {"urgent"}),
        ({"stage": "t2_accompanied_growth"}, {"growing", "silent"}),
        ({"attention": "silent"}, {"silent"}),
        ({"attention": "review"}, {"growing"}),
        ({"held": "mine"}, {"urgent", "growing"}),
        ({"held": "x", "tier": "y", "room": "z"}, {"urgent", "growing", "silent"}),
    ],
)
def test_filters(client, worker, station, lead, query, expected):
    today = timezone.localdate()
    cases = {
        "urgent": CaseFactory(station=station, worker=worker, stage=Stage.T1_EMERGENCY_HANDLING),
        "growing": CaseFactory(station=station, worker=worker, review_on=today - timedelta(1)),
        "silent": CaseFactory(
            station=station, worker=lead, opened_at=timezone.now() - timedelta(days=200)
        ),
    }
    client.force_login(worker)

    found = listed(client.get(INDEX, query))

    assert set(found) == {cases[name].reference for name in expected}


def test_the_filter_for_signatures_lists_cases_with_a_waiting_move(client, worker, open_case):
    open_case()
    case = open_case()
    close(case, worker)
    client.force_login(worker)

    assert listed(client.get(INDEX, {"attention": "signature"})) == [case.reference]


def close(case, actor):
    return actions.move_case(
        case.pk,
        to_stage=Stage.CLOSED,
        difficulty="轻了",
        life_after_help="稳了",
        clients_words="不用了",
        close_reason="opened_in_error",
        seen_version=None,
        actor=actor,
    )


SCREENS = ["detail", "history", "plan_visit", "add_note"]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_case_of_another_station_does_not_exist(client, stranger, open_case, screen):
    case = open_case()
    client.force_login(stranger)

    assert client.get(address(case, screen)).status_code == 404


@pytest.mark.parametrize("screen", SCREENS)
def test_an_editor_is_turned_away(client, editor, open_case, screen):
    case = open_case()
    client.force_login(editor)

    response = client.get(address(case, screen))

    assert (response.status_code, response.url) == (302, "/staff/")


@pytest.mark.parametrize("screen", SCREENS)
def test_nobody_enters_without_logging_in(client, open_case, screen):
    response = client.get(address(open_case(), screen))

    assert response.status_code == 302
    assert "login" in response.url


def test_a_room_opens_its_households_but_not_those_kept_from_it(client, room_worker, open_case):
    shared, kept = open_case(), open_case(station_only=True)
    client.force_login(room_worker)

    assert client.get(address(shared)).status_code == 200
    assert client.get(address(kept)).status_code == 404
    assert listed(client.get(INDEX)) == [shared.reference]


def test_only_the_legal_next_moves_are_offered(client, worker, open_case):
    case = open_case()
    client.force_login(worker)

    offered = {move["stage"] for move in client.get(address(case)).context["moves"]}

    assert offered == {to for source, to in MOVES if source == Stage.T1_EMERGENCY_HANDLING}


def test_a_room_worker_gets_no_move_buttons(client, room_worker, open_case):
    case = open_case()
    client.force_login(room_worker)

    page = client.get(address(case))

    assert page.context["may_move"] is False
    assert address(case, "move", "closed") not in page.content.decode()


def test_the_story_holds_everything_newest_first(client, worker, open_case):
    case = open_case(words="睡不着")
    visit = DoneVisitFactory(case=case, said="好一点了")
    VisitFactory(case=case, purpose="带表格")
    note = CaseNoteFactory(case=case, text="女儿住院了")
    client.force_login(worker)

    story = client.get(address(case)).context["story"]

    assert [entry.key.split("-")[0] for entry in story] == ["note", "visit", "move", "referral"]
    assert (story[0].key, story[1].key) == (f"note-{note.pk}", f"visit-{visit.pk}")
    assert [story[1].quote, story[3].quote] == ["好一点了", "睡不着"]


def test_planned_visits_are_the_next_step(client, worker, open_case):
    case = open_case()
    visit = VisitFactory(case=case, purpose="带表格")
    client.force_login(worker)

    page = client.get(address(case)).content.decode()

    assert address(case, "visit", visit.pk) in page
    assert "带表格" in page


def test_the_history_is_of_this_case_alone_and_in_words(client, worker, open_case):
    case = open_case()
    open_case()
    client.force_login(worker)

    response = client.get(address(case, "history"))

    assert [entry.object_id for entry in response.context["object_list"]] == [str(case.pk)]
    assert "建了档" in response.content.decode()


def test_an_unknown_reference_is_a_404(client, worker, station):
    client.force_login(worker)

    assert client.get("/staff/cases/nonsense/").status_code == 404
    assert client.get("/staff/cases/00000000/move/closed/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_number_of_questions_at_1_and_30(
    client, worker, open_case, django_assert_num_queries, count
):
    for _ in range(count):
        open_case()
    client.force_login(worker)
    client.get(INDEX)

    with django_assert_num_queries(11):
        client.get(INDEX)


@pytest.mark.parametrize("count", [1, 30])
def test_the_workspace_asks_the_same_number_of_questions_for_a_short_and_a_long_story(
    client, worker, open_case, django_assert_num_queries, count
):
    case = open_case()
    for _ in range(count):
        DoneVisitFactory(case=case)
        CaseNoteFactory(case=case)
    client.force_login(worker)
    client.get(address(case))

    with django_assert_num_queries(22):
        client.get(address(case))


def test_the_tiers_over_time_are_drawn_from_the_moves_that_were_made(
    client, worker, lead, open_case
):
    case = open_case()
    client.force_login(worker)
    assert "desk-course" not in client.get(address(case)).content.decode()  # one stage is no line

    move = close(case, worker)
    assert len(client.get(address(case)).context["course"]) == 1  # it waits for a signature
    actions.sign_move(move.pk, actor=lead)
    StageMove.objects.update(moved_at=timezone.now() - timedelta(days=3), signed_at=None)
    StageMove.objects.filter(pk=move.pk).update(signed_at=timezone.now(), signed_by=lead)

    [stretch] = client.get(address(case)).context["course"]
    assert (stretch.stage, stretch.days, stretch.width) == (Stage.T1_EMERGENCY_HANDLING, 3, 1000)


def test_what_may_be_done_here_is_not_more_than_asked_for():
    """No adding, copying, deleting or usage of cases: the addresses do not exist."""
    from staff.viewsets import CaseViewSet, ReferralViewSet  # noqa: PLC0415

    names = {
        pattern.name
        for viewset in (CaseViewSet(), ReferralViewSet())
        for pattern in viewset.get_urlpatterns()
    }
    assert not names & {"add", "copy", "delete", "usage", "edit", "inspect"}


def test_visits_of_a_closed_case_are_not_offered(client, lead, worker, open_case):
    case = open_case()
    VisitFactory(case=case)
    move = close(case, worker)
    actions.sign_move(move.pk, actor=lead)
    client.force_login(worker)

    page = client.get(address(case))

    assert page.context["planned"] == []
    assert Visit.objects.get().status == Visit.Status.CANCELLED
    assert address(case, "plan_visit") not in page.content.decode()
