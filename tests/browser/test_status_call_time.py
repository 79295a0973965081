"""Changing the half-day to be called in on the status page, on a phone, also without scripts."""

from __future__ import annotations

import os
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from intake.models import Promise
from intake.queries import free_call_times
from intake.workdays import Workdays
from policy_pages.models import Station

from ..intake.factories import submit
from .conftest import assert_accessible, assert_no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("SHOTS")
SMALLEST_TARGET = 48


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(params=["page", "no_js_page"])
def phone(request):
    """A phone with JavaScript, and one without."""
    target = request.getfixturevalue(request.param)
    target.context.set_default_timeout(8_000)
    target.runs_scripts = request.param == "page"
    return target


def look(phone, name: str) -> None:
    """Axe is a script: it cannot run in the browser that runs none, where the page is the same."""
    if phone.runs_scripts:
        assert_accessible(phone)
        assert_no_sideways_scroll(phone)
    if SHOTS:
        phone.screenshot(path=f"{SHOTS}/{name}_{phone.viewport_size['width']}.png", full_page=True)


def look_up(phone, live_site, sent) -> None:
    phone.goto(live_site.url + "/status/")
    phone.get_by_label("您的编号").fill(sent.referral.reference)
    phone.get_by_label("您的查询码").fill(sent.status_code)
    phone.get_by_role("button", name="查询").click()


def half_day(phone, code: str):
    return phone.locator(f'main input[name="half_day-call_time"][value="{code}"]')


def save(phone, code: str) -> None:
    half_day(phone, code).check()
    phone.get_by_role("button", name="就选这个时间").click()


def test_a_half_day_is_changed_lost_to_another_and_given_back(phone, live_site):
    station = Station.objects.get()
    sent = submit(station)
    promise = sent.promise
    received = sent.referral.received_at
    free = free_call_times(
        station,
        at=received,
        promised=promise.due_at,
        workdays=Workdays(timezone.localdate(received)),
    )
    *_, taken, first, second = [one.code for one in free]

    look_up(phone, live_site, sent)
    look(phone, "status_closed_details")
    phone.get_by_text("选打电话的时间").click()
    assert half_day(phone, "any").is_checked()
    look(phone, "status_choose")
    for line in phone.locator("main details .choice").all():
        assert line.bounding_box()["height"] >= SMALLEST_TARGET
    save(phone, first)

    assert phone.get_by_text("打电话的时间记下了").is_visible()
    assert phone.get_by_text("我们给您打电话的时间").is_visible()
    promise.refresh_from_db()
    assert promise.call_code == first
    look(phone, "status_changed")

    phone.get_by_text("改打电话的时间").click()
    assert half_day(phone, first).is_checked()
    full = Promise.objects.call_agreed()
    while (
        full.filter(call_on=taken[:10], call_period=taken[11:]).count() < station.calls_per_half_day
    ):
        submit(station, call_time=taken)
    save(phone, taken)

    summary = phone.get_by_role("alert").filter(has_text="您选的时间已经约满了")
    assert summary.is_visible()
    promise.refresh_from_db()
    assert promise.call_code == first
    look(phone, "status_lost")
    save(phone, second)
    promise.refresh_from_db()
    assert promise.call_code == second

    phone.get_by_text("改打电话的时间").click()
    save(phone, "any")
    assert not phone.get_by_text("我们给您打电话的时间").count()
    promise.refresh_from_db()
    assert not promise.call_is_agreed


def test_a_child_reads_a_page_in_its_own_words_and_may_leave_at_once(phone, live_site):
    child = {"age": "from_14", "at_home": "nobody"}
    sent = submit(Station.objects.get(), on_behalf="child", child=child)

    look_up(phone, live_site, sent)

    assert phone.get_by_text("社工会在这个时间以前找你").is_visible()
    assert phone.get_by_role("button", name="快速离开").is_visible()
    assert not re.search("您", phone.locator("main").inner_text())
    assert not phone.locator('main input[name="half_day-call_time"]').count()
    look(phone, "status_child")
    phone.get_by_role("button", name="我不同意了").click()
    look(phone, "status_child_sure")
    phone.get_by_role("button", name="想好了，不同意了").click()
    assert phone.get_by_text("你写的，我们不再用了").is_visible()
    look(phone, "status_child_stopped")
