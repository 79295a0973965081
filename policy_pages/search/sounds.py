"""How words sound: toneless pinyin, so that 地保, 低宝, dibao and "di bao" all reach 低保.

Only the table of single characters is loaded (20 MB less than pypinyin's phrases), and only when
the first search needs it.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from itertools import product

from .text import is_han

_READINGS_KEPT = 2
_COMBINATIONS_KEPT = 8
_LONGEST_SYLLABLE = 6
_WITHOUT_TONE = str.maketrans(
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm", "\u0304\u0301\u030c\u0300"
)


@cache
def _table() -> dict[int, str]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415  (large, so loaded late)

    return PINYIN_DICT


def _toneless(reading: str) -> str:
    return reading.translate(_WITHOUT_TONE)


@cache
def readings(char: str) -> tuple[str, ...]:
    """The commonest readings of one character without tones, the first the likeliest."""
    found = dict.fromkeys(_toneless(r) for r in _table().get(ord(char), "").split(",") if r)
    return tuple(found)[:_READINGS_KEPT]


@cache
def _all_syllables() -> frozenset[str]:
    table = _table()
    found = {_toneless(table.get(code, "").partition(",")[0]) for code in range(0x4E00, 0x9FA6)}
    return frozenset(syllable for syllable in found if syllable.isascii() and syllable.isalpha())


@lru_cache(maxsize=2048)
def split_latin(letters: str) -> tuple[str, ...]:
    """``"dibao"`` as ``("di", "bao")``: fewest syllables that use every letter, else nothing."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before = best[start]
            if before is None or letters[start:end] not in _all_syllables():
                continue
            candidate = (*before, letters[start:end])
            if best[end] is None or len(candidate) < len(best[end]):
                best[end] = candidate
    return best[-1] or ()


def spoken(text: str) -> list[str]:
    """The likeliest syllables of normalised text; Chinese and pinyin may be mixed."""
    syllables: list[str] = []
    for piece in re.findall(r"[a-z]+|.", text):
        if piece.isascii() and piece.isalpha():
            syllables.extend(split_latin(piece))
        elif is_han(piece):
            syllables.extend(readings(piece)[:1])
    return syllables


def ways_to_say(term: str) -> list[tuple[str, ...]]:
    """Every likely way to say a Chinese term (characters with two readings give several)."""
    options = [readings(char) for char in term if is_han(char) and readings(char)]
    ways = product(*options)
    return [way for _, way in zip(range(_COMBINATIONS_KEPT), ways, strict=False)]


def initials(term: str) -> str:
    """``"低保"`` as ``"db"``: what people type first on a phone."""
    return "".join(readings(char)[0][0] for char in term if is_han(char) and readings(char))


@cache
def blurred(syllable: str) -> str:
    """The syllable as a Shandong ear may take it: n/l, zh/z, ch/c, sh/s, r/l and -ng/-n as one."""
    for full, short in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(full):
            syllable = short + syllable[2:]
    if syllable[:1] in {"n", "r"}:
        syllable = "l" + syllable[1:]
    return syllable[:-1] if syllable.endswith("ng") else syllable
