from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.middleware import RealClientAddress


def seen(settings, trusted, sender, forwarded=None, **meta):
    settings.TRUSTED_PROXIES = trusted
    kept = {}

    def view(request):
        kept.update(request.META)
        return HttpResponse()

    if forwarded is not None:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded
    RealClientAddress(view)(RequestFactory().get("/", REMOTE_ADDR=sender, **meta))
    return kept


@pytest.mark.parametrize(
    ("trusted", "sender", "forwarded", "address"),
    [
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.7", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.7, 10.0.0.9", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.2", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.7:4711", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.2", "[2001:db8::1]:4711", "2001:db8::1"),
        (["10.0.0.0/8"], "10.0.0.2", "nonsense", "10.0.0.2"),
        (["10.0.0.0/8"], "10.0.0.2", None, "10.0.0.2"),
        (["10.0.0.0/8"], "203.0.113.5", "198.51.100.7", "203.0.113.5"),
        ([], "127.0.0.1", "198.51.100.7", "127.0.0.1"),
        (["unix"], "", "198.51.100.7", "198.51.100.7"),
    ],
)
def test_only_a_trusted_proxy_may_say_whom_it_speaks_for(
    settings, trusted, sender, forwarded, address
):
    assert seen(settings, trusted, sender, forwarded)["REMOTE_ADDR"] == address


def test_a_stranger_cannot_claim_to_have_come_over_tls(settings):
    kept = seen(settings, [], "203.0.113.5", HTTP_X_FORWARDED_PROTO="https")
    assert "HTTP_X_FORWARDED_PROTO" not in kept


def test_public_answers_carry_the_strict_policy(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def policy_of(response) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


@pytest.mark.django_db
def test_the_log_in_pages_run_no_inline_code(client):
    response = client.get("/staff/login/")
    policy = policy_of(response)
    assert "unsafe" not in str(policy)
    assert policy["img-src"] == "'self' data:"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_the_desk_gets_what_the_wagtail_admin_needs_and_no_eval(client):
    policy = policy_of(client.get("/staff/"))
    assert policy["script-src"] == policy["style-src"] == "'self' 'unsafe-inline'"
    assert policy["default-src"] == "'self'"
    assert "unsafe-eval" not in str(policy)


def test_every_answer_refuses_sensors_and_other_origins(client):
    headers = client.get("/healthz").headers
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
