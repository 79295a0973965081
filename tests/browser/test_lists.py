"""Walking along a list, keeping it, and what was not sent, in Chromium."""

from __future__ import annotations

import os
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from intake.models import NO_CHANNEL, Alert, Referral
from staff.lists import CASES
from staff.models import SavedView, User
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll
from tests.browser.test_staff import LEAD, WORKER, log_in

SHOTS = os.environ.get("SHOTS")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_list_is_kept_and_walked_along_by_keyboard(desk_page, live_site):
    page = desk_page
    log_in(page, live_site, WORKER)
    page.goto(f"{live_site.url}/staff/cases/?tier=tier2_easing")
    page.get_by_role("link", name="保存这个列表").first.click()
    page.get_by_label("列表的名字").fill("二级的")
    shot(page, "save_view")
    assert_accessible(page)
    page.get_by_role("button", name="保存这个列表").click()

    page.wait_for_url("**/staff/cases/?tier=tier2_easing")
    view = SavedView.objects.get()
    expect(page.get_by_role("navigation", name="保存的列表")).to_contain_text("二级的")
    assert_accessible(page)
    shot(page, "list")
    worker = User.objects.get(username=WORKER)
    first, second = list(CASES.rows(worker, view.params))[:2]
    page.get_by_role("link", name=str(first)).first.click()
    page.wait_for_url(re.compile(first.reference))
    shot(page, "case")
    page.keyboard.press("n")
    page.wait_for_url(re.compile(second.reference))
    page.keyboard.press("p")
    page.wait_for_url(re.compile(first.reference))


@pytest.mark.parametrize("width", [360, 1280])
def test_what_was_not_sent_can_be_sent_again(desk_page, live_site, width):
    page = desk_page
    now = timezone.now()
    alert = Alert.objects.create(
        referral=Referral.objects.first(),
        kind="arrived",
        created_at=now,
        next_try_at=now,
        given_up_at=now,
        last_error=NO_CHANNEL,
    )
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, live_site, LEAD)
    page.goto(f"{live_site.url}/staff/alerts/")
    expect(page.get_by_role("table")).to_contain_text("没有设接收渠道")
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    shot(page, f"alerts_{width}")

    page.get_by_role("button", name="再发一次").first.click()

    expect(page.get_by_text("正在重新发送")).to_be_visible()
    alert.refresh_from_db()
    assert alert.attempts <= 1
    page.goto(f"{live_site.url}/staff/today/")
    shot(page, f"today_{width}")
    page.goto(f"{live_site.url}/staff/views/")
    shot(page, f"views_{width}")
    page.goto(f"{live_site.url}/staff/cases/")
    shot(page, f"cases_{width}")
