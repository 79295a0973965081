"""What search engines and other machines read on an explainer: schema.org as JSON-LD.

A ``GovernmentService`` with its place and telephone, and a ``FAQPage`` with the short answer and
the common worries, in the very words of the page: facts put in, nothing more than a reader sees.
"""

from __future__ import annotations

import json

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from .models import PolicyPage
from .page_text import PageText

# Inside <script> only these could end it or open a comment; JSON knows them escaped.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def structured_data(page: PolicyPage, words: PageText, address: str) -> SafeString:
    """The data as a ``<script>`` element that no browser runs, so the CSP has no say in it."""
    graph = [_service(page, words, address), _questions(page, words)]
    data = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def _service(page: PolicyPage, words: PageText, address: str) -> dict:
    service = {
        "@type": "GovernmentService",
        "name": page.official_name,
        "alternateName": page.title,
        "description": page.one_line,
        "url": address,
        "inLanguage": page.locale.language_code,
    }
    if page.place:
        service["areaServed"] = page.place
    if page.last_reviewed:
        service["dateModified"] = page.last_reviewed.isoformat()
    if station := words.station:
        service["serviceOperator"] = {
            "@type": "Organization",
            "name": station.name,
            "telephone": station.phone,
            "address": station.address,
        }
    return service


def _questions(page: PolicyPage, words: PageText) -> dict:
    asked = [(page.title, page.short_answer)]
    asked += [
        (block.value["question"], block.value["answer"].source) for block in page.common_worries
    ]
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": _plain(words, answer)},
            }
            for question, answer in asked
        ],
    }


def _plain(words: PageText, html: str) -> str:
    return strip_tags(words.render(html)).strip()
