"""The sentence of a page that answers best, with the words asked for marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_LONGEST = 90
_MOST_MARKED_WORDS = 40


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Escaped text with each of the words in ``<mark>``; longer words win, marks never nest."""
    wanted = [re.escape(word) for word in words[:_MOST_MARKED_WORDS] if word]
    if not wanted:
        return escape(text)
    parts = re.split(f"({'|'.join(wanted)})", text, flags=re.IGNORECASE)
    # Every second part is a match; each part is escaped before the tags are put around it.
    return mark_safe(  # noqa: S308
        "".join(
            f"<mark>{escape(part)}</mark>" if place % 2 else escape(part)
            for place, part in enumerate(parts)
        )
    )


def best_excerpt(summary: str, body: str, words: Sequence[str]) -> str:
    """The sentence that holds most of the words; the page's own summary where none does."""
    weights = {word: len(word) ** 0.5 for word in words}
    first, first_lower = next(iter(_sentences(summary)), ("", ""))
    best, best_worth = first, _worth(first_lower, weights) + 0.5
    for place, (sentence, lower) in enumerate(_sentences(body)):
        worth = _worth(lower, weights) - place / 1_000
        if worth > best_worth:
            best, best_worth = sentence, worth
    return best if len(best) <= _LONGEST else _around(best, words)


@lru_cache(maxsize=2_000)
def _sentences(text: str) -> tuple[tuple[str, str], ...]:
    """(sentence, in small letters) of a text; a page is asked about far oftener than rewritten."""
    found = (sentence.strip() for sentence in SENTENCE.findall(text))
    return tuple((sentence, sentence.lower()) for sentence in found if sentence)


def _worth(lower: str, weights: dict[str, float]) -> float:
    return sum(weight for word, weight in weights.items() if word in lower)


def _around(sentence: str, words: Sequence[str]) -> str:
    lower = sentence.lower()
    places = [lower.find(word) for word in words if word in lower]
    start = max(0, min(places, default=0) - 15)
    cut = sentence[start : start + _LONGEST]
    return f"{'…' if start else ''}{cut}{'…' if start + _LONGEST < len(sentence) else ''}"
