"""References and codes that can be read out on the phone: digits only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

RANDOM_DIGITS = 7
CODE_DIGITS = 4


def check_digit(digits: str) -> str:
    """The last digit, after Luhn: it finds one wrong digit and most neighbours swapped."""
    total = 0
    for position, character in enumerate(reversed(digits)):
        value = int(character) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def new_reference() -> str:
    """Seven random digits and a check digit, never starting with 0."""
    digits = str(secrets.randbelow(9 * 10 ** (RANDOM_DIGITS - 1)) + 10 ** (RANDOM_DIGITS - 1))
    return digits + check_digit(digits)


def shown(reference: str) -> str:
    return f"{reference[:4]} {reference[4:]}"


def only_digits(typed: str) -> str:
    """What a person typed, as plain digits: spaces, dashes and full-width forms forgiven."""
    values = (unicodedata.decimal(character, None) for character in typed)
    return "".join(str(value) for value in values if value is not None)


def is_reference(digits: str) -> bool:
    return len(digits) == RANDOM_DIGITS + 1 and check_digit(digits[:-1]) == digits[-1]


def new_status_code() -> str:
    """Four digits, shown once to the person who sent the referral."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def hash_status_code(code: str) -> str:
    """Salted hash of a code. Four digits can be tried out, so it is stored encrypted as well."""
    salt = secrets.token_hex(8)
    return f"{salt}${_digest(salt, code)}"


def status_code_matches(code: str, stored: str) -> bool:
    """Constant-time comparison; an empty ``stored`` costs the same work and never matches."""
    salt, _, digest = (stored or "0000000000000000$").partition("$")
    return hmac.compare_digest(_digest(salt, code), digest or "-" * 64)


def _digest(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()
