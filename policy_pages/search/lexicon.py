"""The names of things (titles, "also called", synonyms), found as written or by their sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from . import sounds
from .text import is_han, normalise, runs
from .words import is_dictionary_word

_LONGEST_TERM = 16
_BY_EAR = 0.6
_LONG_BY_EAR = 4
_BY_LONG_EAR = 0.9
_BY_EAR_THOUGH_A_WORD = 0.35
_BY_BLURRED_EAR = 0.3


@dataclass(frozen=True)
class Heard:
    """A term found in a query: its token, how sure (0–1), and how it is properly written."""

    token: str
    weight: float
    term: str
    exact: bool


class Lexicon:
    """Groups of equal terms. Each group is one token, ``@3``, in pages and in queries alike.

    A name of a page is a term of its own: two names of one page need not mean the same thing.
    """

    def __init__(self, groups: Iterable[Iterable[str]], names: Iterable[str] = ()) -> None:
        self._tokens: dict[str, tuple[str, ...]] = {}
        for number, group in enumerate(groups):
            for term in filter(None, map(normalise, group)):
                self._tokens[term] = (*self._tokens.get(term, ()), f"@{number}")
        for name in filter(None, map(normalise, names)):
            self._tokens.setdefault(name, (f"@{name}",))
        self._by_ear: dict[tuple[str, ...], str] = {}
        self._by_blurred_ear: dict[tuple[str, ...], str] = {}
        self._by_initials: dict[str, list[str]] = defaultdict(list)
        for term in self._tokens:
            if 2 <= len(term) <= _LONGEST_TERM and all(map(is_han, term)):
                self._listen_for(term)
        self._longest = min(max(map(len, self._tokens), default=0), _LONGEST_TERM)
        self._most_syllables = max(map(len, self._by_ear), default=0)

    def _listen_for(self, term: str) -> None:
        for way in sounds.ways_to_say(term):
            self._by_ear.setdefault(way, term)
            self._by_blurred_ear.setdefault(tuple(map(sounds.blurred, way)), term)
        self._by_initials[sounds.initials(term)].append(term)

    def terms(self) -> Iterable[str]:
        return self._tokens.keys()

    def tokens(self, term: str) -> tuple[str, ...]:
        return self._tokens.get(term, ())

    def written(self, text: str) -> list[tuple[str, int]]:
        """(term, position) of every term as it stands in normalised text, longest first."""
        found, position = [], 0
        while position < len(text):
            for length in range(min(self._longest, len(text) - position), 0, -1):
                term = text[position : position + length]
                if term in self._tokens and _stands_alone(text, position, length):
                    found.append((term, position))
                    position += length
                    break
            else:
                position += 1
        return found

    def mentioned(self, text: str) -> Iterator[tuple[str, float]]:
        """(token, how much) of every term in normalised text; one inside a longer one counts half.

        流浪乞讨救助 is a name of its own, yet the page must be found by 要饭, a synonym of 流浪.
        """
        longest = set(self.written(text))
        for position in range(len(text)):
            for length in range(1, min(self._longest, len(text) - position) + 1):
                term = text[position : position + length]
                if term in self._tokens and _stands_alone(text, position, length):
                    much = 1.0 if (term, position) in longest else 0.5
                    for token in self._tokens[term]:
                        yield token, much

    def heard(self, query: str) -> list[Heard]:
        """Every term a query names: as written, else by its sound, else by its initials."""
        best: dict[str, Heard] = {}

        def keep(term: str, weight: float, *, exact: bool = False) -> None:
            for token in self._tokens[term]:
                if token not in best or best[token].weight < weight:
                    best[token] = Heard(token, weight, term, exact)

        exact = self.written(query)
        for term, _ in exact:
            keep(term, 1.0, exact=True)
        rest = list(query)
        for term, position in exact:
            rest[position : position + len(term)] = "\n" * len(term)
        for stretch in "".join(rest).split("\n"):
            self._hear(stretch, keep)
        # A long name misspelt in part, such as 低宝边缘, beats the short one written inside it.
        self._hear(query, keep, shortest=_LONG_BY_EAR)
        for run in runs(query):
            if run.isalpha() and run.isascii() and 2 <= len(run) <= 8:
                for term in self._by_initials.get(run, ()):
                    keep(term, 0.9)
        return list(best.values())

    def _hear(self, stretch: str, keep, shortest: int = 2) -> None:
        syllables = sounds.spoken(stretch)
        letters = [char for char in stretch if not char.isspace()]
        same_length = len(letters) == len(syllables)
        position = 0
        while position < len(syllables) - 1:
            for length in range(
                min(self._most_syllables, len(syllables) - position), shortest - 1, -1
            ):
                said = tuple(syllables[position : position + length])
                if found := self._by_ear.get(said):
                    written = "".join(letters[position : position + length]) if same_length else ""
                    sure = _BY_EAR if length < _LONG_BY_EAR else _BY_LONG_EAR
                    if written and all(map(is_han, written)) and is_dictionary_word(written):
                        sure = _BY_EAR_THOUGH_A_WORD
                    elif not written or not any(map(is_han, written)):
                        sure = 1.0  # pinyin on purpose
                    keep(found, sure)
                elif length > 2 or not same_length:
                    found = self._by_blurred_ear.get(tuple(map(sounds.blurred, said)))
                    if found:
                        keep(found, _BY_BLURRED_EAR)
                if found:
                    position += length
                    break
            else:
                position += 1

    def syllable_pairs(self, text: str) -> list[str]:
        """Neighbouring syllables of text as tokens, sharp (``~di bao``) and blurred (``≈``)."""
        syllables = sounds.spoken(text)
        sharp = [f"~{a} {b}" for a, b in pairwise(syllables)]
        blurred = [f"≈{sounds.blurred(a)} {sounds.blurred(b)}" for a, b in pairwise(syllables)]
        return sharp + blurred


def _stands_alone(text: str, position: int, length: int) -> bool:
    """Latin terms must not start or end inside a longer word; Chinese has no such edges."""
    term = text[position : position + length]
    if not term.isascii():
        return True
    before = text[position - 1] if position else " "
    after = text[position + length] if position + length < len(text) else " "
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
