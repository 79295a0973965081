from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse

from policy_pages import page_cache
from policy_pages.actions import facts as actions
from policy_pages.models import FactValue, PolicyFact, PolicyPage
from tests.factories import (
    FactValueFactory,
    PolicyPageFactory,
    PolicySourceFactory,
    SituationFactory,
    StationFactory,
    UserFactory,
    home_page,
)


@pytest.fixture
def page(db, settings, django_capture_on_commit_callbacks):
    settings.PUBLIC_PAGE_CACHE_SECONDS = 60
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    with django_capture_on_commit_callbacks(execute=True):
        home_page()
        StationFactory()
        FactValueFactory(fact__code="dibao_standard", value="1200", valid_from=date(2026, 1, 1))
        page = PolicyPageFactory(what_you_get=[("paragraph", "<p>低于 {{dibao_standard}} 元</p>")])
    cache.clear()
    yield page
    cache.clear()


def test_a_second_reading_costs_no_query(client, page, django_assert_num_queries):
    first = client.get(page.url)

    with django_assert_num_queries(0):
        again = client.get(page.url)

    assert again.content == first.content
    assert again.headers["Content-Type"] == first.headers["Content-Type"]


def test_a_reader_who_has_the_page_is_told_so_in_a_few_bytes(client, page):
    etag = client.get(page.url).headers["ETag"]

    again = client.get(page.url, headers={"If-None-Match": etag})
    other = client.get(page.url, headers={"If-None-Match": '"something-else"'})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200
    assert again.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_page_says_when_it_was_made_once_that_second_is_over(client, page):
    with time_machine.travel(datetime(2026, 11, 26, 4, 0, 0, 500_000, UTC), tick=False) as clock:
        assert "Last-Modified" not in client.get(page.url).headers
        clock.shift(1)
        later = client.get(page.url).headers
        asked = {
            "same": {"If-Modified-Since": later["Last-Modified"]},
            "newer": {"If-Modified-Since": "Thu, 26 Nov 2026 05:00:00 GMT"},
            "older": {"If-Modified-Since": "Thu, 26 Nov 2026 03:59:59 GMT"},
            "no date": {"If-Modified-Since": "yesterday"},
            "same, another tag": {
                "If-Modified-Since": later["Last-Modified"],
                "If-None-Match": '"other"',
            },
            "older, this tag": {
                "If-Modified-Since": "Thu, 26 Nov 2026 03:59:59 GMT",
                "If-None-Match": f"W/{later['ETag']}",
            },
        }
        answers = {name: client.get(page.url, headers=sent) for name, sent in asked.items()}

    assert later["Last-Modified"] == "Thu, 26 Nov 2026 04:00:00 GMT"
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "same": 304,
        "newer": 304,
        "older": 200,
        "no date": 200,
        "same, another tag": 200,
        "older, this tag": 304,
    }
    assert answers["same"].headers["Last-Modified"] == later["Last-Modified"]


def test_a_changed_page_is_newer_than_the_one_before(
    client, page, django_capture_on_commit_callbacks
):
    with time_machine.travel(datetime(2026, 11, 26, 4, 0, 0, 0, UTC), tick=False) as clock:
        client.get(page.url)
        clock.shift(5)
        before = client.get(page.url).headers
        with django_capture_on_commit_callbacks(execute=True):
            page.title = "改过的标题"
            page.save_revision().publish()
        asked = {"If-Modified-Since": before["Last-Modified"]}
        answer = client.get(page.url, headers=asked)

    assert (answer.status_code, answer.headers["ETag"] != before["ETag"]) == (200, True)
    assert "改过的标题" in answer.content.decode()


def test_a_number_that_begins_at_midnight_is_shown_from_midnight(client, page):
    value = FactValue.objects.get()
    FactValue.objects.filter(pk=value.pk).update(valid_to=date(2026, 11, 26))
    FactValueFactory(fact=value.fact, value="1300", valid_from=date(2026, 11, 27))
    cache.clear()
    with time_machine.travel(datetime(2026, 11, 26, 15, 59, 58, 0, UTC), tick=False) as clock:
        last_evening = client.get(page.url).content.decode()
        clock.shift(3)  # midnight in Shanghai has gone by, no purge has come
        morning = client.get(page.url).content.decode()

    assert ("1200 元" in last_evening, "1300 元" in last_evening) == (True, False)
    assert ("1200 元" in morning, "1300 元" in morning) == (False, True)


def test_a_cache_in_front_may_keep_it_until_midnight_and_only_where_there_is_one(
    client, page, settings
):
    with time_machine.travel(datetime(2026, 11, 26, 15, 59, 30, 0, UTC), tick=False):
        alone = client.get(page.url).headers["Cache-Control"]
        settings.WAGTAILFRONTENDCACHE = {
            "default": {"BACKEND": "tests.policy_pages.test_page_purges.Recorder"}
        }
        behind = client.get(page.url).headers["Cache-Control"]

    assert "s-maxage" not in alone
    assert "s-maxage=30" in behind


@pytest.mark.parametrize("known", [False, True], ids=["first reading", "read before"])
@pytest.mark.parametrize("whole_site", [False, True], ids=["this page", "all pages"])
def test_what_was_begun_before_a_purge_is_not_kept_after_it(page, rf, known, whole_site):
    """The purge comes while the page is being made: the old page goes to its reader only."""

    def purge():
        page_cache.forget_all() if whole_site else page_cache.forget([page.url])

    def site(request):
        request.resolver_match = SimpleNamespace(url_name="wagtail_serve")
        made = HttpResponse(texts[0])
        if len(texts) > 1:
            texts.pop(0)
            purge()
        return made

    if known:
        page_cache.forget_all()
        page_cache.forget([page.url])
    texts = ["旧", "新"]
    answers = [page_cache.PublicPages(site)(rf.get(page.url)) for _time in range(3)]

    assert [answer.content.decode() for answer in answers] == ["旧", "新", "新"]


def test_an_edition_that_fell_out_of_the_cache_brings_no_old_page_back(client, page):
    client.get(page.url)
    old = client.get(page.url).content
    page_cache.forget([page.url])
    PolicyPage.objects.filter(pk=page.pk).update(title="改过的标题")
    cache.delete(page_cache._edition_of(page.url))

    new = client.get(page.url).content

    assert old != new
    assert "改过的标题" in new.decode()


PUBLIC = (
    *("/", "/policies/", "{page}", "{situation}", "/glossary/", "/check/", "/rooms/"),
    *(
        "/privacy/",
        "/privacy-children/",
        "/accessibility/",
        "/search/",
        "/search/?q=低保",
        "{page}leaflet/",
    ),
    *("/status/", "/sitemap.xml", "/robots.txt", "/nothing-here/"),
)


@pytest.mark.parametrize("address", PUBLIC)
def test_no_public_page_sets_a_cookie(client, page, address):
    situation = SituationFactory()
    address = address.format(page=page.url, situation=situation.get_absolute_url())

    response = client.get(address)

    if address != "/status/":  # a form: what it sends is guarded by one
        assert not response.cookies
    assert "sessionid" not in response.cookies


def test_a_published_change_is_seen_at_once(client, page, django_capture_on_commit_callbacks):
    client.get(page.url)

    with django_capture_on_commit_callbacks(execute=True):
        page.title = "改过的标题"
        page.save_revision().publish()

    assert "改过的标题" in client.get(page.url).content.decode()


def test_a_changed_fact_is_seen_at_once_on_every_page(
    client, page, django_capture_on_commit_callbacks
):
    client.get(page.url)
    fact = PolicyFact.objects.get(code="dibao_standard")

    with django_capture_on_commit_callbacks(execute=True):
        value = actions.enter_value(
            fact,
            place="槐荫区",
            value="1300",
            valid_from=date(2026, 6, 1),
            source=PolicySourceFactory(),
            actor=UserFactory(),
        )
        actions.check_value(value.pk, actor=UserFactory())

    html = client.get(page.url).content.decode()
    assert "1300 元" in html
    assert "1200 元" not in html


def test_a_changed_setting_of_the_station_is_seen_at_once(
    client, page, django_capture_on_commit_callbacks
):
    client.get(page.url)

    with django_capture_on_commit_callbacks(execute=True):
        station = StationFactory()
        station.phone = "0531-11112222"
        station.save()

    assert "0531-11112222" in client.get(page.url).content.decode()


def test_each_text_size_is_kept_apart(client, page):
    standard = client.get(page.url).content
    client.cookies["display"] = "30"

    large = client.get(page.url).content

    assert standard != large
    assert client.get(page.url).content == large


def test_what_a_worker_sees_is_never_kept(client, admin_client, page):
    page.adviser_notes = "<p>给社工看的话</p>"
    page.save()
    admin_client.get(page.url)

    assert "给社工看的话" not in client.get(page.url).content.decode()


@pytest.mark.parametrize("path", ["/search/?q=低保", "/intake/", "/status/", "/staff/login/"])
def test_nothing_but_content_is_kept(client, page, path):
    assert "ETag" not in client.get(path).headers


def test_a_page_that_is_not_there_is_not_kept(client, page):
    assert client.get("/policies/later/").status_code == 404

    PolicyPageFactory(slug="later")

    assert client.get("/policies/later/").status_code == 200
