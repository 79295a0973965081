"""The facts of a household in the words the person chose, never as codes."""

from __future__ import annotations

import pytest

from intake.steps.household import BENEFITS, EVENTS, ILLNESS, WHEN, YES_NO
from staff.household_facts import in_lines


def test_every_answer_of_the_form_has_its_words():
    asked = {
        "event": EVENTS,
        "event_when": WHEN,
        "illness": ILLNESS,
        "insurance": YES_NO,
        "benefits": BENEFITS,
    }
    for key, choices in asked.items():
        for code, words in choices:
            (line,) = in_lines({key: [code] if key != "insurance" else code})
            assert line["value"] == str(words)
            assert line["label"] != key


@pytest.mark.parametrize(
    ("band", "words"),
    [
        ("0-1114", "不到1114元"),
        ("1114-1671", "1114元到1671元"),
        ("2228+", "多于2228元"),
        ("unknown", "不知道，或不想说"),
    ],
)
def test_bands_of_money_are_read_out(band, words):
    assert in_lines({"income_per_head": band}) == [{"label": "人均每月的钱", "value": words}]


def test_one_code_means_what_its_question_asked():
    lines = in_lines({"insurance": "no", "illness": ["none"], "event": ["death", "illness"]})

    assert [line["value"] for line in lines] == ["没有", "都没有", "家里有人去世、重病"]


def test_what_nobody_knows_is_shown_and_not_lost():
    assert in_lines({"猫": "三只"}) == [{"label": "猫", "value": "三只"}]
