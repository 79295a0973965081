"""Chromium, as a reader on a phone, a worker at a desk, and a reader without JavaScript.

``live_site`` is the running site with the demo content; open pages with
``page.goto(live_site.url + "/policies/")``. Mark the tests ``@pytest.mark.browser``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command, get_commands
from django.db import connection
from playwright.sync_api import Page, sync_playwright

from tests.snapshot import Snapshot

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test.

    One that fails is played once more, since Chromium, the server and the test share a busy
    machine; the summary names it as RERUN. A race found so is mended, not left to the second try.
    """
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser():
    # Playwright's loop runs in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _page(browser, viewport: dict, **options):
    context = browser.new_context(viewport=viewport, locale="zh-CN", **options)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser, live_site):
    """A phone: 360 px wide, JavaScript on."""
    yield from _page(browser, PHONE, has_touch=True)


@pytest.fixture
def desk_page(browser, live_site):
    """A worker's screen: 1280 px wide. Has its own cookies."""
    yield from _page(browser, DESK)


@pytest.fixture
def no_js_page(browser, live_site):
    """A phone whose browser runs no script."""
    yield from _page(browser, PHONE, java_script_enabled=False)


@pytest.fixture(scope="session")
def demo_database(migrated_database, django_db_blocker):
    """The database with the demo content, loaded once a session."""
    with django_db_blocker.unblock():
        migrated_database.restore()
        if "load_demo" in get_commands():
            call_command("load_demo", verbosity=0)
        snapshot = Snapshot()
        connection.close()
    return snapshot


@pytest.fixture
def live_site(demo_database, live_server):
    """The site running with its demo content; ``live_site.url`` is its address."""
    demo_database.restore()
    return live_server


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Wait until what is done inside has brought another document, and all of it.

    An address that changes is no sign: Wagtail's tabs and its saving in the background change it
    on the page that stays.
    """
    page.evaluate("document.documentElement.dataset.left = 'not yet'")
    yield
    page.locator("html:not([data-left])").wait_for(state="attached")
    page.wait_for_load_state("load")


def accessibility_violations(page: Page, context: str | None = None) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, one readable line each.

    Asked of the whole page: a click returns when the answer begins, and half a page has labels
    without words.
    """
    page.wait_for_load_state("load")
    options = {
        "runOnly": {
            "type": "tag",
            "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        }
    }
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]


def assert_accessible(page: Page, context: str | None = None) -> None:
    """No WCAG 2.2 AA violation; ``context`` is a CSS selector to look at a part only."""
    assert accessibility_violations(page, context) == []


def assert_no_sideways_scroll(page: Page) -> None:
    page.wait_for_load_state("load")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px too wide: {page.url}"
