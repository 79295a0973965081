"""The form as people use it: on a phone, with and without JavaScript, coming and going."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from intake.models import Consent, Draft, Referral

from .conftest import assert_accessible, assert_no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def go_on(page) -> None:
    page.locator("main form").last.get_by_role("button", name="继续").click()


def look(page) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def begin(page, live_site) -> None:
    page.goto(live_site.url + "/intake/")
    choose(page, "none")
    go_on(page)


def to_consent(page, live_site) -> None:
    begin(page, live_site)
    choose(page, "self")
    go_on(page)


def test_the_shortest_path_takes_nine_pages(phone, live_site):
    before = Referral.objects.count()
    to_consent(phone, live_site)
    phone.get_by_label("我看懂了").check()
    go_on(phone)
    choose(phone, "money")
    go_on(phone)
    go_on(phone)
    phone.get_by_label("怎么称呼您").fill("王阿姨")
    go_on(phone)
    choose(phone, "come")
    go_on(phone)
    assert phone.get_by_text("还没有发出去").is_visible()
    phone.get_by_role("button", name="发给社工").click()

    assert phone.url.endswith("/intake/done/")
    assert phone.get_by_text("收到了").first.is_visible()
    shown = phone.locator(".reference").first.inner_text()
    phone.reload()
    assert phone.locator(".reference").first.inner_text() == shown
    assert Referral.objects.count() == before + 1
    assert not [key for key in Draft.objects.get().answers if key == "called_name"]


def test_every_page_of_the_long_path_reads_well(page, live_site):
    page.goto(live_site.url + "/intake/")
    look(page)
    go_on(page)
    look(page)
    assert page.get_by_role("alert").get_by_role("link", name="请选一项。").is_visible()
    choose(page, "unsure")
    go_on(page)
    look(page)
    choose(page, "self")
    go_on(page)
    look(page)
    page.get_by_label("我看懂了").check()
    page.get_by_label("我同意记下").check()
    go_on(page)
    look(page)
    choose(page, "low_mood", "health")
    go_on(page)
    look(page)
    page.locator("textarea").fill("我不想活了")
    go_on(page)
    look(page)
    page.get_by_label("怎么称呼您").fill("王阿姨")
    go_on(page)
    choose(page, "phone")
    go_on(page)
    look(page)
    page.get_by_label("您的电话号码").fill("138 0013 8000")
    go_on(page)
    look(page)
    choose(page, "yes", "hang_up")
    page.get_by_role("group", name="什么时候打好？").get_by_label("上午").check()
    page.get_by_role("group", name="什么时候别打？").get_by_label("晚上").check()
    go_on(page)
    look(page)
    go_on(page)
    look(page)
    page.get_by_role("link", name="有什么要我们注意的").click()
    look(page)
    choose(page, "hearing")
    go_on(page)
    look(page)
    page.get_by_role("button", name="发给社工").click()
    look(page)


def test_nothing_typed_is_lost_on_the_way(phone, live_site):
    to_consent(phone, live_site)
    phone.get_by_label("我看懂了").check()
    go_on(phone)
    choose(phone, "money")
    go_on(phone)
    phone.locator("textarea").fill("没钱看病")
    go_on(phone)
    phone.get_by_label("怎么称呼您").fill("王阿姨")
    go_on(phone)
    phone.wait_for_url("**/intake/contact/")

    phone.reload()
    phone.go_back()
    phone.go_back()
    phone.reload()
    assert phone.locator("textarea").input_value() == "没钱看病"

    tab = phone.context.new_page()
    tab.goto(live_site.url + "/intake/")
    tab.get_by_role("link", name="接着写").click()
    assert tab.url.endswith("/intake/contact/")


def test_a_neighbour_who_has_not_asked_gives_a_place_and_what_was_seen(phone, live_site):
    phone.goto(live_site.url + "/intake/")
    choose(phone, "none")
    go_on(phone)
    choose(phone, "neighbour")
    go_on(phone)
    choose(phone, "unaware")
    go_on(phone)
    phone.get_by_label("我看懂了").check()
    go_on(phone)
    assert phone.get_by_text("请不要写名字").is_visible()
    phone.get_by_label("列表里没有").fill("和平小区")
    phone.get_by_label("楼号").fill("3号楼")
    go_on(phone)
    choose(phone, "silent")
    go_on(phone)
    go_on(phone)
    phone.get_by_role("button", name="发给社工").click()

    assert phone.get_by_text("最后怎么样，我们不能告诉您").is_visible()
    referral = Referral.objects.latest("pk")
    assert (referral.called_name, referral.needs) == ("", [])
    assert referral.observed["signs"] == ["silent"]


def test_in_danger_the_numbers_come_first_and_a_number_is_enough(phone, live_site):
    phone.goto(live_site.url + "/intake/")
    choose(phone, "harm")
    go_on(phone)

    assert phone.url.endswith("/intake/crisis/")
    assert phone.locator('a[href="tel:110"]').first.is_visible()
    phone.get_by_label("您的电话号码").fill("13800138000")
    phone.get_by_role("button", name="打给我").click()

    assert phone.url.endswith("/intake/done/")
    assert Referral.objects.latest("pk").channel == "crisis"


def test_whoever_names_violence_can_leave_at_once(phone, live_site, settings):
    settings.QUICK_EXIT_URL = live_site.url + "/healthz"
    to_consent(phone, live_site)
    phone.get_by_label("我看懂了").check()
    phone.get_by_label("我同意记下").check()
    go_on(phone)
    choose(phone, "violence")
    go_on(phone)
    phone.get_by_role("button", name="快速离开").click()
    phone.wait_for_url("**/healthz")

    assert not Draft.objects.exists()
    assert "yimi_draft" not in {cookie["name"] for cookie in phone.context.cookies()}


def test_status_with_wrong_and_right_code_then_withdraw(phone, live_site):
    to_consent(phone, live_site)
    phone.get_by_label("我看懂了").check()
    go_on(phone)
    choose(phone, "talk")
    go_on(phone)
    go_on(phone)
    phone.get_by_label("怎么称呼您").fill("李叔")
    go_on(phone)
    choose(phone, "come")
    go_on(phone)
    phone.get_by_role("button", name="发给社工").click()
    reference, code = (text.strip() for text in phone.locator(".reference").all_inner_texts())
    assert re.fullmatch(r"\d{4} \d{4}", reference)

    phone.goto(live_site.url + "/status/")
    phone.get_by_label("您的编号").fill(reference)
    phone.get_by_label("您的查询码").fill("12" if code == "0000" else "0000")
    phone.get_by_role("button", name="查询").click()
    assert phone.get_by_text("编号和查询码对不上").first.is_visible()

    phone.get_by_label("您的查询码").fill(code)
    phone.get_by_role("button", name="查询").click()
    assert phone.get_by_role("heading", name="已收到").is_visible()
    assert not phone.get_by_text("李叔").count()

    phone.get_by_role("button", name="我想撤回").click()
    phone.get_by_role("button", name="确定撤回").click()
    assert phone.get_by_text("已经撤回").first.is_visible()
    referral = Referral.objects.get(reference=reference.replace(" ", ""))
    assert not Consent.objects.filter(referral=referral, withdrawn_at__isnull=True).exists()
