"""The nine categories and the policy gap: what is stored, what stays as history, who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from staff import actions
from staff.domain.stages import Stage
from staff.models import CaseCategory, CaseGap
from tests.factories import CaseFactory, CaseGapFactory

BEFORE_THE_LAW = datetime(2026, 6, 1, 4, tzinfo=UTC)
SINCE_THE_LAW = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
def case(station, room, worker):
    return CaseFactory(station=station, room=room, worker=worker)


def set_all(case, actor, categories, **changes):
    return actions.set_categories(
        case.pk,
        **{
            "categories": categories,
            "seen_version": None,
            "actor": actor,
            "at": SINCE_THE_LAW,
            **changes,
        },
    )


def write_gap(case, actor, **changes):
    return actions.add_gap(
        case.pk,
        **{
            "need": "health",
            "rule": "cat3_low_income",
            "reason": "just_over",
            "seen_version": None,
            "actor": actor,
            "at": SINCE_THE_LAW,
            **changes,
        },
    )


def logged(case) -> list[tuple[str, dict]]:
    entries = ModelLogEntry.objects.for_instance(case).order_by("timestamp", "pk")
    return [(entry.action, entry.data) for entry in entries]


def stored(case) -> list[tuple]:
    fields = ("category", "status", "label", "set_by", "set_at", "ended_by", "ended_at")
    return list(case.categories.order_by("category", "set_at", "pk").values_list(*fields))


def test_several_hold_at_once_each_with_its_status_and_the_label_of_its_day(case, worker, lead):
    set_all(case, worker, {"cat3_low_income": "suspected"}, at=BEFORE_THE_LAW)
    both = {"cat3_low_income": "suspected", "cat4_expenditure_poor": "applied"}
    set_all(case, lead, both)

    low, poor = "cat3_low_income", "cat4_expenditure_poor"
    assert stored(case) == [  # the first is unchanged: its day, its person, the label of that day
        (low, "suspected", "低收入家庭", worker.pk, BEFORE_THE_LAW, None, None),
        (poor, "applied", "刚性支出困难家庭", lead.pk, SINCE_THE_LAW, None, None),
    ]
    assert [(action, data["version"]) for action, data in logged(case)] == [
        ("staff.set_categories", 2),
        ("staff.set_categories", 3),
    ]


def test_a_status_that_changes_is_ended_and_followed_under_todays_label(case, worker, lead):
    set_all(case, worker, {"cat3_low_income": "suspected"}, at=BEFORE_THE_LAW)
    set_all(case, lead, {"cat3_low_income": "confirmed"})

    code, now = "cat3_low_income", SINCE_THE_LAW
    assert stored(case) == [
        (code, "suspected", "低收入家庭", worker.pk, BEFORE_THE_LAW, lead.pk, now),
        (code, "confirmed", "最低生活保障边缘家庭", lead.pk, now, None, None),
    ]


def test_what_is_left_out_is_taken_away_and_stays_as_history(case, worker):
    set_all(case, worker, {"cat1_dibao": "applied"})
    set_all(case, worker, {}, at=SINCE_THE_LAW + timedelta(days=1))

    assert not case.categories.standing().exists()
    assert [row[:2] for row in stored(case)] == [("cat1_dibao", "applied")]


def test_saving_what_stands_already_writes_nothing(case, worker):
    set_all(case, worker, {"cat1_dibao": "applied"})
    set_all(case, worker, {"cat1_dibao": "applied"}, at=SINCE_THE_LAW + timedelta(days=1))

    case.refresh_from_db()
    assert (case.version, len(logged(case)), len(stored(case))) == (2, 1, 1)


@pytest.mark.parametrize("categories", [{"cat10": "applied"}, {"cat1_dibao": "maybe"}])
def test_unknown_codes_are_refused_and_nothing_is_saved(case, worker, categories):
    with pytest.raises(ValidationError):
        set_all(case, worker, categories)

    case.refresh_from_db()
    assert case.version == 1
    assert not CaseCategory.objects.exists()


def test_a_stale_form_overwrites_nothing(case, worker):
    set_all(case, worker, {"cat1_dibao": "applied"})

    with pytest.raises(actions.StaleCase):
        set_all(case, worker, {"cat2_tekun": "suspected"}, seen_version=1)
    with pytest.raises(actions.StaleCase):
        write_gap(case, worker, seen_version=1)

    assert list(case.categories.values_list("category", flat=True)) == ["cat1_dibao"]
    assert not CaseGap.objects.exists()


def test_the_room_sets_neither_and_nor_does_another_station(case, room_worker, worker):
    gap = write_gap(case, worker)
    for change in (
        lambda: set_all(case, room_worker, {"cat1_dibao": "applied"}),
        lambda: write_gap(case, room_worker, need="care"),
        lambda: actions.change_gap(
            gap.pk, offered=["goods"], words="", seen_version=None, actor=room_worker
        ),
    ):
        with pytest.raises(PermissionDenied):
            change()

    assert not CaseCategory.objects.exists()
    assert [(each.pk, each.offered) for each in CaseGap.objects.all()] == [(gap.pk, [])]


def test_nothing_is_set_on_a_closed_case(station, worker):
    closed = CaseFactory(station=station, worker=worker, stage=Stage.CLOSED)
    gap = CaseGapFactory(case=closed)
    for change in (
        lambda: set_all(closed, worker, {"cat1_dibao": "applied"}),
        lambda: write_gap(closed, worker),
        lambda: actions.change_gap(
            gap.pk, offered=[], words="", ended_how="rule_fits", seen_version=None, actor=worker
        ),
    ):
        with pytest.raises(ValidationError, match="已经结束"):
            change()

    gap.refresh_from_db()
    assert (CaseCategory.objects.count(), CaseGap.objects.count(), gap.ended_at) == (0, 1, None)


def test_a_gap_says_what_is_needed_which_rule_it_misses_why_and_what_is_offered(case, worker):
    gap = write_gap(case, worker, offered=["goods", "community_fund"], words=" 高一点点 ")

    gap.refresh_from_db()
    assert (gap.need, gap.rule, gap.reason) == ("health", "cat3_low_income", "just_over")
    assert gap.offered == ["community_fund", "goods"]
    assert (gap.words, gap.set_by, gap.set_at) == ("高一点点", worker, SINCE_THE_LAW)
    assert logged(case) == [("staff.add_gap", {"gap": gap.pk, "version": 2, "fields": {}})]


@pytest.mark.parametrize(
    "wrong",
    [
        {"need": "money?"},
        {"rule": "cat10"},
        {"reason": "because"},
        {"offered": ["a horse"]},
        {"rule": "other", "words": "  "},
    ],
)
def test_a_gap_with_an_unknown_code_or_an_unnamed_rule_is_refused(case, worker, wrong):
    with pytest.raises(ValidationError):
        write_gap(case, worker, **wrong)
    assert not CaseGap.objects.exists()


def test_the_same_gap_is_not_written_twice_while_it_stands(case, worker):
    gap = write_gap(case, worker)
    with pytest.raises(ValidationError, match="已经记过"):
        write_gap(case, worker)
    write_gap(case, worker, need="money")
    for words in ("大病救助", "取暖补贴"):  # rules outside the nine are told apart by their words
        write_gap(case, worker, rule="other", words=words)

    actions.change_gap(
        gap.pk, offered=[], words="", ended_how="mistake", seen_version=None, actor=worker
    )
    write_gap(case, worker)
    assert case.gaps.count() == 5


def test_the_database_holds_one_standing_row_of_a_kind(case, worker):
    write_gap(case, worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseGapFactory(case=case, need="health", rule="cat3_low_income")
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseGapFactory(case=case, ended_at=SINCE_THE_LAW)


def test_offers_are_added_while_it_stands_and_ending_says_what_became_of_it(case, worker, lead):
    gap = write_gap(case, worker)
    later = SINCE_THE_LAW + timedelta(days=9)
    actions.change_gap(
        gap.pk, offered=["charity"], words="基金会", seen_version=2, actor=lead, at=SINCE_THE_LAW
    )
    actions.change_gap(
        gap.pk,
        offered=["charity", "care"],
        words="基金会",
        ended_how="met_otherwise",
        seen_version=3,
        actor=lead,
        at=later,
    )

    gap.refresh_from_db()
    assert (gap.offered, gap.words, gap.set_by) == (["charity", "care"], "基金会", worker)
    assert (gap.ended_how, gap.ended_by, gap.ended_at) == ("met_otherwise", lead, later)
    assert [action for action, _data in logged(case)] == [
        "staff.add_gap",
        "staff.change_gap",
        "staff.end_gap",
    ]
    assert "基金会" not in str(logged(case))
    with pytest.raises(ValidationError, match="已经结束"):
        actions.change_gap(gap.pk, offered=[], words="", seen_version=None, actor=lead)
    with pytest.raises(ValidationError):
        actions.change_gap(
            write_gap(case, worker, need="care").pk,
            offered=[],
            words="",
            ended_how="gone",
            seen_version=None,
            actor=lead,
        )


def test_ending_a_gap_that_a_colleague_changed_first_overwrites_nothing(case, worker, lead):
    gap = write_gap(case, worker)
    actions.change_gap(gap.pk, offered=["goods"], words="", seen_version=2, actor=lead)

    with pytest.raises(actions.StaleCase):
        actions.change_gap(
            gap.pk, offered=[], words="", ended_how="mistake", seen_version=2, actor=worker
        )

    gap.refresh_from_db()
    assert (gap.offered, gap.ended_at) == (["goods"], None)


def test_the_words_of_a_gap_go_when_the_case_is_left_without_a_person(station, worker):
    case = CaseFactory(station=station, worker=worker, stage=Stage.CLOSED)
    gap = CaseGapFactory(case=case, words="高一百块", offered=["goods"])
    actions.anonymise_case(case, at=SINCE_THE_LAW)

    gap.refresh_from_db()
    assert (gap.words, gap.offered, gap.need) == ("", ["goods"], "money")
