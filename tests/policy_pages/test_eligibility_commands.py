from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from policy_pages.actions import rules as actions
from tests.factories import (
    CriterionFactory,
    FactValueFactory,
    PolicyFactFactory,
    PolicySourceFactory,
    RuleSetFactory,
    ScenarioFactory,
    StationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def live_rules():
    StationFactory(fact_places="槐荫区 济南市 全国")
    FactValueFactory(fact=PolicyFactFactory(code="dibao_standard"), value="1200")
    criterion = CriterionFactory.build(
        code="income",
        expression='answer("money") < fact("dibao_standard")',
        source=PolicySourceFactory(),
    )
    ruleset = RuleSetFactory(
        programme="dibao",
        place="全国",
        criteria=[criterion],
        scenarios=[ScenarioFactory.build(answers={"money": 900})],
    )
    checker = UserFactory()
    actions.check_rules(ruleset.pk, actor=checker)
    return actions.put_rules_live(ruleset.pk, today=date(2026, 11, 1), actor=checker)


def compute(monkeypatch, text: str, *args: str) -> dict:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    out = io.StringIO()
    call_command("compute_eligibility", *args, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(
    ("money", "outcome"), [(900, "may"), (1200, "not_now"), ("unknown", "unclear")]
)
def test_answers_come_out_with_a_trace(monkeypatch, money, outcome):
    asked = {"answers": {"money": money}, "date": "2026-11-24"}

    result = compute(monkeypatch, json.dumps(asked))

    (programme,) = result["programmes"]
    assert (programme["programme"], programme["outcome"]) == ("dibao", outcome)
    (step,) = programme["trace"]
    assert step["your_answer"] == {"money": money}
    assert step["numbers"][0]["value"] == "1200"
    assert result["sections"][outcome] == ["dibao"]


def test_a_file_is_read_too_and_a_wider_place_has_no_local_number(monkeypatch, tmp_path):
    file = tmp_path / "asked.json"
    file.write_text('{"answers": {"money": 1}, "date": "2026-11-24", "place": "济南市"}')

    result = compute(monkeypatch, "", str(file))

    assert result["places"] == ["济南市", "全国"]
    assert result["sections"]["unclear"] == ["dibao"]


def test_the_rules_live_now_answer_for_any_day_they_are_valid_on(monkeypatch):
    valid = compute(monkeypatch, '{"answers": {}, "date": "2026-10-01", "place": "别处"}')
    too_early = compute(monkeypatch, '{"answers": {}, "date": "2026-06-30"}')

    assert valid["sections"]["unclear"] == ["dibao"]
    assert valid["places"][0] == "别处"
    assert too_early["programmes"] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        "null",
        "[" * 100_000,
        '{"money": 1}',
        '{"answers": 3}',
        '{"answers": {"name": "secret"}}',
        '{"answers": {"hukou": "secret"}}',
        '{"answers": {"money": NaN}}',
        '{"answers": {}, "date": "secret"}',
        '{"answers": {}, "date": 20261124}',
        '{"answers": {}, "place": ["secret"]}',
        '{"answers": {}, "place": ""}',
        '{"answers": {}, "more": 1}',
        '{"answers": {}, "x": "' + "y" * 1_000_001 + '"}',
    ],
)
def test_what_cannot_be_read_ends_with_2_and_one_line(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    out, err = io.StringIO(), io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("compute_eligibility", stdout=out, stderr=err)

    assert ended.value.code == 2
    assert out.getvalue() == ""
    assert err.getvalue().startswith("compute_eligibility: ")
    assert err.getvalue().count("\n") == 1
    assert "secret" not in err.getvalue()


def test_a_missing_file_ends_with_2(tmp_path):
    with pytest.raises(SystemExit) as ended:
        call_command("compute_eligibility", str(tmp_path / "none.json"), stderr=io.StringIO())

    assert ended.value.code == 2


def test_families_that_hold_end_quietly():
    out = io.StringIO()

    call_command("check_scenarios", "--date", "2026-11-24", stdout=out)

    assert out.getvalue().endswith("1 runs, 0 to look at\n")


def test_a_family_that_fails_on_a_coming_day_and_a_lapsing_number_are_named(live_rules):
    fact = PolicyFactFactory._meta.model.objects.get(code="dibao_standard")
    fact.values.update(valid_to=date(2026, 12, 10))
    out = io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("check_scenarios", "--date", "2026-11-24", stdout=out)

    assert ended.value.code == 1
    assert "dibao 2026-12-11: 王阿姨一家 → unclear" in out.getvalue()
    assert "dibao_standard ends on 2026-12-10" in out.getvalue()


def test_what_failed_is_mailed_to_whoever_looks_after_the_rules(live_rules, mailoutbox):
    PolicyFactFactory._meta.model.objects.get(code="dibao_standard").values.update(
        valid_to=date(2026, 12, 10)
    )
    for role in ("editor", "fact_checker", "social_worker"):
        UserFactory(role=role, email=f"{role}@example.org")
    options = {"date": date(2026, 11, 24), "stdout": io.StringIO()}

    with pytest.raises(SystemExit):
        call_command("check_scenarios", **options)
    assert mailoutbox == []

    with pytest.raises(SystemExit):
        call_command("check_scenarios", mail=True, **options)
    (mail,) = mailoutbox
    assert mail.bcc == ["editor@example.org", "fact_checker@example.org"]
    assert "dibao_standard ends on 2026-12-10" in mail.body
