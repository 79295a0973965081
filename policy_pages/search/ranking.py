"""Which pages answer a question, best first: a small BM25F index held in memory.

Everything is precomputed per token, so one query is a few dozen additions per page however long
the pages are. The same ranking serves SQLite and PostgreSQL, whose own rankings differ and know
no Chinese (docs/decisions/0006-search.md).
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import log

from .lexicon import Heard, Lexicon
from .text import normalise, normalise_query, without_question_speech
from .words import learn, pairs, words

# How much a token says where it stands, and how far a long text is held against it (BM25F's b).
FIELDS = {
    "title": (6.0, 0.4),
    "names": (5.0, 0.3),
    "says": (3.0, 0.0),
    "situations": (2.0, 0.3),
    "summary": (2.0, 0.6),
    "headings": (1.5, 0.6),
    "body": (0.8, 0.9),
}
_SATURATION = 2.0
_MENTION = 4.0
_TOKEN_WEIGHT = {"@": 3.0, "~": 0.35, "≈": 0.12}
_PAIR_WEIGHT = 0.45
_SINGLE_CHARACTER_WEIGHT = 0.4
_SAYS_WEIGHT = 1.6
_WEAK_SAYS = 0.45
_LEAST_CONTAINED = 0.55
_NOTHING_BELOW = 0.6
_FAR_BEHIND = 0.2
_ALWAYS_SHOWN = 3
_ONE_WORD = 1.05
_HEARD_FOR_SURE = 0.6
_MOSTLY_COVERED = 0.75
_SOUNDED_FIELDS = ("title", "names")


@dataclass(frozen=True)
class SearchDocument:
    """What one page offers the search. ``key`` is its primary key."""

    key: Hashable
    title: str
    names: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    weak_says: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    summary: str = ""
    headings: str = ""
    body: str = ""

    def fields(self) -> dict[str, str]:
        return {
            "title": self.title,
            "names": "\n".join(self.names),
            "says": "\n".join(self.says),
            "situations": "\n".join((*self.situations, *self.weak_says)),
            "summary": self.summary,
            "headings": self.headings,
            "body": self.body,
        }


@dataclass(frozen=True)
class Ranked:
    key: Hashable
    score: float


@dataclass(frozen=True)
class Ranking:
    """Pages best first, the words to mark, and the word meant where the query was misspelt."""

    ranked: tuple[Ranked, ...] = ()
    marked: tuple[str, ...] = ()
    meant: str = ""


@dataclass
class _Says:
    """One thing people say, and the page it asks for."""

    page: int
    tokens: tuple[str, ...]
    strength: float
    total: float


class SearchIndex:
    """Immutable once built; build a new one when a page or a word has changed."""

    def __init__(
        self, documents: Iterable[SearchDocument], synonyms: Iterable[Iterable[str]] = ()
    ) -> None:
        self.documents = list(documents)
        self._place = {d.key: place for place, d in enumerate(self.documents)}
        self.lexicon = Lexicon(synonyms, (n for d in self.documents for n in (d.title, *d.names)))
        learn(self.lexicon.terms())
        learn(normalise(s) for d in self.documents for s in (*d.says, *d.weak_says))
        self._postings: dict[str, tuple[array, array]] = {}
        self._idf: dict[str, float] = {}
        self._says: list[_Says] = []
        self._says_with: dict[str, array] = {}
        self._build()

    def document(self, key: Hashable) -> SearchDocument | None:
        """What is known of a page, by its key."""
        place = self._place.get(key)
        return None if place is None else self.documents[place]

    @cached_property
    def _suggested(self) -> tuple[str, ...]:
        names = (n for d in self.documents for n in (d.title, *d.names))
        says = (s for d in self.documents for s in d.says)
        return tuple(dict.fromkeys(filter(None, map(normalise, chain(names, says)))))

    def vocabulary(self) -> tuple[str, ...]:
        """Names, then sayings: what may be suggested while someone types."""
        return self._suggested

    def _tokens(self, text: str, *, sounded: bool) -> dict[str, float]:
        counts: defaultdict[str, float] = defaultdict(float)
        for line in filter(None, map(normalise, text.split("\n"))):
            for token in chain(words(line), pairs(line)):
                counts[token] += 1
            for token, much in self.lexicon.mentioned(line):
                counts[token] += much
            if sounded:
                for token in self.lexicon.syllable_pairs(line):
                    counts[token] += 1
        return counts

    def _build(self) -> None:
        counted = [
            {
                name: self._tokens(text, sounded=name in _SOUNDED_FIELDS)
                for name, text in document.fields().items()
                if text
            }
            for document in self.documents
        ]
        average = {
            name: max(
                1.0,
                sum(sum(c[name].values()) for c in counted if name in c)
                / max(1, sum(name in c for c in counted)),
            )
            for name in FIELDS
        }
        weighted: dict[str, dict[int, float]] = defaultdict(dict)
        for page, by_field in enumerate(counted):
            for name, counts in by_field.items():
                weight, held_against = FIELDS[name]
                length = 1 - held_against + held_against * sum(counts.values()) / average[name]
                for token, count in counts.items():
                    before = weighted[token].get(page, 0.0)
                    # In "says" the list is long because people are many: once is enough.
                    often = min(count, 1) if name == "says" else count
                    weighted[token][page] = before + weight * often / length
        total = len(self.documents)
        for token, by_page in weighted.items():
            # A passing mention counts little: 低保 is on every page, yet one page is about it.
            found_in = sum(tf / (_MENTION + tf) for tf in by_page.values())
            idf = log(1 + (total - found_in + 0.5) / (found_in + 0.5))
            self._idf[token] = idf
            self._postings[token] = (
                array("I", by_page.keys()),
                array("f", (idf * tf / (_SATURATION + tf) for tf in by_page.values())),
            )
        self._build_says()

    def _build_says(self) -> None:
        holding: dict[str, list[int]] = defaultdict(list)
        for page, document in enumerate(self.documents):
            for says, strength in ((document.says, 1.0), (document.weak_says, _WEAK_SAYS)):
                for saying in says:
                    plain = normalise(saying)
                    tokens = tuple(dict.fromkeys(self._saying_tokens(plain)))
                    total = sum(self._idf.get(t, 0.0) for t in tokens)
                    if not total:
                        continue
                    for token in tokens:
                        holding[token].append(len(self._says))
                    self._says.append(_Says(page, tokens, strength * _weight_of(plain), total))
        self._says_with = {token: array("I", which) for token, which in holding.items()}

    def _saying_tokens(self, plain: str) -> list[str]:
        found = pairs(plain) or words(plain)
        terms = self.lexicon.written(plain)
        return found + [token for term, _ in terms for token in self.lexicon.tokens(term)]

    def rank(self, query: str, limit: int = 10) -> Ranking:
        """Rank all pages for whatever was typed. Nothing found is an empty ranking, no error."""
        bare = without_question_speech(normalise_query(query))
        if not bare or not self.documents:
            return Ranking()
        heard = self.lexicon.heard(bare)
        asked = self._asked(bare, heard)
        scores: dict[int, float] = defaultdict(float)
        for token, weight in asked.items():
            pages, worth = self._postings.get(token, ((), ()))
            for page, value in zip(pages, worth, strict=True):
                scores[page] += weight * value
        said = self._said(asked)
        for page, value in said.items():
            scores[page] += value
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if not best or best[0][1] < _NOTHING_BELOW:
            return Ranking()
        if best[0][1] < self._one_rare_word:
            long = _MOSTLY_COVERED * _letters(bare)
            named = {
                term.token
                for term in heard
                if term.exact or term.weight >= _HEARD_FOR_SURE or len(term.term) >= long
            }
            first = {page for page, _ in best[:_ALWAYS_SHOWN]}
            if not first & said.keys() and all(
                self._is_lone_evidence(page, bare, asked, named) for page in first
            ):
                return Ranking()
        floor = best[0][1] * _FAR_BEHIND
        return Ranking(
            ranked=tuple(
                Ranked(self.documents[page].key, score)
                for place, (page, score) in enumerate(best[:limit])
                if score >= floor or (place < _ALWAYS_SHOWN and score >= _NOTHING_BELOW / 2)
            ),
            marked=self._marked(bare, heard),
            meant=self._meant(heard),
        )

    @cached_property
    def _one_rare_word(self) -> float:
        """More than a single word, however rare, can add to a score."""
        total = len(self.documents)
        return _ONE_WORD * log(1 + (total - 0.5) / 1.5)

    def _is_lone_evidence(self, page: int, bare: str, asked: dict, named: set[str]) -> bool:
        """Whether all that ties a page to a question is a word or two that stray into its text.

        垃圾分类 shares 分类 with one page and 生育津贴 shares 津贴 with another, and neither is
        what was asked: saying that nothing was found is the honest answer.
        """
        held = {token for token in asked if page in self._postings.get(token, ((),))[0]}
        if held & named:
            return False
        covered = set()
        for token in held:
            if len(token) > 1 and token[0] not in _TOKEN_WEIGHT:
                for found in re.finditer(re.escape(token), bare):
                    covered.update(range(*found.span()))
        return len(covered) < _MOSTLY_COVERED * _letters(bare)

    def _asked(self, bare: str, heard: list[Heard]) -> dict[str, float]:
        """Tokens of the query and their weights."""
        asked: dict[str, float] = {}
        for word in words(bare):
            asked[word] = 1.0 if len(word) > 1 else _SINGLE_CHARACTER_WEIGHT
        for pair in pairs(bare):
            asked.setdefault(pair, _PAIR_WEIGHT)
        for syllables in self.lexicon.syllable_pairs(bare):
            asked[syllables] = _TOKEN_WEIGHT[syllables[0]]
        for term in heard:
            asked[term.token] = _TOKEN_WEIGHT["@"] * term.weight
        return asked

    def _said(self, asked: dict[str, float]) -> dict[int, float]:
        """What sayings of each page the query contains, whole or nearly so."""
        contained: dict[int, float] = defaultdict(float)
        for token in asked:
            idf = self._idf.get(token, 0.0)
            for number in self._says_with.get(token, ()):
                contained[number] += idf
        by_page: dict[int, list[float]] = defaultdict(list)
        for number, found in contained.items():
            says = self._says[number]
            share = found / says.total
            if share >= _LEAST_CONTAINED:
                by_page[says.page].append(_SAYS_WEIGHT * says.strength * share**2)
        result = {}
        for page, values in by_page.items():
            values.sort(reverse=True)
            result[page] = sum(v / (2**place) for place, v in enumerate(values[:4]))
        return result

    def _marked(self, bare: str, heard: list[Heard]) -> tuple[str, ...]:
        groups = {term.token for term in heard}
        equal = [t for t in self.lexicon.terms() if groups.intersection(self.lexicon.tokens(t))]
        plain = [word for word in words(bare) if len(word) > 1 or len(bare) == 1]
        return tuple(dict.fromkeys(sorted((*plain, *equal), key=len, reverse=True)))

    @staticmethod
    def _meant(heard: list[Heard]) -> str:
        """The one word to offer when nothing was written as any page writes it."""
        if not heard or any(term.exact for term in heard):
            return ""
        return max(heard, key=lambda term: (term.weight, len(term.term))).term


def _letters(text: str) -> int:
    """How many letters and characters; a number says nothing about the matter."""
    return sum(char.isalpha() for char in text)


def _weight_of(saying: str) -> float:
    """Longer sayings are surer: 1.0 for two characters, 2.0 for eight."""
    return 1 + log(max(2, len(saying)) / 2, 4)
