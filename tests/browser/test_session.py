"""A log-in that ends in the middle of a sentence, in Chromium."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from staff.domain.stages import Stage
from staff.models import Case, CaseNote, StaffDraft
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll
from tests.browser.test_staff import WORKER, log_in

WORDS = "她说孙子今天来过，药还够三天"


def test_a_note_half_written_is_there_again_after_the_next_log_in(page, live_site):
    case = Case.objects.filter(stage=Stage.T2_ACCOMPANIED_GROWTH).order_by("pk").first()
    address = f"{live_site.url}/staff/cases/{case.reference}/notes/"
    log_in(page, live_site, WORKER)
    page.goto(address)
    page.locator("#id_text").fill(WORDS)
    page.locator("form[data-desk-kept]").wait_for()
    assert StaffDraft.objects.get().fields["text"] == [WORDS]

    Session.objects.all().delete()
    log_in(page, live_site, WORKER)
    page.goto(address)
    page.locator(".desk-session").wait_for()

    assert "没有保存" in page.locator(".desk-session").inner_text()
    assert page.locator("#id_text").input_value() == WORDS
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.locator("form.desk-form button[type=submit]").click()
    page.wait_for_url(f"**/cases/{case.reference}/")
    assert CaseNote.objects.order_by("-pk").first().text == WORDS
    assert not StaffDraft.objects.exists()


def test_words_typed_before_the_first_answer_comes_are_kept(page, live_site):
    case = Case.objects.filter(stage=Stage.T2_ACCOMPANIED_GROWTH).order_by("pk").first()
    log_in(page, live_site, WORKER)
    held = []
    page.route("**/staff/session/", lambda route: held.append(route))
    page.goto(f"{live_site.url}/staff/cases/{case.reference}/notes/")
    page.locator("#id_text").fill(WORDS)
    page.locator("form[data-desk-kept]").wait_for()
    held[0].continue_()

    assert StaffDraft.objects.get().fields["text"] == [WORDS]
    assert page.locator("#id_text").input_value() == WORDS


def test_before_the_log_in_ends_one_tap_goes_on(page, live_site):
    log_in(page, live_site, WORKER)
    soon = timezone.now() + timedelta(minutes=5)
    Session.objects.update(expire_date=soon)

    page.goto(f"{live_site.url}/staff/today/")
    page.locator(".desk-session").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="继续使用").click()
    page.locator(".desk-session").wait_for(state="detached")

    assert Session.objects.get().expire_date > soon + timedelta(hours=1)
