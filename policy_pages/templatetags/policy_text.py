"""The text of explainers in templates: ``{% page_text %}`` once, then ``{% rich value %}``."""

from __future__ import annotations

import re
from datetime import timedelta

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import get_language, gettext
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from .. import queries
from ..blocks import PAGE_LINK
from ..labels import SECTION_HEADINGS
from ..models import FactCheckedPage, NoticeIndexPage, PolicyPage, comparing, places_for
from ..page_text import PageText, amount, station_hours
from ..spoken import is_stale
from ..structured_data import structured_data as data_for_machines

register = template.Library()
register.filter("amount", amount)
register.filter("hours", station_hours)

LONG_OVERDUE = timedelta(days=60)


@register.simple_tag(takes_context=True)
def page_text(context: template.Context, page: FactCheckedPage) -> PageText:
    """The facts, words and links that the texts of one page need, in a few queries."""
    request = context.get("request")
    station = queries.current_station(request) if request else None
    facts, known = queries.facts_quoted(
        page.fact_codes(), places_for(station), timezone.localdate()
    )
    links, guide = _ways_on(page, request)
    return PageText(
        facts=facts,
        known=known,
        station=station,
        terms=queries.glossary(page.locale_id),
        checked_on=page.last_reviewed,
        page_links=links,
        notice_guide=guide,
        language=page.locale.language_code,
    )


def _ways_on(page: FactCheckedPage, request) -> tuple[dict[str, str], str]:
    """The addresses of the pages its texts link to, and of the guide to notices, in one query."""
    wanted = {found for source in page.rich_sources() for found in PAGE_LINK.findall(source)}
    guides = NoticeIndexPage.objects.filter(locale_id=page.locale_id)
    pages = Page.objects.live().filter(Q(pk__in=wanted) | Q(pk__in=guides.values("pk")))
    addresses, guide_address = {}, ""
    guide_type = ContentType.objects.get_for_model(NoticeIndexPage)
    for found in pages:
        address = found.get_url(request) or ""
        if str(found.pk) in wanted:
            addresses[str(found.pk)] = address
        if found.content_type_id == guide_type.pk and address.startswith("/"):  # of this site
            guide_address = address
    return addresses, guide_address


@register.simple_tag(takes_context=True)
def rich(context: template.Context, value: RichText | str) -> str:
    """A text an editor wrote, with its facts, words and links; bare in a block preview."""
    words = context.get("words") or PageText()
    if isinstance(value, RichText):
        value = value.source
        html = expand_db_html(PAGE_LINK.sub(lambda found: _open_link(found, words), value))
    else:
        html = escape(value)
    return words.render(html)


@register.simple_tag(takes_context=True)
def rich_field(context: template.Context, value: str) -> str:
    """The same for a rich text field, whose value is its HTML."""
    return rich(context, RichText(value))


def _open_link(found: re.Match, words: PageText) -> str:
    """A link to a page that is gone or hidden keeps its words and loses its address."""
    address = words.page_links.get(found[1])
    return f'<a href="{escape(address)}">' if address else "<a>"


@register.filter
def badge(page: PolicyPage) -> str:
    """The badge of a page, gone by itself after its last day."""
    return page.badge_on(timezone.localdate())


@register.filter
def parts(page: PolicyPage) -> list[dict]:
    """The fixed sections that hold something: anchor, heading, value."""
    return [
        {
            "name": name,
            "anchor": name.replace("_", "-"),
            "heading": heading,
            "value": getattr(page, name),
        }
        for name, heading in SECTION_HEADINGS.items()
        if getattr(page, name)
    ]


@register.filter
def citations(page: FactCheckedPage):
    """The sources of a page; in a preview they are not in the database yet."""
    cited = page.sources
    return cited.select_related("source") if hasattr(cited, "select_related") else cited.all()


@register.filter
def related(page: PolicyPage, request) -> list[PolicyPage]:
    """At most three pages worth reading next, live ones only."""
    pages = [link.related for link in page.related_links.select_related("related")[:3]]
    return [page for page in pages if page.live]


@register.simple_tag(takes_context=True)
def start_section(context: template.Context) -> str:
    """Each word is explained once a section."""
    if words := context.get("words"):
        words.start_section()
    return ""


@register.simple_tag(takes_context=True)
def structured_data(context: template.Context, page: PolicyPage) -> str:
    """What machines read; nothing in a preview, which has no address yet."""
    request, words = context.get("request"), context.get("words")
    if not (request and words and page.pk):
        return ""
    return data_for_machines(page, words, request.build_absolute_uri(page.get_url(request)))


@register.simple_tag
def is_in_readers_language(page: FactCheckedPage) -> bool:
    """Whether the words of a page are in the language of the frame around them."""
    return page.locale.language_code == get_language()


@register.simple_tag(takes_context=True)
def notice_guide(context: template.Context) -> NoticeIndexPage | None:
    """Where people learn what their notice means, if this site has such a page."""
    request = context.get("request")
    return queries.notice_guide(request) if request else None


@register.filter
def to_compare(task_state) -> list[comparing.Comparison]:
    """What the second person ticks before the version that waits is published."""
    return comparing.comparisons(task_state.revision.as_object())


@register.filter
def is_long_overdue(page: FactCheckedPage) -> bool:
    """Whether the review is so late that readers must be told (ux_content B.4)."""
    due = page.next_review_due
    return bool(due and timezone.localdate() - due > LONG_OVERDUE)


@register.filter
def out_of_date(page: FactCheckedPage) -> str:
    """What readers must be told when the rule of a page holds no more, or not yet."""
    today = timezone.localdate()
    first, last = getattr(page, "applies_from", None), getattr(page, "applies_to", None)
    if last and last < today:
        sentence = gettext("This rule ended on %(day)s. Ask the station what holds now.")
        return sentence % {"day": date_format(last, "DATE_FORMAT")}
    if first and first > today:
        sentence = gettext("This rule begins on %(day)s. Ask the station what holds until then.")
        return sentence % {"day": date_format(first, "DATE_FORMAT")}
    return ""


@register.inclusion_tag("pages/audio.html", takes_context=True)
def read_aloud(context: template.Context, page: PolicyPage) -> dict:
    """The recording of a page, and whether the page says something else by now."""
    audio = getattr(page, "audio", None) if page.pk else None
    words = context.get("words") or PageText()
    return {"audio": audio, "is_stale": bool(audio) and is_stale(audio, words)}
