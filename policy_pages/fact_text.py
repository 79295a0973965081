"""Fact tokens in text: finding ``{{code}}``, and finding numbers that should have been one.

Pure Python. A page never carries a policy number of its own (R-02, DESIGN §4): it carries the
code of a fact, and the number of the day is put in when the page is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

TOKEN = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
ANY_BRACES = re.compile(r"\{\{(.{0,80}?)\}\}", re.DOTALL)

# Filled from the station or the page, not from PolicyFact.
STATION_CODES = frozenset(
    {
        "station_name",
        "station_phone",
        "station_address",
        "station_hours",
        "street_window",
        "street_phone",
    }
)
PAGE_CODES = frozenset({"checked_on", "checked_by"})
SPECIAL_CODES = STATION_CODES | PAGE_CODES

# What makes a number an amount. Each part is one way in which editors write one.
_DIGITS = r"[0-9０-９]"
_NUMBER = rf"(?:{_DIGITS}[0-9０-９,，.．]*[百千万亿]?)"
_HAN = "一二两三四五六七八九十百千零〇"
_HAN_NUMBER = f"(?:[{_HAN}万亿]+)"
_BIG_HAN = (
    f"(?:[{_HAN[:10]}][{_HAN}]*)"  # begins with a figure: 「千万」 and 「万一」 are no numbers
)
_ANY_NUMBER = f"(?:{_NUMBER}|{_HAN_NUMBER})"
_PERIOD = "(?:个自然月|个自然日|自然日|个月|天|个?星期|周)"
_WITHIN = "(?:以内|之内|内)"
_WAYS = (
    # money: 1114 元, 五十元, 3万元, ¥1114, 1114块, 两块钱, 1114/月
    rf"[¥￥]\s*{_NUMBER}",
    rf"(?:人民币|RMB)\s*{_NUMBER}",
    rf"{_ANY_NUMBER}\s*(?:余|多)?\s*(?:[万千百]?元|块钱|角钱|毛钱)",
    rf"{_NUMBER}\s*块(?![头儿地])",
    rf"[{_HAN}]*[十百千万][{_HAN}]*块(?![头儿地])",
    rf"{_NUMBER}\s*[/／]\s*(?:人|月|年|天|日|户)",
    # a bare number where only an amount can stand: 每月1114, 低于 685, 3万
    rf"(?:每[人户]?每?[年月天日]|低于|高于|不超过|不低于|最多|最高|至少|超过)\s*{_DIGITS}{{3,}}"
    r"(?![0-9０-９-])(?!\s*[,，.．万亿百千元块天周倍成%％年个人岁字号米日工])",
    rf"{_DIGITS}[0-9０-９.．]*\s*[万亿](?!\s*[人户名次米字])",
    rf"{_BIG_HAN}[万亿](?![一人户名次米字火])",
    # shares: 70%, 百分之七十, 三分之二, 七成, 1.5 倍, 两倍
    rf"{_NUMBER}\s*(?:%|％|‰|个百分点|倍|成(?![年人立员]))",
    rf"{_ANY_NUMBER}分之{_ANY_NUMBER}",
    "[二两三四五六七八九十]+(?:倍|成(?![年人立员群]))",
    # times and deadlines: 30 个工作日, 七天, 7日内, 24小时内, 两个月以内; not 「一天」, 「两个月」
    rf"{_ANY_NUMBER}\s*个?工作日",
    rf"{_NUMBER}\s*{_PERIOD}(?![天岁大])",
    f"(?:[三四五六七八九]|[{_HAN}]*[十百千][{_HAN}]*){_PERIOD}(?![天岁大])(?!两头)",
    rf"{_ANY_NUMBER}\s*(?:{_PERIOD}|日|小时)\s*{_WITHIN}",
    rf"(?:{_DIGITS}{{1,2}}|[{_HAN}]{{1,3}})\s*年\s*{_WITHIN}",
)
# Not in the middle of a word or number, not 「第七天」, not the day of a date 「7月1日内」.
TYPED_AMOUNT = re.compile(rf"(?<![0-9０-９A-Za-z{_HAN}.．月第])(?<!第\s)(?:{'|'.join(_WAYS)})")


def codes_in(text: str) -> list[str]:
    """The fact codes a text names, each once, in order of first use."""
    return list(dict.fromkeys(TOKEN.findall(text)))


def broken_tokens_in(text: str) -> list[str]:
    """What stands between double braces and is no code, such as ``{{低保标准}}``."""
    return [
        found.group(0) for found in ANY_BRACES.finditer(text) if not TOKEN.fullmatch(found.group(0))
    ]


def typed_amounts_in(text: str) -> list[str]:
    """Amounts written where a fact belongs: 「1114 元」, 「五十块」, 「3万」, 「七天」, 「7日内」.

    Ages, grades of disability, dates, articles, telephone numbers, counts of people or things and
    the small talk of time (「一天」, 「两个月」) are no amounts.
    """
    bare = TOKEN.sub("□", text)
    return list(dict.fromkeys(found.group(0).strip() for found in TYPED_AMOUNT.finditer(bare)))


def unknown_codes(codes: Iterable[str], known: Iterable[str]) -> list[str]:
    """Codes that are neither a fact nor filled from the station or the page."""
    return sorted(set(codes) - set(known) - SPECIAL_CODES)
