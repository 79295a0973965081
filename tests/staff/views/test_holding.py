"""Handing over, looking again, cancelling a visit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from staff.models import CaseNote, Visit
from tests.factories import OtherStationFactory, UserFactory, VisitFactory


def address(case, view, *args) -> str:
    return reverse(f"cases:{view}", args=[case.reference, *args])


def logged(case) -> list[tuple[str, int]]:
    entries = ModelLogEntry.objects.for_instance(case).order_by("timestamp", "pk")
    return [(entry.action, entry.user_id) for entry in entries][1:]  # without its opening


@pytest.fixture
def colleague(station):
    return UserFactory(role="social_worker", station=station)


def hand_over(client, case, worker, room_worker=None, **changes):
    data = {
        "seen_version": case.version,
        "worker": worker.pk,
        "room_worker": room_worker.pk if room_worker else "",
        "reason": "王社工休产假",
        **changes,
    }
    return client.post(address(case, "hand_over"), data)


def test_a_case_goes_over_with_its_planned_visits_and_the_reason_in_the_story(
    client, worker, colleague, room_worker, open_case
):
    case = open_case()
    planned = VisitFactory(case=case, visitor=worker)
    done = VisitFactory(case=case, visitor=worker, status="missed")
    client.force_login(worker)

    answer = hand_over(client, case, colleague, room_worker)

    case.refresh_from_db()
    planned.refresh_from_db()
    done.refresh_from_db()
    assert answer.url == address(case, "detail")
    assert (case.worker, case.room_worker, case.version) == (colleague, room_worker, 2)
    assert (planned.visitor, done.visitor) == (colleague, worker)
    assert CaseNote.objects.get().text == "交接：王社工休产假"
    assert logged(case) == [("staff.assign_case", worker.pk)]
    assert "王社工休产假" not in str(list(ModelLogEntry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_hand_over_says_why(client, worker, colleague, open_case, reason):
    case = open_case()
    client.force_login(worker)

    refused = hand_over(client, case, colleague, reason=reason)

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"reason"}
    case.refresh_from_db()
    assert case.worker == worker


def test_nobody_from_elsewhere_and_no_room_that_was_kept_out_can_be_chosen(
    client, worker, room_worker, colleague, open_case
):
    stranger = UserFactory(role="social_worker", station=OtherStationFactory())
    kept = open_case(station_only=True)
    client.force_login(worker)

    assert set(hand_over(client, kept, stranger).context["form"].errors) == {"worker"}
    assert set(hand_over(client, kept, colleague, room_worker).context["form"].errors) == {
        "room_worker"
    }
    kept.refresh_from_db()
    assert (kept.worker, kept.room_worker) == (worker, None)


def test_a_stale_hand_over_shows_who_took_it_meanwhile(client, worker, lead, colleague, open_case):
    case = open_case()
    client.force_login(lead)
    hand_over(client, case, colleague)
    client.force_login(lead)

    stale = hand_over(client, case, lead, reason="我来")

    assert stale.status_code == 409
    page = stale.content.decode()
    assert colleague.first_name in page
    assert "我来" in page
    case.refresh_from_db()
    assert case.worker == colleague


def test_the_day_to_look_again_is_set_and_never_in_the_past(client, worker, open_case):
    case = open_case()
    client.force_login(worker)
    day = timezone.localdate() + timedelta(days=20)

    def post(when):
        data = {"seen_version": case.version, "review_on": when}
        return client.post(address(case, "review"), data)

    for wrong in ("2020-01-01", "2099-01-01", "soon", ""):
        refused = post(wrong)
        assert refused.status_code == 422
        assert set(refused.context["form"].errors) == {"review_on"}
    assert post(day.isoformat()).url == address(case, "detail")

    case.refresh_from_db()
    assert case.review_on == day
    assert logged(case) == [("staff.set_review", worker.pk)]


def test_a_visit_is_cancelled_with_its_reason_once(client, room_worker, open_case):
    case = open_case(room_worker=room_worker)
    visit = VisitFactory(case=case)
    client.force_login(room_worker)
    here = address(case, "cancel_visit", visit.pk)

    assert client.post(here, {"reason": " "}).status_code == 422
    assert client.post(here, {"reason": "住院了"}).url == address(case, "detail")
    assert client.post(here, {"reason": "又来一次"}).status_code == 422
    assert client.get(here).status_code == 302

    assert Visit.objects.get().status == Visit.Status.CANCELLED
    assert CaseNote.objects.get().text == "取消走访：住院了"
    assert ("staff.cancel_visit", room_worker.pk) in logged(case)


def test_a_room_neither_hands_over_nor_sets_the_day(client, room_worker, worker, open_case):
    case = open_case(room_worker=room_worker)
    client.force_login(room_worker)

    for view in ("hand_over", "review"):
        assert client.get(address(case, view)).status_code == 302
    hand_over(client, case, worker)
    page = client.get(address(case, "detail")).content.decode()
    assert address(case, "hand_over") not in page
    case.refresh_from_db()
    assert case.version == 1
