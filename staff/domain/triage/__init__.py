"""Triage: facts of a household → a suggested tier with reasons. Never a decision. Pure Python.

``read_facts`` reads answers of any shape (``reading``), ``suggest`` applies the rules.
"""

from .alerts import Alert, cannot_wait
from .facts import Facts, UnreadableFacts
from .parameters import Parameters
from .reading import read_facts
from .suggestion import Basis, Outcome, Reason, Suggestion, suggest

__all__ = [
    "Alert",
    "Basis",
    "Facts",
    "Outcome",
    "Parameters",
    "Reason",
    "Suggestion",
    "UnreadableFacts",
    "cannot_wait",
    "read_facts",
    "suggest",
]
