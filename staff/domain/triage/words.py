"""Named signals in free words: things to look at, never a decision (PIPL 24). Pure Python.

A signal is heard when one of its patterns occurs and is not denied in the same clause:
「没有想死」 is not heard as a wish to die, 「不想活」 is. Missing a cry for help is worse than
asking once too often, so a thing of the past and a thing of another person are still heard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .signals import PATTERNS
from .signals.vocabulary import CHILD_WORDS


@dataclass(frozen=True, slots=True)
class Heard:
    """One signal and the words it was heard in."""

    code: str
    words: str


COMPILED = {code: re.compile("|".join(ways), re.IGNORECASE) for code, ways in PATTERNS.items()}
_BREAK = re.compile(
    r"[，。！？；：、,.!?;:\s（）()「」“”\"]|但是?|可是|就是|只是|不过|因为|所以|而且|然后|结果|却"
)
_DENIED = re.compile(
    r"(?:没有|没|不|未|无|别|并非|否认|不曾|从不|从未|绝不|决不|谈不上|说不上|不至于|不存在)"
    r"(?:任何|什么|人|再|曾经?|在|想到?过?|敢|是|会|要|过|有|被|真的?|怎么|那么|打算|发现|出现|遭受?|受到?|遇到|人家|什么的)*$"
)
_DENIED_TWICE = re.compile(
    r"(?:不是|没有|并没有|倒不是|不至于|还不到|谈不上|不会|从来没|也没|没想|没到|没说)(?:说|要|什么)?$"
)
_DENIED_AFTER = re.compile(
    r"(?:倒|还|也)?(?:不至于|谈不上|没到那|还不到)|(?:的)?(?:念头|想法|打算|倾向|行为|情况|现象|问题)(?:是|都|也|倒|绝对|现在|目前|一直)*(?:没有|没|不存在|不会有|无)"
)
_STARTS_NEGATIVE = re.compile(r"不|没|无|未|断|离不")
_WISH = re.compile(
    r"(?:想|要|能|怎么|如何|可以|申请|不肯|不愿意?|不让|够不够|不符合|没法|为什么不|帮)(?:\w{0,2})$"
)
_THING = "钱|米|面|粮|油|菜|饭|吃的|奶粉|(?<!农)药|手机|(?:电动|自行|三轮|摩托|面包)?车(?!祸)|钱包|行李|快递|猫|狗|票|工作|活儿?|房子?|存折|卡|东西|积蓄|存款|收入|保险"
_THING_GONE = re.compile(
    rf"(?:{_THING})(?:也|都|全|就|已经|又|还|快)*没了$|[拿搬带抢偷借开跑摸赶领收取卖骗送接叫牵抱摸]走了$|(?:门|偷偷|转身|自己|起身)走了$"
)
_OF_A_THING = re.compile(rf"(?:\w{{0,2}})(?:{_THING})")
_STROKES = {"中风", "脑梗", "脑出血", "脑溢血", "心梗", "心肌梗"}
_LISTED_BEFORE = re.compile(r"[病压]、(?:\w{1,8}、)*(?:脑部?)?$")
_LASTING_AFTER = re.compile(r"(?:的?后遗症|病史|(?:、\w{1,8}){0,4}等)")
_IN_A_GAME = re.compile("捉迷藏|玩失踪|失踪游戏")
_ONLY_TOLD = re.compile("电视|电影|小说|普法|展板|讲座|考试|试题|选项|不是我家的?事")
_SO_MUCH = re.compile("[哭好难累笑烦气热冷疼饿困急吓愁忙美香甜丑吵脏](?:吃|看|听|玩|喝)?死了$")
_LONG_DEAD = re.compile("早年|均已|都已经?|早已|早就|多年前|从小|早早$")
_ENDED_WELL = re.compile("(?<![没未])(?<!没有)找(?:回来|着了|到了)|虚惊一场|平安回")
_CHILDHOOD = re.compile("[我俺]小时候")
_FORMERLY = re.compile("以前|从前|那时候|那会儿")
_PARTED = re.compile("不来往|早(?:就|已经?)?离|年前(?:就|我们)?离")
_KEPT_AWAKE = re.compile("吵|闹|热|蚊子|噪")
_NOT_STABLE = re_NOT_STABLE = re.compile(
    r"不(?!错|愁|缺)|没(?!有?(?:什么)?(?:困难|大事|难处|问题|负担))|无法|难"
)


def _joined(text: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f])[ \t\u3000]+(?=[^\x00-\x7f])", "", text)


def _is_denied(code: str, text: str, found: re.Match) -> bool:
    before = _BREAK.split(text[max(0, found.start() - 12) : found.start()])[-1]
    if code == "benefits" and _WISH.search(before):
        return True
    if code == "stable" and _NOT_STABLE.search(found.group()):
        return True
    if _means_something_else(code, before, text, found):
        return True
    denial = _DENIED_TWICE if _STARTS_NEGATIVE.match(found.group()) else _DENIED
    if denial.search(before):
        return True
    return bool(_DENIED_AFTER.match(text, found.end()))


def _means_something_else(code: str, before: str, text: str, found: re.Match) -> bool:
    """The same words about a thing, an old illness or somebody who left years ago."""
    said = found.group()
    if code in {"death", "child_died"} and _SO_MUCH.search(before + said):
        return True
    if code == "death" and _LONG_DEAD.search(before):
        return True
    if code == "death" and said.endswith(("没了", "走了")):
        return bool(_THING_GONE.search(before + said) or _OF_A_THING.match(text, found.end()))
    if code == "sudden_illness":
        listed = said in _STROKES and _LISTED_BEFORE.search(text[: found.start()])
        return bool(listed or _LASTING_AFTER.match(text, found.end()))
    if code == "missing":
        long_gone = "年" in said and not CHILD.search(said)
        game = _IN_A_GAME.search(before + said + text[found.end() :][:2])
        return bool(long_gone or game or _ENDED_WELL.search(text))
    if code == "silent":
        return bool(_ENDED_WELL.search(text))
    if code in {"child_harm", "natural_disaster"}:
        return bool(_ONLY_TOLD.search(text))
    if code == "violence":
        over = _CHILDHOOD.search(before + said) or (
            _FORMERLY.search(before) and _PARTED.search(text)
        )
        return bool(over or _ONLY_TOLD.search(text))
    if code == "low_mood":
        return bool(_KEPT_AWAKE.search(before))
    return False


def hear(*texts: str) -> list[Heard]:
    """The signals in the texts, each once, in the order of ``PATTERNS``."""
    heard = []
    for code, pattern in COMPILED.items():
        for text in map(_joined, texts):
            found = next((m for m in pattern.finditer(text) if not _is_denied(code, text, m)), None)
            if found:
                heard.append(Heard(code, found.group()))
                break
    return heard


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "俩": 2,
    "〇": 0,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE_NUMBER = r"[零〇一二两三四五六七八九十百千万俩]+"


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
_OF_SOMEBODY = re.compile(
    "(?:闺女|女儿|儿子|孩子|娃|孙子|孙女|弟弟|妹妹|弟|妹|他|她|我|俺|妈|爸|娘|爹|老伴|奶奶|爷爷)"
    r"(?:今年|都|才|刚)?(\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?)(?=[，。；、,.了我俺他她]|$)"
)
"""「闺女十五，」; taken for an age of a child or an old person only, since it may be money."""
_BARE_AGE = re.compile(r"(?:才|刚满?|今年|快)(\d{1,2})(?=[，。！；,.!;]|$)")
_AMOUNT = rf"(\d[\d,]*(?:\.\d+)?[万千百]?|{CHINESE_NUMBER})(?:多|来|几)?(?:块钱?|元|多)?"
_INCOME = re.compile(
    rf"(?:人均|每月|每个月|一个月|月)(?:\w{{0,8}}?)(?:收入|工资|挣|拿|领|进账|只有|就|有)?(?:\w{{0,4}}?){_AMOUNT}(?:块|元|的?(?:收入|工资|退休金|养老金|养老钱|钱)|(?=[，。；、,.]|$))"
    rf"|(?:就?靠|吃|指着|指望)(?:\w{{0,8}}?){_AMOUNT}(?:块钱?|元)"
    rf"|(?:收入|工资|退休金|养老金|退休工资)(?:\w{{0,6}}?){_AMOUNT}(?:块|元|多|(?=[，。；、,.]|$))"
)

_DISTANCE = re.compile(
    r"(?<![\d十百千万])(?:比|超|高|多|少|低|差)(?:出|过|了|于)?(?:\w{0,5})$|比\w{0,8}(?:高|多|低|少)|(?:超|高|多)(?:出|过|了)"
)


def ages(text: str) -> list[int]:
    """The ages named in a text."""
    text = _joined(text)
    named = [
        match[1]
        for match in (
            *_AGE.finditer(text),
            *_ROUND_AGE.finditer(text),
            *_GUESSED_AGE.finditer(text),
            *_BARE_AGE.finditer(text),
        )
    ]
    found = (read_number(each) for each in named)
    stated = [int(age) for age in found if age is not None and age < 120]
    likely = (int(read_number(match[1])) for match in _OF_SOMEBODY.finditer(text))
    return stated + [age for age in likely if age < 18 or age >= 60]


def income(text: str) -> tuple[float, bool] | None:
    """Yuan a month named in a text, and whether it is said to be per head."""
    text = _joined(text)
    for match in _INCOME.finditer(text):
        if _DISTANCE.search(match.group()):
            continue  # 「比低保线高两百块」 is a distance from the line, not an income
        amount = read_number(match[1] or match[2] or match[3])
        least = 50 if re.search("[块元]", match.group()) else 150  # 「下个月满65」 is an age
        if amount is not None and amount >= least:
            return amount, "人均" in text[max(0, match.start() - 6) : match.end()]
    return None


def household_size(text: str) -> int | None:
    """How many people a text says a household has."""
    text = _joined(text)
    if match := re.search(r"(\d+|[一二两三四五六七八九])口", text):
        return int(read_number(match[1]))
    if re.search(
        "两口子|老两口|母女俩|母子俩|父女俩|父子俩|夫妻俩|俩人|祖孙俩|婆孙俩|爷孙俩|母女二人|夫妻二人",
        text,
    ):
        return 2
    return None


SCHOOL_AGE = re.compile(
    r"[初高][一二三]|上(?:小|初|高)|幼儿园|小学|初中|高中|中学生|[一二三四五六初高]年级|婴儿|新生儿|奶粉|吃奶|\d+个月大|满月|未成年|小孩子?|儿童|小姑娘|小朋友|男孩|女孩|放学|班主任|作业|校服|十(?:来|几|多)岁|继[父母]|后[妈爸爹娘]|老师(?:\w{0,2})(?:说|发现|反映|看)|infant|toddler|kids?\b|minors?\b"
)
PUPIL = re.compile("[初高][一二三]|初中|高中生?|小学|女生|中学生|学生")
CHILD = re.compile(rf"{CHILD_WORDS}|child|daughter|son\b", re.IGNORECASE)
GROWN_CHILD = re.compile(r"被(?:\w{0,2})(?:儿子|女儿|闺女|孙子|孙女|外孙女?)|儿媳")
ELDER = re.compile(
    r"老人|老太|大爷|大娘|奶奶|爷爷|老伴|老头|老奶|姥姥|姥爷|外婆|外公|[七八九]旬|老母|老父|老爹|老娘|老两口|高龄|孤寡|退休|elder|grand"
)
WEAK_VICTIM = re.compile(
    rf"我爸|我妈|父亲|母亲|公公|婆婆|爸爸|妈妈|老人|老太|奶奶|爷爷|老母亲|老父亲|瘫|痴呆|失智|智力|精神(?:病|残|障碍)|聋|哑|盲|残疾|孕|锁|关在|威胁|扬言|不敢|{CHILD_WORDS}|elder|disab|threat"
)
ALONE_AT_HOME = re.compile(
    r"(?<!我)(?<!妈)(?<!爸)(?:自己|独自|单独|一个人)(?:\w{0,4})(?:在家|待着|过夜|住着|做饭吃|睡|过(?=[，。！；]|$|日子))(?!带|看|照顾|陪|养)|没(?:有)?(?:大)?人(?:管|看|照看|照管|接送?)(?!我)|锁在(?:家|屋)|就(?:他|她)?们?(?:俩|仨|几个)(?:\w{0,2})(?:在家|过)"
)
NEW_DIAGNOSIS = re.compile("查出|确诊|诊断")
PARENT = re.compile("^[爸妈爹娘父母]")
YOUNG = re.compile("孩子|小孩|娃|宝宝|婴儿|孙子|孙女|外孙")
