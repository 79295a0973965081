"""One story through every door: a reader becomes a household that is helped and steps down."""

from __future__ import annotations

import re

import pytest

from intake.models import Referral
from staff.domain.stages import Stage
from staff.models import Case, ReportDuty, Visit

from .conftest import assert_accessible, assert_no_sideways_scroll
from .test_intake import choose, go_on
from .test_staff import LEAD, WORKER, log_in, tick


@pytest.fixture(autouse=True)
def a_quick_hand(monkeypatch):
    monkeypatch.setattr("intake.views.sending.QUICKEST", 0)


@pytest.fixture
def empty_queue(live_site):
    waiting = Referral.objects.filter(decision__isnull=True)
    ReportDuty.objects.filter(referral__in=waiting).delete()
    waiting.delete()


def look(page) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def ask_after_reading(page, base: str, look=look) -> tuple[str, str]:
    """Search in one's own words, read, ask for help. The reference and the code shown."""
    page.goto(base + "/")
    look(page)
    page.locator("#q").fill("地保怎么办")
    page.get_by_role("button", name="搜一搜").click()
    look(page)
    page.locator("ol.rows a").first.click()
    assert page.url.endswith("/policies/dibao/")
    look(page)
    assert page.locator(".answer").is_visible()
    page.locator(".explainer > .actions a").click()

    choose(page, "none")
    go_on(page)
    choose(page, "self")
    go_on(page)
    page.get_by_label("我看懂了").check()
    page.get_by_label(re.compile("社工室看到我写的")).check()
    go_on(page)
    choose(page, "money")
    go_on(page)
    page.locator("textarea").fill("老伴走了，一个人的钱不够用。")
    go_on(page)
    page.get_by_label("怎么称呼您").fill("孙大娘")
    go_on(page)
    choose(page, "come")
    go_on(page)
    look(page)
    page.get_by_role("button", name="发给社工").click()
    assert page.url.endswith("/intake/done/")
    look(page)
    assert re.search(r"\d+月\d+日", page.locator("main").inner_text())
    reference, code = page.locator(".reference").all_inner_texts()[:2]
    return re.sub(r"\s", "", reference), re.sub(r"\s", "", code)


def look_up(page, base: str, reference: str, code: str, look=look) -> str:
    page.goto(base + "/status/")
    page.locator("main [name=reference]").fill(reference)
    page.locator("main [name=code]").fill(code)
    page.locator("main form").first.get_by_role("button").last.click()
    look(page)
    return page.locator("main h1").inner_text()


def move(page, stage: str, **grounds: str) -> None:
    page.locator(".desk-moves").get_by_role("link", name=stage).click()
    for name, text in grounds.items():
        page.locator(f"#id_{name}").fill(text)
    boxes = page.locator("#id_criteria_met_field input")
    for index in range(boxes.count()):
        boxes.nth(index).check()
    page.locator("#id_evidence_field input").first.check()
    page.locator("button[type=submit].desk-button").click()


def test_from_a_search_to_a_household_that_steps_down(page, live_site, empty_queue):
    base = live_site.url
    reference, code = ask_after_reading(page, base)
    referral = Referral.objects.get(reference=reference)
    assert (referral.words, referral.source_page) == ("老伴走了，一个人的钱不够用。", "dibao")
    before = look_up(page, base, reference, code)

    log_in(page, live_site, WORKER)
    page.goto(f"{base}/staff/referrals/")
    page.locator("table tbody tr").first.get_by_role("link").first.click()
    page.wait_for_url(f"**/staff/referrals/{reference}/**")
    assert page.locator(".desk-quote").inner_text() == "「老伴走了，一个人的钱不够用。」"
    tick(page, "一级紧急", "出了突发的事")
    page.get_by_label("补充一句").fill("老伴刚去世，先稳住生活。")
    page.get_by_role("button", name="保存决定").click()
    case_url = f"{base}/staff/cases/{reference}/"
    page.wait_for_url(case_url)

    page.locator(".desk-actions").get_by_role("link", name="安排走访").click()
    tick(page, "今天")
    page.get_by_role("button", name="就这么安排").click()
    page.wait_for_url(case_url)
    page.get_by_role("link", name="写走访记录").click()
    tick(page, "本人")
    page.get_by_label("说了什么").fill("邻居送了饭，想找点事做。")
    tick(page, "听他说", "1周后")
    page.get_by_role("button", name="保存记录").click()
    page.wait_for_url(case_url)

    for stage in ("联合帮助阶段", "降级转介阶段（一级）", "转介观察阶段（二级）"):
        move(page, stage, life_after_help="有饭吃，药也续上了", clients_words="心里踏实些了")
        page.wait_for_url(case_url)
    log_in(page, live_site, LEAD)
    page.goto(case_url)
    page.get_by_role("button", name="签字", exact=True).click()
    page.wait_for_url(case_url)
    look(page)

    case = Case.objects.get(reference=reference)
    assert (case.tier, case.stage) == ("tier2_easing", Stage.T2_REFERRAL_OBSERVATION)
    assert case.visits.filter(status=Visit.Status.DONE).count() == 1
    page.context.clear_cookies()
    assert look_up(page, base, reference, code) != before


def test_the_public_part_needs_no_javascript(no_js_page, live_site, empty_queue):
    """axe is JavaScript itself; here only the width is judged."""
    reference, code = ask_after_reading(no_js_page, live_site.url, assert_no_sideways_scroll)

    assert Referral.objects.get(reference=reference).called_name == "孙大娘"
    assert look_up(no_js_page, live_site.url, reference, code, assert_no_sideways_scroll)
