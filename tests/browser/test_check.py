"""The self-check on a phone without JavaScript, to the result and on to a social worker."""

from __future__ import annotations

import re

import pytest

from intake.models import Draft

from .conftest import assert_accessible, assert_no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWERS = {
    "urgent": ["看急病没有钱"],
    "for_whom": ["我自己家"],
    "hukou": ["在本街道"],
    "people": ["3个人"],
    "money": ["很紧，常常不够"],
    "household": ["有残疾证：一级或二级", "得了大病，或长期生病"],
    "costs": ["是，主要是看病"],
    "assets": ["都没有"],
    "receiving": ["都没有"],
}


def code_of(page) -> str:
    return re.search(r"/check/(\w+)/", page.url)[1]


def answer(page, *labels: str) -> None:
    for label in labels:
        page.get_by_text(label, exact=True).click()
    page.locator("form#check .button-main").click()


def play(page, url: str, answers: dict[str, list[str]], check=lambda page: None) -> None:
    page.goto(url + "/check/")
    check(page)
    page.get_by_role("link", name="开始").click()
    for code, labels in answers.items():
        assert code_of(page) == code
        check(page)
        answer(page, *labels)
    assert code_of(page) == "result"


def test_the_whole_check_without_javascript(no_js_page, live_site):
    page = no_js_page
    play(page, live_site.url, ANSWERS, check=assert_no_sideways_scroll)

    assert_no_sideways_scroll(page)
    headings = page.locator("h2").all_inner_texts()
    order = ["先办急事，今天就找人", "可能可以", "还差一点信息", "按您的回答，现在可能不行"]
    assert [heading for heading in headings if heading in order] == order
    first = page.locator(".check-card").first.inner_text()
    assert "临时救助" in first or "医疗救助" in first
    assert page.context.cookies() == []


def test_every_page_is_accessible(page, live_site):
    play(page, live_site.url, ANSWERS, check=assert_accessible)
    page.locator("details").first.locator("summary").click()
    assert_accessible(page)
    page.get_by_role("button", name="给我一个号码").click()
    assert_accessible(page)


def test_a_refusal_is_read_out_and_leads_to_the_answers(page, live_site):
    page.goto(live_site.url + "/check/hukou/")
    answer(page)

    assert page.get_by_role("alert").inner_text().startswith("请再看看这里")
    assert_accessible(page)
    page.get_by_role("alert").get_by_role("link").click()
    assert page.url.endswith("#answers")


def test_dont_know_everywhere_still_ends_with_a_way_on(no_js_page, live_site):
    play(no_js_page, live_site.url, {code: ["不知道"] for code in ANSWERS})

    headings = no_js_page.locator("h2").all_inner_texts()
    assert "还差一点信息" in headings
    assert "按您的回答，现在可能不行" not in headings


def test_back_forward_and_reload_of_the_browser_lose_nothing(no_js_page, live_site):
    page = no_js_page
    page.goto(live_site.url + "/check/urgent/")
    for code in ("urgent", "for_whom", "hukou"):
        answer(page, *ANSWERS[code])
    page.go_back()
    page.go_back()
    assert code_of(page) == "for_whom"
    page.go_forward()
    page.go_forward()
    assert code_of(page) == "people"
    page.reload()
    page.get_by_role("button", name="回上一题").click()

    assert code_of(page) == "hukou"
    assert page.get_by_label("在本街道", exact=True).is_checked()


def test_larger_text_in_the_middle_loses_nothing(no_js_page, live_site):
    page = no_js_page
    page.goto(live_site.url + "/check/urgent/")
    answer(page, "没饭吃")
    page.get_by_role("button", name="特大字").click()

    assert page.locator("html").get_attribute("data-size") == "30"
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="返回").or_(
        page.get_by_role("button", name="回上一题")
    ).first.click()
    assert page.get_by_label("没饭吃", exact=True).is_checked()


def test_the_answers_go_along_to_a_social_worker(no_js_page, live_site):
    page = no_js_page
    play(page, live_site.url, ANSWERS)
    page.get_by_text("把这些回答带给社工，不用再问我一遍").click()
    page.get_by_role("button", name="找社工帮忙").click()

    assert page.url.endswith("/intake/")
    (draft,) = Draft.objects.all()
    assert draft.answers["check_result"]["answers"]["money"] == "very_tight"
