"""A code that gives the same answers back: 18 digits a person can read out (ux_content 5.5).

The digits hold the answers and the day, nothing about who asked. With the day the worker's
screen takes the rules and numbers of that day, so it shows what the person saw. The layout:
the answers as one number in mixed radix, then the day counted from ``EPOCH``, then two check
digits (ISO 7064 mod 97-10), which find every single wrong digit and every swap of two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .answers import Answers
from .questions import MONEY_WORDS, MOST_PEOPLE_COUNTED, QUESTIONS, Kind, Question
from .values import Amount, Answer, Unknown

EPOCH = date(2026, 11, 1)
DAYS = 3650
DIGITS = 18
MOST_BANDS = 4


class ReplayCodeError(ValueError):
    """The digits are not a code of ours: mistyped, or too short."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What a code holds. A band is known by its position; see ``replayed_answers``."""

    day: date
    answers: dict[str, Answer]
    band: int | None


def replay_code(answers: Answers, *, day: date, bands: Sequence[Amount]) -> str:
    """The digits for these answers on this day. Raises ``ReplayCodeError`` outside the calendar."""
    offset = (day - EPOCH).days
    if not 0 <= offset < DAYS:
        raise ReplayCodeError("day")
    number = 0
    for question in QUESTIONS:
        answer = answers.get(question.code, Unknown.NOT_ASKED)
        number = number * _radix(question) + _position(question, answer, bands)
    payload = f"{number * DAYS + offset:0{DIGITS - 2}d}"
    return payload + f"{98 - int(payload + '00') % 97:02d}"


def read_replay_code(digits: str) -> Replay:
    """The day and the answers in a code. Raises ``ReplayCodeError``."""
    cleaned = "".join(character for character in digits[:60] if character not in " -　")
    if len(cleaned) != DIGITS or not (cleaned.isascii() and cleaned.isdigit()):
        raise ReplayCodeError("length")
    if int(cleaned) % 97 != 1:
        raise ReplayCodeError("check digits")
    number, offset = divmod(int(cleaned[:-2]), DAYS)
    answers: dict[str, Answer] = {}
    band = None
    for question in reversed(QUESTIONS):
        number, position = divmod(number, _radix(question))
        answers[question.code] = _answer(question, position)
        if question.kind is Kind.MONEY:
            band = _band(position)
    if number:
        raise ReplayCodeError("too large")
    return Replay(EPOCH + timedelta(days=offset), answers, band)


def replayed_answers(replay: Replay, bands: Sequence[Amount]) -> dict[str, Answer]:
    """The answers with the money band filled in from the bands of the replayed day.

    A band that day no longer has (a number was corrected since) becomes unknown, not a guess.
    """
    answers = dict(replay.answers)
    if replay.band is not None:
        found = replay.band < len(bands)
        answers["money"] = bands[replay.band] if found else Unknown.NOT_ASKED
    return answers


_UNKNOWNS = (Unknown.NOT_ASKED, Unknown.DONT_KNOW, Unknown.RATHER_NOT_SAY)


def _radix(question: Question) -> int:
    return (
        len(_UNKNOWNS)
        + {
            Kind.ONE: len(question.options),
            Kind.MANY: 2 ** len(question.options),
            Kind.COUNT: MOST_PEOPLE_COUNTED,
            Kind.MONEY: MOST_BANDS + len(MONEY_WORDS),
        }[question.kind]
    )


def _position(question: Question, answer: Answer, bands: Sequence[Amount]) -> int:
    if isinstance(answer, Unknown):
        return _UNKNOWNS.index(answer)
    base = len(_UNKNOWNS)
    if isinstance(answer, frozenset):
        codes = question.option_codes
        return base + sum(1 << place for place, code in enumerate(codes) if code in answer)
    if question.kind is Kind.COUNT:
        return base + int(answer.low) - 1
    if question.kind is Kind.MONEY:
        return _money_position(answer, bands)
    return base + question.option_codes.index(answer)


def _money_position(answer: Amount | str, bands: Sequence[Amount]) -> int:
    base = len(_UNKNOWNS)
    if isinstance(answer, str):
        words = [word.code for word in MONEY_WORDS]
        return base + MOST_BANDS + words.index(answer)
    for place, band in enumerate(bands[:MOST_BANDS]):
        inside = band.low <= answer.low and (
            band.high is None
            or (answer.high is not None and answer.high <= band.high and answer.low < band.high)
        )
        if inside:
            return base + place
    return _UNKNOWNS.index(Unknown.NOT_ASKED)


def _answer(question: Question, position: int) -> Answer:
    if position < len(_UNKNOWNS):
        return _UNKNOWNS[position]
    position -= len(_UNKNOWNS)
    if question.kind is Kind.MANY:
        codes = question.option_codes
        return frozenset(code for place, code in enumerate(codes) if position >> place & 1)
    if question.kind is Kind.COUNT:
        people = position + 1
        low = Decimal(people)
        return Amount(low, None if people == MOST_PEOPLE_COUNTED else low)
    if question.kind is Kind.MONEY:
        place = position - MOST_BANDS
        return MONEY_WORDS[place].code if place >= 0 else Unknown.NOT_ASKED
    return question.option_codes[position]


def _band(position: int) -> int | None:
    place = position - len(_UNKNOWNS)
    return place if 0 <= place < MOST_BANDS else None
