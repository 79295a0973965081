"""Everything that can be wrong with published content: words, links, dates, facts, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from . import queries
from .labels import in_words
from .links import broken_links
from .models import FactValue, GlossaryTerm, PolicyFact, Replacement
from .models.wording import report_on
from .spoken import stale_recordings


class Kind(StrEnum):
    """What a finding is about."""

    WORDS = "words"
    LINK = "link"
    REVIEW = "review"
    FACT = "fact"
    SOURCE = "source"
    SOUND = "sound"


@dataclass(frozen=True)
class Finding:
    """One thing to mend. ``where`` is a page's title or a fact's code; errors must be mended."""

    kind: Kind
    where: str
    message: str
    is_error: bool = True


def check_content(today: date) -> Iterator[Finding]:
    """Look at every live page and every fact they quote, in the order of the pages."""
    replacements = Replacement.objects.as_mapping()
    explained = GlossaryTerm.objects.explained_words()
    pages = queries.live_checked_pages()
    broken = broken_links(pages)
    quoted: dict[str, str] = {}
    for page in pages:
        quoted.update({code: page.title for code in page.fact_codes() if code not in quoted})
        for hit in report_on(page, replacements, explained).broken:
            message = f"「{hit.text[:30]}」{in_words(hit)}"
            yield Finding(Kind.WORDS, page.title, message, is_error=False)
        for link in broken:
            if link.page_id == page.pk:
                yield Finding(Kind.LINK, page.title, link.message)
        if not page.sources.all():
            yield Finding(
                Kind.SOURCE, page.title, _("It names no source. Add the law it rests on.")
            )
        if page.next_review_due is None:
            yield Finding(Kind.REVIEW, page.title, _("It has no date for the next review."))
        elif page.next_review_due < today:
            message = _("Its review was due on %(day)s.") % {"day": page.next_review_due}
            yield Finding(Kind.REVIEW, page.title, message)
    for audio in stale_recordings():
        message = _("The text has changed; the recording still reads the old one.")
        yield Finding(Kind.SOUND, audio.page.title, message, is_error=False)
    yield from _facts(quoted, today)


def _facts(quoted: dict[str, str], today: date) -> Iterator[Finding]:
    facts = PolicyFact.objects.filter(code__in=quoted)
    answered = set(FactValue.objects.checked().valid_on(today).values_list("fact", flat=True))
    lapsing: dict[int, date] = {}
    for value in queries.lapsing_values(today):
        lapsing.setdefault(value.fact_id, value.valid_to)
    for fact in facts.order_by("code"):
        if fact.pk not in answered:
            message = _(
                "「%(page)s」 quotes it, and it has no checked value today: "
                "readers are told to call the station."
            )
            yield Finding(Kind.FACT, fact.code, message % {"page": quoted[fact.code]}, False)
        elif fact.pk in lapsing:
            message = _("Its value ends on %(day)s. Enter the next one.")
            yield Finding(Kind.FACT, fact.code, message % {"day": lapsing[fact.pk]}, False)
