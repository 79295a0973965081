from __future__ import annotations

import io
import json
from datetime import time

import pytest
from django.core.management import CommandError, call_command


def told(answers, tmp_path, **options):
    path = tmp_path / "answers.json"
    path.write_text(answers if isinstance(answers, str) else json.dumps(answers), encoding="utf-8")
    out = io.StringIO()
    call_command("suggest_tier", str(path), stdout=out, **options)
    return json.loads(out.getvalue())


def test_it_prints_the_tier_with_reasons_and_says_who_decides(tmp_path):
    result = told({"words": "儿子没了，不想活了", "income_month": 900, "size": 1}, tmp_path)

    assert (result["tier"], result["stage"]) == ("tier1_urgent", "t1_emergency_handling")
    assert "self_harm" in {alert["code"] for alert in result["alerts"]}
    assert all(reason["requirement"] for reason in result["reasons"])
    assert "社工定" in result["note"]


def test_a_list_gives_a_list(tmp_path):
    results = told([{"needs": ["policy"]}, {"danger": "harm"}], tmp_path)

    assert [result["tier"] for result in results] == [None, "tier1_urgent"]


def test_the_line_may_be_given(tmp_path):
    answers = {"income_per_head": 500, "needs": ["money"]}

    assert told(answers, tmp_path, dibao_line=900.0)["tier_number"] == 2
    assert told(answers, tmp_path, dibao_line=1500.0)["tier_number"] == 1
    assert told(answers, tmp_path, no_line=True)["dibao_line"] is None


def test_the_hours_may_be_given(tmp_path):
    answers = {"danger": "harm", "received_at": "2026-11-24T19:00"}

    def alarmed(**options):
        return "after_hours" in {
            each["code"] for each in told(answers, tmp_path, **options)["alerts"]
        }

    assert alarmed()
    assert not alarmed(closes=time(20))
    assert alarmed(closes=time(20), workday="no")


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "",
        "[1]",
        '"text"',
        '{"members": [null]}',
        '{"event": "death", "days_ago": NaN}',
        "[" * 100_000,
    ],
)
def test_bad_json_is_a_clear_error_with_code_2(broken, tmp_path):
    with pytest.raises(CommandError) as refused:
        told(broken, tmp_path)

    assert refused.value.returncode == 2
    assert str(refused.value)


def test_a_missing_file_is_a_clear_error(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("suggest_tier", str(tmp_path / "none.json"))

    assert refused.value.returncode == 2
