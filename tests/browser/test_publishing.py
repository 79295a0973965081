"""An editor and a fact checker at the real desk."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from policy_pages.models import FactCheckState, PolicyIndexPage, PolicyPage
from tests.browser.conftest import leaving


def sit_down(page, live_site, username: str) -> None:
    """Log in past the log-in screens, which have tests of their own."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_site.url}]
    )


def press(page, words: str) -> None:
    """Press the button of this name at the foot of the editor, folded away or not."""
    if not page.get_by_role("button", name=words).first.is_visible():
        page.get_by_role("button", name="更多动作").click()
    page.wait_for_timeout(600)  # the rich text reaches its form field a moment later
    with leaving(page):
        page.get_by_role("button", name=words).first.click()


def write_answer(page, words: str) -> None:
    answer = page.locator("[data-contentpath='short_answer'] [contenteditable=true]").first
    answer.click()
    for _letter in answer.inner_text().strip():
        page.keyboard.press("Backspace")
    page.keyboard.insert_text(words)
    page.get_by_text(words).first.wait_for()


SECTIONS = {
    "who_can": ("文字", "烧煤取暖的困难家庭。"),
    "what_you_get": ("文字", "冬天补一次钱。"),
    "steps": ("步骤", "到街道窗口申请。"),
    "papers": ("文字", "带身份证和户口本。"),
    "how_long": ("文字", "入冬以前办完。"),
    "what_others_see": ("文字", "会在社区贴出来。"),
    "if_refused": ("文字", "请窗口写清楚原因。"),
    "when_things_change": ("文字", "搬家了要说一声。"),
    "example_family": ("例子家庭", "赵大爷一个人住，冬天冷。"),
}


def fill_sections(page) -> None:
    """A block in each section, with words in each of its rich texts."""
    for name, (block, words) in SECTIONS.items():
        section = page.locator(f"[data-contentpath='{name}']").first
        section.scroll_into_view_if_needed()
        section.locator("button.c-sf-add-button").first.click()
        texts = section.locator("[contenteditable=true]")
        option = page.get_by_role("option", name=block).first
        option.or_(texts.first).first.wait_for()
        if option.is_visible():
            option.click()
            texts.first.wait_for()
        for text in texts.all():
            text.click()
            page.keyboard.insert_text(words)
            expect(text).to_have_text(words)
    page.locator("select[name='steps-0-value-items-0-value-where']").select_option("window")


@pytest.mark.browser
def test_an_explainer_goes_through_a_second_person_before_the_public_reads_it(desk_page, live_site):
    page = desk_page
    index = PolicyIndexPage.objects.get(locale__language_code="zh-hans")
    sit_down(page, live_site, "bianji")

    add = reverse("wagtailadmin_pages:add", args=("policy_pages", "policypage", index.pk))
    page.goto(live_site.url + add)
    page.fill("#id_title", "冬天取暖有补助吗？")
    page.fill("#id_slug", "qunuan")
    page.fill("#id_official_name", "取暖补助")
    page.fill("#id_one_line", "冬天取暖，困难家庭有补助。")
    write_answer(page, "困难家庭补 50 元。")
    press(page, "保存草稿")
    assert "50 元" in page.locator("[id$=short_answer-errors]").inner_text()
    assert not PolicyPage.objects.filter(slug="qunuan").exists()

    write_answer(page, "低保家庭 {{taper_months}} 个月内不停。")
    press(page, "提交给核对后发布")
    assert "qunuan" not in PolicyPage.objects.values_list("slug", flat=True)  # most is missing yet
    steps = page.locator("[data-contentpath='steps']").first
    assert "先做什么" in steps.inner_text()

    fill_sections(page)
    page.get_by_role("tab", name="依据和日期").click()
    assert "请加上这一页依据的法律或通知" in page.content()
    page.fill("#id_place", "济南市槐荫区")
    page.get_by_role("button", name="选择 政策依据").click()
    page.locator(".modal-body a[data-chooser-modal-choice]").first.click()
    page.locator(".modal-body").wait_for(state="detached")
    press(page, "提交给核对后发布")
    draft = PolicyPage.objects.get(slug="qunuan")
    assert (draft.live, draft.current_workflow_task_state.status) == (False, "in_progress")

    sit_down(page, live_site, "hedui")
    page.goto(live_site.url + reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    if not page.get_by_role("button", name="比对后批准").first.is_visible():
        page.get_by_role("button", name="更多动作").click()
    page.get_by_role("button", name="比对后批准").first.click()
    dialog = page.locator(".modal-body")
    ticks = dialog.locator("input[name='compared']")
    ticks.first.check()
    finish = dialog.get_by_role("button", name="都比对过了：批准并发布")
    finish.click()
    assert "还没比对" in dialog.get_by_role("alert").inner_text()
    assert not PolicyPage.objects.get(slug="qunuan").live
    for tick in ticks.all():
        tick.check()
    with page.expect_navigation():
        finish.click()

    page.context.clear_cookies()
    page.goto(f"{live_site.url}/policies/qunuan/")
    assert "6 个月" in page.locator(".answer").inner_text()
    published = PolicyPage.objects.get(slug="qunuan")
    assert published.fact_checked_by.username == "hedui"
    assert published.next_review_due > published.last_reviewed
    kept = FactCheckState.objects.get(finished_by__username="hedui").compared
    assert len(kept) == 2
    assert "6 个月" in kept[0]
