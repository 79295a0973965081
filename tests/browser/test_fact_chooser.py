"""An editor puts numbers into an explainer without knowing a code."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from policy_pages.models import PolicyFact, PolicyPage
from tests.browser.conftest import accessibility_violations
from tests.browser.test_publishing import press, sit_down


def pick(page, typed: str, name: str) -> None:
    """Search in the open list and take the fact of this name."""
    dialog = page.locator(".modal-body")
    dialog.get_by_role("textbox").first.fill(typed)
    dialog.get_by_role("alert").wait_for()
    dialog.get_by_role("link", name=name, exact=True).click()
    dialog.wait_for(state="detached")


@pytest.mark.browser
def test_an_editor_picks_facts_by_name_and_the_draft_shows_the_numbers(desk_page, live_site):
    page = desk_page
    explainer = PolicyPage.objects.get(slug="dibao", locale__language_code="zh-hans")
    fact = PolicyFact.objects.filter(values__checked_by__isnull=False, kind="months").first()
    sit_down(page, live_site, "bianji")
    page.goto(live_site.url + reverse("wagtailadmin_pages:edit", args=[explainer.pk]))

    answer = page.locator("[data-contentpath='short_answer']").first
    text = answer.locator("[contenteditable=true]").first
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("停发前留 ")
    answer.locator(".Draftail-BlockToolbar__trigger").click()
    page.get_by_role("option", name="放进一个政策数字").click()
    page.locator(".modal-body table").wait_for()
    assert accessibility_violations(page, ".modal-dialog") == []
    pick(page, fact.label, fact.label)
    expect(text).to_contain_text(f"停发前留 {{{{{fact.code}}}}}")

    line = page.locator("input[name$='-value-intro']").first
    line.scroll_into_view_if_needed()
    line.fill("先看这些：")
    line.press("End")
    line.locator("xpath=following-sibling::button[@data-fact-button]").click()
    page.locator(".modal-body table").wait_for()
    page.locator(".modal-body").get_by_role("link", name="社工站电话").click()
    page.locator(".modal-body").wait_for(state="detached")
    expect(line).to_have_value("先看这些：{{station_phone}}")

    press(page, "保存草稿")
    draft = PolicyPage.objects.get(pk=explainer.pk).get_latest_revision_as_object()
    assert f"停发前留 {{{{{fact.code}}}}}" in draft.short_answer
    page.goto(live_site.url + reverse("wagtailadmin_pages:view_draft", args=[explainer.pk]))
    value = fact.values.get(checked_by__isnull=False)
    expect(page.locator(".answer")).to_contain_text(f"停发前留 {value.with_unit}")

    fact.values.all().delete()
    page.reload()
    expect(page.locator(".answer")).to_contain_text("最新数请问社工站")
