"""A building captain's link from end to end: made, scanned, used, followed, taken back."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from intake.models import Alert, Referral, ReporterLink
from policy_pages.models import Estate

from .conftest import assert_accessible, assert_no_sideways_scroll
from .test_publishing import sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEEN = "四楼两天没动静，敲门没人应"


@pytest.fixture(autouse=True)
def a_calm_hour(monkeypatch):
    cache.clear()
    monkeypatch.setattr("intake.report_form.QUICKEST", 0)


@pytest.fixture(params=["page", "no_js_page"])
def phone(request):
    """A phone with JavaScript, and one without."""
    target = request.getfixturevalue(request.param)
    target.context.set_default_timeout(8_000)
    return target


def test_a_captain_reports_through_a_link_of_their_own(phone, desk_page, live_site, settings):
    settings.SITE_URL = live_site.url
    estate = Estate.objects.select_related("room").order_by("pk").first()
    sit_down(desk_page, live_site, "zhanzhang")
    desk_page.goto(live_site.url + reverse("links:add"))
    desk_page.get_by_label("社工室").select_option(str(estate.room.pk))
    desk_page.get_by_label("这是谁的链接").fill("周楼长")
    desk_page.get_by_label("管哪几栋楼").fill("3到6号楼")
    desk_page.get_by_role("button", name="建立链接").click()
    desk_page.locator(".desk-paper__code svg").wait_for()
    link = ReporterLink.objects.latest("pk")
    address = f"{live_site.url}/report/{link.key}/"
    paper = desk_page.locator(".desk-paper").inner_text()
    assert address in paper
    assert "周楼长" not in paper

    phone.goto(address)
    assert_no_sideways_scroll(phone)
    assert phone.get_by_text(estate.room.name).first.is_visible()
    assert "周楼长" not in phone.content()
    phone.get_by_role("button", name="发出").click()
    phone.get_by_role("alert").get_by_role("link").first.wait_for()
    assert_no_sideways_scroll(phone)
    phone.locator('main [name="estate"]').select_option(str(estate.pk))
    phone.get_by_label("楼号").fill("3号楼")
    phone.locator('main [name="seen_signs"][value="silent"]').check()
    phone.locator('main [name="seen_words"]').fill(SEEN)
    phone.get_by_role("button", name="发出").dblclick()
    phone.wait_for_url("**/intake/done/")
    assert_no_sideways_scroll(phone)
    reference, code = (text.strip() for text in phone.locator(".reference").all_inner_texts())

    report = Referral.objects.get(reporter_link=link)
    assert (report.channel, report.on_behalf, report.room) == ("report", "captain", estate.room)
    assert (report.observed["words"], report.called_name, report.urgency) == (SEEN, "", "today")
    assert Alert.objects.get(referral=report).kind == "arrived"

    phone.goto(f"{live_site.url}/status/")
    phone.get_by_label("您的编号").fill(reference)
    phone.get_by_label("您的查询码").fill(code)
    phone.get_by_role("button", name="查询").click()
    phone.get_by_text("社工会去看看").first.wait_for()
    assert SEEN not in phone.content()

    desk_page.goto(live_site.url + reverse("referrals:detail", args=[report.reference]))
    assert SEEN in desk_page.locator(".desk-quote--observed").inner_text()
    desk_page.goto(live_site.url + reverse("links:print", args=[link.pk]))
    desk_page.get_by_text("收回这个链接").click()
    desk_page.get_by_role("button", name="收回", exact=True).click()
    desk_page.wait_for_url("**/links/**")
    assert phone.goto(address).status == 404
    assert Referral.objects.filter(reporter_link=link).count() == 1


def test_the_page_of_a_link_reads_well(page, live_site):
    link = ReporterLink.objects.filter(retired_at__isnull=True).order_by("pk").first()
    page.goto(f"{live_site.url}/report/{link.key}/")
    assert_accessible(page)
    page.get_by_role("button", name="发出").click()
    page.get_by_role("alert").get_by_role("link").first.wait_for()
    assert_accessible(page)
