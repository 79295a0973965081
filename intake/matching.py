"""Finding the same phone, name or home again among encrypted values (blind indexes).

Store ``*_index``; look up with ``phone_hash__in=phone_indexes(typed)``, which covers old keys too.
"""

from __future__ import annotations

import unicodedata

from .encryption import blind_indexes
from .references import only_digits


def _phone(value: str) -> str:
    digits = only_digits(value)
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            return digits.removeprefix(prefix)
    return digits


def _words(value: str) -> str:
    plain = unicodedata.normalize("NFKC", value).casefold()
    return "".join(character for character in plain if character.isalnum())


def phone_indexes(value: str) -> list[str]:
    return blind_indexes(_phone(value), purpose="phone")


def name_indexes(value: str) -> list[str]:
    return blind_indexes(_words(value), purpose="name")


def place_indexes(value: str) -> list[str]:
    return blind_indexes(_words(value), purpose="place")
