"""Whether a record holds a child's data."""

from __future__ import annotations

import pytest

from staff.domain.minors import is_minors

CHILDS = [
    {"awareness": "child"},
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
    )


@pytest.mark.parametrize("record", CHILDS)
def test_a_childs(record):
    assert asked(record) is True


@pytest.mark.parametrize("record", NOT)
def test_not_a_childs(record):
    assert asked(record) is False
