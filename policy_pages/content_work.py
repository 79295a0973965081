"""What editors and fact checkers should look at today: for their panel and the weekly digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wagtail.models import Page

from . import leaflets, links, queries, spoken
from .models import FactCheckedPage, FactValue, HungLeaflet, PageAudio, PolicyFact


@dataclass(frozen=True)
class ContentWork:
    """Lists of things to do, each empty where there is nothing."""

    unchecked: list[FactValue]
    lapsing: list[FactValue]
    unanswered: list[PolicyFact]
    overdue: list[FactCheckedPage]
    broken_links: list[links.BrokenLink]
    stale_translations: list[Page]
    stale_recordings: list[PageAudio]
    feedback: list[queries.Stumble]
    doors: int

    def __bool__(self) -> bool:
        return any(vars(self).values())


def content_work(day: date) -> ContentWork:
    """Everything that waits for somebody on a day."""
    unchecked = FactValue.objects.unchecked().select_related("fact")
    answered = FactValue.objects.checked().valid_on(day).values("fact")
    pages = queries.live_checked_pages()
    quoted = {code for page in pages for code in page.fact_codes()}
    unanswered = PolicyFact.objects.filter(code__in=quoted).exclude(pk__in=answered)
    hanging = HungLeaflet.objects.hanging().select_related("page", "station", "room")
    return ContentWork(
        unchecked=list(unchecked),
        lapsing=queries.lapsing_values(day),
        unanswered=list(unanswered),
        overdue=queries.overdue_pages(day),
        broken_links=links.broken_links(pages),
        stale_translations=queries.stale_translations(),
        stale_recordings=spoken.stale_recordings(),
        feedback=queries.feedback_to_look_at(),
        doors=sum(sheet.reason is not None for sheet in leaflets.sheets(hanging, day)),
    )
