"""Writes the vocabulary of the search and of the plain-Chinese checker into editors' records."""

from __future__ import annotations

import tomllib
from pathlib import Path

from ..models import PolicyPage, Replacement, Saying, SynonymGroup
from ..plain_language import REPLACEMENTS

FILE = Path(__file__).with_name("search_vocabulary.toml")


def load_search_words() -> str:
    """Add what is missing. A record that exists is an editor's, and left as it is."""
    vocabulary = tomllib.loads(FILE.read_text(encoding="utf-8"))
    taken = {word for group in SynonymGroup.objects.all() for word in group.all_words}
    for group in vocabulary["synonyms"]:
        if not taken.intersection(group["words"][:2]):
            SynonymGroup.objects.create(words="\n".join(group["words"]))
    for row in vocabulary["says"]:
        saying, is_new = Saying.objects.get_or_create(
            name=row["name"],
            defaults={"words": "\n".join(row["words"]), "is_weak": row.get("weak", False)},
        )
        if is_new:
            saying.pages.set(PolicyPage.objects.filter(slug__in=row["pages"]))
            saying.save()  # after the pages, so that the date of the change covers them
    return f"{SynonymGroup.objects.count()} groups of equal words, {Saying.objects.count()} sayings"


def load_plain_wordings() -> str:
    """Add the first list of official words; what editors wrote is left as it is."""
    for official, plain in REPLACEMENTS.items():
        Replacement.objects.get_or_create(official=official, defaults={"plain": plain})
    return f"{Replacement.objects.count()} plain wordings"
