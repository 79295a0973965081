"""The self-check itself: answers, a day, a place, rules and facts in; outcomes with reasons out.

Pure: the same arguments always give the same result, in any order, now or years later (R-96).
Nothing here says 符合 or 不符合 and no amount is promised: the office decides, not we.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from .answers import Answers, write_answer, write_answers
from .expressions import Known, parse
from .facts import DatedValue, FactBook
from .questions import BY_CODE
from .rules import Criterion, Role, RuleSet, Section, rules_fingerprint
from .truth import Truth, all_of, any_of
from .values import Unknown


class Outcome(Enum):
    """可能可以 / 还差一点信息 / 按您的回答，现在可能不行."""

    MAY = "may"
    UNCLEAR = "unclear"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class NumberShown:
    """A number a reason rests on, with its date and source; ``value`` None has no value today."""

    code: str
    label: str
    value: DatedValue | None


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion came to: the condition, the answers and numbers it looked at."""

    criterion: Criterion
    truth: Truth
    holds: Truth
    questions: tuple[str, ...]
    numbers: tuple[NumberShown, ...]
    counts: bool = True

    @property
    def missing_numbers(self) -> tuple[NumberShown, ...]:
        return tuple(number for number in self.numbers if number.value is None)

    @property
    def text(self) -> str:
        """The sentence for what the criterion came to."""
        texts = {
            Truth.YES: self.criterion.text_pass,
            Truth.NO: self.criterion.text_fail,
            Truth.UNKNOWN: self.criterion.text_unknown,
        }
        return texts[self.holds] or self.criterion.condition


@dataclass(frozen=True, slots=True)
class ProgrammeResult:
    """The outcome of one programme, and every criterion's part in it."""

    ruleset: RuleSet
    outcome: Outcome
    is_urgent: bool
    already_received: bool
    reasons: tuple[Reason, ...]

    def _with(self, holds: Truth) -> tuple[Reason, ...]:
        deciding = (r for r in self.reasons if r.criterion.decides and r.counts)
        return tuple(reason for reason in deciding if reason.holds is holds)

    @property
    def why(self) -> tuple[Reason, ...]:
        return self._with(Truth.YES)

    @property
    def why_unclear(self) -> tuple[Reason, ...]:
        return self._with(Truth.UNKNOWN)

    @property
    def why_not(self) -> tuple[Reason, ...]:
        return self._with(Truth.NO)

    @property
    def notes(self) -> tuple[Reason, ...]:
        return tuple(
            reason
            for reason in self.reasons
            if reason.criterion.role is Role.NOTE and reason.truth is Truth.YES
        )

    @property
    def not_asked(self) -> tuple[Reason, ...]:
        return tuple(r for r in self.reasons if r.criterion.role is Role.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Result:
    """Everything the result page shows, in order. Programmes already received stand apart."""

    day: date
    places: tuple[str, ...]
    answers: Answers
    programmes: tuple[ProgrammeResult, ...]
    fingerprint: str

    @property
    def urgent_needs(self) -> tuple[str, ...]:
        answer = self.answers.get("urgent", Unknown.NOT_ASKED)
        if not isinstance(answer, frozenset):
            return ()
        return tuple(code for code in BY_CODE["urgent"].option_codes if code in answer)

    def _where(self, outcome: Outcome) -> tuple[ProgrammeResult, ...]:
        return tuple(
            one
            for one in self.programmes
            if one.outcome is outcome and not one.is_urgent and not one.already_received
        )

    @property
    def urgent(self) -> tuple[ProgrammeResult, ...]:
        return tuple(one for one in self.programmes if one.is_urgent)

    @property
    def may(self) -> tuple[ProgrammeResult, ...]:
        return self._where(Outcome.MAY)

    @property
    def unclear(self) -> tuple[ProgrammeResult, ...]:
        return self._where(Outcome.UNCLEAR)

    @property
    def not_now(self) -> tuple[ProgrammeResult, ...]:
        return self._where(Outcome.NOT_NOW)

    @property
    def already(self) -> tuple[ProgrammeResult, ...]:
        return tuple(one for one in self.programmes if one.already_received and not one.is_urgent)

    def of(self, programme: str) -> ProgrammeResult:
        """The result of one programme. Raises ``KeyError``."""
        for one in self.programmes:
            if one.ruleset.programme == programme:
                return one
        raise KeyError(programme)

    def as_json(self) -> dict[str, object]:
        """Result and trace in plain types, for ``compute_eligibility``."""
        return {
            "day": self.day.isoformat(),
            "places": list(self.places),
            "rules": self.fingerprint,
            "answers": write_answers(self.answers),
            "urgent_needs": list(self.urgent_needs),
            "sections": {
                name: [one.ruleset.programme for one in getattr(self, name)]
                for name in ("urgent", "may", "unclear", "not_now", "already")
            },
            "programmes": [self._programme_as_json(one) for one in self.programmes],
        }

    def _programme_as_json(self, one: ProgrammeResult) -> dict[str, object]:
        return {
            "programme": one.ruleset.programme,
            "title": one.ruleset.title,
            "explainer": one.ruleset.explainer,
            "version": one.ruleset.version,
            "outcome": one.outcome.value,
            "is_urgent": one.is_urgent,
            "already_received": one.already_received,
            "next_step": one.ruleset.next_step,
            "also_look_at": list(one.ruleset.also_look_at),
            "trace": [self._reason_as_json(reason) for reason in one.reasons],
        }

    def _reason_as_json(self, reason: Reason) -> dict[str, object]:
        criterion = reason.criterion
        return {
            "criterion": criterion.code,
            "role": criterion.role.value + (f":{criterion.group}" if criterion.group else ""),
            "condition": criterion.condition,
            "expression": criterion.expression,
            "truth": reason.truth.value,
            "holds": reason.holds.value,
            "counts": reason.counts and criterion.decides,
            "text": reason.text,
            "your_answer": {
                code: write_answer(self.answers.get(code, Unknown.NOT_ASKED))
                for code in reason.questions
            },
            "numbers": [_number_as_json(number) for number in reason.numbers],
            "source": criterion.source,
            "article": criterion.article,
            "what_would_change_it": criterion.what_would_change_it,
        }


def check(
    answers: Answers,
    *,
    day: date,
    places: Sequence[str],
    rulesets: Iterable[RuleSet],
    facts: Iterable[DatedValue],
    labels: Mapping[str, str] | None = None,
) -> Result:
    """The result for one household on one day. Rule sets not valid that day are left out."""
    book = FactBook(facts, day=day, places=places, labels=dict(labels or {}))
    known = Known(answers, book)
    valid = tuple(ruleset for ruleset in rulesets if ruleset.is_valid_on(day))
    results = [check_programme(ruleset, known) for ruleset in valid]
    results.sort(key=_page_order)
    return Result(day, tuple(places), answers, tuple(results), rules_fingerprint(valid))


def check_programme(ruleset: RuleSet, known: Known) -> ProgrammeResult:
    reasons = _with_groups_settled([_reason(one, known) for one in ruleset.criteria])
    outcome = _outcome(reasons)
    is_urgent = bool(
        ruleset.urgent_when
        and outcome is not Outcome.NOT_NOW
        and parse(ruleset.urgent_when).evaluate(known) is Truth.YES
    )
    received = known.answers.get("receiving", Unknown.NOT_ASKED)
    already = isinstance(received, frozenset) and ruleset.received_as in received
    return ProgrammeResult(ruleset, outcome, is_urgent, already, tuple(reasons))


def _reason(criterion: Criterion, known: Known) -> Reason:
    expression = criterion.parsed
    truth = expression.evaluate(known) if expression else Truth.UNKNOWN
    return Reason(
        criterion,
        truth,
        holds=~truth if criterion.role is Role.EXCLUDES else truth,
        questions=expression.questions if expression else (),
        numbers=tuple(
            NumberShown(code, known.facts.label(code), known.facts.get(code))
            for code in criterion.facts
        ),
    )


def _with_groups_settled(reasons: list[Reason]) -> list[Reason]:
    """Of alternatives only those count that come out like their group as a whole.

    Once one holds, the others are no reason against; while one is open, the others are not yet.
    """
    groups: dict[str, list[Truth]] = {}
    for reason in reasons:
        if reason.criterion.role is Role.ANY_OF:
            groups.setdefault(reason.criterion.group, []).append(reason.truth)
    return [
        replace(reason, counts=reason.truth is any_of(groups[reason.criterion.group]))
        if reason.criterion.role is Role.ANY_OF
        else reason
        for reason in reasons
    ]


def _outcome(reasons: list[Reason]) -> Outcome:
    groups: dict[str, list[Truth]] = {}
    needed: list[Truth] = []
    softer: list[Truth] = []
    for reason in reasons:
        role = reason.criterion.role
        if role is Role.ANY_OF:
            groups.setdefault(reason.criterion.group, []).append(reason.truth)
        elif role in {Role.REQUIRED, Role.EXCLUDES}:
            needed.append(reason.holds)
        elif role is Role.DISCRETION:
            softer.append(reason.truth)
    hard = all_of([*needed, *(any_of(truths) for truths in groups.values())])
    if hard is Truth.NO:
        return Outcome.NOT_NOW
    everything = all_of([hard, *softer])
    return Outcome.MAY if everything is Truth.YES else Outcome.UNCLEAR


_SECTION_ORDER = list(Section)


def _page_order(result: ProgrammeResult) -> tuple[int, int, int, str]:
    """Fewer open points first within a section, then the editor's order, then the name."""
    ruleset = result.ruleset
    return (
        _SECTION_ORDER.index(ruleset.section),
        len(result.why_unclear) + len(result.why_not),
        ruleset.order,
        ruleset.programme,
    )


def _number_as_json(number: NumberShown) -> dict[str, object]:
    value = number.value
    if value is None:
        return {"fact": number.code, "label": number.label, "value": None}
    return {
        "fact": number.code,
        "label": number.label,
        "value": f"{value.value:f}",
        "unit": value.unit,
        "place": value.place,
        "valid_from": value.valid_from.isoformat(),
        "valid_to": value.valid_to.isoformat() if value.valid_to else None,
        "source": value.source,
        "article": value.article,
    }
