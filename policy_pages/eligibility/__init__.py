"""The self-check's engine: pure Python, three-valued, with a trace (DESIGN §4, ux_content 2.3).

``check`` takes answers, a day, places, rule sets and dated facts, and gives outcomes with
reasons. Nothing in this package knows Django, reads a clock or a database.
"""

from .answers import AnswerError, Answers, read_answer, read_answers, write_answer, write_answers
from .bands import band_of, money_bands, money_choices
from .checking import NumberShown, Outcome, ProgrammeResult, Reason, Result, check
from .expressions import ExpressionError, parse
from .facts import DatedValue, FactBook
from .paths import OptionPath, QuestionPath, check_paths
from .questions import BY_CODE, QUESTIONS, Kind, Option, Question, Text
from .replay import Replay, ReplayCodeError, read_replay_code, replay_code, replayed_answers
from .rules import Criterion, Role, RuleSet, Section, rules_fingerprint
from .scenarios import (
    Scenario,
    ScenarioRun,
    days_to_check,
    lapsing_facts,
    run_scenario,
    undecided_criteria,
)
from .truth import Truth
from .values import Amount, Answer, Unknown

__all__ = [
    "BY_CODE",
    "QUESTIONS",
    "Amount",
    "Answer",
    "AnswerError",
    "Answers",
    "Criterion",
    "DatedValue",
    "ExpressionError",
    "FactBook",
    "Kind",
    "NumberShown",
    "Option",
    "OptionPath",
    "Outcome",
    "ProgrammeResult",
    "Question",
    "QuestionPath",
    "Reason",
    "Replay",
    "ReplayCodeError",
    "Result",
    "Role",
    "RuleSet",
    "Scenario",
    "ScenarioRun",
    "Section",
    "Text",
    "Truth",
    "Unknown",
    "band_of",
    "check",
    "check_paths",
    "days_to_check",
    "lapsing_facts",
    "money_bands",
    "money_choices",
    "parse",
    "read_answer",
    "read_answers",
    "read_replay_code",
    "replay_code",
    "replayed_answers",
    "rules_fingerprint",
    "run_scenario",
    "undecided_criteria",
    "write_answer",
    "write_answers",
]
