"""The way in, in Chromium: log-in, setting up the second factor, recovery codes."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group, Permission

from staff.models import User
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll

PASSWORD = "one-metre-of-rope"


@pytest.fixture
def lead(live_site):
    user = User.objects.create_user("door-test", password=PASSWORD)
    group = Group.objects.create(name="door")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


def assert_good_screen(page):
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_a_new_worker_sets_up_the_second_factor_on_a_phone(page, live_site, lead, settings):
    settings.STAFF_TWO_FACTOR_REQUIRED = True
    blocked = []
    page.on("console", lambda message: message.type == "error" and blocked.append(message.text))
    page.goto(live_site.url + "/staff/")
    assert_good_screen(page)
    page.get_by_label("用户名").fill("door-test")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    page.get_by_role("alert").wait_for()
    assert_good_screen(page)
    page.get_by_label("用户名").fill("door-test")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/staff/confirm/**")
    assert_good_screen(page)
    page.get_by_label("密码").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/totp/activate/")
    assert_good_screen(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#id_code").fill(format_hotp_value(hotp_value(secret, int(time.time() // 30))))
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/recovery-codes/**")
    assert_good_screen(page)
    page.goto(live_site.url + "/staff/second-factor/")
    assert_good_screen(page)
    page.goto(live_site.url + "/staff/")
    assert page.url.endswith("/staff/")
    assert blocked == []
