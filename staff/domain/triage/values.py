"""Single values as people write them: yes and no, numbers and bands, how long ago. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from .facts import UnreadableFacts
from .numbers import CHINESE_NUMBER, read_number

_NO = re.compile(r"^(?:no|n|false|0|none|nil|没有.*|没|无.*|不.*|否|未.*)$", re.IGNORECASE)
UNKNOWN = re.compile(
    r"^(?:|unknown|不知道|不清楚|不详|未知|说不清|不想说|null|n/a|unsure|\?)$", re.IGNORECASE
)


def yes_or_no(value: Any) -> bool | None:
    """Yes, no, or not said."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return value > 0
    if isinstance(value, (list, tuple, set, Mapping)):
        return bool(value) if value else False
    text = str(value).strip()
    if UNKNOWN.match(text):
        return None
    return not _NO.match(text)


def texts_in(value: Any) -> list[str]:
    """Every piece of text inside a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in texts_in(each)]
    if isinstance(value, (list, tuple, set)):
        return [text for each in value for text in texts_in(each)]
    return []


def as_list(value: Any) -> list:
    if value is None or value == "":
        return []
    if isinstance(value, (list, tuple, set)):
        return list(value)
    if isinstance(value, str):
        return [part for part in re.split(r"[、，,;；/|]", value) if part.strip()]
    return [value]


def as_number(value: Any, key: str) -> float | None:
    """A number, the middle of a band (「1000-1500」), or None when nobody said."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        if not abs(value) < 1e12:  # also what is no number, or too large for one
            raise UnreadableFacts(f"{key}: {value} is not a number of yuan or people")
        return float(value)
    if isinstance(value, Mapping):
        amounts = [
            number for each in value.values() if (number := as_number(each, key)) is not None
        ]
        return sum(amounts) if amounts else None
    text = str(value).strip()
    if UNKNOWN.match(text):
        return None
    if re.match(r"^(?:没有|无|零|none|no)", text, re.IGNORECASE):
        return 0.0
    numbers = [
        number
        for part in re.findall(rf"\d[\d,]*(?:\.\d+)?[万千百]?|{CHINESE_NUMBER}", text)
        if (number := read_number(part)) is not None
    ]
    if not numbers:
        return None
    return (
        sum(numbers[:2]) / 2 if re.search(r"[-~—–至到]", text) and len(numbers) > 1 else numbers[0]
    )


def days_ago(value: Any, today: date) -> int | None:
    """How many days ago, from a number of days, a date, or a word."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(as_number(value, "event_when"))
    text = str(value).strip()
    if match := re.match(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?", text):
        try:
            then = date(int(match[1]), int(match[2]), int(match[3] or 15))
        except ValueError:
            return None
        return max((today - then).days, 0)
    if re.fullmatch(r"\d{1,6}", text):
        return int(text)
    number = r"(\d+|[一二两三四五六七八九十半几]+)\s*(?:多)?\s*"
    units = (
        (r"(?:年|years?)", 365),
        (r"(?:个月|月|months?)", 30),
        (r"(?:周|星期|礼拜|weeks?)", 7),
        (r"(?:天|日|days?)", 1),
        (r"(?:小时|hours?)", 0),
    )
    for unit, days in units:
        if match := re.search(number + r"(?:个)?" + unit, text):
            count = {"半": 0.5, "几": 3}.get(match[1]) or read_number(match[1]) or 1
            return int(count * days)
    words = (
        (r"today|今天|今早|刚才|现在|now|hours", 0),
        (r"yesterday|昨|前天|days|几天|这几天|刚|突然|sudden", 2),
        (r"weeks?|上周|本周|这周|星期|半个月", 10),
        (r"months?|上个?月|这个月|本月|最近|近期|recent", 30),
        (r"half_year|半年", 180),
        (r"years?|去年|前年|long|多年|很久|早年|以前|earlier", 500),
    )
    for pattern, days in words:
        if re.search(pattern, text, re.IGNORECASE):
            return days
    return None
