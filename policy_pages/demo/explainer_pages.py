"""Turns the explainer files into published pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.html import escape

from ..models import (
    PolicyIndexPage,
    PolicyPage,
    PolicyPageSource,
    PolicySource,
    RelatedPolicyPage,
    RequiredDocument,
    Situation,
)
from .explainer_file import Explainer, Paragraph, Points

REVIEW_EVERY_DAYS = 180
# How the drafts name each other in 「」.
NAMES = {
    "低保": "dibao",
    "低保边缘家庭": "dibao-bianyuan",
    "低保边缘": "dibao-bianyuan",
    "刚性支出困难家庭": "gangxing-zhichu",
    "刚性支出": "gangxing-zhichu",
    "临时救助": "linshi-jiuzhu",
    "医疗救助": "yiliao-jiuzhu",
    "流浪乞讨救助": "liulang",
    "申请低保会影响子女吗？": "yingxiang-zinv",
}
_QUOTED = re.compile(r"「(" + "|".join(map(re.escape, NAMES)) + r")」")
HOTLINE = re.compile(r"(?<![0-9-])(1(?:10|19|20|23\d\d))(?![0-9-])")


def write_explainers(
    explainers: Sequence[Explainer],
    *,
    index: PolicyIndexPage,
    sources: Mapping[str, PolicySource],
    situations: Mapping[str, Situation],
    documents: Mapping[str, RequiredDocument],
    owner,
    checked_by,
    reviewed_on: date,
) -> None:
    """Create or refresh each page, in the order given. A page an editor has changed is left alone.

    Two rounds, because the texts link to each other.
    """
    pages = {}
    fresh = []
    for explainer in explainers:
        page = PolicyPage.objects.child_of(index).filter(slug=explainer.slug).first()
        if not page:
            page = index.add_child(instance=_outline(explainer, index))
            fresh.append(explainer)
        pages[explainer.slug] = page
    for explainer in fresh:
        page = pages[explainer.slug]
        fill(page, explainer, pages, documents)
        page.situations = [situations[slug] for slug in explainer.head["situations"].split()]
        page.sources = [
            PolicyPageSource(
                source=sources[citation.source],
                article=citation.article,
                confidence=citation.confidence,
                note=citation.note,
                sort_order=order,
            )
            for order, citation in enumerate(explainer.citations)
        ]
        page.related_links = [
            RelatedPolicyPage(related=pages[slug], sort_order=order)
            for order, slug in enumerate(explainer.head["related"].split())
        ]
        page.place = "济南市槐荫区"
        page.content_owner = owner
        page.fact_checked_by = checked_by
        page.last_reviewed = reviewed_on
        page.next_review_due = date.fromordinal(reviewed_on.toordinal() + REVIEW_EVERY_DAYS)
        page.save_revision(user=owner).publish()


def _outline(explainer: Explainer, index: PolicyIndexPage) -> PolicyPage:
    return PolicyPage(
        slug=explainer.slug,
        locale=index.locale,
        short_code=explainer.head["short_code"],
        live=False,
        **names(explainer),
    )


def names(explainer: Explainer) -> dict[str, str]:
    """What a page is called, in lists and by people."""
    head = explainer.head
    return {
        "title": head["title"],
        "official_name": head["official_name"],
        "aka": "\n".join(head["also_called"].split("、")),
        "one_line": head["one_line"],
        "search_description": head["one_line"],
    }


def fill(page: PolicyPage, explainer: Explainer, pages, documents) -> None:
    """Put the texts of a file into a page; ``pages`` are those it may name, by slug."""

    def rich(text: str) -> str:
        return f"<p>{linked(text, pages, page)}</p>"

    def body(blocks) -> list[tuple]:
        return [_block(block, rich) for block in blocks]

    sections = explainer.sections
    answer, *names_explained = sections["short_answer"]
    page.short_answer = rich(answer.text)
    page.extra_sections = [
        ("section", {"heading": heading, "body": body(blocks)})
        for heading, blocks in explainer.extra_sections
    ]
    for name in (
        "what_you_get",
        "how_long",
        "what_others_see",
        "if_refused",
        "when_things_change",
    ):
        setattr(page, name, body(sections[name]))
    page.who_can = body(names_explained) + [
        _conditions(block, rich, explainer.head["match"])
        if _is_conditions(block)
        else _block(block, rich)
        for block in sections["who_can"]
    ]
    page.steps = [
        _steps(block, rich) if isinstance(block, Points) else _block(block, rich)
        for block in sections["steps"]
    ]
    page.papers = body(sections["papers"]) + _papers(explainer, documents)
    page.common_worries = [
        ("worry", {"question": worry.question, "answer": rich(worry.answer)})
        for worry in explainer.worries
    ]
    story, outcome = sections["example_family"]
    page.example_family = [("example", {"story": rich(story.text), "outcome": rich(outcome.text)})]


def _is_conditions(block: Paragraph | Points) -> bool:
    """A numbered list, or one that names a condition of the self-check."""
    return isinstance(block, Points) and (
        block.numbered or any("criterion" in item.details for item in block.items)
    )


def _block(block: Paragraph | Points, rich) -> tuple:
    if isinstance(block, Paragraph):
        if block.text.startswith("注意："):
            return ("notice", {"text": rich(block.text.removeprefix("注意："))})
        return ("paragraph", rich(block.text))
    return (
        "points",
        {
            "intro": block.intro,
            "numbered": block.numbered,
            "items": [_item(item, rich) for item in block.items],
        },
    )


def _item(item, rich) -> str:
    below = "".join(f"<li>{rich(text)[3:-4]}</li>" for text in item.below)
    return rich(item.text) + (f"<ul>{below}</ul>" if below else "")


def _conditions(block: Points, rich, match: str) -> tuple:
    nothing = dict.fromkeys(("how_to_know", "criterion"), "")
    items = [nothing | item.details | {"text": _item(item, rich)} for item in block.items]
    return ("conditions", {"intro": block.intro, "match": match, "items": items})


def _steps(block: Points, rich) -> tuple:
    nothing = dict.fromkeys(("where", "place", "checked", "takes", "helper"), "")
    items = [nothing | item.details | {"text": _item(item, rich)} for item in block.items]
    match = "all" if block.numbered else "any"
    return ("steps", {"intro": block.intro, "match": match, "items": items})


def _papers(explainer: Explainer, documents: Mapping[str, RequiredDocument]) -> list[tuple]:
    items = [
        {
            "document": documents[key.removesuffix("!")],
            "need": "must" if key.endswith("!") else "helpful",
            "note": "",
        }
        for key in explainer.head.get("documents", "").split()
    ]
    return [("papers", {"intro": "一样一样看，缺了怎么办：", "items": items})] if items else []


def linked(text: str, pages: Mapping[str, PolicyPage], page: PolicyPage) -> str:
    """Names of other explainers become links to them, hotlines can be tapped."""

    def link(found: re.Match) -> str:
        target = pages[NAMES[found[1]]]
        if target.pk == page.pk:
            return found[0]
        return f'「<a linktype="page" id="{target.pk}">{found[1]}</a>」'

    # Hotlines first: a page may have the key 110.
    return _QUOTED.sub(link, HOTLINE.sub(r'<a href="tel:\1">\1</a>', escape(text)))
