from pathlib import Path

import pytest

from policy_pages import demo
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll

SLUGS = sorted(path.stem for path in (Path(demo.__file__).parent / "explainers").glob("*.md"))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_first_screen_gives_the_answer_and_one_action(no_js_page, live_site, slug):
    no_js_page.set_viewport_size({"width": 360, "height": 640})
    no_js_page.goto(f"{live_site.url}/policies/{slug}/")

    bottoms = [
        no_js_page.locator(selector).first.bounding_box()
        for selector in (".answer", ".explainer .actions a")
    ]

    assert [box["y"] + box["height"] <= 640 for box in bottoms] == [True, True]


def test_a_reader_opens_an_explained_word_and_a_source_without_javascript(no_js_page, live_site):
    no_js_page.goto(f"{live_site.url}/policies/dibao/")

    no_js_page.locator("a.fact").first.click()
    assert no_js_page.locator(":target").is_visible()
    no_js_page.locator("a.term").first.click()
    assert no_js_page.locator(".glossary :target").is_visible()


@pytest.mark.parametrize("path", ["feedback/?part=steps", "leaflet/"])
def test_feedback_and_leaflet_can_be_used_by_everybody(page, live_site, path):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_site.url}/policies/dibao/{path}")

    assert_accessible(page)
    assert_no_sideways_scroll(page)
