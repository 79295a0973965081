"""Puts today's facts, the station's details and explained words into the text of a page.

An editor writes ``{{code}}``. The reader sees the number of the day with its unit and, for money,
since when; a table at the foot of the page gives the source of each. Where there is no checked
number today the reader is told to call the station: nothing old, nothing unchecked is shown.
A token nobody knows, and whatever else stands between two braces, is treated the same, so a page
always renders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from . import fact_text
from .models import FactValue, GlossaryTerm, PolicyFact, Station

HELP_LINE = "12345"
_TAG = re.compile(r"(<[^>]*>)")
_SHOWS_ITS_DATE = {PolicyFact.Kind.MONEY, PolicyFact.Kind.PERCENT}
_UNITS_ELSEWHERE = {
    PolicyFact.Kind.MONEY: gettext_lazy("yuan"),
    PolicyFact.Kind.MONTHS: gettext_lazy("months"),
    PolicyFact.Kind.DAYS: gettext_lazy("days"),
    PolicyFact.Kind.WORKING_DAYS: gettext_lazy("working days"),
}
"""Editors write units and labels in Chinese; these stand in their place in other languages."""


def station_hours(station: Station) -> str:
    """When the station is open, in words."""
    return _("working days %(opens)s to %(closes)s") % {
        "opens": formats.time_format(station.opens_at, "H:i"),
        "closes": formats.time_format(station.closes_at, "H:i"),
    }


@dataclass
class PageText:
    """The words of one page on one day. ``quoted`` fills up as texts are rendered."""

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    known: Mapping[str, PolicyFact] = field(default_factory=dict)
    station: Station | None = None
    terms: Iterable[GlossaryTerm] = ()
    checked_on: date | None = None
    checked_by: str = ""
    page_links: Mapping[str, str] = field(default_factory=dict)
    notice_guide: str = ""
    language: str = settings.LANGUAGE_CODE
    quoted: dict[str, FactValue] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._explained: set[int] = set()
        self._terms_by_word = {
            word: term for term in self.terms if term.marked_in_texts for word in term.all_spellings
        }
        words = sorted(self._terms_by_word, key=len, reverse=True)
        self._any_word = re.compile("|".join(map(re.escape, words))) if words else None

    @property
    def _is_chinese(self) -> bool:
        return self.language.startswith("zh")

    def _unit_of(self, fact: PolicyFact) -> str:
        """「元」, or "yuan" on a page in another language."""
        if self._is_chinese:
            return fact.unit
        with override(self.language):
            return str(_UNITS_ELSEWHERE.get(fact.kind, fact.unit))

    def _in_brackets(self, text: str) -> SafeString:
        return format_html("（{}）" if self._is_chinese else " ({})", text)

    def start_section(self) -> None:
        """From here on each word is marked again at its first use."""
        self._explained.clear()

    def render(self, html: str) -> SafeString:
        """Safe HTML with tokens and words put in. ``html`` is escaped text or rich text."""
        rendered, inside_link, already_told = [], 0, False
        for part in _TAG.split(html):
            if part.startswith("<"):
                inside_link += part.startswith(("<a ", "<a>")) - part.startswith("</a")
                rendered.append(part)
                continue
            text, already_told = self._text(part, bool(inside_link), already_told)
            rendered.append(text)
        return mark_safe("".join(rendered))  # noqa: S308  (safe parts, each escaped below)

    def _text(self, text: str, inside_link: bool, already_told: bool) -> tuple[str, bool]:
        pieces, position = [], 0
        for token in fact_text.ANY_BRACES.finditer(text):
            pieces.append(self._explain(text[position : token.start()], inside_link))
            shown, position, is_told = self._token(token, text, inside_link, already_told)
            already_told = already_told or is_told
            pieces.append(shown)
        pieces.append(self._explain(text[position:], inside_link))
        return "".join(pieces), already_told

    def _token(self, token, text: str, inside_link: bool, already_told: bool):
        """What to show, where the text goes on, and whether the reader was told to call."""
        code = token[1].strip()
        if code in fact_text.SPECIAL_CODES:
            shown = self._special(code, inside_link)
            if shown:
                return shown, token.end(), False
        fact = self.known.get(code)
        if value := self.facts.get(code):
            end = _after_unit(text, token.end(), self._unit_of(value.fact))
            self.quoted[code] = value
            return self._value(value, inside_link), end, False
        end = _after_unit(text, token.end(), self._unit_of(fact) if fact else "")
        is_named = not fact or _already_named(fact.label, text[: token.start()])
        label = "" if is_named or not self._is_chinese else fact.label
        return self._missing(label, inside_link, already_told), end, True

    def _value(self, value: FactValue, inside_link: bool) -> str:
        shown = f"{value.value} {self._unit_of(value.fact)}".strip()
        if value.fact.kind == PolicyFact.Kind.TEXT or inside_link:
            return escape(shown)
        link = format_html('<a class="fact" href="#fact-{}">{}</a>', value.fact.code, shown)
        if value.fact.kind not in _SHOWS_ITS_DATE:
            return link
        since = _("since %(day)s") % {"day": formats.date_format(value.valid_from, "DATE_FORMAT")}
        return format_html('{}<span class="fact-since">{}</span>', link, self._in_brackets(since))

    def _missing(self, label: str, inside_link: bool, already_told: bool) -> str:
        """「低保标准（最新数请问社工站 ☎ …）」; said in full once in a paragraph."""
        if already_told:
            ask = escape(_("ask the station too"))
        elif inside_link:
            ask = escape(_("ask the social-work station for the latest figure"))
        else:
            ask = self.ask_the_station()
        return format_html('<span class="fact-missing">{}{}</span>', label, self._in_brackets(ask))

    def ask_the_station(self) -> SafeString:
        """「最新数请问社工站 ☎ 0531-…」, the number to tap."""
        number = self.station.phone if self.station else HELP_LINE
        return format_html(
            '{} <a class="number" href="tel:{}">☎ {}</a>',
            _("ask the social-work station for the latest figure"),
            re.sub(r"\D", "", number),
            number,
        )

    def _special(self, code: str, inside_link: bool) -> str:
        """A detail of the station or of the page; empty where there is none."""
        if code == "checked_on":
            return formats.date_format(self.checked_on, "DATE_FORMAT") if self.checked_on else ""
        if code == "checked_by":
            return escape(self.checked_by or (self.station.name if self.station else ""))
        if not self.station:
            return ""
        if code in ("station_phone", "street_phone"):
            number = self.station.phone if code == "station_phone" else self.station.street_phone
            if not number or inside_link:
                return escape(number)
            digits = re.sub(r"\D", "", number)
            return format_html('<a class="number" href="tel:{}">{}</a>', digits, number)
        details = {
            "station_name": self.station.name,
            "station_address": self.station.address,
            "station_hours": station_hours(self.station),
            "street_window": self.station.street_window,
        }
        return escape(details[code])

    def _explain(self, text: str, inside_link: bool) -> str:
        """Mark each glossary word at its first use in the section, longest word first."""
        if inside_link or not self._any_word:
            return text

        def mark(found: re.Match) -> str:
            term = self._terms_by_word[found[0]]
            if term.pk in self._explained:
                return found[0]
            self._explained.add(term.pk)
            address = reverse("policy_pages:glossary") + f"#{term.slug}"
            return format_html(
                '<a class="term" href="{}"><dfn>{}</dfn></a>',
                address,
                mark_safe(found[0]),  # noqa: S308
            )

        return self._any_word.sub(mark, text)


def amount(value: FactValue) -> str:
    """A value with its unit: 「1114 元」."""
    return value.with_unit


def _already_named(label: str, before: str) -> bool:
    """Whether the words before a token name the fact: 「起付线 {{…}}」, 「每月生活费：{{…}}」."""
    last = before.rstrip()[-1:]
    return bool(last) and (last == "：" or last in label)


def _after_unit(text: str, position: int, unit: str) -> int:
    """Where the text goes on when the editor wrote the unit behind the token too."""
    unit_there = re.compile(rf"\s*(?:{re.escape(unit)})") if unit else None
    found = unit_there.match(text, position) if unit_there else None
    return found.end() if found else position
