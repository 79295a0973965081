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

A_WHILE = (
    r"(?:[一二两俩三四五六七八九十几半\d]+|好几|好些|整整一)(?:个)?(?:多)?"
    "(?:天|日|夜|宿|晚上?|星期|礼拜|周|小时|钟头)"
)
"""「两天」, 「一夜」, 「三个多小时」."""

OUTSIDE = (
    "桥洞|桥底|桥下|天桥|大街|街上|街头|街边|路边|马路|公园|车站|站台|候车|地铁|通道|"
    "楼道|楼梯|走廊|过道|广场|车里|车上|网吧|肯德基|麦当劳|ATM|取款机|自助银行|大厅|凉亭|"
    "亭子|帐篷|棚子|窝棚|工地|工棚|车库|仓库|烂尾楼|长椅|墙根"
)
"""Where somebody sleeps who has no home."""
