"""The morning's numbers: numbers and links, once a day, on working days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from intake.models import AlertChannel
from staff import actions
from staff.digest import Sent, send_morning_mail
from staff.domain.stages import Stage
from tests.factories import CaseFactory, OtherStationFactory, PromiseFactory, UserFactory
from tests.intake.factories import at

MORNING = at(2026, 11, 25, 8)  # a Wednesday


@pytest.fixture
def promises(station):
    """Two due today, one late, one kept, one for tomorrow; another station has one late."""
    AlertChannel.objects.create(station=station, kind="mail", address="desk@example.org")
    hours = {"today": 3, "tonight": 9, "late": -20, "tomorrow": 30}
    for hour in hours.values():
        PromiseFactory(referral__station=station, due_at=MORNING + timedelta(hours=hour))
    PromiseFactory(referral__station=station, due_at=MORNING, kept_at=MORNING)
    PromiseFactory(referral__station=OtherStationFactory(), due_at=MORNING - timedelta(hours=9))


def test_a_station_hears_its_promises_once_a_day(promises):
    assert send_morning_mail(MORNING) == Sent(stations=1, lists=0)
    assert send_morning_mail(MORNING) == Sent(stations=0, lists=0)

    (message,) = mail.outbox
    assert message.to == ["desk@example.org"]
    assert message.subject == "承诺：今天到期 2 个，已经晚了 1 个"
    assert message.body.endswith("/staff/today/")


def test_a_duty_to_report_is_in_the_morning_mail_until_it_is_answered(station):
    AlertChannel.objects.create(station=station, kind="mail", address="desk@example.org")
    lead = UserFactory(role="station_lead", station=station)
    case = CaseFactory(station=station)
    duty = actions.raise_duty(case, duty="minor", seen="胳膊上有烫伤", actor=lead)
    elsewhere = CaseFactory(station=OtherStationFactory())
    actions.raise_duty(
        elsewhere,
        duty="minor",
        seen="打骂",
        actor=UserFactory(role="station_lead", station=elsewhere.station),
    )
    mail.outbox.clear()

    assert send_morning_mail(MORNING) == Sent(stations=1, lists=0)

    (message,) = mail.outbox
    assert message.subject == "依法报告还没办：1 件"
    assert case.reference not in message.subject + message.body
    PromiseFactory(referral__station=station, due_at=MORNING + timedelta(days=1, hours=3))
    assert send_morning_mail(MORNING + timedelta(days=1)) == Sent(stations=1, lists=0)
    assert mail.outbox[1].subject == "依法报告还没办：1 件 · 承诺：今天到期 1 个，已经晚了 0 个"

    actions.waive_duty(duty.pk, reason="看错了", seen_version=None, actor=lead)
    assert send_morning_mail(MORNING + timedelta(days=5)) == Sent(stations=1, lists=0)
    assert "依法报告" not in mail.outbox[2].subject


def test_nothing_goes_out_on_a_day_off(promises):
    assert send_morning_mail(at(2026, 11, 28, 8)) == Sent(0, 0)
    assert mail.outbox == []


def test_a_dead_mail_server_leaves_the_morning_open_for_another_try(promises, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert send_morning_mail(MORNING) == Sent(0, 0)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_morning_mail(MORNING) == Sent(1, 0)


def test_whoever_keeps_a_list_gets_its_number_as_they_see_it(station, room):
    owner = UserFactory(role="room_worker", rooms=[room], email="zhou@example.org")
    CaseFactory(station=station, room=room, stage=Stage.T1_EMERGENCY_HANDLING)
    CaseFactory(station=station, stage=Stage.T1_EMERGENCY_HANDLING)
    view = actions.save_view(
        list_name="cases",
        query="tier=tier1_urgent",
        name="王阿姨家",
        shared=False,
        daily=True,
        actor=owner,
    )

    assert send_morning_mail(MORNING) == Sent(0, 1)
    assert send_morning_mail(MORNING) == Sent(0, 0)
    assert send_morning_mail(MORNING + timedelta(days=1)) == Sent(0, 1)

    message = mail.outbox[0]
    assert message.to == ["zhou@example.org"]
    assert message.subject == "您保存的列表：个案，今天 1 个"
    assert f"/staff/views/{view.pk}/" in message.body
    assert "王阿姨" not in message.subject + message.body


def test_who_left_and_who_has_no_mailbox_gets_none(station):
    for more in ({"email": ""}, {"email": "left@example.org", "is_active": False}):
        owner = UserFactory(role="social_worker", station=station, **more)
        if not owner.is_active:
            owner.is_active = True
        actions.save_view(
            list_name="cases", query="", name="x", shared=False, daily=True, actor=owner
        )

    assert send_morning_mail(MORNING) == Sent(0, 0)


def test_the_command_hands_it_to_the_task_worker(promises, capsys):
    call_command("digest")

    assert capsys.readouterr().out == "queued\n"
