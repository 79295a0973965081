"""「三加五等于几」: asked in words, of whoever looks like a machine, and of nobody else.

The question is text that can be read, enlarged and spoken by a screen reader; a picture puzzle
would shut out the people this site is for (domain.md 4.3). It slows machines down, no more.
"""

from __future__ import annotations

import secrets

from captcha.models import CaptchaStore
from django.utils import timezone

from .references import only_digits

DIGITS = "零一二三四五六七八九十"
MOST_WAITING = 2_000
"""Questions that wait for an answer at one time. In a flood, older ones are asked again."""


def sum_in_words() -> tuple[str, str]:
    """A question and its answer, as django-simple-captcha wants a challenge."""
    first, second = secrets.randbelow(9) + 1, secrets.randbelow(9) + 1
    return f"{DIGITS[first]}加{DIGITS[second]}等于几", str(first + second)


def new_question() -> CaptchaStore:
    """A question to ask; whoever asks for many fills no table and locks nobody out."""
    waiting = CaptchaStore.objects.order_by("pk")
    if waiting[:MOST_WAITING].count() >= MOST_WAITING:
        CaptchaStore.remove_expired()
        place = secrets.randbelow(MOST_WAITING)
        if found := next(iter(waiting[place : place + 1]), None):
            return found
    question, answer = sum_in_words()
    return CaptchaStore.objects.create(challenge=question, response=answer)


def is_answered(hashkey: str, typed: str) -> bool:
    """Whether the answer is right. Each question can be tried once."""
    question = CaptchaStore.objects.filter(
        hashkey=hashkey[:40], expiration__gt=timezone.now()
    ).first()
    if question is None:
        return False
    question.delete()
    return as_number(typed) == question.response


def as_number(typed: str) -> str:
    """``8``, ``８``, ``八`` and ``十二`` as plain digits."""
    if digits := only_digits(typed):
        return digits.lstrip("0") or "0"
    word = typed.strip()
    if not word or any(character not in DIGITS for character in word):
        return ""
    if len(word) == 1:
        return str(DIGITS.index(word))
    if len(word) == 2 and word[0] == "十":
        return str(10 + DIGITS.index(word[1]))
    return ""
