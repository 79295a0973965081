"""Is a Chinese text plain enough for a tired reader? What breaks a limit, and what to write.

Pure Python. Lengths are counted as a reader feels them: each Chinese character is one, each run of
letters or digits is one, and a fact token ``{{code}}`` is one. A sentence ends at 。！？…； or at
the end of a line. Limits are those of the content rules; they are for warnings, and an editor may
have a reason to pass over any of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

MEAN_SENTENCE = 25
LONGEST_SENTENCE = 40
LONGEST_RUN = 18
MOST_DE = 2
OFFICIAL_PER_100 = 1.0
LONGEST_PARAGRAPH = 80
LONGEST_SHORT_ANSWER = 120
LONGEST_TITLE = 20
LONGEST_ONE_LINE = 40


class Problem(StrEnum):
    """What can be wrong with a text."""

    MEAN_SENTENCE = "mean_sentence"
    LONG_SENTENCE = "long_sentence"
    LONG_RUN = "long_run"
    MANY_DE = "many_de"
    OFFICIAL_WORD = "official_word"
    OFFICIAL_WORDS = "official_words"
    NESTED_BRACKETS = "nested_brackets"
    DOUBLE_NEGATIVE = "double_negative"
    LONG_PARAGRAPH = "long_paragraph"
    LONG_SHORT_ANSWER = "long_short_answer"
    LONG_TITLE = "long_title"
    LONG_ONE_LINE = "long_one_line"
    JARGON = "jargon"
    RARE_CHARACTER = "rare_character"


@dataclass(frozen=True)
class Hit:
    """One place to look at.

    ``start`` and ``end`` count characters of the whole text. ``measured`` stands beside ``limit``
    in the same unit (characters, or times). ``suggestion`` is a wording to try, or empty. A hit
    that ``breaks`` no limit is advice only.
    """

    problem: Problem
    start: int
    end: int
    text: str
    measured: float
    limit: float
    suggestion: str = ""
    breaks: bool = True


@dataclass(frozen=True)
class Report:
    """The figures of a text and every hit, in reading order."""

    characters: int
    sentences: int
    mean_sentence: float
    longest_sentence: int
    longest_run: int
    most_de: int
    official_per_100: float
    hits: tuple[Hit, ...]

    @property
    def broken(self) -> tuple[Hit, ...]:
        """The hits that break a limit."""
        return tuple(hit for hit in self.hits if hit.breaks)

    @property
    def is_plain(self) -> bool:
        return not self.broken


# Official wording and what a neighbour would say. Editors keep their own list; this one starts it.
_FIRST_LIST = """
    予以→给 给予→给 不予→不给 应当→应该 依法→按法律 依照→按 按照规定→按规定
    履行→做到 提出书面申请→写一份申请 书面申请→写一份申请 户籍所在地→户口在的地方
    户籍→户口 共同生活的家庭成员→一起吃住的家人 家庭成员→家里人 核查→查 核实→查清楚
    核对信息→查 申请人→来申请的人 本人→自己 方可→才能 逾期→过了日子
    逾期未→过了日子还没 之日起→那天起 告知→告诉 缴纳→交 出具→开 如实→照实 享受→拿到
    纳入→算进 予以公示→贴出来让大家看 进行公示→贴出来让大家看 受理→收下申请 审批→批
    审核确认→审查决定 认定为→算作 发放→发 申领→领 领取→领 持有→有 携带→带上
    相关→有关 相关部门→哪个部门 有关部门→哪个部门 相关材料→哪些材料 及时→早点
    酌情→看情况 采取必要措施→想办法 开展→做 实施→做 进行→做 落实→办好 具备→有
    以及→和 未成年人→没满十八岁的孩子 法定义务→法律上该做的事 赡养义务→该养老人
    抚养义务→该养孩子 丧失劳动能力→不能干活 无劳动能力→不能干活 生活来源→收入
    无生活来源→没有收入 骗取→骗 责令→要求 追回→要回来 予以追回→要回来 终止→停
    中止→先停一停 变更→改 提交→交 填报→填 报送→送 汇总→合起来 知悉→知道 悉知→知道
    妥善→好好 严格→认真 切实→真正 原则上→一般 县级人民政府民政部门→区民政局
    经办机构→办事的地方 主管部门→管这事的部门 法律责任→要负的责任 行政处罚→罚款等处罚
"""
REPLACEMENTS: Mapping[str, str] = MappingProxyType(
    dict(pair.split("→") for pair in _FIRST_LIST.split())
)
# What only offices say, and no everyday word replaces: to be explained, or said in a sentence.
_FIRST_JARGON = """
    刚性支出 家庭经济状况核对 经济状况核对 入户调查 民主评议 公示 行政复议
    行政诉讼 听证 起付线 封顶线 报销比例 政策范围内费用 合规费用 自付费用
    基本医疗保险 大病保险 医疗保障目录 定点医院 定点医疗机构 异地就医 转诊
    门诊慢特病 一站式结算 资助参保 因病致贫 优抚金 赡养费 扶养费 抚养费
    监护人 委托照护 护理等级 失能 半失能 困境儿童 事实无人抚养儿童 公租房
    公共租赁住房 廉租住房 租赁补贴 危房改造 公益性岗位 公益岗位 就业困难人员
    灵活就业 社会保险补贴 集中供养 分散供养 渐退期 单人保 按户施保 分类施保
    差额救助 先行救助 小额快救 一事一议 一门受理 动态管理 属地管理 可支配收入
    信用记录 承诺书 授权书 委托书 司法救助 法律援助
"""
JARGON = frozenset(_FIRST_JARGON.split())
# The characters people learn first: level 1 of GB 2312, 3755 of them, its rows 16 to 55.
_FIRST_LEVEL_ROWS = range(0xB0, 0xD8)
# Official words that are one character long are too often part of another word to be flagged.
_SHORTEST_FLAGGED = 2
_DOUBLE_NEGATIVE = re.compile(
    "不得不|不能不|不可不|不会不|不该不|不是不|不是没|没有一个不|没有不"
    "|并不是不|并非不|并非没|未必不|未尝不|无不|不无|无非"
)
_DOUBLE_NEGATIVE_SUGGESTIONS = {"不得不": "只好", "不能不": "一定要", "不可不": "一定要"}
_TOKEN = re.compile(r"\{\{.*?\}\}")
_CHINESE = re.compile(r"[一-鿿㐀-䶿\U00020000-\U000323AF]")
_COUNTED = re.compile(r"[一-鿿㐀-䶿]|[A-Za-z0-9]+(?:[.:/-][A-Za-z0-9]+)*")
_SENTENCE = re.compile(r"[^。！？!?…；;\n]+[。！？!?…；;」』”）)]*")
_RUN = re.compile(r"[^，。！？!?…；;：:、,（）()「」『』“”《》〈〉【】〔〕—\n]+")
_PARAGRAPH = re.compile(r"[^\n]+")
_OPENING, _CLOSING = "（(〔[【", "）)〕]】"


def length(text: str) -> int:
    """How long a text feels: Chinese characters, plus one for each run of letters or digits."""
    return len(_COUNTED.findall(text))


def check(
    text: str,
    *,
    replacements: Mapping[str, str] = REPLACEMENTS,
    explained: Collection[str] = (),
    title: str = "",
    one_line: str = "",
    short_answer: str = "",
) -> Report:
    """Measure a text and find what is hard in it.

    ``text`` holds paragraphs and list items, one per line, as plain text; fact tokens are allowed.
    ``title``, ``one_line`` and ``short_answer`` are measured only against their own lengths.
    ``replacements`` maps official wording to plain wording; ``explained`` are the words of the
    glossary, which are no jargon. An empty text has no hits.
    """
    masked = _TOKEN.sub(lambda token: "0".ljust(len(token.group(0)), "0"), text)
    sentences = [s for s in _SENTENCE.finditer(masked) if length(s.group(0)) >= 2]
    lengths = [length(s.group(0)) for s in sentences]
    characters = length(masked)
    official = list(_official_words(masked, replacements))
    per_100 = 100 * len(official) / characters if characters else 0.0
    mean = sum(lengths) / len(lengths) if lengths else 0.0
    hits = [
        *_too_long(Problem.LONG_PARAGRAPH, _PARAGRAPH, masked, text, LONGEST_PARAGRAPH),
        *_sentence_hits(sentences, text),
        *_too_long(Problem.LONG_RUN, _RUN, masked, text, LONGEST_RUN),
        *_double_negatives(masked),
        *_nested_brackets(masked, text),
        *_official_hits(official, per_100, replacements),
        *_jargon(masked, explained),
        *_rare_characters(masked),
    ]
    hits.sort(key=lambda hit: (hit.start, hit.end))
    if mean > MEAN_SENTENCE:
        hits.insert(0, _whole(Problem.MEAN_SENTENCE, text, round(mean, 1), MEAN_SENTENCE))
    if per_100 > OFFICIAL_PER_100:
        hits.insert(0, _whole(Problem.OFFICIAL_WORDS, text, round(per_100, 1), OFFICIAL_PER_100))
    hits[:0] = [
        _whole(problem, part, length(part), limit)
        for problem, part, limit in (
            (Problem.LONG_TITLE, title, LONGEST_TITLE),
            (Problem.LONG_ONE_LINE, one_line, LONGEST_ONE_LINE),
            (Problem.LONG_SHORT_ANSWER, short_answer, LONGEST_SHORT_ANSWER),
        )
        if length(part) > limit
    ]
    return Report(
        characters=characters,
        sentences=len(sentences),
        mean_sentence=round(mean, 1),
        longest_sentence=max(lengths, default=0),
        longest_run=max((length(r.group(0)) for r in _RUN.finditer(masked)), default=0),
        most_de=max((s.group(0).count("的") for s in sentences), default=0),
        official_per_100=round(per_100, 2),
        hits=tuple(hits),
    )


def _whole(problem: Problem, text: str, measured: float, limit: float) -> Hit:
    return Hit(problem, 0, len(text), text[:30], measured, limit)


def _too_long(
    problem: Problem, pattern: re.Pattern[str], masked: str, text: str, limit: int
) -> Iterator[Hit]:
    for found in pattern.finditer(masked):
        if (measured := length(found.group(0))) > limit:
            start, end = found.span()
            yield Hit(problem, start, end, text[start:end], measured, limit)


def _sentence_hits(sentences: list[re.Match[str]], text: str) -> Iterator[Hit]:
    for found in sentences:
        start, end = found.span()
        sentence = text[start:end].strip()
        if (measured := length(found.group(0))) > LONGEST_SENTENCE:
            yield Hit(Problem.LONG_SENTENCE, start, end, sentence, measured, LONGEST_SENTENCE)
        if (times := found.group(0).count("的")) > MOST_DE:
            yield Hit(Problem.MANY_DE, start, end, sentence, times, MOST_DE)


def _official_words(masked: str, replacements: Mapping[str, str]) -> Iterator[re.Match[str]]:
    words = [word for word in replacements if len(word) >= _SHORTEST_FLAGGED]
    if words:
        words.sort(key=len, reverse=True)
        yield from re.finditer("|".join(map(re.escape, words)), masked)


def _official_hits(
    official: list[re.Match[str]], per_100: float, replacements: Mapping[str, str]
) -> Iterator[Hit]:
    for found in official:
        yield Hit(
            Problem.OFFICIAL_WORD,
            *found.span(),
            found.group(0),
            1,
            0,
            replacements[found.group(0)],
            breaks=per_100 > OFFICIAL_PER_100,
        )


def _double_negatives(masked: str) -> Iterator[Hit]:
    for found in _DOUBLE_NEGATIVE.finditer(masked):
        suggestion = _DOUBLE_NEGATIVE_SUGGESTIONS.get(found.group(0), "")
        yield Hit(Problem.DOUBLE_NEGATIVE, *found.span(), found.group(0), 1, 0, suggestion)


def _jargon(masked: str, explained: Collection[str]) -> Iterator[Hit]:
    """Each such word once, where it stands first; not as a part of a word that is explained."""
    words = sorted({*JARGON, *filter(None, explained)}, key=len, reverse=True)
    told = set(explained)
    for found in re.finditer("|".join(map(re.escape, words)), masked):
        if found[0] not in told:
            told.add(found[0])
            yield Hit(Problem.JARGON, *found.span(), found[0], 1, 0)


def _rare_characters(masked: str) -> Iterator[Hit]:
    """Each character outside the first level once, where it stands first."""
    told: set[str] = set()
    for found in _CHINESE.finditer(masked):
        if found[0] not in told and not is_common(found[0]):
            told.add(found[0])
            yield Hit(Problem.RARE_CHARACTER, *found.span(), found[0], 1, 0)


def is_common(character: str) -> bool:
    """Whether a Chinese character is one of the 3755 of GB 2312 level 1.

    The standard puts them in rows of their own, so its encoding answers and no table is kept.
    """
    encoded = character.encode("gb2312", errors="ignore")
    return bool(encoded) and encoded[0] in _FIRST_LEVEL_ROWS


def _nested_brackets(masked: str, text: str) -> Iterator[Hit]:
    opened: list[int] = []
    for place, char in enumerate(masked):
        if char == "\n":
            opened.clear()
        elif char in _OPENING:
            opened.append(place)
        elif char in _CLOSING and opened:
            opened.pop()
            if opened:
                yield Hit(
                    Problem.NESTED_BRACKETS,
                    opened[0],
                    place + 1,
                    text[opened[0] : place + 1],
                    len(opened) + 1,
                    1,
                )
