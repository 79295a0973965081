"""How somebody asked to be approached, and which of it a planned visit would go against. Pure.

The answers are those of the screen of safe contact (ux_content 3, 7a). They were
given for calls; a worker at the door gives away more than a voice on the phone, so they hold for
visits too (docs/decisions/0019).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Wish(StrEnum):
    """What a plan may go against."""

    HOME = "home"
    """Somebody at home must not know, and the visit goes there."""
    NOT_THEN = "not_then"
    """The day is one of those the person named."""
    TIMES = "times"
    """The person named times that the day alone cannot rule out: somebody has to read them."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a household asked for; of several answers the strictest holds."""

    say_who: bool = True
    others_may_know: bool = True
    not_times: tuple[str, ...] = ()
    bad_parts: tuple[str, ...] = ()
    """Parts of every day, as codes (``intake.call_times``)."""

    @property
    def home_is_open(self) -> bool:
        """Whether a visit at home gives nothing away that the person keeps from somebody."""
        return self.say_who and self.others_may_know

    @property
    def names_times(self) -> bool:
        return bool(self.not_times or self.bad_parts)

    def __bool__(self) -> bool:
        """Whether anything was asked for."""
        return not self.home_is_open or self.names_times


def wishes_of(answers: Iterable[Mapping[str, Any] | None]) -> Wishes:
    """The wishes in ``Referral.safe_contact`` of a household's referrals. What was never asked, as
    on the short path, forbids nothing."""
    given = [each for each in answers if each]
    not_times = (str(each.get("not_times") or "").strip() for each in given)
    return Wishes(
        say_who=all(each.get("say_who") is not False for each in given),
        others_may_know=all(each.get("others_may_answer") is not False for each in given),
        not_times=tuple(dict.fromkeys(filter(None, not_times))),
        bad_parts=tuple(
            dict.fromkeys(part for each in given for part in each.get("bad_times", ()))
        ),
    )


def against(wishes: Wishes, *, at_home: bool, day: date) -> frozenset[Wish]:
    """What a visit on ``day`` would go against; empty when it may be planned without a question."""
    found = {_about(text, day) for text in wishes.not_times} - {None}
    if wishes.bad_parts:
        found.add(Wish.TIMES)
    if at_home and not wishes.home_is_open:
        found.add(Wish.HOME)
    return frozenset(found)


WEEK = "一二三四五六日"
DAY = r"(?:周|星期|礼拜)?[一二三四五六日天]"
DAYS = re.compile(rf"(?:周|星期|礼拜)[一二三四五六日天](?:[、和到至~—-]?{DAY})*")
GROUPS = {
    range(5): re.compile(r"工作日|平日"),
    range(5, 7): re.compile(r"周末|双休日?"),
}
PARTS_OF_DAY = re.compile(r"早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|全天|整天|一天|白天")
SAID_AROUND = re.compile(
    r"请|都|也|的|时候|那天|不方便|不要|不能|不行|不可以|不好|别|打|电话|来|找|我|您|你们|[\s。！!.]"
)
PAUSES = re.compile(r"[，,；;\n]|、(?!(?:周|星期|礼拜)?[一二三四五六日天])")


def _about(text: str, day: date) -> Wish | None:
    """What one text says about a day: it is named; it is not; or a person has to read it."""
    about = {_clause(clause, day) for clause in PAUSES.split(text) if clause.strip()}
    return next((wish for wish in (Wish.NOT_THEN, Wish.TIMES) if wish in about), None)


def _clause(clause: str, day: date) -> Wish | None:
    named: set[int] = set()

    def day_named(found: re.Match[str]) -> str:
        named.update(_weekdays(found[0]))
        return ""

    left = DAYS.sub(day_named, clause)
    for weekdays, group in GROUPS.items():
        left, times = group.subn("", left)
        named.update(weekdays if times else ())
    left = SAID_AROUND.sub("", PARTS_OF_DAY.sub("", left))
    if left or not named:
        return Wish.TIMES
    return Wish.NOT_THEN if day.weekday() in named else None


def _weekdays(text: str) -> set[int]:
    """「周一、三到五」 as {0, 2, 3, 4}."""
    named: set[int] = set()
    before, until = 0, False
    for character in text.replace("天", "日"):
        if character in "到至~—-":
            until = True
        elif (weekday := WEEK.find(character)) >= 0:
            run = range(before, weekday + 1) if before <= weekday else (*range(before, 7), weekday)
            named |= set(run) if until else {weekday}
            before, until = weekday, False
    return named
