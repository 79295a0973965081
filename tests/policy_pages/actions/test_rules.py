from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from policy_pages import queries
from policy_pages.actions import rules as actions
from policy_pages.models import Criterion, RuleSet
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
TODAY = date(2026, 11, 24)
State = RuleSet.State


def draft(**changes) -> RuleSet:
    rows = {"criteria": [criterion()], "scenarios": [ScenarioFactory.build()]}
    return RuleSetFactory(place="槐荫区", **rows | changes)


def criterion(**changes) -> Criterion:

    return CriterionFactory.build(source=PolicySourceFactory(), **changes)


@pytest.fixture
def checker():
    return UserFactory()


@pytest.fixture(autouse=True)
def station():
    return StationFactory(fact_places="槐荫区 济南市 全国")


def live(checker, **changes) -> RuleSet:
    ruleset = draft(**changes)
    actions.check_rules(ruleset.pk, actor=checker)
    return actions.put_rules_live(ruleset.pk, today=TODAY, actor=checker)


def test_rules_go_live_after_a_second_person_checked_them(checker):
    ruleset = live(checker)

    ruleset.refresh_from_db()
    assert (ruleset.state, ruleset.went_live_on) == (State.LIVE, TODAY)
    assert ruleset.checked_by == checker
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "policy_pages.check_rules",
        "policy_pages.put_rules_live",
    ]
    assert [one.programme for one in queries.rules_on(["槐荫区"], TODAY)] == [ruleset.programme]
    assert queries.rules_on(["别的区"], TODAY) == []


def test_the_author_cannot_check_her_own_rules():
    ruleset = draft()

    with pytest.raises(ValidationError, match="别人"):
        actions.check_rules(ruleset.pk, actor=ruleset.author)

    ruleset.refresh_from_db()
    assert (ruleset.state, ruleset.checked_by) == (State.DRAFT, None)
    assert not ModelLogEntry.objects.exists()


def test_the_database_refuses_an_author_as_checker_too():
    ruleset = draft()

    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=ruleset.pk).update(checked_by=ruleset.author)


def test_unchecked_rules_do_not_go_live(checker):
    ruleset = draft()

    with pytest.raises(ValidationError, match="第二个人"):
        actions.put_rules_live(ruleset.pk, today=TODAY, actor=checker)

    ruleset.refresh_from_db()
    assert ruleset.state == State.DRAFT


def test_a_family_that_comes_out_differently_blocks_going_live(checker):
    wrong = ScenarioFactory.build(title="李家", answers={"hukou": "elsewhere"})
    ruleset = draft(scenarios=[wrong])
    actions.check_rules(ruleset.pk, actor=checker)

    with pytest.raises(ValidationError, match="李家"):
        actions.put_rules_live(ruleset.pk, today=TODAY, actor=checker)

    ruleset.refresh_from_db()
    assert ruleset.state == State.CHECKED


def test_rules_without_criteria_or_families_do_not_go_live():
    ruleset = draft(criteria=[], scenarios=[])

    assert len(actions.reasons_not_to_go_live(ruleset, today=TODAY)) == 3


def income(**changes) -> Criterion:
    return criterion(
        code="income", expression='answer("money") < fact("dibao_standard")', **changes
    )


@pytest.mark.parametrize(
    ("valid_to", "codes"),
    [
        (date(2026, 10, 31), ["lapses"]),
        (date(2026, 12, 24), ["lapses"]),
        (date(2026, 12, 25), []),
        (None, []),
    ],
)
def test_a_number_that_ends_within_30_days_blocks_going_live(checker, valid_to, codes):
    fact = PolicyFactFactory(code="dibao_standard")
    FactValueFactory(fact=fact, valid_to=valid_to)
    ruleset = draft(
        criteria=[income()],
        scenarios=[ScenarioFactory.build(answers={"money": 900}, as_of=date(2026, 6, 1))],
    )
    actions.check_rules(ruleset.pk, actor=checker)
    ruleset.refresh_from_db()

    reasons = actions.reasons_not_to_go_live(ruleset, today=TODAY)

    assert [reason.code for reason in reasons] == codes


def test_a_family_is_tried_on_each_coming_day_a_number_changes(checker):
    fact = PolicyFactFactory(code="dibao_standard")
    FactValueFactory(fact=fact, value="1200", valid_to=date(2026, 12, 31))
    FactValueFactory(fact=fact, value="800", valid_from=date(2027, 1, 1))
    ruleset = draft(criteria=[income()], scenarios=[ScenarioFactory.build(answers={"money": 900})])

    ((_scenario, runs),) = actions.run_scenarios(ruleset, today=TODAY)

    assert [(run.day, run.passed) for run in runs] == [
        (TODAY, True),
        (date(2027, 1, 1), False),
    ]


def test_rules_changed_behind_the_check_must_be_checked_again(checker):
    ruleset = draft()
    actions.check_rules(ruleset.pk, actor=checker)
    Criterion.objects.update(condition="别的条件。")

    with pytest.raises(ValidationError, match="再核对"):
        actions.put_rules_live(ruleset.pk, today=TODAY, actor=checker)


def test_a_new_version_copies_everything_and_replaces_the_old_one_when_live(checker):
    first = live(checker)

    second = actions.new_version(first.pk, actor=first.author)
    assert (second.version, second.state, second.checked_by) == (2, State.DRAFT, None)
    assert [one.code for one in second.criteria.all()] == [one.code for one in first.criteria.all()]
    assert second.scenarios.count() == 1
    with pytest.raises(ValidationError, match="已经有"):
        actions.new_version(first.pk, actor=first.author)

    later = date(2026, 12, 1)
    actions.check_rules(second.pk, actor=checker)
    actions.put_rules_live(second.pk, today=later, actor=checker)

    first.refresh_from_db()
    assert (first.state, first.retired_on) == (State.RETIRED, later)
    assert first.criteria.count() == 1
    places = ["槐荫区"]
    assert [one.version for one in queries.rules_on(places, TODAY)] == [1]
    assert [one.version for one in queries.rules_on(places, later)] == [2]


def test_checked_rules_go_back_to_draft_and_live_ones_never(checker):
    ruleset = draft()
    actions.check_rules(ruleset.pk, actor=checker)

    actions.back_to_draft(ruleset.pk, actor=ruleset.author)

    ruleset.refresh_from_db()
    assert (ruleset.state, ruleset.checked_by) == (State.DRAFT, None)
    on_air = live(checker, programme="other")
    with pytest.raises(ValidationError, match="新版本"):
        actions.back_to_draft(on_air.pk, actor=checker)


def test_only_drafts_are_checked_and_only_live_rules_retired(checker):
    ruleset = live(checker)

    with pytest.raises(ValidationError, match="草稿"):
        actions.check_rules(ruleset.pk, actor=checker)
    actions.retire_rules(ruleset.pk, today=TODAY, actor=checker)
    with pytest.raises(ValidationError):
        actions.retire_rules(ruleset.pk, today=TODAY, actor=checker)


def test_the_nearest_place_speaks_for_a_programme(checker):
    live(checker, programme="dibao")
    wider = RuleSetFactory(
        programme="dibao",
        place="全国",
        criteria=[criterion()],
        scenarios=[ScenarioFactory.build()],
    )
    actions.check_rules(wider.pk, actor=checker)
    actions.put_rules_live(wider.pk, today=TODAY, actor=checker)
    near = RuleSet.objects.get(programme="dibao", place="槐荫区")

    (rules,) = queries.rules_on(["槐荫区", "全国"], TODAY)

    assert rules.fingerprint == near.as_rules().fingerprint


def test_untested_criteria_are_named():
    ruleset = draft(scenarios=[ScenarioFactory.build(answers={"hukou": "here"})])

    assert actions.untested_criteria(ruleset, today=TODAY) == (ruleset.criteria.get().code,)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"expression": 'answer("moon") == "here"'}, "expression"),
        ({"expression": ""}, "expression"),
        ({"expression": 'answer("money") < fact("nowhere")'}, "expression"),
        ({"expression": "import os"}, "expression"),
        ({"role": "not_asked"}, "expression"),
        ({"role": "any_of"}, "group"),
        ({"group": "who"}, "group"),
        ({"text_fail": "您不符合条件。"}, "text_fail"),
    ],
)
def test_a_criterion_is_refused_with_the_field_to_put_right(changes, field):
    with pytest.raises(ValidationError) as refused:
        criterion(**changes).full_clean(exclude=["ruleset"])

    assert set(refused.value.message_dict) == {field}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answers": {"hukou": "moon"}}, "answers"),
        ({"answers": {"name": "x"}}, "answers"),
        ({"answers": [1]}, "answers"),
        ({"assumed": {"dibao_standard": "NaN"}}, "assumed"),
        ({"assumed": {"dibao_standard": "many"}}, "assumed"),
        ({"assumed": [1]}, "assumed"),
    ],
)
def test_a_family_is_refused_with_the_field_to_put_right(changes, field):
    with pytest.raises(ValidationError) as refused:
        ScenarioFactory.build(**changes).full_clean(exclude=["ruleset"])

    assert set(refused.value.message_dict) == {field}


def test_a_rule_set_is_refused_with_the_field_to_put_right():
    ruleset = draft()
    ruleset.urgent_when, ruleset.received_as, ruleset.title = "(", "moon", "不符合"

    with pytest.raises(ValidationError) as refused:
        ruleset.full_clean()

    assert set(refused.value.message_dict) == {"urgent_when", "received_as", "title"}


def test_numbers_that_are_none_and_texts_are_left_out_of_the_dated_values():
    FactValueFactory(fact__code="good", value="1200")
    FactValueFactory(fact__code="words", value="问社工站")
    FactValueFactory(fact__code="infinite", value="Infinity")
    FactValueFactory(fact__code="text", fact__kind="text", value="3")
    FactValueFactory(fact__code="unchecked", value="3", checked_by=None)
    FactValueFactory(fact__code="elsewhere", value="3", place="上海市")

    assert [value.code for value in queries.dated_values(["槐荫区"])] == ["good"]


@pytest.mark.parametrize("count", [1, 4])
def test_reading_the_rules_takes_the_same_queries_for_one_and_for_many(
    checker, count, django_assert_num_queries
):
    for number in range(count):
        live(checker, programme=f"programme_{number}")

    with django_assert_num_queries(2):
        assert len(queries.rules_on(["槐荫区"], TODAY)) == count
