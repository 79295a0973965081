"""The second ear: what sounds like a danger though no pattern names it. No database."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from staff.domain.triage import Parameters, likeness, read_facts
from staff.domain.triage.words import hear, hear_again

KNOWN = {*likeness.SIGNALS, "unclear"}


def heard(answers):
    facts = read_facts(answers, today=date(2026, 11, 24), line=Parameters().dibao_line)
    return {signal.code for signal in facts.heard}


def test_every_sample_is_whole_and_said_once():
    samples = list(likeness.samples())

    assert all(signals <= KNOWN for signals, _words in samples)
    assert all(len(words.strip()) >= 4 for _signals, words in samples)
    said = Counter(re.sub(r"\W", "", words) for _signals, words in samples)
    assert [words for words, times in said.items() if times > 1] == []


def test_samples_name_nobody_who_could_be_called():
    assert [
        words for _signals, words in likeness.samples() if re.search(r"1[3-9]\d{9}", words)
    ] == []


@pytest.mark.parametrize("signal", likeness.SIGNALS)
def test_each_signal_is_taught_by_many_samples_and_far_more_are_of_no_case(signal):
    signals = [signals for signals, _words in likeness.samples()]

    assert sum(signal in each for each in signals) >= 250
    assert sum(not each for each in signals) >= 2500


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("她把存折密码都写纸上给我了，说往后不麻烦大伙儿了", "self_harm"),
        ("对门的报纸塞得都掉出来了", "silent"),
        ("今儿晚上我跟闺女还不知道往哪躺", "homeless"),
        ("冰柜里就剩半根葱，孩子问晚上吃啥我没吭声", "no_food"),
    ],
)
def test_what_no_pattern_names_is_heard_with_the_sentence_that_says_it(words, signal):
    before = hear(words)
    assert signal not in {each.code for each in before}

    after = hear_again(before, [f"您好。{words}。谢谢您了，麻烦您了。"])

    (found,) = [each for each in after if each.code == signal]
    assert words in found.words
    assert after[: len(before)] == before


IDLE = "想问问社区合唱团周几排练，要不要自己带歌谱去"


@pytest.mark.parametrize(
    "beside", ["{idle}。{cry}。", "{idle}，{cry}", "{cry}。{idle}", "{idle}{cry}"]
)
@pytest.mark.parametrize(
    ("cry", "signal"),
    [
        ("我不想活了", "self_harm"),
        ("想跳楼", "self_harm"),
        ("老公打我", "violence"),
        ("我妈叫不醒了", "medical_now"),
        ("敲门没人应", "silent"),
    ],
)
def test_a_cry_that_a_pattern_finds_is_heard_whatever_stands_beside_it(cry, signal, beside):
    assert signal in heard({"words": beside.format(idle=IDLE, cry=cry)})
    assert signal in heard({"words": IDLE, "observed": {"words": cry}})


def test_the_second_likely_part_is_looked_at_where_the_first_says_why_it_is_none():
    words = "灯一直没关，浪费电，物业也不管一管。她家报纸塞得都掉出来了，喊了也不吭"

    assert "silent" in {each.code for each in hear_again([], [words])}


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("日子过不下去了。", "self_harm"),
        ("婆婆总骂我，没打", "violence"),
        ("孙女十岁，爹妈都坐牢了，跟我一个老太婆过", "child_alone"),
        ("上小学的侄子跟着我，他爸妈离婚都不要他，我自己也困难", "child_harm"),
        ("楼道灯坏了，一直没关，浪费电", "silent"),
        ("家里的猫丢了三天了,橘色的,谁见着说一声", "silent"),
        ("从来没有轻生的念头，就是睡不踏实", "self_harm"),
    ],
)
def test_a_sentence_that_says_why_it_is_none_is_believed(words, signal):
    assert signal not in heard({"words": words})


def test_what_was_denied_outright_is_not_guessed_at():
    words = "对门的报纸塞得都掉出来了"

    assert "silent" in heard({"words": words})
    assert "silent" not in heard({"words": words, "no_sign_of_life": "no"})


def test_a_pattern_is_heard_though_a_form_says_no():
    """Whoever ticks no and writes of blows is in danger."""
    assert "violence" in heard({"words": "他昨晚又拿皮带抽我", "violence": "no"})


def test_a_childs_danger_needs_a_child():
    words = "每晚就一个人缩在屋里，等到半夜也没个人来"
    child = {"members": [{"who": "女儿", "age": 6}]}
    grown = {"members": [{"who": "女儿", "age": 27}]}

    assert heard({"words": words, **child}) & likeness.OF_CHILDREN
    assert not heard({"words": words, **grown}) & likeness.OF_CHILDREN


def test_only_what_was_told_in_sentences_is_compared():
    """The value of a form's field is no story; a key nobody knows is one."""
    words = "今儿晚上我跟闺女还不知道往哪躺"

    assert "homeless" in heard({"words": words})
    assert "homeless" in heard({"她说": words})
    assert "homeless" not in heard({"support": words})
    assert "homeless" in heard({"words": words, "housing": "租房"})  # until this morning


def test_a_word_or_two_say_nothing():
    assert likeness.likenesses(["没人", "在家", "两口人"]) == {}
