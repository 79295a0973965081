"""The duty to report harm: what founds it, whom to tell, how soon (domain.md §4.2). Pure.

The wordings are content of the law and are read by workers, so they are Chinese.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from enum import StrEnum

AT_ONCE = timedelta(hours=1)
"""The law says 立即 and names no hour (MINOR 11; DV 14). After this long an unanswered duty is late
and leads are reminded; the hour is ours (docs/decisions/0017)."""
REMIND_EVERY = timedelta(hours=24)
"""How often a late duty is called to mind until somebody answers it; ours as well."""


class Duty(StrEnum):
    """Whom the law protects with it."""

    MINOR = "minor"
    VIOLENCE = "violence"


class Body(StrEnum):
    """Who can be told."""

    POLICE = "police"
    CIVIL_AFFAIRS = "civil_affairs"
    EDUCATION = "education"
    WOMENS_FEDERATION = "womens_federation"
    SUB_DISTRICT = "sub_district"
    OTHER = "other"


class How(StrEnum):
    """The way a report went."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    LETTER = "letter"
    ONLINE = "online"


LAW: Mapping[Duty, str] = {
    Duty.MINOR: "未成年人保护法第11条",
    Duty.VIOLENCE: "反家庭暴力法第14条、山东省反家庭暴力条例第27条",
}
WHAT_TO_DO: Mapping[Duty, str] = {
    Duty.MINOR: "立即报告公安（110），也可以报告民政、教育。不要等到核实清楚，疑似也要报。",
    Duty.VIOLENCE: "立即报告公安（110）。本人没有能力或没有办法报案的，不需要本人同意。",
}
ALERTS: Mapping[str, Duty] = {
    "mandatory_report_minor": Duty.MINOR,
    "mandatory_report_violence": Duty.VIOLENCE,
}
"""The alert of triage that says the duty may be there → which duty."""

SIGNS: Mapping[Duty, Mapping[str, str]] = {
    # 《关于建立侵害未成年人案件强制报告制度的意见(试行)》 2020-05, the nine situations.
    Duty.MINOR: {
        "private_parts": "隐私部位受到或疑似受到损伤",
        "girl_under_14": "不满14岁的女孩受到或疑似受到性侵害、怀孕、流产",
        "girl_from_14": "14岁以上女孩疑似因性侵害怀孕、流产",
        "injuries": "身上多处伤、严重营养不良、意识不清，疑似家暴、欺凌、虐待、被殴打",
        "unnatural": "因自杀、自残、工伤、中毒、被殴打等受伤、致残或死亡",
        "abandoned": "被遗弃，或长期没人照料",
        "missing": "来历不明、失踪，或者被拐卖",
        "begging": "被组织乞讨",
        "other_harm": "其他严重伤害身心健康的情况，或正面临危险",
    },
    # DV 14 (no or limited capacity); DV-SD 27(3) (who cannot report).
    Duty.VIOLENCE: {
        "no_capacity": "没有民事行为能力，或能力受限",
        "old_age": "因为年老，不能自己报案",
        "disability": "因为残疾，不能自己报案",
        "serious_illness": "因为重病，不能自己报案",
        "coerced": "被强迫、被威胁，不能自己报案",
    },
}
"""What founds the duty; one at least is ticked with a report."""

REACHES: Mapping[Duty, frozenset[Body]] = {
    Duty.MINOR: frozenset({Body.POLICE, Body.CIVIL_AFFAIRS, Body.EDUCATION}),
    Duty.VIOLENCE: frozenset({Body.POLICE}),
}
"""A report to one of these fulfils the duty; telling anybody else is good and not enough."""


def duties_of(alerts: Iterable[Mapping[str, object]]) -> list[Duty]:
    """The duties the alerts of a suggestion speak of, in the order of the law's list."""
    codes = {alert["code"] for alert in alerts}
    return [duty for code, duty in ALERTS.items() if code in codes]


def is_fulfilled(duty: Duty, told: Collection[str]) -> bool:
    """Whether one of the bodies told is one the law names for this duty."""
    return any(body in told for body in REACHES[duty])
