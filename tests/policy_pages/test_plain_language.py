from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_pages.demo import explainer_file
from policy_pages.plain_language import (
    JARGON,
    REPLACEMENTS,
    Problem,
    check,
    is_common,
    length,
)

EXPLAINERS = sorted(Path(explainer_file.__file__).with_name("explainers").glob("*.md"))

GLOSSARY = {
    word
    for row in json.loads(EXPLAINERS[0].parent.with_name("glossary.json").read_text("utf-8"))
    for word in (row["term"], *row["spellings"])
}
STATUTE = """\
国家对共同生活的家庭成员人均收入低于当地最低生活保障标准，且符合当地最低生活保障\
家庭财产状况规定的家庭，给予最低生活保障。
对批准获得最低生活保障的家庭，县级人民政府民政部门按照共同生活的家庭成员人均收入\
低于当地最低生活保障标准的差额，按月发给最低生活保障金。
对获得最低生活保障后生活仍有困难的老年人、未成年人、重度残疾人和重病患者，县级以\
上地方人民政府应当采取必要措施给予生活保障。"""
NOTICE = """\
凡符合条件的申请人须持有效身份证件及相关材料到户籍所在地街道办事处提出书面申请，\
经受理、核查、审核确认后依法予以公示，公示期满无异议的按照规定及时发放救助金，逾\
期未提交相关材料的视为自动放弃。"""
PLAIN = """到户口在的街道窗口申请。带上身份证和户口本。
有人会到家里看，也会问问邻居。决定以前，在社区贴出来七天。
同意了，下个月开始发钱。不同意，会写清楚为什么。"""


def problems(text: str, **options) -> list[Problem]:
    return [hit.problem for hit in check(text, **options).broken]


def test_length_counts_characters_and_runs_of_letters():
    assert length("打 12345，找 WeChat 里的「民政通」") == 3 + 1 + 2 + 3 - 0


def test_a_statute_is_measured_as_hard():
    report = check(STATUTE)

    assert report.mean_sentence > 50
    assert report.longest_sentence > 55
    assert report.longest_run > 30
    assert report.official_per_100 > 3
    assert {Problem.MEAN_SENTENCE, Problem.LONG_SENTENCE, Problem.LONG_RUN} <= set(
        problems(STATUTE)
    )


def test_a_notice_is_measured_as_hard():
    report = check(NOTICE)

    assert report.mean_sentence > 80
    assert report.official_per_100 > 8


def test_the_same_said_plainly_passes():
    report = check(PLAIN)

    assert report.is_plain
    assert report.mean_sentence < 15
    assert report.official_per_100 == 0


@pytest.mark.parametrize("path", EXPLAINERS, ids=lambda path: path.stem)
def test_each_of_the_eleven_explainers_keeps_the_limits_of_the_design(path):
    """Mean at most 25, none over 40 (DESIGN §7), and no official tone."""
    head, body = path.read_text(encoding="utf-8").split("---")[1:3]
    named = dict(line.split(": ", 1) for line in head.strip().splitlines())
    text = "\n".join(
        re.sub(r"~ | ?\| |(criterion|where): [\w.]+|[a-z_]+: ", "\n", line.lstrip("- 0123456789."))
        for line in body.split("## 依据")[0].splitlines()
        if not line.startswith("#")
    )

    report = check(text, explained=GLOSSARY, title=named["title"], one_line=named["one_line"])

    assert report.mean_sentence <= 25
    assert report.longest_sentence <= 40
    assert report.longest_run <= 18
    assert report.official_per_100 <= 1
    assert report.broken == ()


def test_a_sentence_of_forty_passes_and_of_forty_one_does_not():
    assert problems("好好。\n" + "字，" * 40 + "。") == []
    assert problems("好好。\n" + "字，" * 41 + "。") == [Problem.LONG_SENTENCE]


def test_a_run_of_eighteen_passes_and_of_nineteen_does_not():
    assert problems("字" * 18 + "。") == []
    assert problems("字" * 19 + "。") == [Problem.LONG_RUN]


def test_the_third_de_in_a_sentence_is_one_too_many():
    assert problems("我的，你的。") == []
    assert problems("我的，你的，他的。") == [Problem.MANY_DE]


def test_a_paragraph_over_eighty_and_a_short_answer_over_120_are_named():
    assert problems("十个字，十个字。" * 14) == [Problem.LONG_PARAGRAPH]
    assert problems("好。", short_answer="字" * 121) == [Problem.LONG_SHORT_ANSWER]


def test_a_title_over_twenty_and_one_line_over_forty_are_named():
    assert problems("好。", title="字" * 20, one_line="字" * 40) == []
    assert problems("好。", title="字" * 21, one_line="字" * 41) == [
        Problem.LONG_TITLE,
        Problem.LONG_ONE_LINE,
    ]


def test_jargon_is_named_once_unless_the_glossary_explains_it():
    text = "先公示，再听证。又公示。"

    def jargon(**options):
        return [hit.text for hit in check(text, **options).broken]

    assert jargon() == ["公示", "听证"]
    assert jargon(explained={"公示"}) == ["听证"]
    assert jargon(explained={"公示", "听证"}) == []


def test_jargon_inside_an_explained_word_is_explained_with_it():
    assert problems("有困境儿童服务。", explained={"困境儿童服务"}) == []


def test_no_jargon_has_an_everyday_word_already():
    assert not JARGON & set(REPLACEMENTS)


def test_a_rare_character_is_named_once():
    text = "老人餶飿，再来餶飿。𠮷祥。"

    hits = [hit for hit in check(text).broken if hit.problem is Problem.RARE_CHARACTER]

    assert [text[hit.start : hit.end] for hit in hits] == ["餶", "飿", "𠮷"]


def test_the_first_level_of_the_standard_is_its_3755_characters():
    common = [chr(code) for code in range(0x4E00, 0xA000) if is_common(chr(code))]

    assert len(common) == 3755
    assert (is_common("啊"), is_common("座"), is_common("亍"), is_common("貧")) == (
        True,
        True,
        False,
        False,
    )


def test_brackets_in_brackets_and_double_negatives_are_named():
    hits = check("不得不来（先打电话（不收钱）再来）。").broken

    assert [(hit.problem, hit.text, hit.suggestion) for hit in hits] == [
        (Problem.DOUBLE_NEGATIVE, "不得不", "只好"),
        (Problem.NESTED_BRACKETS, "（先打电话（不收钱）", ""),
    ]


def test_an_official_word_comes_with_its_place_and_a_plain_wording():
    text = "街道会予以帮助。"

    (hit,) = (hit for hit in check(text).hits if hit.problem is Problem.OFFICIAL_WORD)

    assert text[hit.start : hit.end] == hit.text == "予以"
    assert hit.suggestion == "给"


def test_one_official_word_in_a_long_text_is_advice_only():
    text = "街道会予以帮助。\n" + "有事来问。\n" * 30

    assert check(text).is_plain
    assert [hit.text for hit in check(text).hits] == ["予以"]


def test_editors_own_list_replaces_the_first_one():
    assert [hit.suggestion for hit in check("嘎嘎。", replacements={"嘎嘎": "好"}).hits][-1] == "好"
    assert check("予以。", replacements={}).hits == ()


def test_a_fact_token_counts_as_one_word():
    assert check("低于 {{dibao_standard}} 元。").longest_sentence == 4


def test_every_suggestion_is_itself_free_of_official_words():
    for official, plain in REPLACEMENTS.items():
        assert plain
        assert not [hit for hit in check(plain).hits if hit.problem is Problem.OFFICIAL_WORD], (
            official
        )


@given(st.text(alphabet="的，。（）{}不得低保12ab\n；", max_size=200))
def test_any_text_gets_a_report_whose_hits_lie_inside_it(text):
    report = check(text)

    for hit in report.hits:
        assert 0 <= hit.start <= hit.end <= len(text)
