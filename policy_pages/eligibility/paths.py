"""Every path through the check, read from the code, for the staff page that maps the form.

The check asks all nine questions in one order; what differs between paths is which programmes an
answer opens, closes or leaves open: a question, an option, and the rules that read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .expressions import parse
from .questions import QUESTIONS, Question, Text
from .rules import RuleSet


@dataclass(frozen=True, slots=True)
class OptionPath:
    """One option and where it leads: the next question, and the criteria that look for it."""

    code: str
    text: Text
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionPath:
    """One page of the check: its options, the page after it, and the criteria that read it."""

    question: Question
    number: int
    next_code: str | None
    criteria: tuple[str, ...]
    options: tuple[OptionPath, ...]


def check_paths(rulesets: Iterable[RuleSet]) -> tuple[QuestionPath, ...]:
    """The nine pages in order. Criteria are named ``programme.criterion``, as in the explainers."""
    named = [
        (f"{ruleset.programme}.{criterion.code}", criterion.expression)
        for ruleset in sorted(rulesets, key=lambda one: one.programme)
        for criterion in ruleset.criteria
        if criterion.expression
    ]
    paths = []
    for position, question in enumerate(QUESTIONS):
        following = QUESTIONS[position + 1].code if position + 1 < len(QUESTIONS) else None
        reading = tuple(
            (name, text) for name, text in named if question.code in parse(text).questions
        )
        options = tuple(
            OptionPath(
                option.code,
                option.text,
                tuple(name for name, text in reading if _mentions(text, option.code)),
            )
            for option in question.options
        )
        paths.append(
            QuestionPath(
                question, position + 1, following, tuple(name for name, _text in reading), options
            )
        )
    return tuple(paths)


def _mentions(expression: str, option: str) -> bool:
    return f'"{option}"' in expression or f"'{option}'" in expression
