"""Text cut into the pieces that are indexed and looked up: words, pairs of characters, letters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import rjieba

from .text import STOP_WORDS, is_han, normalise, runs

_known: set[str] = set()


@cache
def _dictionary() -> rjieba.Jieba:
    return rjieba.Jieba()


def learn(words: Iterable[str]) -> None:
    """Teach the dictionary words of this field, once per process."""
    for word in words:
        if word not in _known and 2 <= len(word) <= 8 and all(map(is_han, word)):
            _dictionary().add_word(word, None, None)
            _known.add(word)


def is_dictionary_word(word: str) -> bool:
    return _dictionary().has_word(word)


def words(text: str) -> list[str]:
    """The words of normalised text that carry meaning, in order, repeats kept."""
    found: list[str] = []
    for run in runs(text):
        if is_han(run[0]):
            found.extend(w for w in _dictionary().cut_for_search(run) if w not in STOP_WORDS)
        else:
            found.append(run)
    return found


def pairs(text: str) -> list[str]:
    """Neighbouring characters, two by two: what is left to match when the dictionary errs."""
    return [run[i : i + 2] for run in runs(text) if is_han(run[0]) for i in range(len(run) - 1)]


def segment(text: str) -> str:
    """Any text as words and pairs with spaces between, for a database's own full-text index."""
    plain = normalise(text)
    return " ".join(dict.fromkeys((*words(plain), *pairs(plain))))
