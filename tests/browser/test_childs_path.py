"""A child asks for help for itself, on a phone: from the first question to the receipt."""

from __future__ import annotations

import os

import pytest
from django.core.cache import cache

from intake.models import Consent, Draft, Referral

from .conftest import assert_accessible, assert_no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("SHOTS")


@pytest.fixture(autouse=True)
def a_calm_hour(monkeypatch):
    cache.clear()
    monkeypatch.setattr("intake.views.sending.QUICKEST", 0)


@pytest.fixture(params=["page", "no_js_page"])
def phone(request):
    """A phone with JavaScript, and one without."""
    target = request.getfixturevalue(request.param)
    target.context.set_default_timeout(8_000)
    return target


def choose(page, *codes: str) -> None:
    for code in codes:
        page.locator(f'main input[value="{code}"]').check()


def go_on(page, button="继续") -> None:
    page.locator("main form").last.get_by_role("button", name=button).click()


@pytest.fixture
def look(request):
    """Judge a screen by axe and by its width; a browser without scripts cannot be asked."""
    scripted = request.node.callspec.params.get("phone") == "page"

    def judge(page, name: str) -> None:
        if not scripted:
            return
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        if SHOTS:
            width = page.viewport_size["width"]
            page.screenshot(path=f"{SHOTS}/{name}_{width}.png", full_page=True)

    return judge


def to_the_child(page, live_site) -> None:
    page.goto(live_site.url + "/intake/")
    choose(page, "none")
    go_on(page)
    page.get_by_label("我还不到18岁").check()
    go_on(page)


def test_a_young_child_is_heard_without_a_tick_and_told_who_comes_when(phone, live_site, look):
    to_the_child(phone, live_site)
    assert phone.get_by_role("button", name="快速离开").is_visible()
    assert phone.locator('main a[href="tel:110"]').first.is_visible()
    look(phone, "child")
    choose(phone, "under_14", "nobody")
    go_on(phone)

    assert phone.get_by_role("heading", name="你说之前，先看这几句").is_visible()
    assert phone.locator("main input[type=checkbox]").count() == 0
    look(phone, "child_notice")
    go_on(phone, "看过了")
    choose(phone, "violence")
    phone.get_by_label("还想多说几句吗？").fill("爸爸打我和妹妹")
    phone.get_by_label("我们怎么叫你？").fill("小雨")
    look(phone, "child_tell")
    go_on(phone)
    assert phone.locator('main input[value="proxy"]').count() == 0
    look(phone, "child_contact")
    choose(phone, "phone")
    phone.get_by_label("电话号码").fill("138 0013 8000")
    phone.reload()
    phone.go_back()
    assert phone.get_by_label("我们怎么叫你？").input_value() == "小雨"
    go_on(phone)
    choose(phone, "phone")
    phone.get_by_label("电话号码").fill("138 0013 8000")
    go_on(phone)
    look(phone, "child_check")
    phone.get_by_role("button", name="发给社工").click()

    assert phone.get_by_text("你说出来，做得很对").is_visible()
    look(phone, "child_done")
    referral = Referral.objects.latest("pk")
    assert (referral.child.age, referral.child.ground) == ("under_14", "protection")
    assert (referral.urgency, referral.station_only) == ("today", True)
    assert referral.safe_contact["say_who"] is False
    assert not Consent.objects.filter(referral=referral).exists()


def test_an_older_child_agrees_itself_and_names_a_grown_up(phone, live_site, look):
    to_the_child(phone, live_site)
    choose(phone, "from_14", "trusted")
    go_on(phone)
    summary = phone.get_by_role("alert")
    assert summary.get_by_role("link", name="请写他的电话").is_visible()
    phone.get_by_label("你怎么叫这位大人？").fill("李老师")
    phone.get_by_label("这位大人的电话").fill("13900139000")
    go_on(phone)
    look(phone, "child_consent")
    phone.get_by_label("我看懂了").check()
    go_on(phone)
    choose(phone, "school")
    phone.get_by_label("我们怎么叫你？").fill("阿强")
    go_on(phone)
    choose(phone, "proxy")
    go_on(phone)
    phone.get_by_role("button", name="发给社工").click()

    referral = Referral.objects.latest("pk")
    assert referral.child.ground == "consent"
    assert Consent.objects.get(referral=referral).text.reader == "child"
    assert referral.safe_contact["proxy"]["name"] == "李老师"
    assert referral.contact_method == "proxy"


def test_a_child_can_leave_at_once_and_leaves_nothing_behind(phone, live_site, settings):
    settings.QUICK_EXIT_URL = live_site.url + "/healthz"
    to_the_child(phone, live_site)
    choose(phone, "under_14", "nobody")
    go_on(phone)
    phone.get_by_role("button", name="快速离开").click()
    phone.wait_for_url("**/healthz")

    assert not Draft.objects.exists()
    assert "yimi_draft" not in {cookie["name"] for cookie in phone.context.cookies()}


def test_the_page_for_children_is_one_tap_away(phone, live_site, look):
    to_the_child(phone, live_site)
    phone.locator("main").get_by_role("link", name="你的事我们怎么保密").click()

    assert phone.get_by_role("heading", name="写给小朋友和同学").is_visible()
    look(phone, "privacy_children")
