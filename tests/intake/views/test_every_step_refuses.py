"""Bad input on every screen: a sentence beside the field, what was typed kept, nothing stored.

The table is checked against the list of screens, so that a new one without a case fails.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from intake.models import Draft
from intake.steps import BY_SLUG

from ..journey import BY_PHONE, OLDER_CHILD, SHORTEST, UNAWARE, YOUNG_CHILD, answer, walk

pytestmark = pytest.mark.usefixtures("station", "patient")

VISIT = [*SHORTEST[:6], ("contact", {"contact_method": "visit"})]
BY_PROXY = [*SHORTEST[:6], ("contact", {"contact_method": "proxy"})]
WHOLE = [*SHORTEST[:2], ("consent", {"help": "on", "sensitive": "on"}), *SHORTEST[3:]]


class Bad(NamedTuple):
    path: list
    data: dict
    field: str
    kept: str = ""
    """A text that must stand on the page again."""


def long(limit: int) -> str:
    return "写得太长了" * limit


CASES = {
    "danger": [Bad([], {}, "danger"), Bad([], {"danger": "moon"}, "danger")],
    "for-whom": [Bad(SHORTEST, {}, "on_behalf"), Bad(SHORTEST, {"on_behalf": "x"}, "on_behalf")],
    "child": [
        Bad(YOUNG_CHILD, {"at_home": "nobody"}, "child_age"),
        Bad(YOUNG_CHILD, {"child_age": "3", "at_home": "unsure"}, "child_age"),
        Bad(YOUNG_CHILD, {"child_age": "not_said"}, "at_home"),
        Bad(
            OLDER_CHILD,
            {"child_age": "from_14", "at_home": "trusted", "grown_up_name": "奶奶"},
            "grown_up_phone",
            "奶奶",
        ),
        Bad(
            OLDER_CHILD,
            {**OLDER_CHILD[2][1], "grown_up_phone": "问我妹妹"},
            "grown_up_phone",
            "问我妹妹",
        ),
        Bad(OLDER_CHILD, {**OLDER_CHILD[2][1], "grown_up_name": " "}, "grown_up_name"),
    ],
    "child-notice": [],  # nothing is asked
    "child-consent": [Bad(OLDER_CHILD, {}, "child_help")],
    "child-tell": [
        Bad(YOUNG_CHILD, {"child_name": "小雨"}, "child_needs", "小雨"),
        Bad(YOUNG_CHILD, {"child_needs": ["money"], "child_name": "小雨"}, "child_needs"),
        Bad(
            YOUNG_CHILD,
            {"child_needs": ["violence", "care", "school", "talk"], "child_name": "小雨"},
            "child_needs",
        ),
        Bad(
            YOUNG_CHILD,
            {"child_needs": ["talk"], "child_words": "说来话长"},
            "child_name",
            "说来话长",
        ),
        Bad(
            YOUNG_CHILD,
            {"child_needs": ["talk"], "child_name": "小雨", "child_words": long(300)},
            "child_words",
            long(300),
        ),
    ],
    "child-contact": [
        Bad(OLDER_CHILD, {"child_not_times": "晚上"}, "child_contact", "晚上"),
        Bad(YOUNG_CHILD, {"child_contact": "proxy"}, "child_contact"),
        Bad(YOUNG_CHILD, {"child_contact": "visit"}, "child_contact"),
        Bad(YOUNG_CHILD, {"child_contact": "phone"}, "child_phone"),
        Bad(YOUNG_CHILD, {"child_contact": "sms", "child_phone": "12"}, "child_phone", "12"),
        Bad(OLDER_CHILD, {"child_contact": "phone", "child_phone": "13800138000"}, "child_call"),
    ],
    "awareness": [Bad(UNAWARE, {}, "awareness"), Bad(UNAWARE, {"awareness": "?"}, "awareness")],
    "consent": [
        Bad(SHORTEST, {}, "help"),
        Bad(SHORTEST, {"help": "on", "share": "on", "station_only": "on"}, "station_only"),
    ],
    "needs": [Bad(SHORTEST, {}, "needs"), Bad(SHORTEST, {"needs": ["money", "?"]}, "needs")],
    "words": [Bad(SHORTEST, {"words": long(300)}, "words", long(300))],
    "name": [Bad(SHORTEST, {"called_name": " "}, "called_name")],
    "contact": [
        Bad(SHORTEST, {"phone": "13800138000"}, "contact_method", "13800138000"),
        Bad(SHORTEST, {"contact_method": "phone"}, "phone"),
        Bad(SHORTEST, {"contact_method": "phone", "phone": "1380"}, "phone", "1380"),
        Bad(SHORTEST, {"contact_method": "come", "phone": "打我儿子的"}, "phone", "打我儿子的"),
    ],
    "safe-contact": [
        Bad(BY_PHONE, {"say_who": "yes", "not_times": "晚上别打"}, "others_may_answer", "晚上别打"),
        Bad(BY_PHONE, {"say_who": "?", "others_may_answer": "hang_up"}, "say_who"),
        Bad(
            BY_PHONE,
            {
                "say_who": "yes",
                "others_may_answer": "hang_up",
                "good_times": ["evening"],
                "bad_times": ["evening"],
            },
            "bad_times",
        ),
    ],
    "call-time": [
        Bad(BY_PHONE, {"call_time": "2020-01-02.morning"}, "call_time"),
        Bad(BY_PHONE, {"call_time": "whenever"}, "call_time"),
    ],
    "proxy": [
        Bad(BY_PROXY, {"proxy_name": "王大哥"}, "proxy_phone", "王大哥"),
        Bad(BY_PROXY, {"proxy_phone": "13800138000"}, "proxy_name", "13800138000"),
    ],
    "where": [
        Bad(VISIT, {"building": "3号楼"}, "estate", "3号楼"),
        Bad(BY_PHONE, {"estate": "999999", "door": "二楼东户"}, "estate", "二楼东户"),
    ],
    "seen-where": [
        Bad(UNAWARE, {"building": "3号楼"}, "estate", "3号楼"),
        Bad(UNAWARE, {"estate": "-1", "building": "5号楼"}, "estate", "5号楼"),
    ],
    "seen": [
        Bad(UNAWARE, {}, "seen_signs"),
        Bad(UNAWARE, {"seen_signs": ["?"], "seen_words": "灯亮了一夜"}, "seen_signs", "灯亮了一夜"),
    ],
    "your-contact": [
        Bad(UNAWARE, {"reporter_name": "老赵", "reporter_phone": "12"}, "reporter_phone", "老赵")
    ],
    "household": [
        Bad(WHOLE, {"insurance": "?", "people": "我和老伴"}, "insurance", "我和老伴"),
        Bad(WHOLE, {"people": long(100)}, "people", long(100)),
    ],
    "access": [Bad(SHORTEST, {"access_needs": ["hearing", "?"]}, "access_needs")],
}


def test_every_screen_has_its_refusals():
    assert set(CASES) == set(BY_SLUG)


@pytest.mark.parametrize(
    ("slug", "bad"),
    [(slug, bad) for slug, cases in CASES.items() for bad in cases],
    ids=[f"{slug}-{bad.field}" for slug, cases in CASES.items() for bad in cases],
)
def test_the_sentence_stands_beside_the_field_and_nothing_typed_is_lost(client, slug, bad):
    walk(client, bad.path)
    before = [draft.answers for draft in Draft.objects.all()]

    response = answer(client, slug, bad.data)

    assert response.status_code == 200
    form, page = response.context["form"], response.content.decode()
    assert set(form.errors) == {bad.field}
    sentence = form.errors[bad.field][0]
    assert re.search(r"[\u4e00-\u9fff].*。$", sentence), sentence
    assert f'href="#{form[bad.field].id_for_label}"' in page or f'href="#id_{bad.field}' in page
    assert page.count(sentence) >= 2  # in the summary above, and beside the field
    assert bad.kept in page
    assert [draft.answers for draft in Draft.objects.all()] == before
