from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from staff import actions
from staff.models import CaseCategory, CaseGap
from tests.factories import CaseFactory

BEFORE_THE_LAW = datetime(2026, 6, 1, 4, tzinfo=UTC)
TODAY = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
def case(station, room, worker):
    return CaseFactory(station=station, room=room, worker=worker)


def set_all(case, actor, categories, gaps=(), **changes):
    return actions.set_categories(
        case.pk,
        **{
            "categories": categories,
            "gap_reasons": gaps,
            "seen_version": None,
            "actor": actor,
            "at": TODAY,
            **changes,
        },
    )


def test_several_hold_at_once_each_with_its_status_and_the_label_of_its_day(case, worker):
    set_all(case, worker, {"cat3_low_income": "suspected"}, at=BEFORE_THE_LAW)
    set_all(
        case,
        worker,
        {"cat3_low_income": "suspected", "cat4_expenditure_poor": "applied"},
        gaps=["just_over", "refused"],
    )

    assert list(case.categories.values_list("category", "status", "label")) == [
        ("cat3_low_income", "suspected", "低收入家庭"),  # unchanged, so the label of that day
        ("cat4_expenditure_poor", "applied", "刚性支出困难家庭"),
    ]
    assert set(case.gaps.values_list("reason", flat=True)) == {"just_over", "refused"}
    entry = ModelLogEntry.objects.order_by("-pk").first()
    assert entry.data["gaps"] == [[], ["just_over", "refused"]]


def test_what_is_left_out_is_taken_away_and_stays_in_the_log(case, worker):
    set_all(case, worker, {"cat1_dibao": "applied"}, gaps=["refused"])

    set_all(case, worker, {}, gaps=[])

    assert not CaseCategory.objects.exists()
    assert not CaseGap.objects.exists()
    entry = ModelLogEntry.objects.order_by("-pk").first()
    assert entry.data["categories"] == [{"cat1_dibao": "applied"}, {}]


@pytest.mark.parametrize(
    ("categories", "gaps"),
    [({"cat10": "applied"}, []), ({"cat1_dibao": "maybe"}, []), ({}, ["because"])],
)
def test_unknown_codes_are_refused_and_nothing_is_saved(case, worker, categories, gaps):
    with pytest.raises(ValidationError):
        set_all(case, worker, categories, gaps)

    case.refresh_from_db()
    assert case.version == 1
    assert not CaseCategory.objects.exists()


def test_the_room_does_not_set_them_and_a_stale_form_overwrites_nothing(case, worker, room_worker):
    with pytest.raises(PermissionDenied):
        set_all(case, room_worker, {"cat1_dibao": "applied"})
    set_all(case, worker, {"cat1_dibao": "applied"})

    with pytest.raises(actions.StaleCase):
        set_all(case, worker, {"cat2_tekun": "suspected"}, seen_version=1)

    assert list(case.categories.values_list("category", flat=True)) == ["cat1_dibao"]
