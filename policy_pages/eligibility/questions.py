"""The nine questions of the self-check (ux_content 2.3): one a page, 「不知道」 always.

None asks for a name, a number on a card, a diagnosis or an exact income (R-91). The codes are
the vocabulary of the rules and of the replay code: add options at the end, never re-use a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

DONT_KNOW = "unknown"
RATHER_NOT_SAY = "rather_not_say"
NONE_OF_THESE = "none"


class Kind(Enum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    COUNT = "count"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages of the site."""

    zh: str
    en: str

    def in_language(self, code: str) -> str:
        return self.en if code.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the check. The page adds 「都没有」 and 「不知道」 to ``options`` itself."""

    code: str
    kind: Kind
    text: Text
    why: Text
    options: tuple[Option, ...] = ()
    is_sensitive: bool = False
    none_text: Text = Text("都没有", "None of these")

    @property
    def option_codes(self) -> tuple[str, ...]:
        return tuple(option.code for option in self.options)


def _options(*rows: tuple[str, str, str]) -> tuple[Option, ...]:
    return tuple(Option(code, Text(zh, en)) for code, zh, en in rows)


MOST_PEOPLE_COUNTED = 8
MONEY_WORDS = _options(
    ("almost_none", "几乎没有钱", "Almost no money"),
    ("very_tight", "很紧，常常不够", "Very tight, often not enough"),
    ("just_enough", "刚刚够", "Just enough"),
    ("some_left", "有一些余钱", "Some is left over"),
)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "urgent",
        Kind.MANY,
        Text("现在有没有特别急的事？", "Is anything urgent right now?"),
        Text(
            "有急事的，我们先告诉您今天找谁。可以选几样。",
            "If something is urgent, we first tell you whom to ask today. Choose any that fit.",
        ),
        _options(
            ("no_food", "没饭吃", "No food"),
            ("no_shelter", "没地方住", "Nowhere to stay"),
            ("no_money_for_care", "看急病没有钱", "No money for urgent treatment"),
            (
                "big_event",
                "家里出了大事（着火、车祸、得大病、亲人去世）",
                "Something grave happened (fire, accident, serious illness, a death)",
            ),
            (
                "disaster",
                "遭了天灾（大雨、大风、大雪、地震）",
                "A natural disaster (rain, wind, snow, earthquake)",
            ),
        ),
    ),
    Question(
        "for_whom",
        Kind.ONE,
        Text("您替谁来问？", "Who is this for?"),
        Text("下面的题，都请说那一家的情况。", "Please answer the rest about that household."),
        _options(
            ("self", "我自己家", "My own household"),
            ("other", "帮别人问", "Someone else"),
        ),
    ),
    Question(
        "hukou",
        Kind.ONE,
        Text("户口在本街道吗？", "Is the household registered (hukou) here?"),
        Text(
            "大多数帮助，在户口所在的街道申请。急事不看户口。",
            "Most help is applied for where you are registered. Urgent help is not.",
        ),
        _options(
            ("here", "在本街道", "Yes, here"),
            ("permit", "不在，但有居住证", "No, but with a residence permit"),
            ("elsewhere", "不在，也没有居住证", "No"),
        ),
    ),
    Question(
        "people",
        Kind.COUNT,
        Text("一起吃住的家人，一共几个人？", "How many live and eat together?"),
        Text(
            "把您自己也算上。分开过的成年儿女不算。",
            "Count yourself. Grown-up children who live apart do not count.",
        ),
    ),
    Question(
        "money",
        Kind.MONEY,
        Text("每个人每月有多少钱？", "How much money per person each month?"),
        Text(
            "全家一个月的钱加起来，除以人数。说个大概就行。",
            "All the household's money in a month, divided by its people. Roughly is fine.",
        ),
        MONEY_WORDS,
        is_sensitive=True,
    ),
    Question(
        "household",
        Kind.MANY,
        Text("家里有没有这样的人？", "Is anyone in the household…"),
        Text(
            "不同的人，能得到的帮助不一样。可以选几样。",
            "Different people can get different help. Choose any that fit.",
        ),
        _options(
            ("over_60", "满60岁的老人", "60 or older"),
            ("disability_severe", "有残疾证：一级或二级", "With a disability card, grade 1 or 2"),
            (
                "disability_mental3",
                "有残疾证：智力或精神三级",
                "With a card, intellectual or mental, grade 3",
            ),
            ("disability_other", "有残疾证：别的等级", "With a card of another grade"),
            ("illness", "得了大病，或长期生病", "Seriously or chronically ill"),
            ("child", "没满16岁的孩子", "A child under 16"),
            ("student", "在上学的（幼儿园到大学）", "In school, from nursery to university"),
            ("pregnant", "孕妇", "Pregnant"),
            ("single_parent", "一个人带孩子", "Raising a child alone"),
            (
                "nobody_to_support",
                "没有家人能养他（没有儿女，或儿女也养不起）",
                "Without family able to support them",
            ),
        ),
        is_sensitive=True,
    ),
    Question(
        "costs",
        Kind.ONE,
        Text("看病或上学，花掉一大半收入吗？", "Did illness or school take most of the income?"),
        Text(
            "说最近一年。医保报销的不算，只算自己出的钱。",
            "In the last year, counting only what you paid yourselves.",
        ),
        _options(
            ("medical", "是，主要是看病", "Yes, mostly illness"),
            ("school", "是，主要是上学", "Yes, mostly school"),
            ("both", "是，两样都有", "Yes, both"),
            ("no", "不是", "No"),
        ),
    ),
    Question(
        "assets",
        Kind.MANY,
        Text("家里有没有这些东西？", "Does the household have any of these?"),
        Text(
            "有些帮助会看存款、车和房。不知道怎么算也没关系。",
            "Some help looks at savings, cars and homes. Not being sure is fine.",
        ),
        _options(
            ("second_home", "第二套房", "A second home"),
            ("car", "车", "A car"),
            ("savings", "比较多的存款", "Larger savings"),
        ),
        is_sensitive=True,
    ),
    Question(
        "receiving",
        Kind.MANY,
        Text("现在已经在领哪种帮助？", "Which help do you already get?"),
        Text("已经在领的，就不再重复说了。", "We leave out what you already have."),
        _options(
            ("dibao", "低保", "Minimum living guarantee (dibao)"),
            ("margin", "低保边缘家庭", "Dibao-margin household"),
            ("rigid", "刚性支出困难家庭", "Household burdened by necessary spending"),
            ("tekun", "特困供养", "Support for the extremely poor (tekun)"),
            ("disability_living", "残疾人生活补贴", "Disability living subsidy"),
            ("disability_care", "残疾人护理补贴", "Disability care subsidy"),
            ("medical", "医疗救助", "Medical assistance"),
            ("temporary", "临时救助", "Temporary assistance"),
        ),
        is_sensitive=True,
    ),
)

BY_CODE: dict[str, Question] = {question.code: question for question in QUESTIONS}
