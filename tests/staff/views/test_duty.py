"""The rota: set by the lead, read by the station, and where the alerts of the day go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.alerts import channels_of, send_waiting
from intake.models import DutyDay
from staff import actions
from tests.factories import OtherStationFactory, UserFactory
from tests.intake.factories import submit


@pytest.fixture
def colleague(station):
    return UserFactory(role="social_worker", station=station, email="zhiban@example.org")


def test_a_lead_sets_the_rota_and_the_alerts_of_the_day_go_there(
    client, lead, worker, colleague, station, today
):
    client.force_login(lead)
    seen = client.get(reverse("duty")).context["seen"]

    client.post(reverse("duty"), {today.isoformat(): colleague.pk, "seen": seen})

    day = DutyDay.objects.get()
    assert (day.station, day.day, day.staff_id) == (station, today, colleague.pk)
    [entry] = ModelLogEntry.objects.for_instance(station)
    assert (entry.action, entry.data["days"][today.isoformat()]) == (
        "staff.set_duty",
        colleague.pk,
    )
    submit(station, received_at=timezone.now(), called_name="郑阿姨")
    send_waiting(timezone.now() + timedelta(minutes=1))
    told = [each for each in mail.outbox if each.to == ["zhiban@example.org"]]
    assert len(told) == 1
    assert "郑阿姨" not in told[0].subject + told[0].body
    client.force_login(worker)
    assert colleague.first_name in client.get(reverse("desk_today")).content.decode()
    assert 'name="seen"' in client.get(reverse("duty")).content.decode()


def test_another_day_and_another_station_are_not_told(station, lead, colleague, today):
    tomorrow = today + timedelta(days=1)
    actions.set_duty({tomorrow: colleague}, seen="", actor=lead)
    here = submit(station, received_at=timezone.now()).referral
    elsewhere = submit(OtherStationFactory(), received_at=timezone.now()).referral

    assert "duty" not in [each.key for each in channels_of(here, room_too=True)]
    actions.set_duty({today: colleague}, seen="", actor=lead)
    assert "duty" in [each.key for each in channels_of(here, room_too=True)]
    assert "duty" not in [each.key for each in channels_of(elsewhere, room_too=True)]


def test_a_stale_rota_and_a_stranger_are_refused(client, lead, worker, colleague, today):
    client.force_login(lead)
    seen = client.get(reverse("duty")).context["seen"]
    actions.set_duty({today: worker}, seen="", actor=lead)

    stale = client.post(reverse("duty"), {today.isoformat(): colleague.pk, "seen": seen})
    assert stale.status_code == 422
    assert "刚改过值班表" in stale.content.decode()
    stranger = UserFactory(role="social_worker", station=OtherStationFactory())
    now = client.get(reverse("duty")).context["seen"]
    foreign = client.post(reverse("duty"), {today.isoformat(): stranger.pk, "seen": now})
    assert foreign.status_code == 422
    assert DutyDay.objects.get().staff_id == worker.pk

    client.post(reverse("duty"), {today.isoformat(): "", "seen": now})
    assert not DutyDay.objects.exists()


@pytest.mark.parametrize("role", ["social_worker", "room_lead", "editor", "admin"])
def test_only_the_lead_sets_it(client, station, room, worker, role, today):
    in_room = role == "room_lead"
    user = UserFactory(
        role=role, station=None if in_room else station, rooms=[room] if in_room else []
    )
    client.force_login(user)

    assert client.post(reverse("duty"), {today.isoformat(): worker.pk}).url == "/staff/"
    with pytest.raises(PermissionDenied):
        actions.set_duty({today: worker}, seen="", actor=user)
    assert not DutyDay.objects.exists()


def test_old_days_are_forgotten(lead, colleague, today):
    actions.set_duty({today - timedelta(days=120): colleague, today: None}, seen="", actor=lead)

    assert actions.purge_expired(timezone.now())["duty"] == 1
    assert not DutyDay.objects.exists()


def test_the_rota_asks_the_same_number_of_questions(
    client, lead, station, django_assert_max_num_queries
):
    for _each in range(10):
        UserFactory(role="social_worker", station=station)
    client.force_login(lead)
    client.get(reverse("duty"))
    with django_assert_max_num_queries(12):
        client.get(reverse("duty"))
