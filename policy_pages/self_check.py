"""The self-check between the screens and the engine: state that travels, answers, hand-over.

Nothing is kept on the server and no cookie is set. The answers travel in a hidden, signed field
of each page, always by POST, so that neither address nor log holds any of them (R-91).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from . import eligibility, queries
from .eligibility import Amount, Answer, FactBook, Kind, Question, Result, Unknown
from .eligibility.questions import (
    DONT_KNOW,
    MOST_PEOPLE_COUNTED,
    NONE_OF_THESE,
    RATHER_NOT_SAY,
)
from .models import Station, places_for

STATE_SALT = "policy_pages.self_check.state"
HANDOVER_SALT = "policy_pages.self_check.handover"
HANDOVER_HOURS = 12
LONGEST_STATE = 4_000


class AnswerMissing(ValueError):
    """What was sent for a question cannot be taken. The message says what to do next."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One row to tap."""

    value: str
    label: str
    is_chosen: bool
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What a check stands on: the day, the places, today's numbers and their names."""

    day: date
    places: Sequence[str]
    values: tuple[eligibility.DatedValue, ...]
    labels: Mapping[str, str]

    @property
    def book(self) -> FactBook:
        return FactBook(self.values, day=self.day, places=self.places, labels=dict(self.labels))

    @property
    def bands(self) -> tuple[Amount, ...]:
        return eligibility.money_bands(self.book)


def ground(station: Station | None, day: date, *, places: Sequence[str] | None = None) -> Ground:
    """The numbers of a day in the station's places, or in others. Two queries."""
    places = places or places_for(station)
    return Ground(day, places, tuple(queries.dated_values(places)), queries.fact_labels())


def result(
    answers: Mapping[str, Answer],
    on: Ground,
    *,
    rules_of: date | None = None,
    at_opening: bool = False,
) -> Result:
    """The result of these answers on the numbers of that day. Two queries more.

    The rules are those that were live that day, or on another day (``rules_of``); ``at_opening``
    those of its morning.
    """
    return eligibility.check(
        answers,
        day=on.day,
        places=on.places,
        rulesets=queries.rules_on(on.places, rules_of or on.day, at_opening=at_opening),
        facts=on.values,
        labels=on.labels,
    )


def replay(digits: str, station: Station | None) -> Result:
    """What a person saw, from the digits they kept: same answers, rules and numbers of that day.

    For the workers' screen. Raises ``eligibility.ReplayCodeError`` for digits that are no code.
    """
    kept = eligibility.read_replay_code(digits)
    on = ground(station, kept.day)
    return result(eligibility.replayed_answers(kept, on.bands), on)


def result_kept(kept: Mapping, station: Station | None) -> tuple[Result, bool]:
    """What a person saw who handed the check on, from what ``sign_handover`` kept with it.

    The kept fingerprint tells the version of the rules: those of the day's end or of its morning.
    False beside the result: the rules of neither are the ones, so the reasons may differ.
    """
    answers = eligibility.read_answers(kept["answers"])
    on = ground(station, date.fromisoformat(kept["day"]), places=kept.get("places"))
    now = result(answers, on)
    for at_opening in (False, True):
        outcome = result(answers, on, at_opening=True) if at_opening else now
        if outcome.fingerprint == kept.get("rules"):
            return outcome, True
    return now, False


def sign_state(answers: Mapping[str, Answer]) -> str:
    return signing.dumps(eligibility.write_answers(answers), salt=STATE_SALT, compress=True)


def read_state(token: str) -> tuple[dict[str, Answer], bool]:
    """The answers in a page's hidden field, and whether anything was lost on the way.

    A forged, cut or foreign token is no error for the person: the check begins again with what
    this page itself brings.
    """
    nothing = eligibility.read_answers({})
    if not token:
        return nothing, False
    try:
        if len(token) > LONGEST_STATE:
            raise signing.BadSignature
        return eligibility.read_answers(signing.loads(token, salt=STATE_SALT)), False
    except (signing.BadSignature, eligibility.AnswerError, ValueError):
        return nothing, True


def sign_handover(outcome: Result) -> str:
    """What intake keeps with a referral if the person ticks it: answers and outcome, signed."""
    written = outcome.as_json()
    kept = {name: written[name] for name in ("day", "places", "rules", "answers", "sections")}
    return signing.dumps(kept, salt=HANDOVER_SALT, compress=True)


def read_handover(token: str) -> dict | None:
    """What ``sign_handover`` signed, or None for anything else or older than half a day."""
    try:
        if len(token) > LONGEST_STATE:
            return None
        return signing.loads(token, salt=HANDOVER_SALT, max_age=HANDOVER_HOURS * 3600)
    except (signing.BadSignature, ValueError):
        return None


def choices(
    question: Question, answer: Answer, bands: Sequence[Amount], language: str
) -> list[Choice]:
    """The rows of a question, 「不知道」 always among them."""
    if question.kind is Kind.COUNT:
        rows = [(str(number), _people(number)) for number in range(1, MOST_PEOPLE_COUNTED + 1)]
    elif question.kind is Kind.MONEY and bands:
        rows = [(str(eligibility.write_answer(band)), band_text(band)) for band in bands]
    else:
        rows = [(option.code, option.text.in_language(language)) for option in question.options]
    chosen = _chosen(question, answer)
    found = [Choice(value, label, value in chosen) for value, label in rows]
    if question.kind is Kind.MANY:
        none = question.none_text.in_language(language)
        found.append(Choice(NONE_OF_THESE, none, NONE_OF_THESE in chosen, is_exclusive=True))
    found.append(Choice(DONT_KNOW, _("I do not know"), DONT_KNOW in chosen, is_exclusive=True))
    if question.is_sensitive:
        label = _("I would rather not say")
        found.append(Choice(RATHER_NOT_SAY, label, RATHER_NOT_SAY in chosen, is_exclusive=True))
    return found


def read_posted(question: Question, data: QueryDict) -> Answer:
    """The answer a page sent. Raises ``AnswerMissing`` with what to do next."""
    sent = [value for value in data.getlist("answer")[:30] if value]
    if not sent:
        raise AnswerMissing(_("Choose one. If you are not sure, choose “I do not know”."))
    alone = {DONT_KNOW, RATHER_NOT_SAY, NONE_OF_THESE} & set(sent)
    if len(sent) > 1 and (alone or question.kind is not Kind.MANY):
        raise AnswerMissing(_("“None”, “I do not know” and the others do not go together."))
    raw = sent[0] if alone or question.kind is not Kind.MANY else sent
    try:
        return eligibility.read_answer(question, raw)
    except eligibility.AnswerError:
        raise AnswerMissing(_("Please choose one of the rows below.")) from None


def worked_out(data: QueryDict, bands: Sequence[Amount]) -> tuple[Amount, str]:
    """The band of a household's money divided by its people, and the sum in words.

    The sum typed is used here and nowhere else. Raises ``AnswerMissing``.
    """
    total, people = _typed_number(data.get("total", "")), _typed_number(data.get("heads", ""))
    if total is None or people is None or people < 1 or people > 30:
        raise AnswerMissing(_("Write two numbers: the money of a month, and how many people."))
    each = total / people
    band = eligibility.band_of(each, bands)
    if band is None:
        raise AnswerMissing(_("This cannot be worked out today. Please choose a row yourself."))
    shown = _("%(total)s divided by %(people)s is about %(each)s yuan for each person.") % {
        "total": f"{total:.0f}",
        "people": f"{people:.0f}",
        "each": f"{each:.0f}",
    }
    return band, shown


def answer_text(question: Question, answer: Answer, language: str) -> str:
    """An answer as it is read back: 「您的回答」."""
    if answer is Unknown.NOT_ASKED:
        return _("not answered")
    if answer is Unknown.DONT_KNOW:
        return _("I do not know")
    if answer is Unknown.RATHER_NOT_SAY:
        return _("I would rather not say")
    if isinstance(answer, Amount):
        if question.kind is Kind.COUNT:
            return _people(int(answer.low))
        return band_text(answer)
    options = {one.code: one.text.in_language(language) for one in question.options}
    if isinstance(answer, frozenset):
        named = [text for code, text in options.items() if code in answer]
        return _("; ").join(named) or question.none_text.in_language(language)
    return options[answer]


def band_text(band: Amount) -> str:
    low, high = f"{band.low:f}", "" if band.high is None else f"{band.high:f}"
    if band.is_exact:
        return _("%(number)s yuan") % {"number": low}
    if band.high is None:
        return _("%(low)s yuan or more") % {"low": low}
    if band.low == 0:
        return _("less than %(high)s yuan") % {"high": high}
    return _("%(low)s to %(high)s yuan") % {"low": low, "high": high}


def _people(number: int) -> str:
    if number >= MOST_PEOPLE_COUNTED:
        return _("%(number)s or more people") % {"number": number}
    return _("%(number)s people") % {"number": number}


def _chosen(question: Question, answer: Answer) -> set[str]:
    if answer is Unknown.NOT_ASKED:
        return set()
    if isinstance(answer, Unknown):
        return {answer.value}
    if isinstance(answer, frozenset):
        return set(answer) or {NONE_OF_THESE}
    if isinstance(answer, Amount) and question.kind is Kind.COUNT:
        return {str(int(answer.low))}
    return {str(eligibility.write_answer(answer))}


def _typed_number(text: str) -> Decimal | None:
    cleaned = text.strip().removesuffix("元").replace(",", "").replace("，", "")
    if not (cleaned.isascii() and cleaned.isdecimal() and len(cleaned) <= 7):
        return None
    return Decimal(cleaned)
