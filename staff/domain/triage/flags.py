"""What was stated about danger and bodies, as plain yes. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import numbers, words
from .facts import Facts
from .keys import known_keys
from .values import as_list, texts_in, yes_or_no

FLAGS = (
    "self_harm", "violence", "sexual", "child_missing", "missing", "medical_now", "silent",
    "pregnant", "child_alone", "child_harm", "carer",
)  # fmt: skip
"""Facts that are a plain yes."""
_LOST_CHILD = re.compile(r"^child_(?:lost|missing)$|missing_child|孩子(?:走失|失踪|走丢)")


def read_flags(get, facts: Facts) -> set[str]:
    """What was stated about danger and bodies, and what a neighbour ticked as seen."""
    flags = {flag for flag in FLAGS if yes_or_no(get(flag))} | _observed_flags(get("observed"))
    people = [each for each in as_list(get("members")) if isinstance(each, Mapping)]
    if any(yes_or_no(known_keys(each)("pregnant")) for each in people):
        flags.add("pregnant")
    if "violence" in facts.needs:
        flags.add("violence")
    if _LOST_CHILD.search("，".join(texts_in(get("events")))):
        flags.add("child_missing")
    ages = [member.age for member in facts.members if member.age] + numbers.ages(facts.words)
    only_children = facts.members and all(
        member.age is not None and member.age < 16 for member in facts.members
    )
    if only_children and facts.size == len(facts.members):  # MINOR 21: under 16 nobody lives alone
        flags.add("child_alone")
    pupil = words.PUPIL.search(facts.words) and not any(age >= 18 for age in ages)
    if (facts.hears("pregnant") or "pregnant" in flags) and (
        pupil or any(12 <= age < 18 for age in ages)
    ):
        flags.add("child_harm")
    return flags


def _observed_flags(value: Any) -> set[str]:
    flags = set()
    signs = {
        "silent": "silent", "crying_out": "violence", "injured": "violence",
        "child_alone": "child_alone", "no_food": "no_food", "violence": "violence",
    }  # fmt: skip
    for text in texts_in(value):
        if text in signs:
            flags.add(signs[text])
    return flags
