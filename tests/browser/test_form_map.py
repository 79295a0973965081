"""The map of the form, on a phone and at a desk."""

from __future__ import annotations

import os

import pytest

from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll
from tests.browser.test_staff import LEAD, log_in

SHOTS = os.environ.get("SHOTS")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_map_of_the_form_is_read_at_any_width(desk_page, live_site, width):
    page = desk_page
    log_in(page, live_site, LEAD)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_site.url}/staff/form-map/")

    page.get_by_role("link", name="怎么称呼您？").first.click()

    assert page.evaluate("location.hash") == "#screen-name"
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/form_map_{width}.png", full_page=True)
