"""A second ear: words that sound like the samples of a danger. Pure Python.

Patterns (``signals``) hear what somebody thought of beforehand. People in danger say it otherwise,
so each text is also compared with ``samples``: some thousand invented sentences, each marked with
the dangers a careful worker would hear in it, or none. The measure is naive Bayes over characters
and pairs of characters (Manning, Raghavan and Schütze, *Introduction to Information Retrieval*,
ch. 13), one signal against the rest. To teach it a way of saying, add a line to the samples.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import log, sqrt

DANGERS = (
    "self_harm", "violence", "sexual", "missing", "silent", "child_alone", "child_harm",
    "no_food", "homeless", "medical_now",
)  # fmt: skip
HARDSHIP = "hardship"
SIGNALS = (*DANGERS, HARDSHIP)
OF_CHILDREN = frozenset({"child_alone", "child_harm"})
"""Heard only where there is a child."""

CLEARLY = 0.7
"""From this score on a signal is heard; a worker is to look, so rather too early than too late."""
ALSO = 1.2
"""The same beside a danger that a pattern has found: then a worker looks in any case."""

_FEWEST, _ENOUGH = 8, 15
"""Characters that say anything at all, and that say it without the sentence after."""
_SHORT = 36
"""Grams: what is shorter than this weighs as if it had as many, so that few words prove little."""
_SMOOTHING = 0.1
"""Times a gram counts as seen with a signal it was never seen with."""
_POLITE = re.compile(
    "(?:[您你恁]们?好|老师好|在吗|谢谢(?:[您你恁]们?|了|大家)*|麻烦(?:[您你恁]们?|了)+)[，。！!,]*"
)
_SENTENCE = re.compile("[。！？!?；;\n]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a part of a text sounds like a signal."""

    score: float
    part: str


def likenesses(texts: Iterable[str]) -> dict[str, list[Likeness]]:
    """For each signal the parts of the texts, the closest first; nothing where too little was said."""
    weights = _weights()
    found: dict[str, list[Likeness]] = {signal: [] for signal in SIGNALS}
    for part in _parts(texts):
        known = [weights[gram] for gram in _grams(part) if gram in weights]
        length = sqrt(max(len(known), _SHORT))
        for at, signal in enumerate(SIGNALS):
            found[signal].append(Likeness(sum(each[at] for each in known) / length, part))
    return {
        signal: sorted(parts, key=lambda each: -each.score)
        for signal, parts in found.items()
        if parts
    }


def _parts(texts: Iterable[str]) -> Iterator[str]:
    """Each text as a whole, and its sentences; short ones go with the next, for sense."""
    for told in texts:
        text = _POLITE.sub("", told)
        if len(text) < _FEWEST:
            continue
        yield text
        part = ""
        for sentence in _SENTENCE.split(text):
            part = f"{part}。{sentence}" if part else sentence
            if _ENOUGH <= len(part) < len(text) - 1:
                yield part
                part = ""


def _grams(text: str) -> set[str]:
    """The characters and pairs of characters, ends marked, spaces and kinds of comma aside."""
    plain = "^" + re.sub("[,，;；:：、]+", "，", re.sub(r"\s+", "", text)) + "$"
    return {*plain, *(plain[at : at + 2] for at in range(len(plain) - 1))}


def learn() -> None:
    """Read the samples now (two thirds of a second) and not when the first card is opened."""
    _weights()


@cache
def _weights() -> Mapping[str, tuple[float, ...]]:
    """For each gram seen twice or more, how much it speaks for each signal: a log of odds.

    A danger is set against all other samples; hardship against those of no case, since people in
    danger mostly have hardship too.
    """
    everywhere: Counter[str] = Counter()
    of_no_case: Counter[str] = Counter()
    with_signal = {signal: Counter() for signal in SIGNALS}
    for signals, words in samples():
        grams = _grams(words)
        everywhere.update(grams)
        for signal in signals & with_signal.keys():
            with_signal[signal].update(grams)
        if not signals:
            of_no_case.update(grams)
    known = [gram for gram, times in everywhere.items() if times > 1]
    columns = []
    for signal, here in with_signal.items():
        rest = of_no_case if signal == HARDSHIP else everywhere - here
        spread = _SMOOTHING * len(known)
        balance = log(rest.total() + spread) - log(here.total() + spread)
        columns.append(
            [
                log(here[gram] + _SMOOTHING) - log(rest[gram] + _SMOOTHING) + balance
                for gram in known
            ]
        )
    return dict(zip(known, zip(*columns, strict=True), strict=True))


def samples() -> Iterator[tuple[frozenset[str], str]]:
    """Every sample: the signals in it, and its words. A line is signals, tab, words."""
    for file in sorted(resources.files(__package__).joinpath("samples").iterdir(), key=str):
        if file.name.endswith(".tsv"):
            for line in file.read_text("utf-8").splitlines():
                signals, _tab, words = line.partition("\t")
                yield frozenset(signals.split()), words
