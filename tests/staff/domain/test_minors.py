"""Whether a record holds a child's data."""

from __future__ import annotations

import pytest

from staff.domain.minors import against_guardian_answer, is_minors

CHILDS = [
    {"awareness": "child"},
    {"on_behalf": "child"},
    {"needs": ["school"]},
    {"facts": {"event": "child_missing"}},
    {"facts": {"age": 17}},
    {"facts": {"members": [{"who": "self", "age": 40}, {"who": "daughter", "age": 9}]}},
    {"facts": {"members": [{"who": "child"}]}},
    {"facts": {"members": [{"who": "我72岁，孙子9岁"}]}},
    {"facts": {"members": [{"who": "我和一个小孩"}]}},
    {"facts": {"members": [{"who": "我30，孩子八个月，不，8个月大"}]}},
]
NOT = [
    {},
    {"on_behalf": "family"},
    {"needs": ["money"]},
    {"facts": {"age": 18}},
    {"facts": {"members": [{"who": "self", "age": 72}, {"who": "daughter", "age": 40}]}},
    {"facts": {"members": [{"who": "我72岁，女儿40岁"}]}},
    {"facts": {"members": [{"who": "老人101岁"}]}},
    {"facts": {"members": "nonsense", "age": True}},
    {"facts": {"members": [None, 3, "x"]}},
]


def asked(record):
    return is_minors(
        awareness=record.get("awareness", "willing"),
        needs=record.get("needs", []),
        facts=record.get("facts", {}),
        on_behalf=record.get("on_behalf", "self"),
    )


@pytest.mark.parametrize("record", CHILDS)
def test_a_childs(record):
    assert asked(record) is True


@pytest.mark.parametrize("record", NOT)
def test_not_a_childs(record):
    assert asked(record) is False


@pytest.mark.parametrize(
    ("state", "who", "words", "missing"),
    [
        ("asked", "奶奶", "", ""),
        ("given", "奶奶", "", ""),
        ("refused", "爸爸", "说家丑不外扬", ""),
        ("not_asked", "", "孩子说爸爸打他", ""),
        ("asked", " ", "打过电话", "guardian_who_missing"),
        ("given", "", "", "guardian_who_missing"),
        ("refused", "爸爸", " ", "guardian_why_missing"),
        ("not_asked", "爸爸", "", "guardian_why_missing"),
    ],
)
def test_what_a_note_about_the_guardian_lacks(state, who, words, missing):
    assert against_guardian_answer(state=state, who=who, words=words) == missing
