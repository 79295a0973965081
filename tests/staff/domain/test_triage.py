"""Suggestions against households labelled by hand from the domain text. No database."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staff.domain.stages import Stage
from staff.domain.tiers import Tier
from staff.domain.triage import (
    Basis,
    Outcome,
    Parameters,
    UnreadableFacts,
    read_facts,
    suggest,
)

from .phrases import OTHER_SHAPES, PHRASES, QUESTIONS
from .vignette_rules import RULES_OF
from .vignettes import VIGNETTES

TODAY = date(2026, 11, 24)
LINE = Parameters().dibao_line
HOUSEHOLDS = Path(__file__).parent / "households"
SAFETY = {
    "danger_now", "self_harm", "violence", "mandatory_report_minor", "mandatory_report_violence",
    "missing_child", "missing_person", "child_alone", "no_sign_of_life", "medical_emergency",
    "no_food", "homeless",
}  # fmt: skip


def asked(answers):
    return suggest(read_facts(answers, today=TODAY, line=LINE))


def tier_of(suggestion):
    return suggestion.tier.number if suggestion.tier else 0


def codes(rows):
    return {row.code for row in rows}


@pytest.mark.parametrize(
    ("answers", "tiers", "alerts", "no_alerts"),
    [
        *(pytest.param(*vignette[1:], id=vignette[0]) for vignette in VIGNETTES),
        *(pytest.param({"words": words}, *rest, id=words[:24]) for words, *rest in PHRASES),
        *(pytest.param(*vignette, id=f"shape {n}") for n, vignette in enumerate(OTHER_SHAPES)),
    ],
)
def test_a_household_gets_a_tier_one_can_defend_and_no_alert_is_missed(
    answers, tiers, alerts, no_alerts
):
    suggestion = asked(answers)

    assert tier_of(suggestion) in tiers
    assert alerts <= codes(suggestion.alerts)
    assert not no_alerts & codes(suggestion.alerts)


@pytest.mark.parametrize(("name", "answers"), [vignette[:2] for vignette in VIGNETTES])
def test_each_vignette_fires_its_rules_and_no_other(name, answers):
    fired = [reason.rule for reason in asked(answers).reasons]

    assert sorted(fired) == sorted(RULES_OF[name].split())


AGREED = {"g": 90, "i": 88}
"""Of a hundred, where it is not 93: these two hold the most talk that only sounds like danger."""


@pytest.mark.parametrize("path", sorted(HOUSEHOLDS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_households_written_without_sight_of_the_rules(path):
    """Nearly all get a tier one can defend, nobody in danger goes unheard, and few are called in
    danger who are not."""
    households = [json.loads(line) for line in path.read_text().splitlines()]
    suggestions = [(each, asked(each["input"])) for each in households]

    agreed = [each for each, given in suggestions if tier_of(given) in each["tiers"]]
    unheard = {
        each["name"]: sorted(missed)
        for each, given in suggestions
        if (missed := set(each["alerts"]) & SAFETY - codes(given.alerts))
    }

    alarmed = [
        each["name"]
        for each, given in suggestions
        if not SAFETY.intersection(each["alerts"]) and codes(given.alerts) & SAFETY
    ]

    assert len(households) == 100
    assert len(agreed) >= AGREED.get(path.stem, 93)
    assert unheard == {}
    assert len(alarmed) <= 9


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_plain_question_alarms_nobody(question):
    suggestion = asked({"words": question})

    assert tier_of(suggestion) == 0
    assert [alert.code for alert in suggestion.alerts if alert.when != "note"] == []


@pytest.mark.parametrize(
    ("words", "alert"),
    [
        ("他打我，还把电视砸了", "violence"),
        ("看了普法讲座才知道，他打我就是家暴", "violence"),
        ("电视剧里演的跟我家一样，他把我往墙上撞", "violence"),
        ("女儿丢了，派出所找到了她的鞋，人还没找到", "missing_child"),
        ("孩子在看电视，他把孩子踹倒了", "mandatory_report_minor"),
        ("小说也看不进去了，真的不想活了，药都买好了", "self_harm"),
        ("不是我家的事，隔壁男的天天打老婆，昨晚又把孩子打出血了", "violence"),
        ("上次老人走丢虚惊一场，这次两天没回来了，联系不上", "missing_person"),
        ("好心人捐点米面，吃完了，孩子两天没吃饭了", "no_food"),
        ("邻居家小孩昨天找回来了\n我儿子今天放学没回来，到处找不到", "missing_child"),
        ("隔壁电视上天天放打人的\n老公又打我了，打得我浑身是伤", "violence"),
        ("别人打我，我好害怕", "violence"),
        ("求求你别打我", "violence"),
        ("论文写不出来，想跳楼", "self_harm"),
        ("刚参加完消防演练。我不想活了，药都吃了", "self_harm"),
        ("培训课回来他就拿皮带抽她，抽得满身是伤", "violence"),
        ("社区送她回家以后就失踪了", "missing_person"),
        ("老人走丢三天了，平时是邻居送他回来", "missing_person"),
        ("手机已经找到，孩子失踪两天了", "missing_child"),
        ("大黄狗跑了，跟着它出去的还有我弟，手机关机，昨天到现在没音信", "missing_person"),
        ("街道来人敲门没人应", "no_sign_of_life"),
        ("救助站接走了他儿子，他自己还睡在桥洞", "homeless"),
        ("是不是煤气中毒了，俩人都吐了", "medical_emergency"),
        ("我41，老公天天打女儿", "mandatory_report_minor"),
        ("那小孩跟我讲夜里就他一个，妈妈上夜班，门从外头锁着，他怕", "child_alone"),
        ("楼下小孩跟爷爷住，爷爷昨晚送医院了，今晚就他一个人守着门", "child_alone"),
    ],
)
def test_a_word_that_can_mean_something_else_hides_no_cry_for_help(words, alert):
    assert alert in codes(asked({"words": words}).alerts)


@pytest.mark.parametrize(
    "members",
    [
        [{"who": "孩子妈妈", "age": 35}],
        [{"who": "孩子奶奶", "age": 66}],
        [{"who": "儿子", "age": 40}, {"who": "孙女"}],
        [{"who": "我35，带个孩子"}],
    ],
)
def test_grown_people_beside_a_child_do_not_make_it_grown(members):
    alerts = codes(asked({"words": "他又打孩子了", "members": members}).alerts)

    assert "mandatory_report_minor" in alerts


@pytest.mark.parametrize(
    ("answers", "grown"),
    [
        ({"words": "儿子26，抑郁症，昨晚开车出去就关机，找了一宿没找到"}, True),
        ({"words": "女儿被他打了", "members": [{"who": "女儿", "age": 27}]}, True),
        ({"words": "我儿子昨晚出去没回来", "age": 71}, True),
        ({"words": "儿子12，昨晚出去没回来"}, False),
        ({"words": "我儿子昨晚出去没回来", "age": 41}, False),
    ],
)
def test_a_grown_child_is_no_minor(answers, grown):
    assert ("mandatory_report_minor" not in codes(asked(answers).alerts)) is grown


@pytest.mark.parametrize(
    "said",
    [
        "问她有没有被打，她说没有",
        "评估：有没有轻生念头？答没有。",
        "家访问过有没有家暴，邻居和本人都说没有，夫妻关系好",
        "反家暴讲座的海报印好了，放哪儿",
        "股市见红了",
        "孩子放学一回来就喊饿，问有没有营养午餐补助",
    ],
)
def test_what_is_asked_and_answered_with_no_alarms_nobody(said):
    assert not codes(asked({"words": said}).alerts) & SAFETY


@pytest.mark.parametrize(
    ("answers", "basis"),
    [
        ({"words": "我妈叫不醒了"}, "words"),
        ({"medical_emergency": True}, "stated"),
        ({"words": "对门的报纸塞得都掉出来了"}, "words"),
        ({"words": "我弟走失了"}, "words"),
        ({"danger": "shelter", "words": "没地方住"}, "stated"),
    ],
)
def test_an_alert_says_whether_it_was_stated_or_only_heard(answers, basis):
    assert {alert.basis for alert in asked(answers).alerts if alert.when == "now"} == {basis}


@pytest.mark.parametrize(
    "answers",
    [
        {"words": "一" + "万" * 80 + "岁"},
        {"words": "每月收入一" + "万" * 80 + "元"},
        {"words": "一二三" * 7_000},
        {"event": "x", "event_when": "9" * 5_000},
    ],
)
def test_monstrous_words_are_read_all_the_same(answers):
    asked(answers)


@pytest.mark.parametrize("answers", [{"members": [float("nan")]}, {"size": 10**400}])
def test_what_is_no_number_is_refused_in_words(answers):
    with pytest.raises(UnreadableFacts):
        asked(answers)


def test_a_stroke_that_waits_for_treatment_is_no_old_one():
    assert tier_of(asked({"words": "老伴脑梗等着交押金手术"})) == 1


def test_zheng_ayis_reasons_name_their_rule_source_and_requirement():
    suggestion = asked(VIGNETTES[0][1])

    reason = next(
        reason for reason in suggestion.reasons if reason.rule == "t1_below_line_and_burdened"
    )
    assert reason.requirement == "R-60, R-74, R-76"
    assert "重病" in reason.wording
    assert reason.source
    assert suggestion.stage is Stage.T1_EMERGENCY_HANDLING
    assert {category.code for category in suggestion.categories} >= {"cat1_dibao"}
    assert suggestion.would_change
    assert "上门看过没有（确定级别之前要走访）" in suggestion.missing


def test_what_was_only_heard_is_marked_as_something_to_ask_about():
    heard, stated = asked({"words": "不想活了"}), asked({"self_harm": True})

    assert [reason.basis for reason in heard.reasons] == [Basis.WORDS]
    assert "话里听到的这些，要当面问清" in heard.missing
    assert [reason.basis for reason in stated.reasons] == [Basis.STATED]


@pytest.mark.parametrize(
    "denied",
    [
        "没有想死", "没想过自杀", "从来没有轻生的念头", "自杀的想法没有", "我不会自杀的",
        "不是不想活", "他没有打我", "没人打我", "没有家暴", "从不打人",
    ],
)  # fmt: skip
def test_what_is_denied_is_not_heard(denied):
    alerts = codes(asked({"words": denied}).alerts)

    assert not alerts & {"self_harm", "violence", "mandatory_report_violence"}


@pytest.mark.parametrize(
    ("denied_first", "alert"),
    [
        ("没有人管我，不想活了", "self_harm"),
        ("我没说谎，他天天打我", "violence"),
        ("不敢说他打我", "violence"),
        ("没钱，想死", "self_harm"),
        ("没想到他会打我", "violence"),
    ],
)
def test_a_denial_of_something_else_hides_nothing(denied_first, alert):
    assert alert in codes(asked({"words": denied_first}).alerts)


def test_a_policy_gap_names_its_reasons_and_leads_to_tier_2():
    suggestion = asked({"hukou": "外地", "refused": True, "illness": "慢性病"})

    assert suggestion.stage is Stage.T2_ACCOMPANIED_GROWTH
    assert suggestion.gap_reasons == ["户口不在本地", "申请过，没有批"]


def test_recency_decides_between_an_event_and_a_lasting_hardship():
    fresh = asked({"event": "death", "event_when": "2026-11-10", "age": 60, "needs": ["money"]})
    old = asked({"event": "death", "event_when": "2024-11-10", "age": 60, "needs": ["money"]})

    assert (tier_of(fresh), tier_of(old)) == (1, 2)


def test_the_line_is_a_parameter():
    answers = {"income_per_head": 600, "age": 50, "needs": ["money"]}
    facts = read_facts(answers, today=TODAY, line=LINE)

    assert suggest(facts, Parameters(dibao_line=1300)).tier is Tier.TIER1_URGENT
    assert suggest(facts, Parameters(dibao_line=900)).tier is Tier.TIER2_EASING


def test_without_a_line_money_decides_nothing_and_is_named_as_missing():
    answers = {"income_per_head": 100, "age": 50, "needs": ["money"]}
    facts = read_facts(answers, today=TODAY, line=0)

    suggestion = suggest(facts, Parameters(dibao_line=None))

    assert {reason.rule for reason in suggestion.reasons} == {"t2_need_stated"}
    assert any("低保标准" in each for each in suggestion.missing)
    assert not any("元" in each for each in suggestion.would_change)
    assert suggest(facts, Parameters()).tier is Tier.TIER1_URGENT


@pytest.mark.parametrize(
    ("received_at", "given", "after_hours"),
    [
        ("2026-11-24T10:00", {}, False),
        ("2026-11-24T18:00", {}, True),
        ("2026-11-24T18:00", {"closes": time(20)}, False),
        ("2026-11-24T08:45", {"opens": time(9)}, True),
        ("2026-11-28T10:00", {}, True),  # a Saturday
        ("2026-11-28T10:00", {"received_on_workday": True}, False),  # worked to make up
        ("2026-11-24T10:00", {"received_on_workday": False}, True),  # a holiday
    ],
)
def test_the_hours_and_days_of_the_station_are_arguments(received_at, given, after_hours):
    answers = {"danger": "harm", "received_at": received_at}
    facts = read_facts(answers, today=TODAY, line=LINE)

    alerts = codes(suggest(facts, Parameters(**given)).alerts)

    assert ("after_hours" in alerts) is after_hours


def test_what_goes_well_is_understood():
    facts = read_facts({"facts": {"strengths": "会做饭"}}, today=TODAY, line=LINE)

    assert facts.not_understood == []


def test_moves_of_an_open_case_are_moves_of_the_table():
    from staff.domain.stages import MOVES  # noqa: PLC0415  (only this test needs it)

    for stage in Stage:
        for words in ("好转，愿意配合，能自己生活，目标达到", "恶化，又不行了", "昨晚着火了", ""):
            suggestion = asked({"prior_stage": stage.value, "words": words})
            if suggestion.outcome is Outcome.MOVE_CASE:
                assert (stage, suggestion.stage) in MOVES


WORDS = st.text(alphabet="没有不想活了打我老伴去世饭吃孩子一人十岁，。低保万千块病", max_size=40)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "words": WORDS,
        "income_per_head": st.one_of(st.none(), st.integers(0, 9000), st.text(max_size=8)),
        "household_size": st.one_of(st.integers(0, 12), st.text(max_size=4)),
        "event": st.one_of(WORDS, st.sampled_from(["death", "fire", "job_loss", "感冒", "无"])),
        "event_when": st.one_of(st.integers(0, 900), st.text(max_size=8), st.none()),
        "danger": st.sampled_from(["none", "harm", "shelter", "unsure", "", None]),
        "support": st.one_of(st.booleans(), WORDS, st.none()),
        "members": st.lists(
            st.one_of(
                st.integers(0, 110),
                WORDS,
                st.dictionaries(
                    st.sampled_from(["age", "illness", "disability", "insurance", "who"]),
                    st.one_of(st.integers(0, 120), WORDS, st.booleans(), st.none()),
                ),
            ),
            max_size=4,
        ),
        "stable": st.booleans(),
    },
)


@given(ANSWERS)
def test_nobody_enters_tier_3_and_the_same_facts_give_the_same_answer(answers):
    suggestion = asked(answers)

    assert suggestion.stage in {None, Stage.T1_EMERGENCY_HANDLING, Stage.T2_ACCOMPANIED_GROWTH}
    assert suggestion == asked(answers)
    assert suggestion.reasons


@given(ANSWERS)
def test_danger_always_leads_to_tier_1(answers):
    assert tier_of(asked(answers | {"danger": "harm"})) == 1
    assert tier_of(asked(answers | {"self_harm": True})) == 1


@pytest.mark.parametrize("broken", [[], "text", 5, None, True])
def test_answers_that_are_no_household_are_refused(broken):
    with pytest.raises(UnreadableFacts):
        read_facts(broken, today=TODAY, line=LINE)


def test_an_unknown_key_is_named_and_its_words_are_heard():
    facts = read_facts({"奇怪的键": "他打我"}, today=TODAY, line=LINE)

    assert facts.not_understood == ["奇怪的键"]
    assert "violence" in codes(suggest(facts).alerts)


def test_an_event_without_a_date_counts_until_somebody_asks():
    suggestion = asked({"event": "火灾"})

    assert tier_of(suggestion) == 1
    assert "事情是哪天发生的" in suggestion.missing
