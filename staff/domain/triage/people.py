"""One member of a household, and one thing that happened, from an object or a few words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from . import numbers, words
from .facts import Facts, Member, UnreadableFacts
from .keys import EVENT_WORDS, NOTE_KEYS, known_keys
from .numbers import read_number
from .values import as_list, as_number, texts_in, yes_or_no
from .words import Heard


def event_kind(text: str) -> str | None:
    text = text.strip()
    if text in EVENT_WORDS:
        return text
    if re.search(r"孩子|儿子|女儿|独子|独女|child|son|daughter", text) and re.search(
        r"去世|死|没了|走失|失踪|走丢|身亡|died|death|missing|lost", text
    ):
        return "child_lost"
    for kind, pattern in EVENT_WORDS.items():
        if re.search(pattern, text, re.IGNORECASE):
            return kind
    return None


def heard_days_ago(signals: Iterable[Heard]) -> int | None:
    codes = {signal.code for signal in signals}
    if "recent" in codes:
        return 14
    if "long_ago" in codes:
        return 500
    return 500 if "long_term" in codes else None


_SERIOUS = words.COMPILED["serious_illness"]
MINOR_ILLNESS = re.compile(r"感冒|发烧|咳嗽|拉肚子|牙疼|小病|cold|flu|cough", re.IGNORECASE)
_MENTAL_OR_MIND = re.compile(r"精神|智力|mental|intellect|psych", re.IGNORECASE)


def _grade(text: str) -> int | None:
    if match := re.search(r"([一二三四1-4])\s*级|(?:grade|级别|等级)\D{0,3}([1-4])", text):
        return int(read_number(match[1] or match[2]))
    return None


def read_member(data: Any, today: date) -> Member:
    """One person, from an object, an age or a few words."""
    if isinstance(data, (int, float)) and not isinstance(data, bool):
        age = as_number(data, "age")
        return Member(age=int(age) if 0 <= age < 130 else None)
    if isinstance(data, str):
        data = {"note": data}
    if not isinstance(data, Mapping):
        raise UnreadableFacts("members: each member must be an object, an age or a text")
    get = known_keys(data)
    who = str(get("who") or "")
    note = "，".join(texts_in(data))
    age = as_number(get("age"), "age")
    if age is None:
        named = numbers.ages(note)
        age = named[0] if named else None
    ill = get("illness")
    illness_text = "，".join(texts_in(ill)) if not isinstance(ill, bool) else ("病" if ill else "")
    if yes_or_no(ill) is False or re.fullmatch(
        r"健康|良好|正常|healthy|good|fine", illness_text.strip()
    ):
        illness_text = ""
    loose = "，".join(texts_in({k: v for k, v in data.items() if k in NOTE_KEYS}))
    signals = {signal.code for signal in words.hear(loose)} if loose else set()
    serious = bool(_SERIOUS.search(illness_text)) or yes_or_no(get("serious_illness")) is True
    serious = serious or "serious_illness" in signals
    some_illness = bool(illness_text) and not MINOR_ILLNESS.search(illness_text)
    several = len(as_list(ill)) >= 3
    disability = get("disability")
    disability_text = "，".join(texts_in(disability))
    disability_text += "，" + str(get("disability_kind") or "")
    grade = as_number(get("disability_grade"), "grade") if get("disability_grade") else None
    if isinstance(disability, Mapping):
        inner = known_keys(disability)
        disability_text += "，" + str(inner("disability_kind") or "")
        grade = grade or as_number(inner("disability_grade"), "grade")
    grade = grade or _grade(disability_text)
    disabled = bool(
        (yes_or_no(disability) and not isinstance(disability, Mapping))
        or (isinstance(disability, Mapping) and disability)
        or grade
        or "disability" in signals
        or yes_or_no(get("disability_kind"))
    )
    severe = bool(
        (grade and (grade <= 2 or (grade == 3 and _MENTAL_OR_MIND.search(disability_text))))
        or re.search(r"重度|重残|severe", disability_text)
        or "severe_disability" in signals
        or yes_or_no(get("severely_disabled"))
    )
    insurance = get("insurance")
    insured = yes_or_no(insurance)
    if isinstance(insurance, str) and re.search(r"(?:没|无|断|未|none|uninsured)", insurance):
        insured = False
    if "no_insurance" in signals:
        insured = False
    care = yes_or_no(get("needs_care"))
    return Member(
        who=who,
        age=int(age) if age is not None and 0 <= age < 130 else None,
        serious_illness=serious or several,
        chronic_illness=some_illness or "chronic_illness" in signals,
        disabled=disabled or severe,
        severely_disabled=severe,
        insured=insured,
        needs_care=bool(care) or bool(re.search(r"不能自理|卧床|失能|瘫", note)),
    )


def has_minor(facts: Facts) -> bool:
    """Whether somebody under 18 lives there or is told of, by an age or by what only they do."""
    if facts.is_a_childs or any(
        member.age is not None and member.age < 18 for member in facts.members
    ):
        return True
    if any(age < 18 for age in numbers.ages(facts.words)):
        return True
    return bool(words.SCHOOL_AGE.search(facts.words))


_OF_ANY_AGE = {"女儿", "儿子", "闺女"}


def speaks_of_child(facts: Facts) -> bool:
    """Whether a child is named that may be one: no daughter of 27, no son of somebody of 70."""
    others = words.GROWN_CHILD.sub("", facts.words)  # who does the harm is not the child in danger
    named = {match.group().lower() for match in words.CHILD.finditer(others)}
    ages = numbers.ages_of(facts.words, named)
    ages |= {
        member.who: member.age for member in facts.members if member.who in named and member.age
    }
    told = [*numbers.ages(facts.words), *(member.age or 0 for member in facts.members)]
    grown = {name for name, age in ages.items() if age >= 18}
    if any(age >= 60 for age in told):
        grown |= _OF_ANY_AGE - {name for name, age in ages.items() if age < 18}
    return bool(named - grown)
