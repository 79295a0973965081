"""Where the search gets its pages and words, and how it knows that they have changed.

Each process keeps the index of a site in memory. Before each search a few counts and dates are
read; when they differ from those of the index, it is built again. So every process is right after
a publication, an edit of the vocabulary or a restore, with no message passing between them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from django.db import connection
from wagtail.models import Page, Site

from .. import fact_text
from ..models import FactCheckedPage, NoticePage, PolicyPage, Saying, Situation, SynonymGroup
from ..models.vocabulary import lines
from .excerpts import SENTENCE
from .ranking import SearchDocument, SearchIndex

_INDEXES_KEPT = 8
_PAGES_KEPT = 5_000
_FIGURES = """
    SELECT COUNT(*), SUM(p.id), MAX(p.last_published_at), MAX(p.latest_revision_created_at)
    FROM {explainer} e JOIN {page} p ON p.id = e.page_ptr_id
    WHERE p.live AND p.path LIKE %s
    UNION ALL
    SELECT COUNT(*), SUM(p.id), MAX(p.last_published_at), MAX(p.latest_revision_created_at)
    FROM {notice} n JOIN {page} p ON p.id = n.page_ptr_id
    WHERE p.live AND p.path LIKE %s
    UNION ALL SELECT COUNT(*), SUM(id), MAX(updated_at), NULL FROM {equal}
    UNION ALL SELECT COUNT(*), SUM(id), MAX(updated_at), NULL FROM {saying}
"""
_SITUATIONS = "SELECT id, name, everyday_words FROM {situation} ORDER BY id"


@dataclass(frozen=True)
class _Built:
    stamp: Hashable
    index: SearchIndex


_indexes: OrderedDict[int, _Built] = OrderedDict()
_texts: OrderedDict[tuple, tuple[str, str, str]] = OrderedDict()
_building = Lock()


def forget() -> None:
    """Drop every index of this process; for tests, whose databases are rolled back."""
    _indexes.clear()
    _texts.clear()


def root_for(site: Site | None, language: str) -> Page | None:
    """Where the pages of a site in one language begin; the site's own language if there is none."""
    if not site:
        sites = Site.objects.select_related("root_page__locale")
        site = sites.filter(is_default_site=True).first()
    if not site:
        return None
    root = site.root_page
    if root.locale.language_code == language:
        return root
    translated = root.get_translations().filter(locale__language_code=language, live=True)
    return translated.first() or root


def index_below(root: Page) -> SearchIndex:
    """The index of all live explainers and notices below a page, up to date as of now.

    While one thread builds a newer index the others answer from the one before.
    """
    stamp = _stamp(root)
    built = _indexes.get(root.pk)
    if built and built.stamp == stamp:
        return built.index
    if not _building.acquire(blocking=built is None):
        return built.index
    try:
        built = _indexes.get(root.pk)
        if not built or built.stamp != stamp:
            built = _Built(stamp, _build(root))
            _indexes[root.pk] = built
            _indexes.move_to_end(root.pk)
            while len(_indexes) > _INDEXES_KEPT:
                _indexes.popitem(last=False)
        return built.index
    finally:
        _building.release()


def _live_below(root: Page) -> list[FactCheckedPage]:
    explainers = PolicyPage.objects.live().descendant_of(root).order_by("path")
    notices = NoticePage.objects.live().descendant_of(root).order_by("path")
    return [*explainers.prefetch_related("situations"), *notices]


def _stamp(root: Page) -> Hashable:
    """Cheap figures that change with every publication and every edit of the vocabulary.

    Written as SQL because it runs before every search: two reads in under a millisecond, where
    the same through querysets takes ten.
    """
    tables = {
        "page": Page._meta.db_table,
        "explainer": PolicyPage._meta.db_table,
        "notice": NoticePage._meta.db_table,
        "equal": SynonymGroup._meta.db_table,
        "saying": Saying._meta.db_table,
        "situation": Situation._meta.db_table,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES.format(**tables), [f"{root.path}%"] * 2)
        figures = tuple(map(tuple, cursor.fetchall()))
        cursor.execute(_SITUATIONS.format(**tables))
        return figures, tuple(map(tuple, cursor.fetchall()))


def _build(root: Page) -> SearchIndex:
    pages = _live_below(root)
    by_translation = {page.translation_key: page.pk for page in pages}
    by_slug = {page.slug: page.pk for page in pages}
    says: dict[int, tuple[list[str], list[str]]] = {page.pk: ([], []) for page in pages}
    for saying in Saying.objects.prefetch_related("pages"):
        # A word list made for one site serves the same explainer in other languages and sites.
        targets = {
            by_translation.get(page.translation_key) or by_slug.get(page.slug)
            for page in saying.pages.all()
        }
        for pk in targets - {None}:
            says[pk][saying.is_weak].extend(saying.all_words)
    return SearchIndex(
        [_document(page, *says[page.pk]) for page in pages],
        [group.all_words for group in SynonymGroup.objects.all()],
    )


def _document(page: FactCheckedPage, says: list[str], weak_says: list[str]) -> SearchDocument:
    ways_in = page.situations.all() if isinstance(page, PolicyPage) else ()
    situations = [word for s in ways_in for word in (s.name, *lines(s.everyday_words))]
    summary, headings, body = _page_texts(page)
    return SearchDocument(
        key=page.pk,
        title=page.title,
        names=(page.official_name, *page.everyday_names()),
        says=tuple(says),
        weak_says=tuple(weak_says),
        situations=tuple(situations),
        summary=summary,
        headings=headings,
        body=body,
    )


def _page_texts(page: FactCheckedPage) -> tuple[str, str, str]:
    """(summary, questions people ask, everything) without fact tokens, kept until edited."""
    key = (page.pk, page.last_published_at, page.latest_revision_created_at)
    if key not in _texts:
        one_line, answer, *_rest = page.texts()
        texts = (
            f"{one_line}\n{answer}",
            "\n".join(page.questions()),
            # A sentence with a number of the day in it reads broken without the number.
            "\n".join(
                sentence
                for text in page.texts()
                for sentence in SENTENCE.findall(text)
                if not fact_text.TOKEN.search(sentence)
            ),
        )
        _texts[key] = texts
        while len(_texts) > _PAGES_KEPT:
            _texts.popitem(last=False)
    return _texts[key]
