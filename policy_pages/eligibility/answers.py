"""Reading answers from outside: JSON, a form, a replayed code. Nothing is guessed.

Shapes accepted, by kind of question::

    one    "here"
    many   ["no_food", "big_event"]   [] and "none" both mean 「都没有」
    count  3   "8-"                   1 to 20; from 8 on they count alike
    money  900   "0-1114"   "1114-"   {"at_least": 0, "below": 1114}   "very_tight"
    any    "unknown" (不知道)   "rather_not_say" (不想说)   null or left out: not asked
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from .questions import (
    BY_CODE,
    DONT_KNOW,
    MOST_PEOPLE_COUNTED,
    NONE_OF_THESE,
    QUESTIONS,
    RATHER_NOT_SAY,
    Kind,
    Question,
)
from .values import Amount, Answer, Unknown

MOST_MONEY = Decimal(10_000_000)
MOST_PEOPLE = 20
_BAND = re.compile(r"([0-9]{1,8}(?:\.[0-9]{1,2})?)-([0-9]{1,8}(?:\.[0-9]{1,2})?)?")


class AnswerError(ValueError):
    """An answer outside the vocabulary. Says which question, never repeats what was sent."""

    def __init__(self, question: str, expected: str) -> None:
        self.question = question
        self.expected = expected
        super().__init__(f"{question}: expected {expected}")


Answers = Mapping[str, Answer]


def read_answers(raw: object) -> dict[str, Answer]:
    """All nine answers, those left out as not asked. Raises ``AnswerError`` for the first bad."""
    if not isinstance(raw, Mapping):
        raise AnswerError("answers", "an object of question codes")
    for code in raw:
        if code not in BY_CODE:
            raise AnswerError("answers", "only these codes: " + ", ".join(BY_CODE))
    return {question.code: read_answer(question, raw.get(question.code)) for question in QUESTIONS}


def read_answer(question: Question, raw: object) -> Answer:
    """One answer in its typed form. Raises ``AnswerError``."""
    if raw is None:
        return Unknown.NOT_ASKED
    if raw == DONT_KNOW:
        return Unknown.DONT_KNOW
    if raw == RATHER_NOT_SAY:
        return Unknown.RATHER_NOT_SAY
    return _READERS[question.kind](question, raw)


def write_answer(answer: Answer) -> str | int | list[str] | None:
    """The JSON shape ``read_answer`` reads back to the same answer."""
    if answer is Unknown.NOT_ASKED:
        return None
    if isinstance(answer, Unknown):
        return answer.value
    if isinstance(answer, frozenset):
        return sorted(answer)
    if isinstance(answer, Amount):
        if answer.is_exact:
            whole = answer.low == answer.low.to_integral_value()
            return int(answer.low) if whole else f"{answer.low:f}"
        return f"{answer.low:f}-" + ("" if answer.high is None else f"{answer.high:f}")
    return answer


def write_answers(answers: Answers) -> dict[str, str | int | list[str]]:
    """What was answered, in question order, without what was not asked."""
    written = {code: write_answer(answers[code]) for code in BY_CODE if code in answers}
    return {code: value for code, value in written.items() if value is not None}


def _read_one(question: Question, raw: object) -> Answer:
    if isinstance(raw, str) and raw in question.option_codes:
        return raw
    raise AnswerError(question.code, "one of " + ", ".join(question.option_codes))


def _read_many(question: Question, raw: object) -> Answer:
    if raw == NONE_OF_THESE:
        return frozenset()
    if (
        isinstance(raw, list | tuple | set | frozenset)
        and all(isinstance(code, str) for code in raw)
        and set(raw) <= set(question.option_codes)
    ):
        return frozenset(raw)
    raise AnswerError(question.code, "a list of " + ", ".join(question.option_codes))


def _read_count(question: Question, raw: object) -> Answer:
    if raw == f"{MOST_PEOPLE_COUNTED}-":
        raw = MOST_PEOPLE_COUNTED
    number = _number(raw)
    if number is None or number != number.to_integral_value() or not 1 <= number <= MOST_PEOPLE:
        raise AnswerError(question.code, f"a whole number from 1 to {MOST_PEOPLE}")
    if number >= MOST_PEOPLE_COUNTED:
        return Amount(Decimal(MOST_PEOPLE_COUNTED), None)
    return Amount(number, number)


def _read_money(question: Question, raw: object) -> Answer:
    if isinstance(raw, str):
        if raw in question.option_codes:
            return raw
        if match := _BAND.fullmatch(raw):
            raw = {"at_least": match[1], "below": match[2]}
    if isinstance(raw, Mapping) and set(raw) <= {"at_least", "below"}:
        low = _number(raw.get("at_least", 0))
        below = raw.get("below")
        high = None if below is None else _number(below)
        band_is_open = below is None
        if low is not None and low >= 0 and (band_is_open or (high is not None and high > low)):
            return Amount(low, high)
    elif (number := _number(raw)) is not None and number >= 0:
        return Amount(number, number)
    raise AnswerError(
        question.code,
        'yuan per person per month, as 900, "0-1114", "1114-" or one of '
        + ", ".join(question.option_codes),
    )


def _number(raw: object) -> Decimal | None:
    """A plain finite number up to ``MOST_MONEY``, else None. True and False are not numbers."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        return None
    if isinstance(raw, str) and (len(raw) > 12 or not raw.isascii()):
        return None
    if isinstance(raw, int) and abs(raw) > MOST_MONEY:
        return None
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return number if -MOST_MONEY <= number <= MOST_MONEY else None


_READERS = {
    Kind.ONE: _read_one,
    Kind.MANY: _read_many,
    Kind.COUNT: _read_count,
    Kind.MONEY: _read_money,
}
