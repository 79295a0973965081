"""Named signals in free words: things to look at, never a decision (PIPL 24). Pure Python.

Two ears listen: patterns (``hear``), and likeness to samples (``hear_again``).

A signal is heard when one of its patterns occurs and is not denied in the same clause:
「没有想死」 is not heard as a wish to die, 「不想活」 is. Missing a cry for help is worse than
asking once too often: of what is long over or only told, ``denials`` lists the few ways let be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .denials import is_belied, is_denied
from .likeness import ALSO, CLEARLY, DANGERS, HARDSHIP, likenesses
from .numbers import joined
from .signals import PATTERNS
from .signals.vocabulary import CHILD_WORDS


@dataclass(frozen=True, slots=True)
class Heard:
    """One signal and the words it was heard in."""

    code: str
    words: str


COMPILED = {code: re.compile("|".join(ways), re.IGNORECASE) for code, ways in PATTERNS.items()}


def hear(*texts: str) -> list[Heard]:
    """The signals in the texts, each once, in the order of ``PATTERNS``."""
    heard = []
    for code, pattern in COMPILED.items():
        for text in map(joined, texts):
            found = next((m for m in pattern.finditer(text) if not is_denied(code, text, m)), None)
            if found:
                heard.append(Heard(code, found.group()))
                break
    return heard


def hear_again(
    heard: Sequence[Heard], told: Sequence[str], *, deaf_to: Collection[str] = ()
) -> list[Heard]:
    """What was heard, and what the texts clearly sound like beside it.

    ``told`` are the texts somebody told in sentences. Nothing is added that is in ``deaf_to`` or
    that the part itself denies. What a pattern has found stays, whatever the rest sounds like.
    """
    known = {each.code for each in heard}
    enough = CLEARLY if known.isdisjoint(DANGERS) else ALSO
    deaf = known | set(deaf_to)
    if enough == ALSO or "stable" in known:
        deaf.add(HARDSHIP)
    added = []
    for code, parts in likenesses(told).items():
        clear = (each.part for each in parts if each.score > enough and code not in deaf)
        part = next((part for part in clear if not _denies(code, part)), None)
        if part is not None:
            added.append(Heard(code, part))
    return [*heard, *added]


def _denies(code: str, part: str) -> bool:
    """Whether a part says why it is none, or a pattern was found in it before, and was denied."""
    return is_belied(code, part) or bool(COMPILED[code].search(joined(part)))


SCHOOL_AGE = re.compile(
    r"[初高][一二三]|上(?:小|初|高)|幼儿园|小学|初中|高中|中学生|[一二三四五六初高]年级|婴儿|新生儿|奶粉|吃奶|\d+个月大|满月|未成年|小孩子?|儿童|小姑娘|小朋友|男孩|女孩|放了?学|下了?学|电话手表|手表电话|班主任|作业|校服|十(?:来|几|多)岁|继[父母]|后[妈爸爹娘]|老师(?:\w{0,2})(?:说|发现|反映|看)|infant|toddler|kids?\b|minors?\b"
)
PUPIL = re.compile("[初高][一二三]|初中|高中生?|小学|女生|中学生|学生")
CHILD = re.compile(rf"{CHILD_WORDS}|child|daughter|son\b", re.IGNORECASE)
GROWN_CHILD = re.compile(r"被(?:\w{0,2})(?:儿子|女儿|闺女|孙子|孙女|外孙女?)|儿媳")
ELDER = re.compile(
    r"老人|老太|大爷|大娘|奶奶|爷爷|老伴|老头|老奶|姥姥|姥爷|外婆|外公|[七八九]旬|老母|老父|老爹|老娘|老两口|高龄|孤寡|退休|elder|grand"
)
WEAK_VICTIM = re.compile(
    rf"我爸|我妈|父亲|母亲|公公|婆婆|爸爸|妈妈|老人|老太|奶奶|爷爷|老母亲|老父亲|大娘|大爷|大妈|姥姥|姥爷|瘫|痴呆|失智|智力|精神(?:病|残|障碍)|脑子(?:不|有点|慢)|聋|哑|盲|残疾|孕|锁|拴|捆|铁链|关在|威胁|扬言|不敢|{CHILD_WORDS}|elder|disab|threat"
)
ALONE_AT_HOME = re.compile(
    r"(?<!我)(?<!妈)(?<!爸)(?:自己|独自|单独|一个人)(?:\w{0,4})(?:在家|待着|过夜|住着|做饭吃|睡|过(?=[，。！；]|$|日子))(?!带|看|照顾|陪|养)|没(?:有)?(?:大)?人(?:管|看|照看|照管|接送?)(?!我)|锁在(?:家|屋)|就(?:他|她)?们?(?:俩|仨|几个)(?:\w{0,2})(?:在家|过)"
)
NEW_DIAGNOSIS = re.compile("查出|确诊|诊断")
PARENT = re.compile("^(?:[爸妈爹娘父母]|大人|家长)")
YOUNG = re.compile("孩子|小孩|娃|宝宝|婴儿|孙子|孙女|外孙")
