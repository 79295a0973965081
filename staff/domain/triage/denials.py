"""When a signal is denied, or its words mean something else. Pure Python."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .signals.vocabulary import CHILD_WORDS

_BREAK = re.compile(
    r"[，。！？；：、,.!?;:\s（）()「」“”\"]|但是?|可是|就是|只是|不过|因为|所以|而且|然后|结果|却"
)
_DENIED = re.compile(
    r"(?:没有|没|不|未|无|并非|否认|不曾|从不|从未|绝不|决不|谈不上|说不上|不至于|不存在)"
    r"(?:任何|什么|人|再|曾经?|在(?!被)|想到?过?|敢|是|会|要|过|有|被|真的?|怎么|那么|打算|发现|出现|遭受?|受到?|遇到|人家|什么的)*$"
)
_DENIED_TWICE = re.compile(
    r"(?:不是|没有|并没有|倒不是|不至于|还不到|谈不上|不会|从来没|也没|没想|没到|没说)(?:说|要|什么)?$"
)
_DENIED_AFTER = re.compile(
    r"(?:倒|还|也)?(?:不至于|谈不上|没到那|还不到)|(?:的)?(?:念头|想法|打算|倾向|行为|情况|现象|问题)(?:是|都|也|倒|绝对|现在|目前|一直)*(?:没有|没|不存在|不会有|无)"
)
_STARTS_NEGATIVE = re.compile(r"不|没|无|未|断|离不")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMeaning:
    """The words of some signals mean something else where all patterns given are found.

    ``before`` in the clause before the words, ``said`` in the words, ``clause`` in both together,
    ``so_far`` in the whole text up to their end, ``after`` right behind them, ``sentence`` in theirs.
    """

    codes: frozenset[str]
    before: str = ""
    said: str = ""
    clause: str = ""
    so_far: str = ""
    after: str = ""
    sentence: str = ""

    def holds(self, before: str, text: str, found: re.Match) -> bool:
        places = (
            (self.before, before),
            (self.said, found.group()),
            (self.clause, before + found.group()),
            (self.so_far, text[: found.end()]),
            (self.after and f"^(?:{self.after})", text[found.end() :]),
            (self.sentence, _sentence(text, found)),
        )
        return all(re.search(pattern, place) for pattern, place in places if pattern)


_ENDS = "。！？!?；;\n"


def _sentence(text: str, found: re.Match) -> str:
    """The sentence something was found in: what another one says denies nothing in it."""
    begins = max(text.rfind(end, 0, found.start()) for end in _ENDS) + 1
    ends = min((at for end in _ENDS if (at := text.find(end, found.end())) >= 0), default=len(text))
    return text[begins:ends]


def _meaning(codes: str, **patterns: str) -> OtherMeaning:
    return OtherMeaning(codes=frozenset(codes.split()), **patterns)


_THING = (
    "钱|米|面|粮|油|菜|饭|吃的|奶粉|(?<!农)药|手机|(?:电动|自行|三轮|摩托|面包)?车(?!祸)|钱包|"
    "行李|快递|猫|狗|票|工作|活儿?|房子?|存折|卡|东西|积蓄|存款|收入|保险"
)
_HURT_MYSELF = (
    "(?:[打揍踢踹掐扇抽砍捅推咬拽勒烫逼摸骂锁关](?:了|过|着|死|伤)?(?:我|俺|孩子|娃|女儿|儿子|他妈)|"
    "[我俺]\\w{0,4}(?:被|挨)|(?<!不是)我家|我妈|我爸|他把|他又|救命)"
)
_TAUGHT = "演练|演习|培训|讲座|小品|海报|急救课"
_LOST_PET = r"(?:猫|狗|泰迪|金毛|鹦鹉)\w{0,8}(?:丢|跑|走|没回)"
_STROKE = "中风|脑梗|脑出血|脑溢血|心梗|心肌梗"

OTHER_MEANINGS = (
    # 「饿死了」, 「好吃死了」
    _meaning(
        "death child_died",
        clause="[哭好难累笑烦气热冷疼饿困急吓愁忙美香甜丑吵脏][吃看听玩喝]?死了$",
    ),
    # the dead of long ago are no event
    _meaning("death", before="早年|均已|都已经?|早已|早就|多年前|从小|早早$"),
    # 「奶粉也没了」, 「把存折拿走了」, 「开门走了」
    _meaning("death", clause=f"(?:{_THING})(?:也|都|全|就|已经|又|还|快)*没了$"),
    _meaning("death", said="没了$", after=rf"\w{{0,2}}(?:{_THING})"),
    _meaning(
        "death",
        clause="[拿搬带抢偷借开跑摸赶领收取卖骗送接叫牵抱门]走了$|(?:偷偷|转身|自己|起身)走了$",
    ),
    # a stroke among lasting illnesses, or what it left behind
    _meaning("sudden_illness", so_far=rf"[病压]、(?:\w{{1,8}}、)*(?:脑部?)?(?:{_STROKE})$"),
    _meaning("sudden_illness", after="的?后遗症|病史"),
    _meaning(
        "sudden_illness",
        said=f"^(?:{_STROKE})$",
        after=r"(?:、\w{1,8}){0,4}等(?:多|几|各|疾|病|慢|症|[，。；])",
    ),
    # a mother who left years ago; a game; somebody who is back
    _meaning("missing", said=rf"^(?!.*(?:{CHILD_WORDS})).*年"),
    _meaning("missing silent", clause=_LOST_PET),
    _meaning("missing", clause="捉迷藏|玩失踪"),
    _meaning("missing", after="游戏"),
    _meaning(
        "missing silent",
        sentence=r"^(?!.*(?:没|未|不|没有)\w{0,3}(?:找|回|见|着|应|动静)).*"
        r"(?:找(?:回来|着了|到了)|找到，?\w{0,4}平安|今天\w{0,3}见[到着]了|虚惊一场|平安回|(?:已|被|由|让)\w{0,6}送(?:他|她|人)?回(?:家|来))",
    ),
    # seen on a screen, asked in an examination; never where somebody is hurt in their own words
    _meaning(
        "violence child_harm natural_disaster medical_now sudden_illness",
        sentence=rf"^(?!.*{_HURT_MYSELF}).*(?:电视(?:上|里|剧)|电影|小说里|普法|展板|考试题|试题|选项)",
    ),
    _meaning("sudden_illness accident", before=_TAUGHT),
    _meaning(
        "violence self_harm sudden_illness accident",
        after=rf"的?\w{{0,6}}(?:{_TAUGHT}|预防|告诫书|小说)",
    ),
    # a parent's hand in childhood; a husband parted from for good
    _meaning("violence", clause="[我俺]小时候"),
    _meaning(
        "violence",
        before="以前|从前|那时候|那会儿",
        sentence="不来往|早(?:就|已经?)?离|年前(?:就|我们)?离",
    ),
    _meaning(
        "violence", clause="因(?:为)?家暴离", sentence="再没联系|没有?再联系|不来往|搬去|迁往"
    ),
    _meaning("self_harm", before="报纸上|新闻(?:里|上)|网上(?:看|说)"),
    _meaning("death", before="亲友|兄弟|姐妹|朋友", said="过世|去世|走了"),
    _meaning(
        "homeless no_food no_support", sentence=r"想捐|(?:我|俺|们|单位|公司|企业|商会)\w{0,6}捐"
    ),
    _meaning("homeless", after=r"\w{0,12}(?:让|由|被)救助站(?:接[走收]|安置)"),
    _meaning("silent", before="物业|热线|客服|办公室|窗口|单位|街道|居委", said="电话|接"),
    _meaning("cannot_pay_care", sentence="房东", said="押金"),
    _meaning("hardship", sentence="捐", said="困难"),
    _meaning("low_mood", before="吵|闹|热|蚊子|噪"),
    _meaning(
        "benefits",
        before=r"(?:想|要|能|怎么|如何|可以|申请|不肯|不愿意?|不让|够不够|不符合|没法|为什么不|帮)\w{0,2}$",
    ),
    _meaning(
        "stable", said="不(?!错|愁|缺)|没(?!有?(?:什么)?(?:困难|大事|难处|问题|负担))|无法|难"
    ),
)


_SOMEBODY = (
    "人|老|[爷奶姥姨叔婶伯姑舅爸妈爹娘哥姐弟妹嫂]|大[爷娘]|孩|娃|闺女|儿|他|她|谁|家|户|屋|门|号"
)
BELIED = {
    "self_harm": r"^(?!.*(?:不想|活|死|走|累|拖)).*(?:日子|生活)\w{0,3}(?:过不下去|没法过)",
    "violence": r"没(?:有)?(?:打|动手)(?=过|我|人|[，。！；、]|$)",
    "child_alone": r"跟(?:着)?[我俺]\w{0,5}(?:过|住|生活)|(?:奶奶|爷爷|姥姥|姥爷|外婆|外公)(?:带|养|拉扯|照看|管|陪)",
    "child_harm": r"跟(?:着)?[我俺](?:\w{0,5}(?:过|住|生活)|(?=[，。；、,.]))",
    "silent": rf"{_LOST_PET}|^(?!.*(?:{_SOMEBODY}))",
}
"""What makes a mere likeness unlikely, by signal; a pattern that is found is heard all the same."""


def is_belied(code: str, sentence: str) -> bool:
    """Whether a sentence that sounds like a signal also says why it is none."""
    return code in BELIED and bool(re.search(BELIED[code], sentence))


def is_denied(code: str, text: str, found: re.Match) -> bool:
    """Whether what was found in the text does not stand for the signal there."""
    before = _BREAK.split(text[max(0, found.start() - 12) : found.start()])[-1]
    if code == "medical_now":
        before = before.replace("是不是", "")  # 「是不是煤气中毒」 asks; it denies nothing
    if any(
        meaning.holds(before, text, found) for meaning in OTHER_MEANINGS if code in meaning.codes
    ):
        return True
    denial = _DENIED_TWICE if _STARTS_NEGATIVE.match(found.group()) else _DENIED
    return bool(denial.search(before) or _DENIED_AFTER.match(text, found.end()))
