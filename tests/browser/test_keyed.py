"""A room's need signal on a phone, and a call keyed in at the desk, in Chromium."""

from __future__ import annotations

import time

import pytest

from intake.models import Referral
from staff.demo.people import PASSWORD
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll

MOST_TAPS = 4


@pytest.fixture
def log_in(live_site):
    def do(page, who):
        page.goto(f"{live_site.url}/staff/login/")
        page.fill("[name=login]", who)
        page.fill("[name=password]", PASSWORD)
        page.click("form[action*=login] button[type=submit], button[type=submit]")
        page.wait_for_url(lambda url: "login" not in url)

    return do


def test_a_room_sends_a_need_signal_in_four_taps_and_under_a_minute(page, live_site, log_in):
    log_in(page, "dongjie2")
    page.goto(f"{live_site.url}/staff/referrals/signal/")
    assert_no_sideways_scroll(page)
    assert_accessible(page, "main")
    before = Referral.objects.count()

    started = time.monotonic()
    taps = 2  # the list of estates, and one of it
    page.select_option("[name=estate]", index=1)
    page.tap("label:has([name=needs][value=care])")
    taps += 1
    page.tap("form.desk-form button[type=submit]")
    taps += 1
    page.wait_for_selector(".desk-paper")

    assert taps <= MOST_TAPS
    assert time.monotonic() - started < 60
    assert Referral.objects.count() == before + 1
    signal = Referral.objects.order_by("-pk").first()
    assert (signal.channel, signal.room.community, signal.needs) == (
        "room_signal",
        "营市东街社区",
        ["care"],
    )
    assert str(signal) in page.inner_text(".desk-paper")
    assert_no_sideways_scroll(page)
    assert_accessible(page, "main")


def test_a_call_about_somebody_unaware_takes_the_short_path(desk_page, live_site, log_in):
    page = desk_page
    log_in(page, "shegong1")
    page.goto(f"{live_site.url}/staff/referrals/key/")
    page.click("label:has([name=danger][value=none])")
    page.click("label:has([name=on_behalf][value=neighbour])")
    page.click("label:has([name=awareness][value=unaware])")

    assert not page.is_visible("[name=called_name]")
    assert not page.is_visible("[name=words]")
    page.click("label:has([name=help])")
    page.fill("[name=place]", "北边平房")
    page.click("label:has([name=seen_signs][value=silent])")
    assert_accessible(page, "main")
    page.click("form.desk-keyed button[type=submit]")
    page.wait_for_selector(".desk-paper")

    referral = Referral.objects.order_by("-pk").first()
    assert (referral.awareness, referral.called_name) == ("unaware", "")
    assert str(referral) in page.inner_text(".desk-paper")
    page.emulate_media(media="print")
    assert not page.is_visible(".no-print")
    assert page.is_visible(".desk-paper")


def test_the_desk_offers_them_with_a_call_only(desk_page, live_site, log_in):
    log_in(desk_page, "shegong1")
    desk_page.goto(live_site.url + "/staff/referrals/key/")
    times = desk_page.locator('input[name="call_time"]')
    desk_page.locator('input[name="contact_method"][value="come"]').check(force=True)
    assert not times.first.is_visible()
    desk_page.locator('input[name="contact_method"][value="phone"]').check(force=True)

    assert times.first.is_visible()
    assert times.count() > 2
    assert_accessible(desk_page, "main")
    assert_no_sideways_scroll(desk_page)
