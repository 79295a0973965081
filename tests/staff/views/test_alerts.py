"""Alerts nobody received: who sees them, and the tap that sends them again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.models import NO_CHANNEL, Alert, AlertChannel
from staff import actions
from staff.domain.stages import Stage
from tests.factories import (
    CaseFactory,
    DoneVisitFactory,
    OtherStationFactory,
    ReferralDecisionFactory,
    ReferralFactory,
    UserFactory,
    VisitFactory,
)

INDEX = "/staff/alerts/"


@pytest.fixture
def lost(station):
    """An alert of one's own station that went nowhere, one that was sent, one of elsewhere."""

    def alert(station, **more):
        now = timezone.now()
        return Alert.objects.create(
            referral=ReferralFactory(station=station, called_name="秘密"),
            kind=Alert.Kind.ARRIVED,
            created_at=now,
            next_try_at=now,
            **more,
        )

    failed = {"given_up_at": timezone.now(), "last_error": NO_CHANNEL}
    return {
        "own": alert(station, **failed),
        "sent": alert(station, sent_at=timezone.now()),
        "elsewhere": alert(OtherStationFactory(), **failed),
    }


def listed(client, address=INDEX):
    return [alert.pk for alert in client.get(address).context["object_list"]]


def test_a_lead_sees_those_of_the_station_that_were_not_sent(client, lead, lost):
    client.force_login(lead)

    assert listed(client) == [lost["own"].pk]
    assert set(listed(client, f"{INDEX}?state=every")) == {lost["own"].pk, lost["sent"].pk}
    page = client.get(INDEX).content.decode()
    assert "没有发出：没有设接收渠道" in page
    assert "秘密" not in page


def test_the_administrator_sees_all_stations(client, lost):
    client.force_login(UserFactory(role="admin"))

    assert set(listed(client)) == {lost["own"].pk, lost["elsewhere"].pk}


def test_trying_again_is_written_down(client, lead, lost):
    client.force_login(lead)

    answer = client.post(reverse("alerts:retry", args=[lost["own"].pk]))

    assert answer.url == INDEX
    alert = Alert.objects.get(pk=lost["own"].pk)
    assert (alert.given_up_at, alert.attempts) == (None, 0)
    entry = ModelLogEntry.objects.get(action="staff.retry_alert")
    assert (entry.object_id, entry.user) == (str(alert.pk), lead)


@pytest.mark.parametrize("role", ["social_worker", "room_lead", "editor", "district_viewer"])
def test_others_may_not(client, station, room, lost, role):
    place = {"rooms": [room]} if role == "room_lead" else {"station": station}
    client.force_login(UserFactory(role=role, **place))

    client.post(reverse("alerts:retry", args=[lost["own"].pk]))

    assert Alert.objects.get(pk=lost["own"].pk).given_up_at is not None


def test_a_lead_does_not_reach_another_stations_alert(client, lead, lost):
    client.force_login(lead)

    answer = client.post(reverse("alerts:retry", args=[lost["elsewhere"].pk]))

    assert answer.status_code == 404
    assert Alert.objects.get(pk=lost["elsewhere"].pk).given_up_at is not None


def test_one_on_its_way_is_not_started_twice(client, lead, lost):
    client.force_login(lead)

    answer = client.post(reverse("alerts:retry", args=[lost["sent"].pk]), follow=True)

    assert "正在发送" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same(client, lead, station, django_assert_num_queries, count):
    now = timezone.now()
    for _ in range(count):
        Alert.objects.create(
            referral=ReferralFactory(station=station),
            kind="arrived",
            created_at=now,
            next_try_at=now,
            given_up_at=now,
        )
    client.force_login(lead)
    client.get(INDEX)

    with django_assert_num_queries(9):
        client.get(INDEX)


def test_the_administrator_keeps_the_channels_and_a_lead_does_not(client, lead, station):
    typed = {"station": station.pk, "room": "", "kind": "mail", "address": "desk@example.org"}
    client.force_login(lead)
    client.post("/staff/alert_channels/new/", typed)
    assert not AlertChannel.objects.exists()

    client.force_login(UserFactory(role="admin"))
    client.post("/staff/alert_channels/new/", typed)

    channel = AlertChannel.objects.get()
    assert (channel.station, channel.room, channel.address) == (station, None, "desk@example.org")
    assert "example.org" not in str(channel)


@pytest.fixture
def case(station, worker):
    case = CaseFactory(station=station, worker=worker, stage=Stage.T2_ACCOMPANIED_GROWTH)
    ReferralDecisionFactory(
        referral=ReferralFactory(station=station), case=case, outcome="opened", decided_by=worker
    )
    return case


def test_a_new_holder_hears_of_it_and_the_old_one_does_not(case, worker, lead, station):
    colleague = UserFactory(role="social_worker", station=station, email="li@example.org")

    actions.assign_case(
        case.pk, worker=colleague, room_worker=None, seen_version=None, reason="换人", actor=lead
    )

    alert = Alert.objects.get()
    assert (alert.kind, alert.only_to) == ("assigned", "li@example.org")
    actions.assign_case(
        case.pk, worker=colleague, room_worker=None, seen_version=None, reason="换人", actor=lead
    )
    assert Alert.objects.count() == 1


def test_something_urgent_and_a_signature_are_told_to_the_station(case, worker):
    visit = VisitFactory(case=case, visitor=worker)

    actions.record_visit(visit.pk, seen="家里没有米了", urgent=True, actor=worker)
    actions.move_case(
        case.pk,
        to_stage=Stage.CLOSED,
        difficulty="轻",
        life_after_help="好",
        clients_words="行",
        close_reason="moved",
        criteria_met=["new_place_asked"],
        evidence=[DoneVisitFactory(case=case)],
        seen_version=None,
        actor=worker,
    )

    assert list(Alert.objects.order_by("pk").values_list("kind", flat=True)) == [
        "urgent_note",
        "signature",
    ]
    assert {alert.only_to for alert in Alert.objects.all()} == {""}


def test_the_button_carries_its_token(lead, lost):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    page = client.get(INDEX).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    address = reverse("alerts:retry", args=[lost["own"].pk])

    assert client.post(address).status_code == 403
    assert client.post(address, {"csrfmiddlewaretoken": token}).status_code == 302
