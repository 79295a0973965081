"""Words that many signals share. Pure Python."""

from __future__ import annotations

CHILD_WORDS = (
    "孩子|小孩|娃|儿童|女儿|儿子|闺女|孙子|孙女|外孙|婴儿|宝宝|学生|女孩|男孩|小姑娘|幼儿|未成年"
)
"""A child, or somebody's child of any age."""

_PEOPLE = (
    "我|她|他|人|妈|娘|爸|爹|母|父|丈夫|老公|爷|奶|婆|儿媳|弟|妹|哥|姐|自己|对方|"
    "家里人|妻|老婆|媳妇|老人|老伴|爷爷|奶奶|老太"
)
"""Anybody who may be hurt."""

THEM = f"{_PEOPLE}|{CHILD_WORDS}"

NOT_A_CALL = "(?!的?(?:电话|手机|微信|交道|招呼|工|针|车|卡|官司|疫苗|扫))"
"""Not 打电话, 打工, 打针: what one does without hurting anybody."""
