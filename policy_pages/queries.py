"""Reads that cross models, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.http import HttpRequest
from wagtail.models import Locale, Page, Site

from . import eligibility
from .models import (
    CommunityRoom,
    FactCheckedPage,
    FactValue,
    GlossaryTerm,
    NoticeIndexPage,
    PageFeedback,
    PolicyFact,
    PolicyPage,
    RuleSet,
    Situation,
    Station,
    UrgentContact,
    narrowest,
)

_NOT_LOOKED_UP = object()
LAPSES_SOON = timedelta(days=30)


def current_station(request: HttpRequest) -> Station | None:
    """The station this site belongs to, looked up once a request; ``None`` on a bare install."""
    station = getattr(request, "_current_station", _NOT_LOOKED_UP)
    if station is _NOT_LOOKED_UP:
        site = Site.find_for_request(request)
        station = Station.objects.filter(site=site).first() if site else None
        request._current_station = station
    return station


def urgent_contacts() -> list[UrgentContact]:
    """Every urgent number, the emergency ones first as editors ordered them."""
    return list(UrgentContact.objects.all())


def facts_for(places: Sequence[str], day: date) -> dict[str, FactValue]:
    """The value of every fact that holds on ``day``, by code, in one query.

    A value nobody has checked, or whose time is over, is not in the answer: the page then asks
    people to call the station, and an old number is never used again (DESIGN §4).
    """
    return FactValue.objects.nearest(places, day)


def lapsing_values(day: date) -> list[FactValue]:
    """Values that end within ``LAPSES_SOON`` of a day with no checked one after them. One query."""
    ending = FactValue.objects.lapsing(day, day + LAPSES_SOON)
    return list(ending.select_related("fact").order_by("valid_to", "fact__code", "place"))


def facts_quoted(
    codes: Iterable[str], places: Sequence[str], day: date
) -> tuple[dict[str, FactValue], dict[str, PolicyFact]]:
    """The values of some facts as ``facts_for`` gives them, and every fact among the codes.

    One query, none for no codes. A fact without a value is in the second answer only: the page
    can still name what it cannot put a number to. A code that is no fact is in neither.
    """
    wanted = set(codes)
    if not wanted:
        return {}, {}
    facts = list(PolicyFact.objects.filter(code__in=wanted).with_values(places, day))
    values = [fact.held for fact in facts if hasattr(fact, "held")]
    return narrowest(values, places), {fact.code: fact for fact in facts}


def glossary(locale: Locale | int | None = None) -> list[GlossaryTerm]:
    """The words explained on this site, in one language."""
    return list(GlossaryTerm.objects.filter(locale=locale or Locale.get_active()))


def situations(locale: Locale | None = None) -> list[Situation]:
    """The ways in, in one language."""
    return list(Situation.objects.filter(locale=locale or Locale.get_active()))


def explainers(site: Site) -> list[PolicyPage]:
    """The explainers the public can read on a site, in the order editors gave them."""
    return list(PolicyPage.objects.readable_below(site.root_page))


def explainer(request: HttpRequest, slug: str) -> PolicyPage | None:
    """The live, public explainer with this slug on the site of the request.

    In its language, or in Chinese where nobody has translated it.
    """
    site = Site.find_for_request(request)
    pages = PolicyPage.objects.live().public().filter(slug=slug)
    for home in [site.root_page.localized, site.root_page] if site else []:
        if found := pages.descendant_of(home).first():
            return found
    return None


def notice_guide(request: HttpRequest) -> NoticeIndexPage | None:
    """The list of notices of this site in the language of the request."""
    site = Site.find_for_request(request)
    guides = NoticeIndexPage.objects.live().public().filter(locale=Locale.get_active())
    return guides.descendant_of(site.root_page).first() if site else None


@dataclass(frozen=True)
class Stumble:
    """A section that readers do not understand as it is written now."""

    page: PolicyPage
    section: str
    complaints: int

    def __str__(self) -> str:
        """「低保怎么申请 · 要办多久」."""
        return " · ".join(
            filter(None, [self.page.title, self.page.section_at(self.section).heading])
        )


def feedback_to_look_at(at_least: int = 5) -> list[Stumble]:
    """Sections with so many open complaints that somebody should rewrite them, most first.

    Counted is what was said about the text of today: a rewritten section begins again. Two queries.
    """
    counted = (
        PageFeedback.objects.open()
        .complaints()
        .values_list("page_id", "section", "text_hash")
        .annotate(complaints=Count("pk"))
        .filter(complaints__gte=at_least)
        .order_by("-complaints", "page_id")
    )
    pages = PolicyPage.objects.live().in_bulk({page_id for page_id, *_rest in counted})
    stumbles = []
    for page_id, name, text_hash, complaints in counted:
        section = pages[page_id].section_at(name) if page_id in pages else None
        if section and section.text_hash == text_hash:
            stumbles.append(Stumble(pages[page_id], name, complaints))
    return stumbles


def explainers_for(situation: Situation) -> list[PolicyPage]:
    """The explainers that help in a situation, in the editors' order."""
    pages = PolicyPage.objects.live().public().filter(situations=situation)
    return list(pages.order_by("path").defer_streamfields())


def rooms_of(station: Station | None) -> list[CommunityRoom]:
    """A station's community rooms with their estates, in two queries however many there are."""
    if station is None:
        return []
    return list(station.rooms.prefetch_related("estates"))


def rules_on(
    places: Sequence[str], day: date, *, at_opening: bool = False
) -> list[eligibility.RuleSet]:
    """The rules that were or are live on ``day``, one set a programme: the nearest place's.

    ``at_opening``: those of the morning, when rules were switched in the course of that day.

    Two queries however many there are. Rules of a day gone by are what a replay needs (R-96).
    """
    rank = {place: position for position, place in enumerate(places)}
    live = RuleSet.objects.live_at_opening(day) if at_opening else RuleSet.objects.live_on(day)
    stored = live.filter(place__in=places).with_criteria()
    nearest: dict[str, RuleSet] = {}
    for ruleset in sorted(stored, key=lambda one: (rank[one.place], -one.version)):
        nearest.setdefault(ruleset.programme, ruleset)
    return [ruleset.as_rules() for ruleset in nearest.values()]


def rules_switched_on(places: Sequence[str], day: date) -> list[RuleSet]:
    """The versions that went live on ``day`` and are not a programme's first. One query."""
    switched = RuleSet.objects.filter(place__in=places, went_live_on=day, version__gt=1)
    return list(switched.order_by("order", "programme", "version"))


def dated_values(places: Sequence[str]) -> list[eligibility.DatedValue]:
    """Every checked number of these places, past, present and coming, as the engine takes them.

    In one query. Texts are left out, and so is a number that cannot be read as one: what is not
    a number today is unknown, never zero.
    """
    values = (
        FactValue.objects.filter(place__in=places)
        .exclude(fact__kind=PolicyFact.Kind.TEXT)
        .checked()
        .select_related("fact", "source")
    )
    dated = ((value, _as_number(value.value)) for value in values)
    return [
        eligibility.DatedValue(
            code=value.fact.code,
            place=value.place,
            value=number,
            valid_from=value.valid_from,
            valid_to=value.valid_to,
            label=value.fact.label,
            unit=value.fact.unit,
            source=value.source.title,
            article=value.article,
        )
        for value, number in dated
        if number is not None
    ]


def fact_labels() -> dict[str, str]:
    """What each fact is called, for a reason that has to name one without a value."""
    return dict(PolicyFact.objects.values_list("code", "label"))


def _as_number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def live_checked_pages() -> list[FactCheckedPage]:
    """Every live page of a kind that a second person checks, kind by kind in reading order."""
    return [
        page
        for kind in FactCheckedPage.__subclasses__()
        for page in kind.objects.live().order_by("path").prefetch_related("sources")
    ]


def overdue_pages(day: date) -> list[FactCheckedPage]:
    """Live pages whose review was due before ``day``, or that have no date; those first."""
    late = Q(next_review_due__lt=day) | Q(next_review_due__isnull=True)
    pages = [
        page
        for kind in FactCheckedPage.__subclasses__()
        for page in kind.objects.live().filter(late).order_by("path").defer_streamfields()
    ]
    return sorted(pages, key=lambda page: page.next_review_due or date.min)


def stale_translations() -> list[Page]:
    """Live pages in other languages whose Chinese page was published after them."""
    home = Locale.get_default().pk
    chinese = Page.objects.live().filter(locale=home, translation_key=OuterRef("translation_key"))
    newest = Subquery(chinese.values("last_published_at")[:1])
    translated = Page.objects.live().exclude(locale=home).annotate(chinese_published_at=newest)
    newer = translated.filter(chinese_published_at__gt=F("last_published_at"))
    return list(newer.select_related("locale").order_by("path"))
