"""The counts of suggestions and decisions, on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from policy_pages.models import Station
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll
from tests.browser.test_publishing import sit_down
from tests.staff.test_agreement import T1, T2, keep


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_the_counts_read_well_and_fit(page, live_site, demo_database, width):
    station, today = Station.objects.get(), timezone.localdate()
    keep(station, 60, T1, T1, "t1_event", "t1_extreme_words", on=today)
    keep(station, 12, T1, T2, "t1_event", on=today)
    keep(station, 40, T2, T2, "t2_gap", on=today)
    keep(station, 2, T2, "", "t2_gap", on=today)
    keep(station, 9, "", "", "advise_information", on=today)
    page.set_viewport_size({"width": width, "height": 900})
    sit_down(page, live_site, "zhanzhang")

    page.goto(live_site.url + reverse("agreement"))
    page.get_by_role("link", name="季度").click()

    assert page.get_by_role("link", name="季度").get_attribute("aria-current") == "page"
    assert page.get_by_text("少于5").first.is_visible()
    assert page.get_by_role("button", name="导出").is_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
