"""The one function the site searches with. Callers never see what answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page, Site

from . import excerpts, source
from .ranking import Ranking, SearchIndex
from .sounds import initials, spoken
from .text import normalise_query, without_question_speech

_LONGEST_SUGGESTION = 12


@dataclass(frozen=True)
class Hit:
    """One page found. The two HTML texts are escaped, with ``<mark>`` around what was asked."""

    page: Page
    title_html: SafeString
    snippet_html: SafeString
    promoted: bool = False


@dataclass(frozen=True)
class SearchResults:
    """What was understood and what was found, best first.

    ``query`` is normalised: half width, small letters, no punctuation. ``meant`` is the word to
    offer where the query was misspelt, else empty.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    meant: str = ""


def search(query: str, *, site: Site | None = None, limit: int = 10) -> SearchResults:
    """Find the pages that answer a question asked in everyday Chinese, pinyin or slips.

    Only pages that are live, public and below this site's root (in the active language, if the
    site has it) are found. Never raises because of what was typed.
    """
    plain = normalise_query(query)
    root = source.root_for(site, get_language() or settings.LANGUAGE_CODE) if plain else None
    if not root:
        return SearchResults(plain)
    index = source.index_below(root)
    ranking = index.rank(plain, limit=limit * 2)
    promoted = _promoted(query, plain)
    keys = list(dict.fromkeys([*promoted, *(ranked.key for ranked in ranking.ranked)]))
    readable = {
        page.pk: page
        for page in Page.objects.live().public().descendant_of(root).filter(pk__in=keys).order_by()
    }
    hits = [
        _hit(readable[key], index, ranking, promoted=key in promoted)
        for key in keys
        if key in readable
    ]
    return SearchResults(plain, tuple(hits[:limit]), ranking.meant)


def _promoted(query: str, plain: str) -> list[int]:
    """Pages editors put first for exactly this question (Wagtail's promoted results)."""
    asked = {query.strip().lower()[:255], plain, without_question_speech(plain)}
    picks = SearchPromotion.objects.filter(
        query__query_string__in=[text.replace("\0", "") for text in asked], page__isnull=False
    )
    return list(picks.order_by("sort_order").values_list("page_id", flat=True))


def _hit(page: Page, index: SearchIndex, ranking: Ranking, *, promoted: bool) -> Hit:
    excerpt = one_line = page.search_description
    if document := index.document(page.pk):
        one_line = document.summary.partition("\n")[0]
        excerpt = excerpts.best_excerpt(document.summary, document.body, ranking.marked)
    return Hit(
        page=page,
        title_html=excerpts.marked(page.title, ranking.marked),
        snippet_html=excerpts.marked(excerpt, ranking.marked) if excerpt else escape(one_line),
        promoted=promoted,
    )


def suggest(query: str, *, site: Site | None = None, limit: int = 8) -> list[str]:
    """Everyday words that begin as typed: in characters, in pinyin, or in its first letters."""
    plain = normalise_query(query)
    root = source.root_for(site, get_language() or settings.LANGUAGE_CODE) if plain else None
    if not root:
        return []
    starts, sounds_alike, holds = [], [], []
    said = "".join(spoken(plain)) if plain.isascii() else ""
    letters = plain.replace(" ", "")
    for word in source.index_below(root).vocabulary():
        if word == plain or len(word) > _LONGEST_SUGGESTION:
            continue
        if word.startswith(plain):
            starts.append(word)
        elif plain in word:
            holds.append(word)
        elif letters.isascii() and (
            initials(word).startswith(letters) or "".join(spoken(word)).startswith(said or letters)
        ):
            sounds_alike.append(word)
    return [*starts, *sounds_alike, *holds][:limit]
