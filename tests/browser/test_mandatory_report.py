"""From the red flag to the report, and the calm response, on a phone and at a desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from staff.domain.stages import Stage
from staff.models import CalmTick, Case, ReportDuty, ReportMade, User
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll, leaving
from tests.browser.test_publishing import sit_down


def look(page) -> None:
    """Nothing axe objects to, and no sideways scroll; messages stand still."""
    page.emulate_media(reduced_motion="reduce")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_harm_is_noted_reported_and_stands_in_the_story(page, live_site, width):
    worker = User.objects.get(username="shegong1")
    case = Case.objects.filter(worker=worker, stage=Stage.T1_EMERGENCY_HANDLING).first()
    household = live_site.url + reverse("cases:detail", args=[case.reference])
    page.set_viewport_size({"width": width, "height": 800})
    sit_down(page, live_site, "shegong1")

    page.goto(household)
    look(page)
    with leaving(page):
        page.get_by_role("link", name="看到或怀疑有伤害").click()
    look(page)
    page.get_by_text("孩子受到伤害或有危险").click()
    page.get_by_label("看到、听到了什么").fill("胳膊上有烫伤，说是爸爸弄的")
    with leaving(page):
        page.get_by_role("button", name="记下，去写报告").click()
    look(page)
    duty = ReportDuty.objects.get(case=case)
    assert duty.is_open

    page.goto(household)  # open until answered
    look(page)
    with leaving(page):
        page.get_by_role("link", name="写下报告").first.click()
    page.get_by_text("身上多处伤").click()
    page.get_by_text("公安", exact=True).click()
    page.get_by_text("打电话", exact=True).click()
    page.get_by_text("本人的话").click()
    page.get_by_label("对方给的编号").fill("110-0001")
    with leaving(page):
        page.get_by_role("button", name="保存报告").click()
    look(page)

    made = ReportMade.objects.get(duty=duty)
    assert (made.body, made.how, made.number, made.reported_by) == (
        "police",
        "phone",
        "110-0001",
        worker,
    )
    page.goto(household)
    assert page.get_by_role("heading", name="已报告公安").is_visible()
    assert page.get_by_text("还没有答复").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_calm_response_is_ticked_by_touch(page, live_site, width):
    worker = User.objects.get(username="shegong1")
    case = Case.objects.filter(worker=worker, stage=Stage.T1_EMERGENCY_HANDLING).first()
    CalmTick.objects.filter(case=case).delete()
    page.set_viewport_size({"width": width, "height": 800})
    sit_down(page, live_site, "shegong1")
    page.goto(live_site.url + reverse("cases:detail", args=[case.reference]))

    page.get_by_label("只由一个人联系").check()
    page.get_by_label("不拍照、不录像").check()
    with leaving(page):
        page.get_by_role("button", name="保存勾选").click()

    look(page)
    assert set(CalmTick.objects.filter(case=case).values_list("step", "contact", "ticked_by")) == {
        ("one_contact_person", worker.pk, worker.pk),
        ("no_photos", None, worker.pk),
    }
    assert page.get_by_text("4项做了2项").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_lead_reads_what_is_open_and_says_why_none_is_needed(page, live_site, width):
    duty = ReportDuty.objects.unanswered().order_by("due_at", "pk").first()
    page.set_viewport_size({"width": width, "height": 800})
    sit_down(page, live_site, "zhanzhang")
    page.goto(live_site.url + reverse("desk_today"))
    look(page)
    assert page.get_by_role("heading", name="依法可能要报告的").is_visible()

    page.goto(live_site.url + reverse("mandatory:index"))
    look(page)
    with leaving(page):
        page.locator(f"a[href='{reverse('mandatory:waive', args=[duty.pk])}']").click()
    look(page)
    page.get_by_label("为什么不用报告").fill("上门看过，是电视里的声音")
    with leaving(page):
        page.get_by_role("button", name="不用报告").click()

    duty.refresh_from_db()
    assert (duty.outcome, duty.answered_by.username) == ("no_duty", "zhanzhang")
