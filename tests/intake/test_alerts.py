from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from intake.actions import raise_alert, retry_alert
from intake.alerts import MOST_ATTEMPTS, send_waiting
from intake.models import Alert, AlertChannel, Referral
from intake.references import shown
from tests.factories import CommunityRoomFactory, OtherStationFactory, ReferralFactory

from .factories import at, submit

pytestmark = pytest.mark.django_db
NOW = at(2026, 11, 24)
NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture
def webhook(settings):
    """A chat group's robot that writes down what it hears and answers ``heard.says``."""

    class Heard(list):
        says = b""

    heard = Heard()

    class Room(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(heard.says)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Room)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ALERT_WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/"
    yield heard
    server.shutdown()
    server.server_close()


def test_an_alert_names_the_reference_and_nothing_personal(settings, webhook):
    settings.ALERT_RECIPIENTS = ["desk@example.org"]
    referral = submit(received_at=NOW, place="和平小区", words="我很难").referral

    assert send_waiting(NOW) == 1

    said = mail.outbox[0].subject + mail.outbox[0].body + json.dumps(webhook, ensure_ascii=False)
    assert f"{referral.reference[:4]} {referral.reference[4:]}" in said
    for kept in ("王阿姨", "13800138000", "和平小区", "我很难", "钱不够用"):
        assert kept not in said
    assert len(webhook) == 1


def test_an_alert_is_sent_once(settings):
    settings.ALERT_RECIPIENTS = ["desk@example.org"]
    submit(received_at=NOW)

    assert [send_waiting(NOW), send_waiting(NOW)] == [1, 0]


def test_a_dead_webhook_is_tried_again_later_each_time(settings):
    settings.ALERT_WEBHOOK_URL = NOWHERE
    submit(received_at=NOW)

    waits, moment = [], NOW
    for _ in range(4):
        assert send_waiting(moment) == 0
        alert = Alert.objects.get()
        waits.append(alert.next_try_at - moment)
        assert send_waiting(moment) == 0, "not before its time"
        moment = alert.next_try_at

    assert waits == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert Alert.objects.get().attempts == 4
    assert Alert.objects.get().last_error == "webhook: URLError"


def test_what_failed_too_often_is_given_up_and_stays_visible(settings):
    settings.ALERT_WEBHOOK_URL = NOWHERE
    submit(received_at=NOW)

    moment = NOW
    for _ in range(MOST_ATTEMPTS + 2):
        send_waiting(moment)
        moment += timedelta(days=1)

    alert = Alert.objects.get()
    assert alert.attempts == MOST_ATTEMPTS
    assert alert.given_up_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_does_not_reach_the_resident(settings):
    settings.ALERT_RECIPIENTS = ["desk@example.org"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    receipt = submit(received_at=NOW)

    assert Referral.objects.get() == receipt.referral
    assert Alert.objects.get().sent_at is None


def test_with_no_channel_it_says_so_and_never_that_it_was_sent():
    submit(received_at=NOW)

    assert send_waiting(NOW) == 0

    alert = Alert.objects.get()
    assert (alert.sent_at, str(alert.state)) == (None, "没有发出：没有设接收渠道")
    assert list(Alert.objects.not_sent()) == [alert]


def test_a_robot_that_answers_200_and_an_error_code_has_not_taken_it(settings, webhook):
    webhook.says = b'{"errcode": 93000, "errmsg": "invalid webhook url"}'
    submit(received_at=NOW)

    assert send_waiting(NOW) == 0

    alert = Alert.objects.get()
    assert (alert.sent_at, alert.last_error, alert.reached) == (None, "webhook: ChannelRefused", [])
    webhook.says = b'{"errcode": 0, "errmsg": "ok"}'
    assert send_waiting(alert.next_try_at) == 1


def test_a_failed_robot_does_not_send_the_mail_again(settings, webhook):
    settings.ALERT_RECIPIENTS = ["desk@example.org"]
    webhook.says = b'{"errcode": 45009}'
    submit(received_at=NOW)

    assert send_waiting(NOW) == 0
    alert = Alert.objects.get()
    assert alert.reached == ["mail 1"]
    webhook.says = b""
    assert send_waiting(alert.next_try_at) == 1

    assert len(mail.outbox) == 1
    assert len(webhook) == 2
    assert Alert.objects.get().reached == ["mail 1", "robot"]


@pytest.fixture
def places(settings):
    """Two stations; the first with two rooms; each with a mailbox named after it."""
    settings.ALERT_RECIPIENTS = ["deployment@example.org"]
    room = CommunityRoomFactory()
    beside = CommunityRoomFactory(station=room.station)
    other = OtherStationFactory()

    def channel(name, station, room=None):
        AlertChannel.objects.create(
            station=station, room=room, kind="mail", address=f"{name}@example.org"
        )

    channel("station", room.station)
    channel("room", room.station, room)
    channel("beside", room.station, beside)
    channel("other", other)
    return room


def heard_by(referral, kind=Alert.Kind.ARRIVED):
    mail.outbox.clear()
    raise_alert(referral, kind, at=NOW)
    send_waiting(NOW)
    return {address.split("@")[0] for message in mail.outbox for address in message.to}


def test_station_and_room_hear_of_it_and_nobody_else(places):
    station = places.station

    assert heard_by(ReferralFactory(station=station, room=places)) == {"station", "room"}
    assert heard_by(ReferralFactory(station=station)) == {"station"}
    kept = ReferralFactory(station=station, room=places, station_only=True)
    assert heard_by(kept) == {"station"}
    assert heard_by(ReferralFactory(station=station, room=places), Alert.Kind.RIGHTS) == {"station"}


def test_a_changed_time_to_call_is_heard_by_the_room_too_and_leads_to_the_day(places):
    """Whoever holds the case in the room is who calls."""
    station = places.station
    kept = ReferralFactory(station=station, room=places, station_only=True)
    referral = ReferralFactory(station=station, room=places)

    assert heard_by(kept, Alert.Kind.CALL_TIME) == {"station"}
    assert heard_by(referral, Alert.Kind.CORRECTED) == {"station"}
    assert heard_by(referral, Alert.Kind.CALL_TIME) == {"station", "room"}

    said = mail.outbox[0]
    assert said.body.endswith("/staff/today/")
    assert said.subject.startswith("打电话的时间改了：" + shown(referral.reference))


def test_a_room_alone_does_not_replace_the_station(places):
    AlertChannel.objects.filter(room__isnull=True).delete()

    assert heard_by(ReferralFactory(station=places.station, room=places)) == {"room", "deployment"}


def test_one_mailbox_can_be_meant_alone(places):
    raise_alert(
        ReferralFactory(station=places.station, room=places),
        Alert.Kind.ASSIGNED,
        at=NOW,
        only_to="worker@example.org",
    )
    send_waiting(NOW)

    assert [message.to for message in mail.outbox] == [["worker@example.org"]]


def test_trying_again_starts_from_the_beginning_for_what_was_not_reached(settings):
    settings.ALERT_WEBHOOK_URL = NOWHERE
    settings.ALERT_RECIPIENTS = ["desk@example.org"]
    submit(received_at=NOW)
    with pytest.raises(ValidationError):
        retry_alert(Alert.objects.get().pk, at=NOW)
    moment = NOW
    for _ in range(MOST_ATTEMPTS):
        send_waiting(moment)
        moment += timedelta(days=1)
    settings.ALERT_WEBHOOK_URL = ""

    alert = retry_alert(Alert.objects.get().pk, at=moment)
    assert (alert.given_up_at, alert.attempts) == (None, 0)
    assert send_waiting(moment) == 1

    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("kind", "address"), [("mail", "not a mailbox"), ("webhook", "robot"), ("webhook", "a@b.cn")]
)
def test_an_address_that_cannot_be_reached_is_refused_with_a_sentence(places, kind, address):
    channel = AlertChannel(station=places.station, kind=kind, address=address)

    with pytest.raises(ValidationError) as refused:
        channel.full_clean()

    assert set(refused.value.message_dict) == {"address"}
