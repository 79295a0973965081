"""Words that must not wait: pure reading of free text, never a decision.

Read where people write to a person (intake) and where they ask a machine (the search): who types
「不想活了」 into a box is shown who to call, whatever else is found.
"""

from __future__ import annotations

import re

SELF_HARM = re.compile(
    "不想活(?!动)|活不下去|活着没(?:意思|意义|劲)|活够了|活腻|想死|去死|寻死|求死|自杀|自尽|自残|自伤|轻生"
    "|了结自己|结束(?:自己的)?生命|跳楼|上吊|割腕|喝农药|吃安眠药|一了百了|死了算了|不如死|死了就解脱"
    "|suicid|kill myself|want to die|end my life|self.?harm",
    re.IGNORECASE,
)
OTHER_DANGER = re.compile(
    "救命|家暴|挨打|被打|打我|打老婆|打孩子|掐脖子|拿刀|要杀|杀人|强奸|性侵|猥亵|绑架|快不行了|快死了"
    "|没气了|不喘气|昏迷|晕倒|煤气中毒|吃错药|着火|失火|domestic violence|hits? me|beats? me|rape",
    re.IGNORECASE,
)
VIOLENCE = re.compile(
    "家暴|施暴|虐待|性侵|强奸|猥亵|挨打|挨揍|被打|被揍|被锁|被关在|掐脖子|拿刀|砸东西|吵打|打架"
    "|(?<!拨)打(?:我|他|她|孩子|小孩|老婆|媳妇|老人|爸|妈|爹|娘|骂)(?!电话|手机|官司|听|交道|点滴)"
    "|往死里|动手打|拳打|脚踢|掐(?:我|她|他)|砍(?:我|她|他)|威胁(?:我|她|他|要)"
    "|不(?:让|许|准)(?:我|她|他)?(?:出门|出去|回家)"
    "|violen|beat(?:s|ing)? (?:me|her|him|up)|hits? (?:me|her|him)",
    re.IGNORECASE,
)
"""Violence at home, told of now or long past: wider than danger right now."""


def mention_self_harm(*texts: str) -> bool:
    """Whether somebody may be thinking of ending their life."""
    return _mention(SELF_HARM, texts)


def mention_other_danger(*texts: str) -> bool:
    """Whether somebody may be hurt, threatened or dying right now."""
    return _mention(OTHER_DANGER, texts)


def mention_violence(*texts: str) -> bool:
    """Whether somebody is beaten, threatened or locked in: the way out is then beside the form."""
    return _mention(VIOLENCE, texts)


def _mention(pattern: re.Pattern, texts: tuple[str, ...]) -> bool:
    return any(
        pattern.search(re.sub(r"\s", "", text)) or pattern.search(text) for text in texts if text
    )
