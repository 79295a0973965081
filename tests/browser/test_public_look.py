"""Every public screen as an eye, a finger and axe meet it: small, large, dark, forced colours."""

from __future__ import annotations

import pytest

from policy_pages.demo.load import slugs as explainer_slugs
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll

SCREENS = [
    "/",
    "/policies/",
    "/policies/dibao/",
    "/search/?q=低保",
    "/search/?q=月球",
    "/check/",
    "/check/urgent/",
    "/situations/shengbing/",
    "/notices/",
    "/notices/bu-pizhun/",
    "/notices/bu-pizhun/shouru-chao/",
    "/notices/bu-pizhun/shouru-chao/note/",
    "/policies/dibao/leaflet/",
    "/intake/",
    "/intake/danger/",
    "/status/",
    "/report/",
    "/rooms/?q=花园",
    "/glossary/",
    "/privacy/",
    "/privacy-children/",
    "/accessibility/",
    "/no-such-page/",
]

# The other explainers, and what no other test of a whole way looks at: one load each.
MORE_SCREENS = [
    *(f"/policies/{slug}/" for slug in explainer_slugs() if slug != "dibao"),
    "/policies/dibao/feedback/?kind=useful",
    "/policies/dibao/feedback/?part=steps",
    "/policies/linshi-jiuzhu/leaflet/?size=a5",
    "/search/",
    "/search/?q=不想活了",
    "/check/hukou/",
    "/situations/laoren/",
    "/intake/crisis/",
    "/intake/paper/",
    "/report/no-such-key/",
    "/en/",
    "/en/glossary/",
    "/en/rooms/",
    "/en/search/?q=dibao",
    "/en/check/urgent/",
    "/en/intake/danger/",
    "/en/privacy/",
]

SMALL_TARGETS = """() =>
  [...document.querySelectorAll("a, button, summary, input, select, textarea, label.choice")]
  .filter(element => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const tiny = box.width <= 1 || box.height <= 1;
    const unreachable = element.tabIndex < 0;  // for machines: the trap, the button Enter presses
    const hidden = tiny || unreachable || style.visibility === "hidden" || box.bottom < 0;
    const insideRow = element.matches("input") && element.closest("label.choice");
    const ownLine = style.display !== "inline"
      && !(element.matches(".number") && style.display === "inline-block");  // whole, in a sentence
    const inText = element.matches("a") && !ownLine;
    return !hidden && !insideRow && !inText && (box.height < 47.5 || box.width < 44);
  })
  .map(element => `${element.outerHTML.slice(0, 90)} ${element.getBoundingClientRect().height}`)"""


def choose(page, base: str, display: str) -> None:
    page.context.add_cookies([{"name": "display", "value": display, "url": base}])


@pytest.mark.parametrize("path", SCREENS)
def test_axe_finds_nothing_on_a_phone_in_light_dark_and_forced_colours(page, live_site, path):
    page.goto(live_site.url + path)
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert_accessible(page)


@pytest.mark.parametrize("path", SCREENS)
def test_nothing_runs_off_a_320_pixel_screen_at_any_text_size(page, live_site, path):
    page.set_viewport_size({"width": 320, "height": 640})
    for display in ("18", "24", "30h"):
        choose(page, live_site.url, display)
        page.goto(live_site.url + path)
        assert_no_sideways_scroll(page)


@pytest.mark.parametrize("path", SCREENS)
def test_doubled_text_fits_and_everything_to_tap_is_48_pixels_high(page, live_site, path):
    page.goto(live_site.url + path)
    assert page.evaluate(SMALL_TARGETS) == []

    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("path", MORE_SCREENS)
def test_every_other_public_screen_fits_320_pixels_and_doubled_text(page, live_site, path):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(live_site.url + path)
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    assert page.evaluate(SMALL_TARGETS) == []

    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert_no_sideways_scroll(page)


def test_text_size_and_contrast_work_without_javascript(no_js_page, live_site):
    page = no_js_page
    page.goto(live_site.url + "/rooms/?q=花园")
    assert page.context.cookies() == []

    page.get_by_role("button", name="特大字").click()
    assert page.url.endswith("/rooms/?q=%E8%8A%B1%E5%9B%AD")
    assert page.get_by_role("button", name="特大字").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="高对比").click()
    assert page.locator("html").get_attribute("data-contrast") == "high"
    page.get_by_role("button", name="高对比").click()
    page.get_by_role("button", name="标准字").click()

    assert page.context.cookies() == []


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(page, live_site):
    page.goto(live_site.url + "/privacy/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")

    assert skip.bounding_box()["y"] >= 0
    assert skip.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_line_of_text_is_never_longer_than_34_characters(desk_page, live_site):
    desk_page.goto(live_site.url + "/privacy/")

    widest = desk_page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("main p")].map(
             p => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)))"""
    )

    assert widest <= 34.1
