"""Numbers we never keep: identity and bank-card numbers, hidden before anything is saved.

The form asks for neither (PIPL Arts. 5 and 6); people write them in free text all the same.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from stdnum import luhn
from stdnum.cn import ric

IDENTITY_MASK = "（身份证号已隐去）"
CARD_MASK = "（卡号已隐去）"
NUMBER_MASK = "（长号码已隐去）"

SEPARATORS = " \t\u00a0\u3000.·-–—_－．"
RUN = re.compile(rf"\d(?:[{re.escape(SEPARATORS)}]{{0,2}}[\dXx])*")
GROUPS = re.compile(rf"[^{re.escape(SEPARATORS)}]+")
MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
SHORTEST = 16


def mask_numbers(text: str) -> str:
    """``text`` with every identity- or card-like number replaced; all else as it was typed."""
    plain = "".join(_plain(character) for character in text)
    parts, end = [], 0
    for run in RUN.finditer(plain):
        for start, stop, mask in _to_mask(run.group()):
            parts += [text[end : run.start() + start], mask]
            end = run.start() + stop
    return "".join([*parts, text[end:]])


def mask_answers(value: Any) -> Any:
    """The same for every text inside an answer."""
    if isinstance(value, str):
        return mask_numbers(value)
    if isinstance(value, dict):
        return {key: mask_answers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [mask_answers(item) for item in value]
    return value


def _plain(character: str) -> str:
    """A digit or letter in its plain form, always one character, so that places stay the same."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return {"Ｘ": "X", "ｘ": "x"}.get(character, character)


def _to_mask(run: str) -> list[tuple[int, int, str]]:
    """The (start, end, mask) of the numbers to hide in one run of digits and separators.

    Phones and dates beside each other also make long runs: they are told apart by their groups.
    """
    found, pending = [], []

    def close() -> None:
        if pending and _hides([group.group() for group in pending]):
            digits = "".join(group.group() for group in pending)
            found.append((pending[0].start(), pending[-1].end(), _mask_for(digits)))
        pending.clear()

    for group in GROUPS.finditer(run):
        if MOBILE.fullmatch(group.group()):
            close()
        elif len(group.group()) >= SHORTEST:
            close()
            pending.append(group)
            close()
        else:
            pending.append(group)
    close()
    return found


def _hides(groups: list[str]) -> bool:
    digits = "".join(groups)
    if len(digits) < SHORTEST:
        return False
    lengths = [len(group) for group in groups]
    return (
        len(groups) == 1
        or ric.is_valid(digits.upper())
        or lengths == [6, 8, 4]
        or all(3 <= length <= 6 for length in lengths[:-1])
    )


def _mask_for(digits: str) -> str:
    if ric.is_valid(digits.upper()) or (len(digits) == 18 and digits[-1] in "Xx"):
        return IDENTITY_MASK
    return CARD_MASK if luhn.is_valid(digits) else NUMBER_MASK
