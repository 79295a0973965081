"""The log-in that ends and the half-written form that does not: kept, given back, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from staff import actions
from staff.domain.stages import Stage
from staff.models import CaseNote, StaffDraft
from tests.factories import CaseFactory, ReferralFactory, UserFactory

NOTE = {"kind": "note", "text": "她说孙子今天来过"}


@pytest.fixture
def case(station, worker):
    return CaseFactory(station=station, worker=worker, stage=Stage.T1_JOINT_HELP)


@pytest.fixture
def address(case):
    return reverse("cases:add_note", args=[case.reference])


def kept(client, address):
    return client.get(reverse("staff_draft"), {"address": address}).json()


def test_what_is_half_written_is_kept_for_its_writer_alone(client, worker, lead, address):
    client.force_login(worker)
    client.post(reverse("staff_draft"), NOTE | {"address": address, "seen_version": "3"})

    mine = kept(client, address)
    assert mine["fields"] == {"kind": ["note"], "text": ["她说孙子今天来过"]}
    assert "没有保存" in mine["said"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM staff_staffdraft")
        assert "孙子" not in cursor.fetchone()[0]

    client.force_login(lead)
    assert kept(client, address) == {}
    client.post(reverse("staff_draft") + "?drop", {"address": address})
    assert StaffDraft.objects.count() == 1


def test_saving_forgets_it_and_a_refused_form_does_not(client, worker, address):
    client.force_login(worker)
    client.post(reverse("staff_draft"), NOTE | {"address": address})

    assert client.post(address, NOTE | {"text": ""}).status_code == 422
    assert StaffDraft.objects.count() == 1
    client.post(address, NOTE)
    assert CaseNote.objects.get().text == "她说孙子今天来过"
    assert not StaffDraft.objects.exists()


def test_it_can_be_dropped(client, worker, address):
    client.force_login(worker)
    client.post(reverse("staff_draft"), NOTE | {"address": address})
    client.post(reverse("staff_draft") + "?drop", {"address": address})

    assert kept(client, address) == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "/staff/pages/3/edit/"},
        {"address": "https://example.org/staff/cases/10000011/notes/"},
        {"address": ""},
        {"address": "/staff/cases/10000011/" + "x" * 300},
        {"text": "长" * 70_000},
    ],
)
def test_it_keeps_no_other_page_and_no_more_than_a_form(client, worker, address, changes):
    client.force_login(worker)

    client.post(reverse("staff_draft"), NOTE | {"address": address} | changes)

    assert not StaffDraft.objects.exists()


@pytest.mark.parametrize("role", ["editor", "fact_checker", "district_viewer", "admin"])
def test_who_accompanies_nobody_keeps_nothing(client, address, role):
    user = UserFactory(role=role)
    client.force_login(user)

    assert client.post(reverse("staff_draft"), NOTE | {"address": address}).url == "/staff/"
    with pytest.raises(PermissionDenied):
        actions.keep_draft(address, fields={}, actor=user)
    assert not StaffDraft.objects.exists()


def test_it_goes_after_a_week_and_with_the_person_it_is_about(worker, station):
    now = timezone.now()
    referral = ReferralFactory(station=station)
    other = ReferralFactory(station=station)
    for each, days in ((referral, 1), (other, 8)):
        actions.keep_draft(
            reverse("referrals:detail", args=[each.reference]),
            fields={"reason": ["…"]},
            actor=worker,
            at=now - timedelta(days=days),
        )

    assert actions.purge_expired(now)["staff_drafts"] == 1
    assert referral.reference in StaffDraft.objects.get().address

    actions.retention.forget(referral, now)
    assert not StaffDraft.objects.exists()


def test_the_log_in_says_how_long_it_lasts_and_begins_anew(client, worker):
    client.force_login(worker)
    session = Session.objects.get()
    session.expire_date = timezone.now() + timedelta(minutes=5)
    session.save()

    assert 280 < client.get(reverse("session_left")).json()["seconds"] <= 300
    client.post(reverse("session_left"))
    assert client.get(reverse("session_left")).json()["seconds"] > 60 * 60

    Session.objects.all().delete()
    assert "login" in client.get(reverse("session_left")).url
