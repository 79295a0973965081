"""The nine categories of the seed (§4.1), their label in law on a day, and the policy gap. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

LAW_IN_FORCE = date(2026, 7, 1)
"""社会救助法: the labels of Art. 13 and 33 hold from this day (F-01)."""


class Category(StrEnum):
    DIBAO = "cat1_dibao"
    TEKUN = "cat2_tekun"
    LOW_INCOME = "cat3_low_income"
    EXPENDITURE_POOR = "cat4_expenditure_poor"
    DISASTER = "cat5_disaster"
    NO_ABODE = "cat6_no_abode"
    TEMPORARY_HARDSHIP = "cat7_temporary_hardship"
    EMERGENCY_MEDICAL = "cat8_emergency_medical"
    PROVINCIAL_OTHER = "cat9_provincial_other"


class Status(StrEnum):
    """How far a household is with a category (R-53)."""

    SUSPECTED = "suspected"
    APPLIED = "applied"
    CONFIRMED = "confirmed"
    NOT_MET = "not_met"


class GapReason(StrEnum):
    """Why no rule fits, though life is hard (R-28, R-31, R-36)."""

    JUST_OVER = "just_over"
    REFUSED = "refused"
    PROPERTY = "property"
    HUKOU_ELSEWHERE = "hukou_elsewhere"
    NO_PAPERS = "no_papers"
    CHILDREN_COUNTED = "children_counted"
    NOT_LISTED = "not_listed"
    OTHER = "other"


class GapOffer(StrEnum):
    """What is offered where no rule fits, beside the rules (R-64, R-67; LAW26 Art. 34, 55)."""

    SMALL_RELIEF = "small_relief"
    COMMUNITY_FUND = "community_fund"
    CHARITY = "charity"
    GOODS = "goods"
    NEIGHBOURS = "neighbours"
    CARE = "care"
    COUNSELLING = "counselling"
    SKILLS = "skills"
    APPEAL = "appeal"
    OTHER_BODY = "other_body"


class GapEnd(StrEnum):
    """What became of a policy gap (R-97). A mistake is counted nowhere."""

    RULE_FITS = "rule_fits"
    MET_OTHERWISE = "met_otherwise"
    NOT_WANTED = "not_wanted"
    MISTAKE = "mistake"


OTHER_RULE = "other"
"""A rule outside the nine, named in words: medical aid, a subsidy, a local scheme."""


# The seed's label, used before the law; the legal label since (domain.md 1.4).
LABELS: dict[Category, tuple[str, str]] = {
    Category.DIBAO: ("最低生活保障家庭", "最低生活保障家庭"),
    Category.TEKUN: ("特困人员", "特困人员"),
    Category.LOW_INCOME: ("低收入家庭", "最低生活保障边缘家庭"),
    Category.EXPENDITURE_POOR: ("支出型贫困家庭", "刚性支出困难家庭"),
    Category.DISASTER: ("受灾人员", "受灾人员"),
    Category.NO_ABODE: ("生活无着的流浪乞讨人员", "生活无着的流散人员"),
    Category.TEMPORARY_HARDSHIP: (
        "临时遇困家庭或者人员",
        "基本生活暂时出现严重困难的人员",
    ),
    Category.EMERGENCY_MEDICAL: (
        "需要急救,但身份不明或者无力支付费用的人员",
        "需要疾病应急救助人员",
    ),
    Category.PROVINCIAL_OTHER: (
        "省、自治区、直辖市人民政府确定的其他特殊困难家庭或者人员",
        "其他特殊困难家庭或者人员",
    ),
}


def label_on(category: Category, day: date) -> str:
    """What the category is called in law on that day."""
    seed, law = LABELS[category]
    return law if day >= LAW_IN_FORCE else seed
