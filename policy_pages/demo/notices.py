"""Writes the demo guides to notices. The sentences are drafts of ours and say so on the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.utils.html import escape

from ..models import HomePage, NoticeIndexPage, NoticePage, NoticePageSource, PolicySource
from .explainer_pages import HOTLINE, REVIEW_EVERY_DAYS

FILE = Path(__file__).with_name("notices.json")


def write_notices(
    home: HomePage,
    *,
    sources: Mapping[str, PolicySource],
    owner,
    checked_by,
    reviewed_on: date,
) -> int:
    """Create what is missing, in the order of the file. A guide that exists is left alone."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    index = NoticeIndexPage.objects.child_of(home).first() or home.add_child(
        instance=NoticeIndexPage(
            title=rows["title"], slug=rows["slug"], intro=rows["intro"], locale=home.locale
        )
    )
    for row in rows["notices"]:
        if NoticePage.objects.child_of(index).filter(slug=row["slug"]).exists():
            continue
        page = NoticePage(
            title=row["title"],
            slug=row["slug"],
            locale=index.locale,
            official_name=row["official_name"],
            aka="\n".join(row["also_called"].split("、")),
            one_line=row["one_line"],
            search_description=row["one_line"],
            what_it_is=_rich(row["what_it_is"]),
            sentences=[("sentence", _sentence(sentence)) for sentence in row["sentences"]],
            content_owner=owner,
            fact_checked_by=checked_by,
            last_reviewed=reviewed_on,
            next_review_due=date.fromordinal(reviewed_on.toordinal() + REVIEW_EVERY_DAYS),
        )
        page.sources = [
            NoticePageSource(source=sources[key], article=article, sort_order=order)
            for order, (key, article) in enumerate(cited.split("|") for cited in row["sources"])
        ]
        index.add_child(instance=page)
        page.save_revision(user=owner).publish()
    return len(rows["notices"])


def _rich(text: str) -> str:
    linked = HOTLINE.sub(r'<a href="tel:\1">\1</a>', escape(text))
    return f"<p>{linked}</p>"


def _sentence(row: dict) -> dict:
    return {
        "quote": row["quote"],
        "code": row["code"],
        "other_wordings": "\n".join(row["other_wordings"]),
        "meaning": _rich(row["meaning"]),
        "check": [_rich(item) for item in row["check"]],
        "deadline": _rich(row["deadline"]),
        "where": _rich(row["where"]),
        "bring": row["bring"],
    }
