"""A programme's rules as plain data: criteria with a role, a source and words for each outcome."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum

from .expressions import Expression, parse


class Role(Enum):
    """What a criterion does to the outcome of its programme."""

    REQUIRED = "required"  # must hold
    ANY_OF = "any_of"  # one of its group must hold
    EXCLUDES = "excludes"  # must not hold
    DISCRETION = "discretion"  # should hold; if not, the street decides, so still worth asking
    NOTE = "note"  # said when it holds, decides nothing
    NOT_ASKED = "not_asked"  # a real condition the check does not ask about (data gap)


class Section(Enum):
    """Where a programme belongs on the result page and in the order of sections."""

    URGENT = "urgent"
    BASIC = "basic"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a programme, in words a resident reads and in the language of the rules.

    ``expression`` is empty for ``NOT_ASKED`` only. ``group`` names the alternatives of ``ANY_OF``.
    ``also_facts`` are numbers shown beside the condition although the expression does not use them.
    """

    code: str
    role: Role
    condition: str
    expression: str = ""
    group: str = ""
    also_facts: tuple[str, ...] = ()
    source: str = ""
    article: str = ""
    text_pass: str = ""
    text_fail: str = ""
    text_unknown: str = ""
    what_would_change_it: str = ""

    @property
    def parsed(self) -> Expression | None:
        return parse(self.expression) if self.expression else None

    @property
    def facts(self) -> tuple[str, ...]:
        used = self.parsed.facts if self.parsed else ()
        return tuple(dict.fromkeys((*used, *self.also_facts)))

    @property
    def decides(self) -> bool:
        return self.role not in {Role.NOTE, Role.NOT_ASKED}


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of one programme's rules. ``valid_to`` None has no end yet.

    ``urgent_when`` lifts the programme into the urgent cards; ``received_as`` is the option of
    the question ``receiving`` that means the household already has it.
    """

    programme: str
    title: str
    explainer: str
    section: Section
    criteria: tuple[Criterion, ...]
    version: int = 1
    order: int = 0
    valid_from: date = date.min
    valid_to: date | None = None
    urgent_when: str = ""
    received_as: str = ""
    next_step: str = ""
    also_look_at: tuple[str, ...] = ()

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for one in self.criteria for code in one.facts))

    @property
    def fingerprint(self) -> str:
        """12 hexadecimal digits that change with any word or number of the rules."""
        written = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(written.encode()).hexdigest()[:12]


def rules_fingerprint(rulesets: tuple[RuleSet, ...]) -> str:
    """8 hexadecimal digits over all rule sets together, whatever their order."""
    joined = "".join(sorted(ruleset.fingerprint for ruleset in rulesets))
    return hashlib.sha256(joined.encode()).hexdigest()[:8]
