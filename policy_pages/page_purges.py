"""Which public pages a change shows on, so that just these are made afresh.

Every public record and page is watched. What a change may touch is noted when it happens, with the
row as it was before; which addresses that means is worked out once a transaction, after it is
committed, from what the live pages say then.

| what changes | which pages |
|---|---|
| a checked value, a fact | pages that quote it |
| a source | pages that cite it or quote a number from it |
| a paper to bring | pages that list it |
| a word explained | the list of words, pages with the word in them |
| a situation | its page, the home pages of its language |
| an explainer, a notice | itself, its lists and situations, pages that link to it, translations |
| a recording, a source or note of a page | that page |
| an urgent number | the home pages |
| station, site, language, restriction, guide to notices, a move, a new address of a list | all |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_save, pre_delete, pre_save
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import pre_page_move

from . import blocks, page_cache
from .models import (
    WHOLE_COUNTRY,
    ChangeNote,
    FactCheckedPage,
    FactValue,
    GlossaryTerm,
    HomePage,
    NoticeIndexPage,
    NoticePage,
    NoticePageSource,
    PageAudio,
    PolicyFact,
    PolicyIndexPage,
    PolicyPage,
    PolicyPageSource,
    PolicySource,
    RelatedPolicyPage,
    RequiredDocument,
    Situation,
    Station,
    UrgentContact,
)

EVERYWHERE = (Station, Site, Locale, PageViewRestriction, NoticeIndexPage)
PARTS_OF_PAGES = (PageAudio, PolicyPageSource, NoticePageSource, RelatedPolicyPage, ChangeNote)
LISTS = (HomePage, PolicyIndexPage, NoticeIndexPage)
PAGES = (Page, HomePage, PolicyIndexPage, PolicyPage, NoticePage)
RECORDS = (FactValue, PolicyFact, PolicySource, RequiredDocument, GlossaryTerm, Situation)
WATCHED = (*EVERYWHERE, *PARTS_OF_PAGES, *PAGES, *RECORDS, UrgentContact)

# Saving a draft, handing it in and locking it change nothing the public reads.
OF_DRAFTS = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
    "wagtail_admin_comments",
}


class Touched:
    """What one transaction has changed, by the names under which pages use it."""

    def __init__(self) -> None:
        self.is_purged = False
        self.everything = False
        self.addresses: set[str] = set()
        self.codes: set[str] = set()
        self.sources: set[int] = set()
        self.papers: set[int] = set()
        self.words: set[tuple[int, str]] = set()
        self.pages: set[int] = set()
        self.parts_of: set[int] = set()

    def add(self, record: models.Model) -> None:
        """Note a row as it stands: once before it is written, once after."""
        match record:
            case FactValue() if record.checked_by_id and record.place in _places():
                self.codes.add(record.fact.code)
            case PolicyFact():
                self.codes.add(record.code)
            case PolicySource():
                self.sources.add(record.pk)
                values = record.fact_values.checked().filter(place__in=_places())
                self.codes.update(values.values_list("fact__code", flat=True))
            case RequiredDocument():
                self.papers.add(record.pk)
            case GlossaryTerm():
                self.addresses.add(_address("glossary", record.locale))
                if record.marked_in_texts:
                    self.words.update((record.locale_id, word) for word in record.all_spellings)
            case Situation():
                self.addresses.add(_address("situation", record.locale, record.slug))
                self.addresses.update(_homes(locale=record.locale_id))
            case UrgentContact():
                self.addresses.update(_homes())
            case Page() if record.live:
                self.pages.add(record.pk)
                self.addresses.update(shown_on(record))
            case _ if isinstance(record, PARTS_OF_PAGES):
                self.parts_of.add(record.page_id)
        if isinstance(record, EVERYWHERE):
            self.add_everything()

    def add_everything(self) -> None:
        """All pages, at the addresses they have now and will have then."""
        if not self.everything:
            self.addresses.update(every_address())
        self.everything = True

    def purge(self) -> None:
        """Forget the pages this shows on, here and in the caches in front of us."""
        self.is_purged = True
        if self.everything:
            page_cache.forget_all()
            _tell_frontends(self.addresses | every_address())
        elif addresses := self.all_addresses():
            page_cache.forget(addresses)
            _tell_frontends(addresses)

    def all_addresses(self) -> set[str]:
        """Every path that shows something of this, as the pages stand now."""
        addresses = set(self.addresses)
        if not any((self.codes, self.sources, self.papers, self.words, self.pages, self.parts_of)):
            return addresses
        for page in _live_pages():
            if page.pk in self.pages:
                addresses.update(shown_on(page))
            elif self._shows_on(page):
                addresses.update(_own(page))
        return addresses

    def _shows_on(self, page: FactCheckedPage) -> bool:
        return bool(
            page.pk in self.parts_of
            or self.codes.intersection(page.fact_codes())
            or self.sources.intersection(cited.source_id for cited in page.sources.all())
            or (self.papers and self.papers.intersection(_papers_of(page)))
            or self._has_a_word(page)
            or self.pages.intersection(_linked_from(page))
        )

    def _has_a_word(self, page: FactCheckedPage) -> bool:
        words = [word for locale, word in self.words if locale == page.locale_id]
        return bool(words) and any(word in text for text in page.texts() for word in words)


def shown_on(page: Page) -> set[str]:
    """A page's own addresses, and the lists that show its title: wherever it is named by itself."""
    page = page.specific
    addresses = set(_own(page))
    for other in page.get_translations().live():
        addresses.update(_own(other.specific))
    if isinstance(page, FactCheckedPage):
        for parent in page.get_ancestors().live().type(*LISTS):
            is_home = issubclass(parent.specific_class, HomePage)
            if not is_home or isinstance(page, PolicyPage):  # home names explainers, not notices
                for one in (parent, *parent.get_translations().live()):
                    addresses.update(_own(one.specific))
    if isinstance(page, PolicyPage):
        for situation in page.situations.all():
            addresses.add(_address("situation", situation.locale, situation.slug))
    return addresses


def every_address() -> set[str]:
    """All addresses whose pages may be kept."""
    addresses = {path for page in _live_pages() for path in _own(page)}
    lists = Page.objects.live().type(*LISTS)
    addresses.update(path for page in lists for path in _own(page))
    for situation in Situation.objects.select_related("locale"):
        addresses.add(_address("situation", situation.locale, situation.slug))
    for locale in Locale.objects.all():
        addresses.update((_address("glossary", locale), _address("check", locale)))
    return addresses


def _own(page: Page) -> Iterator[str]:
    """The paths a page answers at; a notice has one a sentence and one a note to print.

    A Chinese page is shown in the frame of another language too, where nobody has translated it.
    """
    parts = page.get_url_parts()
    if not parts or not parts[2]:
        return
    paths = [parts[2]]
    if isinstance(page, NoticePage):
        for block in page.sentences:
            paths += [f"{parts[2]}{block.value['code']}/", f"{parts[2]}{block.value['code']}/note/"]
    yield from paths
    if page.locale.language_code == settings.LANGUAGE_CODE:
        others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        yield from (f"/{code}{path}" for code in others for path in paths)


def _live_pages() -> list[FactCheckedPage]:
    kinds = FactCheckedPage.__subclasses__()
    return [
        page
        for kind in kinds
        for page in kind.objects.live().select_related("locale").prefetch_related("sources")
    ]


def _linked_from(page: FactCheckedPage) -> set[int]:
    """The pages it links to in its texts, or names under "read next"."""
    linked = {int(pk) for html in page.rich_sources() for pk in blocks.PAGE_LINK.findall(html)}
    if isinstance(page, PolicyPage):
        linked.update(page.related_links.values_list("related_id", flat=True))
    return linked


def _papers_of(page: FactCheckedPage) -> set[int]:
    if not isinstance(page, PolicyPage):
        return set()
    lists = (block.value["items"] for block in page.papers if block.block_type == "papers")
    return {item["document"].pk for items in lists for item in items if item["document"]}


def _places() -> set[str]:
    """Every place whose values some station here shows."""
    return {WHOLE_COUNTRY}.union(*(station.places for station in Station.objects.all()))


def _homes(**of) -> set[str]:
    return {path for home in HomePage.objects.live().filter(**of) for path in _own(home)}


def _address(name: str, locale: Locale, *args: str) -> str:
    with translation.override(locale.language_code):
        return reverse(f"policy_pages:{name}", args=args)


def _tell_frontends(addresses: Iterable[str]) -> None:
    """Wagtail asks the caches of ``WAGTAILFRONTENDCACHE``; without it nobody is asked."""
    sites = list(Site.objects.all())
    PurgeBatch(f"{site.root_url}{path}" for site in sites for path in addresses).purge()


def _note(add: Callable[[Touched], None]) -> None:
    """Add something to what this transaction has touched."""
    if not settings.PUBLIC_PAGE_CACHE_SECONDS:
        return
    connection = transaction.get_connection()
    touched = getattr(connection, "public_pages_touched", None)
    # A transaction that was rolled back has taken its hook along.
    waits = touched and any(hook[1] == touched.purge for hook in connection.run_on_commit)
    if waits and not touched.is_purged:
        add(touched)
        return
    touched = connection.public_pages_touched = Touched()
    add(touched)
    transaction.on_commit(touched.purge)


def _before(sender, instance, update_fields=None, raw=False, **_signal) -> None:
    if not instance.pk or raw or _is_of_drafts(update_fields):
        return
    if stored := sender._default_manager.filter(pk=instance.pk).first():
        _note(lambda touched: touched.add(stored))
        if isinstance(stored, LISTS) and stored.slug != instance.slug:
            _note(Touched.add_everything)


def _after(sender, instance, update_fields=None, raw=False, **_signal) -> None:
    if not raw and not _is_of_drafts(update_fields):
        _note(lambda touched: touched.add(instance))


def _is_of_drafts(update_fields: Iterable[str] | None) -> bool:
    return update_fields is not None and OF_DRAFTS.issuperset(update_fields)


def _moved(**_signal) -> None:
    _note(Touched.add_everything)


def watch() -> None:
    """Listen to everything the public pages show."""
    for model in WATCHED:
        uid = f"public-pages-{model._meta.label}"
        pre_save.connect(_before, sender=model, dispatch_uid=uid)
        post_save.connect(_after, sender=model, dispatch_uid=uid)
        pre_delete.connect(_after, sender=model, dispatch_uid=uid)
    pre_page_move.connect(_moved, dispatch_uid="public-pages")
