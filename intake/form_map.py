"""The form drawn from its own table, so that a reviewer sees every screen and branch.

Nothing is described by hand: the form is walked with every combination of the answers that can
decide where it leads, and what decided is read off the walks. Screens are named by their slugs;
``CRISIS`` and ``CHECK`` are the two pages beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import ConsentText, OnBehalf
from .steps import (
    DONE,
    GIVEN,
    OFFERED,
    STEPS,
    AwarenessStep,
    ChildStep,
    ConsentStep,
    ContactStep,
    DangerStep,
    ForWhomStep,
    HouseholdStep,
    Step,
    goes_to_crisis,
    offered,
    step_after,
)
from .steps.need import SENSITIVE_NEEDS

CRISIS, CHECK = "crisis", "check"
FROM_CHECK = {GIVEN: [ForWhomStep.slug], DONE: [ForWhomStep.slug], "on_behalf": OnBehalf.SELF}
"""What the self-check brings along when it asked for whom already."""

NOT_ASKED = pgettext_lazy("map", "not asked")

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Decider:
    """An answer that can decide the way: its name in a draft, and its possible values in words."""

    name: str
    question: Any
    step: type[Step] | None
    values: tuple[tuple[Any, Any], ...]
    without: Any = NOT_ASKED

    def in_words(self, value: Any) -> str:
        return str(next((label for one, label in self.values if one == value), self.without))


def _choice(step: type[Step], name: str) -> Decider:
    field = step.base_fields[name]
    return Decider(name, field.label, step, tuple(field.choices))


DECIDERS = (
    Decider(
        GIVEN,
        _("Came from the self-check with the answer to whom it is for"),
        None,
        (([ForWhomStep.slug], pgettext_lazy("map", "yes")),),
        without=pgettext_lazy("map", "no"),
    ),
    _choice(DangerStep, "danger"),
    _choice(ForWhomStep, "on_behalf"),
    _choice(ChildStep, "child_age"),
    _choice(AwarenessStep, "awareness"),
    Decider(
        "consents",
        _("The second tick, for sensitive things"),
        ConsentStep,
        (
            (["help"], pgettext_lazy("map", "not ticked")),
            (["help", "sensitive"], pgettext_lazy("map", "ticked")),
        ),
    ),
    _choice(ContactStep, "contact_method"),
)


@dataclass(frozen=True)
class Condition:
    """One question and those of its answers that lead the same way."""

    question: str
    answers: tuple[str, ...]


Conditions = tuple[Condition, ...]


@dataclass(frozen=True)
class Hop:
    """One step of a walk: a screen, the answers so far with its own, and the page after it."""

    screen: str
    answers: Answers
    to: str


def walks() -> list[tuple[Hop, ...]]:
    """Every walk from the first screen to the page that reads everything back."""
    return [
        walk
        for brought in ({}, FROM_CHECK)
        for walk in _walks_from(STEPS[0], {**brought, DONE: brought.get(DONE, [])})
    ]


def _walks_from(step: type[Step], answers: Answers) -> Iterator[tuple[Hop, ...]]:
    for picked in _picks(step):
        told = {**answers, **picked, DONE: [*answers[DONE], step.slug]}
        following = step_after(step, told)
        onwards = _walks_from(following, told) if following else [()]
        here = Hop(step.slug, told, following.slug if following else CHECK)
        if goes_to_crisis(step, told):
            here = Hop(step.slug, told, CRISIS)
        for rest in onwards:
            yield (here, *rest)


def _picks(step: type[Step]) -> list[dict[str, Any]]:
    picks: list[dict[str, Any]] = [{}]
    for decider in DECIDERS:
        if decider.step is step:
            picks = [
                {**pick, decider.name: value} for pick in picks for value, _label in decider.values
            ]
    return picks


def deciding(
    cases: Sequence[tuple[Answers, Any]], by: Sequence[Decider] = DECIDERS
) -> list[tuple[Conditions, Any]]:
    """Which answers decide an outcome: for each one, the fewest conditions that tell it apart.

    Of answers that tell as much, the one given first is named.
    """
    outcomes = {outcome for _answers, outcome in cases}
    if len(outcomes) == 1:
        return [((), outcomes.pop())]
    best, rest = _telling_most(cases, by)
    alike: dict[tuple, list[str]] = {}
    for value, group in _grouped(cases, best).values():
        alike.setdefault(tuple(deciding(group, rest)), []).append(best.in_words(value))
    return [
        ((Condition(str(best.question), tuple(words)), *conditions), outcome)
        for rows, words in alike.items()
        for conditions, outcome in rows
    ]


def _telling_most(cases, by: Sequence[Decider]) -> tuple[Decider, list[Decider]]:
    def left_open(decider: Decider) -> int:
        groups = [group for _value, group in _grouped(cases, decider).values()]
        return sum(len(group) for group in groups if len({end for _answers, end in group}) > 1)

    splitting = [decider for decider in by if len(_grouped(cases, decider)) > 1]
    best = min(splitting, key=left_open)
    return best, [decider for decider in by if decider is not best]


def _grouped(cases, decider: Decider) -> dict[str, tuple[Any, list]]:
    groups: dict[str, tuple[Any, list]] = {}
    for case in cases:
        value = case[0].get(decider.name)
        groups.setdefault(repr(value), (value, []))[1].append(case)
    return groups


@dataclass(frozen=True)
class Field:
    """One thing asked: must it be answered, and is it asked after the second tick only?"""

    label: str
    choices: tuple[str, ...]
    required: bool
    needed_when: str
    sensitive: bool
    sensitive_choices: tuple[str, ...]


@dataclass(frozen=True)
class Screen:
    """One screen. ``asked_when``: any of these; ``leads_to``: slugs, with what decides."""

    slug: str
    title: str
    skippable: bool
    fields: tuple[Field, ...]
    asked_when: tuple[Conditions, ...]
    offered_when: tuple[Conditions, ...]
    leads_to: tuple[tuple[Conditions, str], ...]


def screens() -> list[Screen]:
    """In the order people meet them, those offered at the end last."""
    walked = walks()
    ends = [walk[-1].answers for walk in walked]
    hops: dict[str, list[tuple[Answers, str]]] = {}
    for walk in walked:
        for hop in walk:
            hops.setdefault(hop.screen, []).append((hop.answers, hop.to))
    return [
        Screen(
            slug=step.slug,
            title=str(step.title),
            skippable=step.skippable,
            fields=tuple(_fields(step)),
            asked_when=_when((end, step in STEPS and step.applies(end)) for end in ends),
            offered_when=_when((end, step in offered(end)) for end in ends),
            leads_to=tuple(deciding(hops.get(step.slug, [({}, CHECK)]))),
        )
        for step in (*STEPS, *(step for step in OFFERED if step not in STEPS))
    ]


def _when(cases: Iterable[tuple[Answers, bool]]) -> tuple[Conditions, ...]:
    return tuple(conditions for conditions, yes in deciding(list(cases)) if yes)


def _fields(step: type[Step]) -> Iterator[Field]:
    purposes = dict(ConsentText.Purpose.choices)
    for name in step.own_fields():
        field = step.base_fields[name]
        if field.widget.is_hidden:
            continue
        choices = [(code, label) for code, label in getattr(field, "choices", []) if code]
        yield Field(
            label=str(field.label or purposes[name]),
            choices=tuple(str(label) for _code, label in choices),
            required=field.required,
            needed_when=str(step.needed_when.get(name, "")),
            sensitive=step is HouseholdStep,
            sensitive_choices=tuple(
                str(label) for code, label in choices if name == "needs" and code in SENSITIVE_NEEDS
            ),
        )


def ways_through() -> list[tuple[tuple[Conditions, ...], tuple[str, ...]]]:
    """Each different row of screens from the first to the page that reads everything back, with
    the answers that lead there: any of these."""
    ways: dict[tuple[str, ...], list[Conditions]] = {}
    rows = deciding([(walk[-1].answers, tuple(hop.screen for hop in walk)) for walk in walks()])
    for conditions, screens in rows:
        ways.setdefault(screens, []).append(conditions)
    return [(tuple(whens), screens) for screens, whens in ways.items()]
