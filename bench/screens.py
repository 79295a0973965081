"""The pictures of the documents, taken from the running site: ``python -m bench.screens``.

Starts the real server on a throw-away database with the demo content, opens each screen in
Chromium as its reader would (a phone in public, a desk for workers), and writes
``docs/screens/<name>.png``. Needs ``chromium`` on the path and the locked development packages.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from .server import ROOT, Server, environment, manage, prepare_files

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PUBLIC = {
    "home": "/",
    "explainer": "/policies/dibao/",
    "search": "/search/?q=地保怎么办",
    "check": "/check/money/",
    "intake": "/intake/",
}
STAFF = {"today": "/staff/", "referrals": "/staff/referrals/", "cases": "/staff/cases/"}
OPENED_FROM = {"triage": "/staff/referrals/", "case": "/staff/cases/?tier=tier2_easing"}
"""A screen of one household: the first row of this list."""
LOGIN = ("zhanzhang", "yimi-demo-2026")
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def shoot(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=ROOT / "docs" / "screens" / f"{name}.png")


def phone_screens(browser: Browser, base: str) -> None:
    page = browser.new_page(viewport=PHONE, locale="zh-CN")
    for name, path in PUBLIC.items():
        shoot(page, base + path, name)


def desk_screens(browser: Browser, base: str) -> None:
    page = browser.new_page(viewport=DESK, locale="zh-CN", reduced_motion="reduce")
    page.goto(f"{base}/staff/")
    page.get_by_label("用户名").fill(LOGIN[0])
    page.get_by_label("密码").fill(LOGIN[1])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/staff/")
    for name, path in STAFF.items():
        shoot(page, base + path, name)
    for name, listing in OPENED_FROM.items():
        page.goto(base + listing)
        row = page.locator("table tbody tr").first.get_by_role("link").first
        shoot(page, base + row.get_attribute("href"), name)


def main() -> int:
    (ROOT / "docs" / "screens").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        env = environment(f"sqlite:///{scratch / 'screens.sqlite3'}", scratch)
        prepare_files(env)
        manage(env, "migrate", "--verbosity", "0")
        manage(env, "load_demo", "--verbosity", "0")
        server = Server(env)
        server.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS
                )
                phone_screens(browser, server.url)
                desk_screens(browser, server.url)
                browser.close()
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
