"""From a neighbour's report to the ears of room and station: the real queue, worker, mail server
and robot, each on this machine."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from intake.models import Alert, AlertChannel, ReporterLink

from .factories import RoomFactory
from .views.test_report import report

pytestmark = pytest.mark.django_db(transaction=True)


class MailServer(socketserver.StreamRequestHandler):
    """As much SMTP as a mail needs; keeps whom it was for and what it said."""

    def handle(self):
        self.say("220 here")
        while command := self.rfile.readline().decode().strip():
            if command.upper().startswith("RCPT TO"):
                self.server.heard.append(command[command.index("<") + 1 : command.index(">")])
            if command.upper() == "DATA":
                self.say("354 go on")
                while (line := self.rfile.readline().decode()) != ".\r\n":
                    self.server.said.append(line)
            if command.upper() == "QUIT":
                return self.say("221 bye")
            self.say("250 ok")
        return None

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_server(settings):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer)
    server.heard, server.said, server.daemon_threads = [], [], True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def robot():
    heard = []

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"errcode": 0, "errmsg": "ok"}')

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Robot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/send", heard
    server.shutdown()
    server.server_close()


def test_a_report_is_heard_by_room_and_station_within_seconds(
    client, station, settings, monkeypatch, mail_server, robot
):
    monkeypatch.setattr("intake.report_form.QUICKEST", 0)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    room, (robot_address, robot_heard) = RoomFactory(station=station), robot
    AlertChannel.objects.create(station=station, kind="webhook", address=robot_address)
    AlertChannel.objects.create(station=station, kind="mail", address="desk@example.org")
    AlertChannel.objects.create(station=station, room=room, kind="mail", address="room@example.org")
    link = ReporterLink.objects.create(room=room, holder="刘楼长")

    started = time.monotonic()
    assert report(client, f"/report/{link.key}/").status_code == 302
    assert DBTaskResult.objects.ready().exists(), "queued, and not sent within the request"
    assert (mail_server.heard, robot_heard) == ([], [])
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    assert time.monotonic() - started < 10
    assert sorted(mail_server.heard) == ["desk@example.org", "room@example.org"]
    assert len(robot_heard) == 1
    alert = Alert.objects.get()
    assert alert.sent_at is not None
    assert alert.sent_at <= timezone.now()
    said = "".join(mail_server.said) + json.dumps(robot_heard, ensure_ascii=False)
    assert "和平小区" not in said
    assert "刘楼长" not in said
