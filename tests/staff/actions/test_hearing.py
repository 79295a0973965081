"""What came in is read at once: moved forward, told to the station, and only once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import ModelLogEntry

from intake.alerts import channels_for, message
from intake.models import Alert, AlertChannel, ConsentText, Danger, PublicStatus, Urgency
from intake.tasks import send_alerts
from staff import actions
from staff.models import HeardInWords, ReportDuty
from staff.queue import queue_order, queue_rank, waiting_for
from staff.today import board
from tests.factories import PromiseFactory
from tests.intake.factories import submit

HUNGRY = "米缸空了，三天没吃上一顿热的"
ASKS = "想问低保去哪里办"
WEDNESDAY = parse_datetime("2026-11-25T10:00:00+08:00")


@pytest.fixture
def waits(station, room):
    """Make a waiting referral of whom nobody said that it is urgent."""

    def make(words, **fields):
        fields = {
            "urgency": Urgency.NORMAL,
            "danger": Danger.NONE,
            "received_at": WEDNESDAY,
            **fields,
        }
        referral = PromiseFactory(
            referral__station=station,
            referral__room=room,
            referral__words=words,
            **{f"referral__{name}": value for name, value in fields.items()},
        ).referral
        PublicStatus.objects.create(referral=referral)
        return referral

    return make


def kinds(referral):
    return list(referral.alerts.values_list("kind", flat=True))


@pytest.mark.parametrize(("words", "urgent"), [(HUNGRY, True), (ASKS, False)])
def test_words_that_cannot_wait_are_noted_and_told_once(waits, words, urgent):
    referral = waits(words)

    actions.hear_waiting(WEDNESDAY)
    actions.hear_waiting(WEDNESDAY + timedelta(hours=1))

    heard = HeardInWords.objects.get()
    assert (heard.referral, heard.urgent, heard.heard_at) == (referral, urgent, WEDNESDAY)
    assert kinds(referral) == (["heard"] if urgent else [])
    logged = ModelLogEntry.objects.filter(action="staff.hear_referral")
    assert logged.count() == int(urgent)
    assert all(HUNGRY[:4] not in str(entry.data) for entry in logged)


def test_the_alert_says_nothing_of_what_was_heard_and_stays_at_the_station(waits, station, room):
    AlertChannel.objects.create(station=station, kind="mail", address="station@example.org")
    AlertChannel.objects.create(station=station, room=room, kind="mail", address="room@example.org")
    referral = waits(HUNGRY)
    actions.hear_waiting(WEDNESDAY)

    subject, text = message(referral.alerts.get())

    assert subject.startswith("求助的话里听到急事：")
    assert "吃" not in subject + text
    assert [channel.address for channel in channels_for(referral.alerts.get())] == [
        "station@example.org"
    ]


@pytest.mark.parametrize("fields", [{"danger": Danger.SHELTER}, {"urgency": Urgency.TODAY}])
def test_what_its_sender_called_urgent_is_not_told_twice(waits, fields):
    referral = waits(HUNGRY, **fields)

    actions.hear_waiting(WEDNESDAY)

    assert HeardInWords.objects.get().urgent
    assert kinds(referral) == []


def test_a_duty_to_report_tells_the_station_itself(waits):
    referral = waits("孩子他爸喝了酒打孩子")

    opened = actions.hear_waiting(WEDNESDAY)

    assert opened == ReportDuty.objects.count() >= 1
    assert set(kinds(referral)) == {"report"}


def test_after_hours_alone_is_no_emergency(waits):
    night = parse_datetime("2026-11-25T23:00:00+08:00")
    referral = waits("老伴走了三个月，药费欠着两千多", received_at=night)

    actions.hear_waiting(night)

    assert not HeardInWords.objects.get().urgent
    assert kinds(referral) == []


def test_what_was_taken_back_or_erased_meanwhile_is_not_heard(waits):
    """The list of those to hear was read a moment before."""
    taken_back, erased = waits(HUNGRY), waits(HUNGRY)
    text = ConsentText.objects.create(
        purpose="help", version=9, language="zh-hans", text="同意", in_force_from="2026-01-01"
    )
    taken_back.consents.create(text=text, given_at=WEDNESDAY, withdrawn_at=WEDNESDAY)
    type(erased).objects.filter(pk=erased.pk).update(erased_at=WEDNESDAY)

    for referral in (taken_back, erased):
        assert actions.hear_referral(referral, at=WEDNESDAY) == []

    assert not HeardInWords.objects.exists()
    assert not Alert.objects.exists()


def test_what_is_decided_is_not_heard_any_more(waits):
    referral = waits(ASKS)
    PublicStatus.objects.filter(referral=referral).update(state="closed")

    actions.hear_waiting(WEDNESDAY)

    assert not HeardInWords.objects.filter(referral=referral).exists()


def test_one_that_cannot_be_read_holds_no_other_back(waits, caplog):
    """Its key is lost, say: it is logged by its number alone, and tried again."""
    broken, whole = waits(HUNGRY), waits(HUNGRY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_referral SET words = 'x' WHERE id = %s", [broken.pk])

    actions.hear_waiting(WEDNESDAY)

    assert list(HeardInWords.objects.values_list("referral", flat=True)) == [whole.pk]
    assert f"Referral {broken.pk} was not heard" in caplog.text
    assert "米缸" not in caplog.text


@pytest.mark.parametrize(
    "send", [send_alerts.func, lambda: call_command("send_alerts")], ids=["task", "command"]
)
def test_whatever_sends_alerts_hears_first(station, send):
    referral = submit(station, words=HUNGRY, needs=["talk"]).referral

    send()

    assert HeardInWords.objects.get(referral=referral).urgent
    assert set(kinds(referral)) == {"arrived", "heard"}
    assert not Alert.objects.to_send(timezone.now()).exists()


def test_it_stands_before_what_can_wait_and_after_danger_that_was_stated(waits, worker):
    asks, hungry = waits(ASKS), waits(HUNGRY)
    stated = waits(ASKS, danger=Danger.HARM, urgency=Urgency.TODAY)
    soon = waits(ASKS, urgency=Urgency.TODAY)
    actions.hear_waiting(WEDNESDAY)

    order = list(queue_order(waiting_for(worker)))

    assert order == [stated, hungry, soon, asks]
    assert [each.queue_rank for each in order] == [queue_rank(each) for each in order]


def test_todays_board_calls_it_urgent_at_the_station_and_says_nothing_to_the_room(
    waits, worker, lead, room_worker
):
    hungry, asks = waits(HUNGRY), waits(ASKS)
    actions.hear_waiting(WEDNESDAY)

    def places(user):
        return {
            section.key: [row.url for row in section.rows]
            for section in board(user, WEDNESDAY + timedelta(days=9))
            if section.key in {"urgent", "promises"}
        }

    def url(referral):
        return f"/staff/referrals/{referral.reference}/"

    for user in (worker, lead):
        assert places(user) == {"urgent": [url(hungry)], "promises": [url(asks)]}
    (urgent,) = [each for each in board(worker, WEDNESDAY) if each.key == "urgent"]
    assert [(row.why, row.action) for row in urgent.rows] == [("话里有急事", "先看原话")]
    told = places(room_worker)
    assert told["urgent"] == []
    assert set(told["promises"]) == {url(hungry), url(asks)}
