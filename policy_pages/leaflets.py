"""Versions of the printed leaflets, and the doors to visit when a version is out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import queries
from .models import HungLeaflet, PolicyFact, PolicyPage, Station, places_for


def version_of(page: PolicyPage, quoted) -> str:
    """The day it was published and four letters that change with every word and every number."""
    words = "\n".join([page.title, *page.texts(), *(str(value.value) for value in quoted)])
    published = page.last_published_at or page.latest_revision_created_at or timezone.now()
    return f"{published:%Y%m%d}-{hashlib.sha256(words.encode()).hexdigest()[:4]}"


def last_day(page: PolicyPage, quoted) -> date | None:
    """From the day after, the paper must be taken down: a number ends or the review is due."""
    ends = [value.valid_to for value in quoted if value.valid_to]
    if page.next_review_due:
        ends.append(page.next_review_due)
    return min(ends, default=None)


@dataclass(frozen=True)
class Edition:
    """What would come out of the printer today."""

    version: str
    valid_until: date | None


def edition_of(page: PolicyPage, station: Station | None, day: date, facts=None) -> Edition:
    """The leaflet of a page at a station on a day; ``facts`` where they are known already."""
    if facts is None:
        facts = queries.facts_for(places_for(station), day)
    quoted = [facts[code] for code in page.fact_codes() if code in facts]
    return Edition(version_of(page, quoted), last_day(page, quoted))


class Outdated(StrEnum):
    """Why a sheet must come off the wall."""

    GONE = "gone"
    CHANGED = "changed"
    LAPSED = "lapsed"

    @property
    def label(self):
        return _REASONS[self]


_REASONS = {
    Outdated.GONE: _("the page is no longer published"),
    Outdated.CHANGED: _("words or numbers have changed"),
    Outdated.LAPSED: _("its last day is over"),
}


@dataclass(frozen=True)
class Sheet:
    """A leaflet on a wall beside what would be printed today; no ``reason`` where it holds."""

    row: HungLeaflet
    edition: Edition | None
    reason: Outdated | None


def sheets(hanging: Iterable[HungLeaflet], day: date) -> list[Sheet]:
    """Each sheet on a wall with its state, the doors to visit first.

    A new day of publication with the very same words and numbers is no reason to climb stairs.
    Rows come with ``page`` and ``station``.
    """
    facts, editions, found = {}, {}, []
    for row in hanging:
        if row.page is None or not row.page.live:
            found.append(Sheet(row, None, Outdated.GONE))
            continue
        place, key = row.station_id, (row.station_id, row.page_id)
        if place not in facts:
            facts[place] = queries.facts_for(row.station.places, day)
        if key not in editions:
            editions[key] = edition_of(row.page, row.station, day, facts[place])
        found.append(Sheet(row, editions[key], _reason(row, editions[key], day)))
    return sorted(found, key=lambda sheet: sheet.reason is None)


def _reason(row: HungLeaflet, edition: Edition, day: date) -> Outdated | None:
    if row.version.partition("-")[2] != edition.version.partition("-")[2]:
        return Outdated.CHANGED
    if edition.valid_until and edition.valid_until < day:
        return Outdated.LAPSED
    return None


def doors_to_visit(fact: PolicyFact) -> list[HungLeaflet]:
    """The walls whose leaflets quote a fact: where to go once its number changes."""
    hanging = HungLeaflet.objects.hanging().select_related("page", "room", "station").order_by("pk")
    quoting: dict[int, bool] = {}
    doors = []
    for row in hanging.filter(page__isnull=False):
        if row.page_id not in quoting:
            quoting[row.page_id] = fact.code in row.page.fact_codes()
        if quoting[row.page_id]:
            doors.append(row)
    return doors
