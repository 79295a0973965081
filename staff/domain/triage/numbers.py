"""Numbers, ages, incomes and sizes of households said in free words. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterable


def joined(text: str) -> str:
    """Without the blanks between Chinese characters."""
    return re.sub(r"(?<=[^\x00-\x7f])[ \t\u3000]+(?=[^\x00-\x7f])", "", text)


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "俩": 2,
    "〇": 0,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE_NUMBER = r"[零〇一二两三四五六七八九十百千万俩]{1,12}"


def read_number(text: str) -> float | None:
    """A number written in digits or Chinese: 1,200 · 1.2万 · 一千二 · 七十二. None when it is none."""
    text = text.strip().replace(",", "").replace("，", "")
    if plain := re.fullmatch(r"(\d+(?:\.\d+)?)(万|千|百|k|K)?", text):
        factor = {"万": 10_000, "千": 1000, "百": 100, "k": 1000, "K": 1000, None: 1}[plain[2]]
        return float(plain[1]) * factor
    if not re.fullmatch(CHINESE_NUMBER, text):
        return None
    total, section, digit, last_unit = 0, 0, 0, 1
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character == "万":
            total, section, digit, last_unit = (total + section + digit) * 10_000, 0, 0, 10_000
        else:
            last_unit = _UNITS[character]
            section += (digit or 1) * last_unit
            digit = 0
    if digit and last_unit >= 100 and not re.search("[零〇]", text):
        digit *= last_unit // 10  # 一千二 is 1200
    return float(total + section + digit)


_AGE = re.compile(rf"(\d{{1,3}}|{CHINESE_NUMBER})(?:多)?(?:周)?岁")
_ROUND_AGE = re.compile(
    r"(?<![\d一二三四五六七八九十百千])([五六七八九]十[一二三四五六七八九]?)(?:多|好几)?"
    r"(?:的人|的老|高龄|了)(?=[，。！；、,还]|$|人|头|太)"
)
_GUESSED_AGE = re.compile(
    rf"(?:看着|也就|大概|约|差不多|估计|顶多)(?:也就)?(\d{{1,2}}|{CHINESE_NUMBER})(?=[，。；、的]|$)"
)
_AGED = r"\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?"
_OF_SOMEBODY = re.compile(
    "(?:闺女|女儿|儿子|孩子|娃|孙子|孙女|弟弟|妹妹|弟|妹|他|她|我|俺|妈|爸|娘|爹|老伴|奶奶|爷爷)"
    rf"(?:今年|都|才|刚)?({_AGED})(?=[，。；、,.了我俺他她]|$)"
)
"""「闺女十五，」; taken for an age of a child or an old person only, since it may be money."""
_BARE_AGE = re.compile(
    rf"(?:(?:才|刚满?|今年|快)(?=\d)|[虚周]岁)(\d{{1,2}}|{CHINESE_NUMBER})(?=[，。！；,.!;]|$)"
)
_AMOUNT = rf"(\d[\d,]*(?:\.\d+)?[万千百]?|{CHINESE_NUMBER})(?:多|来|几)?(?:块钱?|元|多)?"
_INCOME = re.compile(
    rf"(?:人均|每月|每个月|一个月|月)(?:\w{{0,8}}?)(?:收入|工资|挣|拿|领|进账|只有|就|有)?(?:\w{{0,4}}?){_AMOUNT}(?:块|元|的?(?:收入|工资|退休金|养老金|养老钱|钱)|(?=[，。；、,.]|$))"
    rf"|(?:就?靠|吃|指着|指望)(?:\w{{0,8}}?){_AMOUNT}(?:块钱?|元)"
    rf"|(?:收入|工资|退休金|养老金|退休工资)(?:\w{{0,6}}?){_AMOUNT}(?:块|元|多|(?=[，。；、,.]|$))"
)

_DISTANCE = re.compile(
    r"(?<![\d十百千万])(?:比|超|高|多|少|低|差)(?:出|过|了|于)?(?:\w{0,5})$|比\w{0,8}(?:高|多|低|少)|(?:超|高|多)(?:出|过|了)"
)


_ONLY = re.compile(r"(?:才|刚满?)(十[一二三四五六七]?)(?=[，。！；、,.!;]|$)")
"""「才十五，」"""
_SPENT = re.compile(
    "药|自费|花[掉了]|花费|费用|还[债款贷]|房租|房贷|学费|康复|透析|理疗|保姆费|托管"
)
_EARNED = re.compile("挣|工资|打工|退休|养老|收入|看门|扫地")
"""「每月自费两千多」 goes out, it does not come in; 「给药厂看门挣五百」 does."""


def ages(text: str) -> list[int]:
    """The ages named in a text."""
    text = joined(text)
    named = [
        match[1]
        for match in (
            *_AGE.finditer(text),
            *_ROUND_AGE.finditer(text),
            *_GUESSED_AGE.finditer(text),
            *_BARE_AGE.finditer(text),
            *_ONLY.finditer(text),
        )
    ]
    found = (read_number(each) for each in named)
    stated = [int(age) for age in found if age is not None and age < 120]
    likely = (int(read_number(match[1])) for match in _OF_SOMEBODY.finditer(text))
    return stated + [age for age in likely if age < 18 or age >= 60]


def ages_of(text: str, names: Iterable[str]) -> dict[str, int]:
    """The age said right behind each of these words for a person, 「儿子26，」."""
    text = joined(text)
    found = {}
    for name in names:
        if match := re.search(
            rf"{name}(?:今年|都|才|刚|已经)?({_AGED})(?:岁|(?=[，。；、,.了]|$))", text
        ):
            found[name] = int(read_number(match[1]))
    return found


def income(text: str) -> tuple[float, bool] | None:
    """Yuan a month named in a text, and whether it is said to be per head."""
    text = joined(text)
    for match in _INCOME.finditer(text):
        if _SPENT.search(match.group()) and not _EARNED.search(match.group()):
            continue
        if _DISTANCE.search(match.group()):
            continue  # 「比低保线高两百块」 is a distance from the line, not an income
        amount = read_number(match[1] or match[2] or match[3])
        least = 50 if re.search("[块元]", match.group()) else 150  # 「下个月满65」 is an age
        if amount is not None and amount >= least:
            return amount, "人均" in text[max(0, match.start() - 6) : match.end()]
    return None


def household_size(text: str) -> int | None:
    """How many people a text says a household has."""
    text = joined(text)
    if match := re.search(r"(\d+|[一二两三四五六七八九])口", text):
        return int(read_number(match[1]))
    if re.search(
        "两口子|老两口|母女俩|母子俩|父女俩|父子俩|夫妻俩|俩人|祖孙俩|婆孙俩|爷孙俩|母女二人|夫妻二人",
        text,
    ):
        return 2
    return None
