"""Whether a record holds a child's data, and what is noted of its guardian (MINOR 2, 11, 72)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

ADULT_FROM = 18
AGE = re.compile(r"(?<!\d)(\d{1,2})\s*(?:周岁|岁)")
CHILD_WORDS = re.compile(r"小孩|未成年|婴儿|宝宝|幼儿园|小学|初中")
MONTHS_OLD = re.compile(r"\d{1,2}\s*个月大")


def _is_child(member: object) -> bool:
    """A member of the household as intake keeps it: ``{who, age}``, or who lives here in words."""
    if not isinstance(member, Mapping):
        return False
    age, who = member.get("age"), str(member.get("who", ""))
    if isinstance(age, int) and not isinstance(age, bool):
        return age < ADULT_FROM
    if any(int(each) < ADULT_FROM for each in AGE.findall(who)):
        return True
    return who == "child" or bool(CHILD_WORDS.search(who) or MONTHS_OLD.search(who))


def is_minors(
    *, awareness: str, needs: Collection[str], facts: Mapping, on_behalf: str = "self"
) -> bool:
    """A child asks or is asked for, lives in the household, is missing, or school is the need."""
    if "child" in {awareness, on_behalf} or "school" in needs:
        return True
    if facts.get("event") == "child_missing":
        return True
    members = facts.get("members")
    people = members if isinstance(members, list) else []
    return any(_is_child(each) for each in [facts, *people])


NOT_ASKED = "not_asked"
SAID_BY_SOMEBODY = frozenset({"asked", "given", "refused"})
SAYS_WHY = frozenset({"refused", NOT_ASKED})


def against_guardian_answer(*, state: str, who: str, words: str) -> str:
    """What is missing of a note about the guardian's consent, as a code; "" when it is whole.

    Whose word it is must be known, and why a guardian refused or was not asked at all: that one
    may be the danger to the child (MINOR 11).
    """
    if state in SAID_BY_SOMEBODY and not who.strip():
        return "guardian_who_missing"
    if state in SAYS_WHY and not words.strip():
        return "guardian_why_missing"
    return ""
