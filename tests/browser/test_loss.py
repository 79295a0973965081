"""Nothing typed is lost, nothing sent twice: reloaded, gone back, without cookies, in two tabs."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from intake.models import Draft, Referral

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRITTEN = "没钱看病，孩子还小"
AS_FAR_AS_NEEDS = [
    ("danger", {"danger": "none"}),
    ("for-whom", {"on_behalf": "self"}),
    ("consent", {"help": "on", "sensitive": "on"}),
]
TO_WORDS = [*AS_FAR_AS_NEEDS, ("needs", {"needs": ["money", "health"]})]
BY_PHONE = [
    *TO_WORDS,
    ("words", {"words": WRITTEN}),
    ("name", {"called_name": "王阿姨"}),
    ("contact", {"contact_method": "phone", "phone": "13800138000"}),
    (
        "safe-contact",
        {
            "say_who": "no",
            "others_may_answer": "hang_up",
            "good_times": ["morning"],
            "bad_times": ["evening"],
            "not_times": "周末别打",
        },
    ),
    ("call-time", {"call_time": "any"}),
    ("where", {"place": "和平小区", "building": "3号楼", "door": "402"}),
]
COMES = [*BY_PHONE[:6], ("contact", {"contact_method": "come"})]
THROUGH_ANOTHER = [
    *BY_PHONE[:6],
    ("contact", {"contact_method": "proxy"}),
    ("proxy", {"proxy_name": "刘姐", "proxy_relation": "邻居", "proxy_phone": "13900139000"}),
]
UNAWARE = [
    ("danger", {"danger": "unsure"}),
    ("for-whom", {"on_behalf": "neighbour"}),
    ("awareness", {"awareness": "unaware"}),
    ("consent", {"help": "on"}),
    ("seen-where", {"place": "和平小区", "building": "3号楼"}),
    ("seen", {"seen_signs": ["silent"], "seen_words": "两天没动静"}),
    ("your-contact", {"reporter_name": "老李", "reporter_phone": "13900139000"}),
]
PATHS = {"by phone": BY_PHONE, "through another": THROUGH_ANOTHER, "unaware": UNAWARE}


@pytest.fixture(autouse=True)
def a_calm_hour(monkeypatch):
    cache.clear()
    monkeypatch.setattr("intake.views.sending.QUICKEST", 0)
    monkeypatch.setattr("intake.report_form.QUICKEST", 0)


@pytest.fixture(params=["page", "no_js_page"])
def phone(request):
    """A phone with JavaScript, and one without."""
    target = request.getfixturevalue(request.param)
    target.context.set_default_timeout(8_000)
    return target


def at(page, slug: str) -> None:
    """Wait until this screen of the form is there."""
    page.wait_for_url(lambda url: urlsplit(url).path == f"/intake/{slug}/")


def fill_in(page, data: dict) -> None:
    for name, value in data.items():
        field = page.locator(f'main [name="{name}"]')
        if value == "on":
            field.check()
        elif field.first.get_attribute("type") in {"radio", "checkbox"}:
            for each in [value] if isinstance(value, str) else value:
                page.locator(f'main [name="{name}"][value="{each}"]').check()
        else:
            field.fill(value)


def press(page, words: str = "继续") -> None:
    page.locator("main form").last.get_by_role("button", name=words).click()


def typed(page) -> dict[str, list[str]]:
    """What stands in the form now, as it would be sent; without the fields nobody sees."""
    seen = """form => [...new FormData(form)].filter(([name]) => name !== "surname_confirm"
        && form.querySelector(`[name="${name}"]`).type !== "hidden")"""
    pairs = page.locator("main form").last.evaluate(seen)
    kept: dict[str, list[str]] = {}
    for name, value in pairs:
        if value:
            kept.setdefault(name, []).append(value)
    return kept


def as_typed(data: dict) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else value for name, value in data.items()}


def walk(page, live_site, path) -> None:
    page.goto(f"{live_site.url}/intake/danger/")
    for slug, data in path:
        at(page, slug)
        fill_in(page, data)
        press(page)
    page.wait_for_url(lambda url: urlsplit(url).path != f"/intake/{path[-1][0]}/")


def screens(path) -> list[tuple[str, dict, str]]:
    """Each screen of a path, what is answered there, and the one that follows."""
    following = [*(slug for slug, _data in path[1:]), "check"]
    return [(slug, data, then) for (slug, data), then in zip(path, following, strict=True)]


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_each_screen_reloaded_and_gone_back_to_shows_what_was_answered(phone, live_site, path):
    phone.goto(f"{live_site.url}/intake/danger/")
    for slug, data, then in screens(path):
        at(phone, slug)
        fill_in(phone, data)
        press(phone)
        at(phone, then)
        phone.reload()
        at(phone, then)

        phone.go_back()
        at(phone, slug)
        assert typed(phone) == as_typed(data), slug
        phone.reload()
        assert typed(phone) == as_typed(data), slug
        press(phone)
    at(phone, "check")


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_each_screen_goes_on_after_the_cookies_were_lost(phone, live_site, path):
    before = Referral.objects.count()
    phone.goto(f"{live_site.url}/intake/danger/")
    for slug, data, then in screens(path):
        at(phone, slug)
        fill_in(phone, data)
        phone.context.clear_cookies()
        press(phone)
        phone.get_by_text("请再按一次").first.wait_for()
        assert typed(phone) == as_typed(data), slug
        press(phone)
        at(phone, then)
    phone.context.clear_cookies()
    press(phone, "发给社工")
    phone.get_by_text("请再按一次").first.wait_for()
    press(phone, "发给社工")
    at(phone, "done")

    assert Referral.objects.count() == before + 1
    sent = Referral.objects.latest("pk")
    if path is UNAWARE:
        assert (sent.observed["words"], sent.place) == ("两天没动静", "3号楼 和平小区")
    else:
        assert (sent.words, sent.called_name) == (WRITTEN, "王阿姨")


def test_two_taps_on_send_send_once_and_show_the_receipt(phone, live_site):
    before = Referral.objects.count()
    walk(phone, live_site, COMES)

    phone.get_by_role("button", name="发给社工").dblclick()

    at(phone, "done")
    assert Referral.objects.count() == before + 1
    assert phone.locator(".reference").count() == 2  # the number and the code


def test_two_tabs_write_one_form_and_send_it_once(phone, live_site):
    before = Referral.objects.count()
    walk(phone, live_site, TO_WORDS)
    other = phone.context.new_page()
    other.goto(f"{live_site.url}/intake/")
    other.get_by_role("link", name="接着写").click()
    at(other, "words")

    fill_in(phone, {"words": "先写的"})
    press(phone)
    fill_in(other, {"words": WRITTEN})
    press(other)
    fill_in(other, {"called_name": "王阿姨"})
    press(other)
    fill_in(phone, {"called_name": "李叔"})
    press(phone)
    for tab in (phone, other):
        at(tab, "contact")
        fill_in(tab, {"contact_method": "come"})
        press(tab)
        at(tab, "check")
        assert tab.get_by_text(WRITTEN).is_visible()
        assert tab.get_by_text("李叔").is_visible()

    press(phone, "发给社工")
    at(phone, "done")
    press(other, "发给社工")
    at(other, "done")

    assert Referral.objects.count() == before + 1
    assert (Referral.objects.latest("pk").words, Draft.objects.count()) == (WRITTEN, 1)
    shown = [tab.locator(".reference").all_inner_texts() for tab in (phone, other)]
    assert shown[0] == shown[1]


def test_what_a_second_tab_writes_after_sending_is_shown_and_not_swallowed(phone, live_site):
    walk(phone, live_site, COMES)
    other = phone.context.new_page()
    other.goto(f"{live_site.url}/intake/words/?change=1")
    press(phone, "发给社工")
    at(phone, "done")

    fill_in(other, {"words": "还有一件急事"})
    press(other)

    other.get_by_role("heading", name="前面的已经发出去了").wait_for()
    assert other.get_by_text("还有一件急事").is_visible()
    assert Referral.objects.latest("pk").words == WRITTEN
    other.get_by_role("link", name="看编号").click()
    at(other, "done")


def test_what_a_second_tab_writes_on_a_way_left_meanwhile_is_shown(phone, live_site):
    walk(phone, live_site, TO_WORDS)
    other = phone.context.new_page()
    other.goto(f"{live_site.url}/intake/for-whom/?change=1")
    fill_in(other, {"on_behalf": "neighbour"})
    press(other)
    at(other, "awareness")
    fill_in(other, {"awareness": "unaware"})
    press(other)
    at(other, "seen-where")

    fill_in(phone, {"words": WRITTEN})
    press(phone)

    phone.get_by_text(WRITTEN).wait_for()
    phone.get_by_role("link", name="接着写").click()
    at(phone, "seen-where")


def test_a_report_without_cookies_and_tapped_twice_is_sent_once(phone, live_site):
    before = Referral.objects.count()
    phone.goto(f"{live_site.url}/report/")
    report = {"place": "和平小区", "seen_signs": ["mail"], "seen_words": "信箱满了"}
    fill_in(phone, report)
    phone.context.clear_cookies()
    press(phone, "发出")
    phone.get_by_text("请再按一次").first.wait_for()
    assert typed(phone) == as_typed(report)

    phone.locator("main form").last.get_by_role("button", name="发出").dblclick()

    at(phone, "done")
    assert Referral.objects.count() == before + 1
    assert Referral.objects.latest("pk").observed == {"signs": ["mail"], "words": "信箱满了"}
    assert phone.locator(".reference").count() == 2
