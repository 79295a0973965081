"""For readers of English: front page, list, and one explainer as a sample translation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wagtail.models import Locale, Page

from ..models import HomePage, PolicyIndexPage, PolicyPage, RequiredDocument
from .explainer_file import read
from .explainer_pages import fill, names

FILES = Path(__file__).parent / "explainers_en"
HOME = {
    "title": "Yimi: help on the last metre",
    "headline": "In trouble? Start here",
    "intro": "See what help there is, or let a social worker call you.",
}
INDEX = {"title": "Kinds of help", "intro": "Each kind of help in plain words."}


def write_english(home: HomePage, documents: Mapping[str, RequiredDocument], owner) -> int:
    """Translate what there are words for. A page somebody has translated is left alone.

    Returns how many explainers are to be read in English.
    """
    english, _ = Locale.objects.get_or_create(language_code="en")
    index = PolicyIndexPage.objects.child_of(home).get()
    chinese = {page.slug: page for page in PolicyPage.objects.child_of(index)}
    _translate(home, english, owner, **HOME)
    _translate(index, english, owner, **INDEX)
    for path in sorted(FILES.glob("*.md")):
        explainer = read(path)
        if copy := _translate(chinese[explainer.slug], english, owner, **names(explainer)):
            fill(copy, explainer, chinese, documents)
            copy.save_revision(user=owner).publish()
    return PolicyPage.objects.live().filter(locale=english).count()


def _translate(page: Page, english: Locale, owner, **words: str) -> Page | None:
    """The page in English, live; None where it has been translated before."""
    if page.has_translation(english):
        return None
    copy = page.copy_for_translation(english)
    for name, value in words.items():
        setattr(copy, name, value)
    copy.save_revision(user=owner).publish()
    copy.refresh_from_db()
    return copy
