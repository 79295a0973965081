"""The harness itself: a live server, Chromium, and a database that comes back."""

from __future__ import annotations

from tests.browser.conftest import assert_no_sideways_scroll


def test_the_live_site_answers_on_a_phone(page, live_site):
    page.goto(live_site.url + "/healthz")
    assert page.inner_text("body") == "ok"
    assert page.viewport_size["width"] == 360
    assert_no_sideways_scroll(page)


def test_it_answers_without_javascript(no_js_page, live_site):
    no_js_page.goto(live_site.url + "/healthz")
    assert no_js_page.inner_text("body") == "ok"
