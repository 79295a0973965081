"""Choosing a half-day to be called in, on a phone, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from intake.models import Promise, Referral
from policy_pages.models import Station

from ..intake.factories import submit
from .test_intake import choose, go_on, to_consent
from .test_intake import look as look_with_scripts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALLEST_TARGET = 48


@pytest.fixture(autouse=True)
def a_calm_hour(monkeypatch):
    cache.clear()
    monkeypatch.setattr("intake.views.sending.QUICKEST", 0)


@pytest.fixture(params=["page", "no_js_page"])
def phone(request):
    target = request.getfixturevalue(request.param)
    target.context.set_default_timeout(8_000)
    target.runs_scripts = request.param == "page"
    return target


def look(phone) -> None:
    """Axe is a script: it cannot run in the browser that runs none, where the page is the same."""
    if phone.runs_scripts:
        look_with_scripts(phone)


def to_the_times(phone, live_site) -> None:
    to_consent(phone, live_site)
    phone.get_by_label("我看懂了").check()
    go_on(phone)
    choose(phone, "money")
    go_on(phone)
    go_on(phone)
    phone.get_by_label("怎么称呼您").fill("王阿姨")
    go_on(phone)
    choose(phone, "phone")
    phone.get_by_label("您的电话号码").fill("138 0013 8000")
    go_on(phone)
    choose(phone, "yes", "hang_up")
    go_on(phone)


def codes(phone) -> list[str]:
    radios = phone.locator('main input[name="call_time"]')
    return [radio.get_attribute("value") for radio in radios.all()]


def test_the_last_place_goes_to_another_and_a_second_choice_is_sent(phone, live_site):
    station = Station.objects.get()
    to_the_times(phone, live_site)
    look(phone)
    first, *half_days = codes(phone)
    assert first == "any"
    assert phone.locator('main input[value="any"]').is_checked()
    assert len(half_days) > 2
    for line in phone.locator("main .choice").all():
        assert line.bounding_box()["height"] >= SMALLEST_TARGET
    wanted, other = half_days[-1], half_days[-2]

    choose(phone, wanted)
    go_on(phone)
    go_on(phone)
    assert phone.get_by_role("link", name="改 什么时候给您打电话？").is_visible()
    taken = Promise.objects.call_agreed()
    while (
        taken.filter(call_on=wanted[:10], call_period=wanted[11:]).count()
        < station.calls_per_half_day
    ):
        submit(station, call_time=wanted)
    before = Referral.objects.count()
    phone.get_by_role("button", name="发给社工").click()

    assert phone.get_by_role("alert").get_by_text("您选的时间已经约满了").is_visible()
    look(phone)
    assert wanted not in codes(phone)
    assert Referral.objects.count() == before
    choose(phone, other)
    go_on(phone)
    phone.get_by_role("button", name="发给社工").click()

    assert phone.url.endswith("/intake/done/")
    look(phone)
    sent = Referral.objects.order_by("pk").last()
    assert sent.called_name == "王阿姨"
    assert sent.promise.call_code == other
    assert phone.get_by_text("社工给您打电话的时间").is_visible()


def test_when_not_to_call_is_left_out_of_what_is_offered(phone, live_site):
    to_the_times(phone, live_site)
    assert any(code.endswith("morning") for code in codes(phone))
    phone.goto(live_site.url + "/intake/safe-contact/")
    phone.locator('main input[name="bad_times"][value="morning"]').check()
    go_on(phone)

    assert not any(code.endswith("morning") for code in codes(phone))
