"""A change × the pages made afresh for it: exactly those that show it."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.frontend_cache.backends import BaseBackend

from policy_pages.models import (
    NoticeIndexPage,
    NoticePage,
    PolicyPageSource,
    RelatedPolicyPage,
    SynonymGroup,
)
from policy_pages.page_purges import every_address
from tests.factories import (
    CommunityRoomFactory,
    FactValueFactory,
    GlossaryTermFactory,
    PolicyFactFactory,
    PolicyPageFactory,
    PolicySourceFactory,
    RequiredDocumentFactory,
    SituationFactory,
    StationFactory,
    UrgentContactFactory,
    home_page,
)

HOME, LIST = "/", "/policies/"
DIBAO, HOUSE, SCHOOL = "/policies/dibao/", "/policies/house/", "/policies/school/"
SICK, WORK = "/situations/sick/", "/situations/work/"
NOTICES, STOPPED = "/notices/", "/notices/stopped/"
SENTENCE, NOTE = "/notices/stopped/income/", "/notices/stopped/income/note/"
GLOSSARY, CHECK = "/glossary/", "/check/"
EVERY = {
    *(HOME, LIST, DIBAO, HOUSE, SCHOOL, SICK, WORK),
    *(NOTICES, STOPPED, SENTENCE, NOTE, GLOSSARY, CHECK),
}


class Recorder(BaseBackend):
    """A cache in front that writes down what it is told."""

    told: list[str] = []

    def purge(self, url):
        self.told.append(url)


class Site:
    """Three explainers, a notice, two situations; every fact and record on some of them."""

    def __init__(self, client):
        self.client = client
        home_page()
        self.station = StationFactory()
        self.source = PolicySourceFactory()
        self.other_source = PolicySourceFactory()
        self.standard = FactValueFactory(fact__code="standard", source=self.other_source)
        self.days = FactValueFactory(fact__code="days", fact__kind="days")
        self.paper = RequiredDocumentFactory(where_to_get="找派出所。")
        self.word = GlossaryTermFactory(term="公示", slug="gongshi")
        self.sick = SituationFactory(slug="sick")
        self.work = SituationFactory(slug="work")
        self.urgent = UrgentContactFactory()
        self.dibao = PolicyPageFactory(
            slug="dibao",
            what_you_get=[("paragraph", "<p>低于 {{standard}} 元。</p>")],
            what_others_see=[("paragraph", "<p>名字会公示。</p>")],
        )
        self.house = PolicyPageFactory(
            slug="house",
            short_answer=f'<p>先看<a linktype="page" id="{self.dibao.pk}">低保</a>。</p>',
            how_long=[("paragraph", "<p>要 {{days}} 天。</p>")],
        )
        self.school = PolicyPageFactory(slug="school", papers=self._papers())
        PolicyPageSource.objects.create(page=self.house, source=self.source)
        RelatedPolicyPage.objects.create(page=self.school, related=self.house)
        self.dibao.situations = [self.sick]
        self.dibao.save()
        self.notices = home_page().add_child(instance=NoticeIndexPage(title="通知", slug="notices"))
        self.stopped = self.notices.add_child(instance=self._notice())

    def _papers(self):
        item = {"document": self.paper, "need": "must", "note": ""}
        return [("papers", {"intro": "", "items": [item]})]

    @staticmethod
    def _notice():
        sentence = {
            "quote": "收入高于标准。",
            "code": "income",
            "other_wordings": "",
            "meaning": "<p>算下来比线高。</p>",
            "check": ["<p>几口人？</p>"],
            "deadline": "<p>{{days}} 天里去问。</p>",
            "where": "<p>街道窗口。</p>",
            "bring": [],
        }
        return NoticePage(
            title="钱停了",
            slug="stopped",
            official_name="停发通知",
            one_line="停了怎么办。",
            what_it_is="<p>别慌。</p>",
            sentences=[("sentence", sentence)],
        )

    def read(self) -> None:
        for address in EVERY:
            assert self.client.get(address).status_code == 200, address

    def kept(self) -> set[str]:
        """Addresses whose page is still kept: answered without a query."""
        found = set()
        for address in EVERY:
            with CaptureQueriesContext(connection) as queries:
                self.client.get(address)
            if not queries:
                found.add(address)
        return found


@pytest.fixture
def site(db, client, settings, django_capture_on_commit_callbacks):
    settings.PUBLIC_PAGE_CACHE_SECONDS = 60
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": "tests.policy_pages.test_page_purges.Recorder"}
    }
    with django_capture_on_commit_callbacks(execute=True):
        site = Site(client)
    cache.clear()
    site.read()
    Recorder.told.clear()
    yield site
    cache.clear()


def saved(record, **changes):
    for name, value in changes.items():
        setattr(record, name, value)
    record.save()


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def days_of(site):
    return [("paragraph", "<p>要 {{days}} 天，低于 {{standard}}。</p>")]


NOTICE = {STOPPED, SENTENCE, NOTE}
CHANGES = {
    "a checked value": (lambda s: saved(s.standard, value="1300"), {DIBAO}),
    "a value on a notice too": (lambda s: saved(s.days, value="9"), {HOUSE, *NOTICE}),
    "a first value for a fact": (
        lambda s: FactValueFactory(fact=s.days.fact, place="济南市"),
        {HOUSE, *NOTICE},
    ),
    "a value nobody has checked": (
        lambda s: FactValueFactory(
            fact=s.days.fact, valid_from=date(2027, 1, 1), checked_by=None, checked_on=None
        ),
        set(),
    ),
    "a value of a place no station here serves": (
        lambda s: FactValueFactory(fact=s.days.fact, place="青岛市"),
        set(),
    ),
    "a value removed": (lambda s: s.standard.delete(), {DIBAO}),
    "a fact renamed": (lambda s: saved(s.standard.fact, label="低保线"), {DIBAO}),
    "a fact's code": (lambda s: saved(s.standard.fact, code="line"), {DIBAO}),
    "a fact no page quotes": (lambda s: PolicyFactFactory(), set()),
    "a source": (lambda s: saved(s.source, number="1号"), {HOUSE}),
    "a source of a number": (lambda s: saved(s.other_source, title="新通知"), {DIBAO}),
    "a citation removed": (lambda s: s.house.sources.first().delete(), {HOUSE}),
    "a paper": (lambda s: saved(s.paper, where_to_get="找街道。"), {SCHOOL}),
    "a word": (lambda s: saved(s.word, explanation="贴出来。"), {GLOSSARY, DIBAO}),
    "a word written otherwise": (lambda s: saved(s.word, term="张榜"), {GLOSSARY, DIBAO}),
    "a word in no text": (lambda s: GlossaryTermFactory(), {GLOSSARY}),
    "a situation": (lambda s: saved(s.work, name="没活干了"), {WORK, HOME}),
    "an urgent number": (lambda s: saved(s.urgent, name="消防"), {HOME}),
    "an explainer's title": (
        lambda s: publish(s.dibao, title="改了"),
        {DIBAO, LIST, HOME, SICK, HOUSE},
    ),
    "an explainer that is read next": (
        lambda s: publish(s.house, one_line="改了"),
        {HOUSE, LIST, HOME, SCHOOL},
    ),
    "an explainer leaves one situation for another": (
        lambda s: publish(s.dibao, situations=[s.work]),
        {DIBAO, LIST, HOME, SICK, WORK, HOUSE},
    ),
    "an explainer unpublished": (lambda s: s.school.unpublish(), {SCHOOL, LIST, HOME}),
    "an explainer deleted": (lambda s: s.school.delete(), {SCHOOL, LIST, HOME}),
    "an explainer's address": (
        lambda s: publish(s.school, slug="study"),
        {SCHOOL, LIST, HOME},
    ),
    "a draft": (lambda s: s.dibao.save_revision(), set()),
    "a notice": (lambda s: publish(s.stopped, title="钱少了"), {NOTICES, *NOTICE}),
    "the list of explainers": (
        lambda s: publish(s.dibao.get_parent().specific, intro="好"),
        {LIST},
    ),
    "the front page": (lambda s: publish(home_page(), headline="您好"), {HOME}),
    "the guide to notices": (lambda s: publish(s.notices, title="看通知"), EVERY),
    "the station": (lambda s: saved(s.station, phone="0531-11112222"), EVERY),
    "a list's address": (
        lambda s: publish(s.dibao.get_parent().specific, slug="help"),
        EVERY,
    ),
    "a room": (lambda s: CommunityRoomFactory(station=s.station), set()),
    "search words": (lambda s: SynonymGroup.objects.create(words="低保"), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_just_the_pages_afresh_that_show_it(
    site, change, django_capture_on_commit_callbacks
):
    act, stale = CHANGES[change]

    with django_capture_on_commit_callbacks(execute=True):
        act(site)

    told = {url.removeprefix("http://localhost") for url in Recorder.told}
    assert told & EVERY == stale
    assert site.kept() == EVERY - stale


def test_all_addresses_are_known(site):
    assert {path for path in every_address() if not path.startswith("/en/")} == EVERY


def test_many_changes_in_one_transaction_are_one_purge(site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as hooks, transaction.atomic():
        saved(site.standard, value="1300")
        saved(site.standard.fact, label="低保线")
        saved(site.paper, where_to_get="找街道。")

    assert len([hook for hook in hooks if "purge" in repr(hook)]) == 1
    both = {DIBAO, SCHOOL, f"/en{DIBAO}", f"/en{SCHOOL}"}  # untranslated: in the English frame too
    assert sorted(Recorder.told) == sorted(f"http://localhost{path}" for path in both)


def test_what_is_rolled_back_purges_nothing(site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                saved(site.standard, value="1300")
                raise ValueError
        except ValueError:
            pass
        saved(site.days, value="9")

    told = {url.removeprefix("http://localhost") for url in Recorder.told}
    assert told & EVERY == {HOUSE, *NOTICE}


def test_a_chinese_page_in_the_english_frame_is_made_afresh_with_it(
    site, client, django_capture_on_commit_callbacks
):
    client.get(f"/en{DIBAO}")

    with django_capture_on_commit_callbacks(execute=True):
        saved(site.standard, value="1300")

    assert "1300 元" in client.get(f"/en{DIBAO}").content.decode()


def test_without_a_cache_in_front_nobody_is_told(
    site, settings, django_capture_on_commit_callbacks
):
    settings.WAGTAILFRONTENDCACHE = None

    with django_capture_on_commit_callbacks(execute=True):
        saved(site.standard, value="1300")

    assert Recorder.told == []
