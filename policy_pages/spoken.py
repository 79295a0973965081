"""The text of a page as it is read aloud, and whether a recording still reads that text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from html import unescape

from django.utils import timezone
from django.utils.html import strip_tags

from . import queries
from .models import PageAudio, PolicyPage, Station, places_for
from .page_text import PageText


def words_of_today(page: PolicyPage, station: Station | None) -> PageText:
    """The numbers and details a page would be read with now."""
    facts, known = queries.facts_quoted(
        page.fact_codes(), places_for(station), timezone.localdate()
    )
    return PageText(
        facts=facts,
        known=known,
        station=station,
        checked_on=page.last_reviewed,
        language=page.locale.language_code,
    )


def spoken_text(page: PolicyPage, words: PageText) -> str:
    """Title and short answer first, then the sections, with the numbers of the day."""
    bare = replace(words, terms=())
    texts = [page.title, *list(page.texts())[1:]]
    return "\n".join(_plain(bare, text) for text in texts if text)


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_stale(audio: PageAudio, words: PageText) -> bool:
    """Whether the page says something else by now than the recording."""
    return audio.text_hash != text_hash(spoken_text(audio.page, words))


def stale_recordings() -> list[PageAudio]:
    """Recordings of live pages whose text has changed since, at the station of the first site."""
    station = Station.objects.order_by("-site__is_default_site", "pk").first()
    rows = PageAudio.objects.filter(page__live=True).select_related("page").order_by("page__path")
    return [row for row in rows if is_stale(row, words_of_today(row.page, station))]


def _plain(words: PageText, text: str) -> str:
    return unescape(strip_tags(words.render(text)))
