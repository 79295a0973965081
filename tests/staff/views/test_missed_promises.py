"""Missed promises by worker, and the list taken out with an entry that says so."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from intake.models import Promise
from staff import actions
from staff.missed_promises import by_worker, missed_promises
from tests.factories import OtherStationFactory, UserFactory
from tests.intake.factories import submit


@pytest.fixture
def promised(station, now):
    def make(*, days_ago, kept_after=None, where=None):
        referral = submit(where or station, received_at=now, called_name="郑阿姨").referral
        first = now - timedelta(days=days_ago)
        kept = None if kept_after is None else first + kept_after
        Promise.objects.filter(referral=referral).update(
            first_due_at=first, due_at=first, kept_at=kept
        )
        return referral

    return make


def test_what_was_missed_is_told_worker_by_worker(client, lead, worker, station, promised, now):
    given = promised(days_ago=2)
    actions.assign_referral(given, worker=worker, actor=lead)
    advised = promised(days_ago=3, kept_after=timedelta(hours=5))
    actions.advise_and_close(advised, reason="讲清楚了", actor=worker)
    promised(days_ago=4)
    promised(days_ago=5, kept_after=timedelta(hours=-1))
    promised(days_ago=40)
    promised(days_ago=2, where=OtherStationFactory())

    rows = missed_promises(lead, days=30, now=now)
    assert by_worker(rows) == [(worker.first_name, 2, 1), ("", 1, 1)]
    assert len(missed_promises(lead, days=90, now=now)) == 4

    client.force_login(lead)
    page = client.get(reverse("missed_promises"), {"days": "30"})
    assert page.context["count"] == 3
    assert str(given) in page.content.decode()
    assert "郑阿姨" not in page.content.decode()


def test_taking_it_out_is_written_down_and_holds_no_formula(
    client, lead, worker, station, promised
):
    type(worker).objects.filter(pk=worker.pk).update(first_name="=1+1")
    worker.refresh_from_db()
    actions.assign_referral(promised(days_ago=2), worker=worker, actor=lead)
    client.force_login(lead)

    answer = client.post(reverse("missed_promises"), {"days": "90"})

    sheet = load_workbook(BytesIO(answer.content)).active
    [_head, row] = list(sheet.iter_rows(values_only=True))
    assert (row[6], row[5]) == ("'=1+1", 48)
    assert "郑阿姨" not in str(row)
    [entry] = ModelLogEntry.objects.for_instance(station)
    assert (entry.action, entry.user, entry.data) == (
        "staff.export_missed",
        lead,
        {"rows": 1, "days": 90},
    )


@pytest.mark.parametrize("role", ["social_worker", "room_lead", "district_viewer", "admin"])
def test_only_a_lead_sees_it_and_takes_it_out(client, station, room, role):
    in_room = role == "room_lead"
    user = UserFactory(
        role=role, station=None if in_room else station, rooms=[room] if in_room else []
    )
    client.force_login(user)

    assert client.get(reverse("missed_promises")).url == "/staff/"
    assert client.post(reverse("missed_promises")).url == "/staff/"
    with pytest.raises(PermissionDenied):
        actions.export_missed_promises(days=30, actor=user)
    assert not ModelLogEntry.objects.exists()


def test_it_asks_the_same_number_of_questions(
    client, lead, promised, django_assert_max_num_queries
):
    for _each in range(12):
        promised(days_ago=2)
    client.force_login(lead)
    client.get(reverse("missed_promises"))
    with django_assert_max_num_queries(10):
        client.get(reverse("missed_promises"))
