"""The way in: password, second factor, and no side door."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from staff.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "one-metre-of-rope"
OUTSIDERS = {"account_signup", "account_email", "account_change_password"}


@pytest.fixture(autouse=True)
def _no_throttle_left_over():
    cache.clear()


@pytest.fixture
def worker():
    user = User.objects.create_user("wang", password=PASSWORD)
    group, _ = Group.objects.get_or_create(name="desk")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


@pytest.fixture
def required(settings):
    settings.STAFF_TWO_FACTOR_REQUIRED = True


def code_now(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time() // 30) + step))


def log_in(client, password=PASSWORD, **extra):
    return client.post("/staff/login/", {"login": "wang", "password": password}, **extra)


def test_the_desk_sends_a_stranger_to_log_in(client):
    response = client.get("/staff/")
    assert response.url == "/staff/login/?next=/staff/"


def test_a_password_opens_the_desk_where_no_second_factor_is_asked(client, worker):
    assert log_in(client).url == "/staff/"
    assert client.get("/staff/").status_code == 200


def test_a_wrong_password_opens_nothing_and_says_so_in_chinese(client, worker):
    response = log_in(client, "wrong")
    assert response.status_code == 200
    assert "密码" in response.content.decode()
    assert client.get("/staff/").status_code == 302


def test_after_many_wrong_passwords_the_right_one_waits_too(client, worker):
    for _ in range(8):
        log_in(client, "wrong")
    log_in(client, REMOTE_ADDR="203.0.113.9")
    assert client.get("/staff/").status_code == 302
    cache.clear()
    log_in(client)
    assert client.get("/staff/").status_code == 200


def test_without_a_second_factor_every_page_leads_to_setting_one_up(client, worker, required):
    log_in(client)
    assert client.get("/staff/").url == reverse("mfa_activate_totp")
    assert client.get("/staff/account/").url == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).url.startswith("/staff/confirm/")
    client.post("/staff/confirm/", {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_setting_it_up_opens_the_desk_and_the_key_is_stored_encrypted(client, worker, required):
    log_in(client)
    client.post("/staff/confirm/", {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    stored = Authenticator.objects.get(user=worker, type="totp")
    assert secret not in str(stored.data)
    assert client.get("/staff/").status_code == 200
    assert Authenticator.objects.filter(user=worker, type="recovery_codes").exists()


def test_with_a_second_factor_the_password_alone_is_not_enough(client, worker, required):
    secret = generate_totp_secret()
    TOTP.activate(worker, secret)
    assert log_in(client).url.startswith(reverse("mfa_authenticate"))
    assert client.get("/staff/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get("/staff/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert client.get("/staff/").status_code == 200


def test_a_session_that_went_round_the_second_factor_is_ended(client, worker, required):
    TOTP.activate(worker, generate_totp_secret())
    client.force_login(worker)
    assert client.get("/staff/").url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_a_confirmed_session_costs_no_query_for_the_second_factor(
    client, worker, required, settings
):
    secret = generate_totp_secret()
    TOTP.activate(worker, secret)
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    client.get("/staff/account/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/staff/account/")
    settings.STAFF_TWO_FACTOR_REQUIRED = False
    with CaptureQueriesContext(connection) as skipped:
        client.get("/staff/account/")
    assert len(asked) == len(skipped)


@pytest.mark.parametrize("address", ["/_util/login/", "/en/_util/login/"])
def test_wagtails_other_log_in_is_no_way_round(client, worker, address):
    response = client.post(address, {"username": "wang", "password": PASSWORD})
    assert response.url == "/staff/login/"
    assert "_auth_user_id" not in client.session


def test_an_account_without_the_desk_is_told_so_and_may_try_another(client):
    User.objects.create_user("guest", password=PASSWORD)
    client.post("/staff/login/", {"login": "guest", "password": PASSWORD})
    response = client.get("/staff/", follow=True)
    assert response.status_code == 200
    assert len(response.redirect_chain) == 1
    assert "_auth_user_id" not in client.session


def test_leaving_ends_the_session(client, worker):
    log_in(client)
    client.post("/staff/logout/")
    assert "_auth_user_id" not in client.session


def test_only_the_pages_we_mean_are_reachable(client):
    names = {
        key
        for key in get_resolver().reverse_dict
        if isinstance(key, str) and key.startswith(("account_", "mfa_"))
    }
    assert names == OUTSIDERS | {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
    assert {client.get(reverse(name)).status_code for name in OUTSIDERS} == {404}
    assert client.get("/staff/password_reset/").status_code in {302, 404}
