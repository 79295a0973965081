"""The promised clock stands still for a reason the person reads, and for no other."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.models import Promise
from intake.promises import due_at
from staff import actions
from tests.factories import UserFactory
from tests.intake.factories import submit


@pytest.fixture
def until(today):
    return today + timedelta(days=7)


@pytest.fixture
def receipt(station, room, now):
    return submit(station, received_at=now, room=room)


@pytest.fixture
def referral(receipt):
    return receipt.referral


def clock(referral) -> Promise:
    return Promise.objects.get(referral=referral)


def test_paused_for_a_reason_the_time_counts_from_the_day_said(
    client, worker, referral, station, now, today, until
):
    client.force_login(worker)

    client.post(
        reverse("referrals:pause", args=[referral.reference]),
        {"why": "away", "until": until.isoformat()},
    )

    promise = clock(referral)
    begins = timezone.make_aware(datetime.combine(until, time.min))
    expected = due_at(referral.urgency, begins, station)
    assert (promise.paused_until, promise.pause_why) == (until, "away")
    assert promise.first_due_at == promise.due_at == expected
    [entry] = ModelLogEntry.objects.for_instance(referral)
    assert (entry.action, entry.data) == (
        "staff.pause_promise",
        {"why": "away", "until": str(until)},
    )
    assert not Promise.objects.missed(now + timedelta(days=6)).exists()
    assert Promise.objects.missed(expected + timedelta(minutes=1)).exists()
    assert f"暂停到{until.month}月{until.day}日" in client.get("/staff/referrals/").content.decode()

    client.post(reverse("referrals:resume", args=[referral.reference]))
    promise = clock(referral)
    assert (promise.paused_until, promise.is_paused(today)) == (None, False)
    assert promise.due_at < expected


def test_the_person_reads_why_and_until_when(client, worker, receipt, until):
    actions.pause_promise(receipt.referral, why="storm", until=until, actor=worker)

    page = client.post(
        reverse("intake:status"),
        {"reference": receipt.referral.reference, "code": receipt.status_code},
        follow=True,
    ).content.decode()

    assert "不能上门" in page
    assert f"{until.month}月{until.day}日" in page


@pytest.mark.parametrize(
    ("changes", "code"),  # a number is so many days from now
    [
        ({"why": "busy"}, "pause_why_missing"),
        ({"until": 0}, "pause_day_wrong"),
        ({"until": 31}, "pause_day_wrong"),
        ({"at": 60}, "promise_missed"),
    ],
)
def test_it_is_paused_for_no_other_reason(worker, referral, changes, code, now, today, until):
    start = {"until": today, "at": now}
    changes = {
        name: start[name] + timedelta(days=change) if name in start else change
        for name, change in changes.items()
    }
    asked = {"why": "asked", "until": until, "actor": worker} | changes
    before = clock(referral).due_at

    with pytest.raises(ValidationError) as refused:
        actions.pause_promise(referral, **asked)

    assert refused.value.code == code
    assert clock(referral).due_at == before
    assert not ModelLogEntry.objects.exists()


def test_danger_is_never_paused(worker, station, now, until):
    referral = submit(station, received_at=now, danger="harm").referral

    with pytest.raises(ValidationError) as refused:
        actions.pause_promise(referral, why="asked", until=until, actor=worker)
    assert refused.value.code == "urgent_not_paused"


def test_twice_or_after_contact_or_by_a_room_it_is_not(
    client, worker, room, referral, today, until
):
    outsider = UserFactory(role="room_lead", rooms=[room])
    with pytest.raises(PermissionDenied):
        actions.pause_promise(referral, why="asked", until=until, actor=outsider)
    with pytest.raises(ValidationError) as running:
        actions.resume_promise(referral, actor=worker)
    actions.pause_promise(referral, why="asked", until=until, actor=worker)
    with pytest.raises(ValidationError) as again:
        actions.pause_promise(referral, why="asked", until=until, actor=worker)
    actions.record_try(referral, result="reached", actor=worker)
    with pytest.raises(ValidationError) as reached:
        actions.resume_promise(referral, actor=worker)
    codes = [each.value.code for each in (running, again, reached)]
    assert codes == ["not_paused", "paused_already", "promise_kept"]
    assert not clock(referral).is_paused(today)
