"""The small language of the rules: data that is checked when saved and never executed.

Allowed, and nothing else: ``and or not``, ``== in < <= > >=``, ``answer("question")``,
``fact("code")``, ``count("question")``, text and numbers, lists of text. Python's parser reads
the text into a tree; this module walks the tree itself, so no name, attribute or call of
Python's can be reached.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .answers import MOST_MONEY, Answers
from .facts import FactBook
from .questions import BY_CODE, Kind, Question
from .truth import Truth, all_of, any_of
from .values import Amount, Unknown

LONGEST = 500
MOST_PARTS = 200
DEEPEST = 12


class ExpressionError(ValueError):
    """Why an expression cannot be used. ``code`` names the reason, ``part`` the place in it."""

    def __init__(self, code: str, part: str = "") -> None:
        self.code = code
        self.part = part
        super().__init__(f"{code}: {part}" if part else code)


@dataclass(frozen=True, slots=True)
class Known:
    """What an expression is evaluated against."""

    answers: Answers
    facts: FactBook


Test = Callable[[Known], Truth]
Number = Callable[[Known], Amount | None]


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression, the questions and the facts it looks at in order of appearance."""

    text: str
    questions: tuple[str, ...]
    facts: tuple[str, ...]
    _test: Test

    def evaluate(self, known: Known) -> Truth:
        return self._test(known)


@lru_cache(maxsize=2048)
def parse(text: str) -> Expression:
    """Check an expression and make it ready. Raises ``ExpressionError`` with the reason."""
    if len(text) > LONGEST:
        raise ExpressionError("too_long")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError("not_readable") from None
    if sum(1 for _node in ast.walk(tree)) > MOST_PARTS:
        raise ExpressionError("too_long")
    reader = _Reader()
    test = reader.test(tree.body, depth=0)
    questions, facts = dict.fromkeys(reader.questions), dict.fromkeys(reader.facts)
    return Expression(text.strip(), tuple(questions), tuple(facts), test)


class _Reader:
    """Turns Python's tree into tests of ours, refusing whatever the language does not have."""

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.facts: list[str] = []

    def test(self, node: ast.expr, *, depth: int) -> Test:
        if depth > DEEPEST:
            raise ExpressionError("too_deep")
        if isinstance(node, ast.BoolOp):
            parts = [self.test(part, depth=depth + 1) for part in node.values]
            combine = all_of if isinstance(node.op, ast.And) else any_of
            return lambda known: combine([part(known) for part in parts])
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            part = self.test(node.operand, depth=depth + 1)
            return lambda known: ~part(known)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._comparison(node.left, node.ops[0], node.comparators[0])
        raise ExpressionError("not_allowed", _shown(node))

    def _comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Test:
        if isinstance(operator, ast.In):
            return self._membership(left, right)
        if isinstance(operator, ast.Eq) and _is_text(right):
            return self._choice(left, [right])
        compare = _COMPARISONS.get(type(operator))
        if compare is None:
            raise ExpressionError("not_allowed", _shown(left))
        first, second = self._number(left), self._number(right)

        def test(known: Known) -> Truth:
            a, b = first(known), second(known)
            return Truth.UNKNOWN if a is None or b is None else compare(a, b)

        return test

    def _membership(self, left: ast.expr, right: ast.expr) -> Test:
        """``"option" in answer("many")`` or ``answer("one") in ["option", …]``."""
        if isinstance(right, ast.List | ast.Tuple):
            return self._choice(left, right.elts)
        if not _is_text(left):
            raise ExpressionError("not_allowed", _shown(left))
        question = self._question(right, "answer", {Kind.MANY})
        option = self._option(question, left)

        def test(known: Known) -> Truth:
            answer = known.answers.get(question.code, Unknown.NOT_ASKED)
            return Truth.UNKNOWN if isinstance(answer, Unknown) else Truth.of(option in answer)

        return test

    def _choice(self, left: ast.expr, choices: list[ast.expr]) -> Test:
        question = self._question(left, "answer", {Kind.ONE, Kind.MONEY})
        options = frozenset(self._option(question, choice) for choice in choices)

        def test(known: Known) -> Truth:
            answer = known.answers.get(question.code, Unknown.NOT_ASKED)
            return Truth.UNKNOWN if isinstance(answer, Unknown) else Truth.of(answer in options)

        return test

    def _number(self, node: ast.expr) -> Number:
        if isinstance(node, ast.Constant):
            if isinstance(node.value, bool) or not isinstance(node.value, int | float):
                raise ExpressionError("number_expected", _shown(node))
            if not abs(node.value) <= MOST_MONEY:
                raise ExpressionError("number_expected", _shown(node))
            amount = Amount.exactly(Decimal(str(node.value)))
            return lambda known: amount
        name, argument = _call(node)
        if name == "fact":
            self.facts.append(argument)
            return lambda known: _fact_amount(known, argument)
        if name == "count":
            question = self._question(node, "count", {Kind.MANY})
            return lambda known: _counted(known, question.code)
        question = self._question(node, "answer", {Kind.COUNT, Kind.MONEY})
        return lambda known: _answered_amount(known, question.code)

    def _question(self, node: ast.expr, function: str, kinds: set[Kind]) -> Question:
        name, argument = _call(node)
        if name != function:
            raise ExpressionError("not_allowed", _shown(node))
        question = BY_CODE.get(argument)
        if question is None:
            raise ExpressionError("unknown_question", argument)
        if question.kind not in kinds:
            raise ExpressionError("wrong_kind", argument)
        self.questions.append(question.code)
        return question

    @staticmethod
    def _option(question: Question, node: ast.expr) -> str:
        if not isinstance(node, ast.Constant) or node.value not in question.option_codes:
            raise ExpressionError("unknown_option", f"{question.code}: {_shown(node)}")
        return node.value


def _call(node: ast.expr) -> tuple[str, str]:
    """The name and the single text argument of ``answer``, ``fact`` or ``count``."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"answer", "fact", "count"}
        and len(node.args) == 1
        and not node.keywords
        and _is_text(node.args[0])
    ):
        return node.func.id, node.args[0].value
    raise ExpressionError("not_allowed", _shown(node))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _shown(node: ast.expr) -> str:
    return ast.unparse(node)[:60]


def _fact_amount(known: Known, code: str) -> Amount | None:
    value = known.facts.get(code)
    return None if value is None else Amount.exactly(value.value)


def _counted(known: Known, code: str) -> Amount | None:
    answer = known.answers.get(code, Unknown.NOT_ASKED)
    return Amount.exactly(len(answer)) if isinstance(answer, frozenset) else None


def _answered_amount(known: Known, code: str) -> Amount | None:
    answer = known.answers.get(code, Unknown.NOT_ASKED)
    return answer if isinstance(answer, Amount) else None


_COMPARISONS: dict[type[ast.cmpop], Callable[[Amount, Amount], Truth]] = {
    ast.Eq: lambda a, b: a.equals(b),
    ast.Lt: lambda a, b: a.less_than(b),
    ast.LtE: lambda a, b: a.at_most(b),
    ast.Gt: lambda a, b: b.less_than(a),
    ast.GtE: lambda a, b: b.at_most(a),
}
