"""The nine categories, a policy gap and its report, on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from policy_pages.models import Station
from staff.models import Case, CaseGap
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll
from tests.browser.test_publishing import sit_down
from tests.factories import CaseFactory, CaseGapFactory

SIZES = [1280, 360]


@pytest.fixture
def case(demo_database):
    station = Station.objects.get()
    return Case.objects.filter(station=station, gaps=None).active().order_by("pk").first()


@pytest.mark.browser
@pytest.mark.parametrize("width", SIZES)
def test_a_worker_sets_a_category_and_writes_down_a_gap(page, live_site, case, width):
    page.set_viewport_size({"width": width, "height": 900})
    sit_down(page, live_site, "zhanzhang")
    page.goto(live_site.url + reverse("cases:detail", args=[case.reference]))

    page.get_by_role("link", name="定类别").click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("group", name="刚性支出困难家庭").get_by_text("已申请").click()
    page.get_by_role("button", name="保存").click()

    page.get_by_role("link", name="记一条政策缝隙").click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("group", name="需要什么").get_by_text("看病").click()
    page.get_by_label("够不着哪条政策").select_option("other")
    page.get_by_role("group", name="为什么够不着").get_by_text("病或难处不在名单上").click()
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="请写明是哪条政策").wait_for()
    assert page.get_by_label("够不着哪条政策").input_value() == "other"
    page.get_by_label("自己的话").fill("门诊慢病目录里没有这种病")
    page.get_by_role("button", name="保存").click()

    page.get_by_text("门诊慢病目录里没有这种病").wait_for()
    page.reload()  # without the word that it was saved, which fades in
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    gap = CaseGap.objects.get(case=case)
    assert (gap.need, gap.rule, gap.reason) == ("health", "other", "not_listed")
    statuses = case.categories.standing().values_list("category", "status")
    assert ("cat4_expenditure_poor", "applied") in set(statuses)


@pytest.mark.browser
@pytest.mark.parametrize("width", SIZES)
def test_the_report_reads_well_and_fits(page, live_site, demo_database, width):
    station = Station.objects.get()
    rooms = list(station.rooms.order_by("pk"))
    for number in range(34):
        where = {"station": station, "room": rooms[number % 2]}
        kind = {"need": "care", "offered": ["goods", "care"]} if number % 3 else {"rule": "other"}
        CaseGapFactory(case=CaseFactory(**where), **kind)
    page.set_viewport_size({"width": width, "height": 900})
    sit_down(page, live_site, "zhanzhang")

    page.goto(live_site.url + reverse("gap_report"))

    assert page.get_by_text("政策够不着的家庭：40户").is_visible()
    assert page.get_by_text("少于5").first.is_visible()
    assert page.get_by_role("button", name="导出").is_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
