"""Families with an expected outcome: the tests of the rules that editors can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .answers import Answers
from .checking import Outcome, ProgrammeResult, check_programme
from .expressions import Known
from .facts import DatedValue, FactBook
from .rules import Criterion, Role, RuleSet
from .truth import Truth


@dataclass(frozen=True, slots=True)
class Scenario:
    """A household, what its answers are and what they must come to.

    ``as_of`` None means it must hold today and on each coming day a number changes.
    ``assumed`` gives numbers for this scenario only, in place of the real ones, so that a rule
    can be tested while its number is not known yet. ``failing`` are the criteria that do not hold.
    """

    title: str
    answers: Answers
    outcome: Outcome
    failing: frozenset[str] = frozenset()
    as_of: date | None = None
    assumed: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """What came out on one day."""

    scenario: Scenario
    day: date
    outcome: Outcome
    failing: frozenset[str]

    @property
    def passed(self) -> bool:
        return self.outcome is self.scenario.outcome and self.failing == self.scenario.failing


def run_scenario(
    scenario: Scenario,
    ruleset: RuleSet,
    *,
    today: date,
    places: Sequence[str],
    facts: Iterable[DatedValue],
) -> tuple[ScenarioRun, ...]:
    """One run for the scenario's own day, or for today and each coming day a fact changes."""
    facts = tuple(facts)
    days = [scenario.as_of] if scenario.as_of else days_to_check(ruleset, facts, today=today)
    runs = []
    for day in days:
        book = FactBook(_assumed(scenario, facts, places), day=day, places=places)
        result = check_programme(ruleset, Known(scenario.answers, book))
        runs.append(ScenarioRun(scenario, day, result.outcome, failing_criteria(result)))
    return tuple(runs)


def days_to_check(ruleset: RuleSet, facts: Iterable[DatedValue], *, today: date) -> list[date]:
    """Today, and each later day on which a fact of the rules starts or has just ended."""
    days = {today}
    for value in facts:
        if value.code in ruleset.facts:
            days.add(value.valid_from)
            if value.valid_to is not None:
                days.add(value.valid_to + timedelta(days=1))
    return sorted(day for day in days if day >= today)


def failing_criteria(result: ProgrammeResult) -> frozenset[str]:
    return frozenset(reason.criterion.code for reason in result.why_not)


def alone_decides(
    criterion: Criterion,
    scenario: Scenario,
    ruleset: RuleSet,
    *,
    day: date,
    places: Sequence[str],
    facts: Iterable[DatedValue],
) -> bool:
    """Whether in this scenario nothing but this criterion stands between may and not-may.

    It is the only open one of its kind (a softer one counts only among softer ones), or the one
    alternative of its group that holds.
    """
    book = FactBook(_assumed(scenario, tuple(facts), places), day=day, places=places)
    result = check_programme(ruleset, Known(scenario.answers, book))
    if criterion.role is Role.ANY_OF:
        group = [r for r in result.reasons if r.criterion.group == criterion.group]
        holding = [r.criterion.code for r in group if r.truth is Truth.YES]
        return result.outcome is Outcome.MAY and holding == [criterion.code]
    open_points = [reason.criterion for reason in (*result.why_not, *result.why_unclear)]
    if criterion.role is not Role.DISCRETION:  # a softer point changes nothing beside a hard one
        open_points = [one for one in open_points if one.role is not Role.DISCRETION]
    return [one.code for one in open_points] == [criterion.code]


def undecided_criteria(
    ruleset: RuleSet,
    scenarios: Iterable[Scenario],
    *,
    today: date,
    places: Sequence[str],
    facts: Iterable[DatedValue],
) -> tuple[str, ...]:
    """Criteria that no scenario tests on their own, in the rule set's order."""
    scenarios, facts = tuple(scenarios), tuple(facts)
    return tuple(
        criterion.code
        for criterion in ruleset.criteria
        if criterion.decides
        and not any(
            alone_decides(
                criterion, one, ruleset, day=one.as_of or today, places=places, facts=facts
            )
            for one in scenarios
        )
    )


def lapsing_facts(
    ruleset: RuleSet, *, today: date, places: Sequence[str], facts: Iterable[DatedValue]
) -> tuple[tuple[str, date], ...]:
    """Facts of the rules whose value ends within 30 days with nothing after it, and when."""
    book = FactBook(facts, day=today, places=places)
    lapsing = ((code, book.lapses_soon(code)) for code in ruleset.facts)
    return tuple((code, last_day) for code, last_day in lapsing if last_day is not None)


def _assumed(
    scenario: Scenario, facts: tuple[DatedValue, ...], places: Sequence[str]
) -> tuple[DatedValue, ...]:
    assumed = dict(scenario.assumed)
    kept = tuple(value for value in facts if value.code not in assumed)
    return kept + tuple(
        DatedValue(code, places[0], value, date.min) for code, value in assumed.items()
    )
