"""A household is found by its whole reference, phone or name, through one index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from intake.matching import name_indexes, phone_indexes, place_indexes
from intake.models import Referral
from staff.lookup import Shape, find_cases, find_referrals, possible_duplicates, shape_of
from staff.models import Case
from tests.factories import CaseFactory, ReferralDecisionFactory, ReferralFactory


@pytest.mark.parametrize(
    ("typed", "shape"),
    [
        ("38157046", Shape.REFERENCE),
        ("3815 7046", Shape.REFERENCE),
        ("３８１５７０４６", Shape.REFERENCE),
        ("38157047", Shape.PHONE),
        ("138 0000 0000", Shape.PHONE),
        ("+86 13800000000", Shape.PHONE),
        ("0531-87654321", Shape.PHONE),
        ("王阿姨", Shape.NAME),
        ("老王3号楼", Shape.NAME),
        ("12", Shape.NAME),
        ("'; --", Shape.NAME),
    ],
)
def test_what_was_typed_decides_which_index_is_asked(typed, shape):
    assert shape_of(typed) == shape


@pytest.fixture
def wang(station):
    return ReferralFactory(
        reference="38157046",
        station=station,
        phone_hash=phone_indexes("13800000001")[0],
        name_hash=name_indexes("王阿姨")[0],
        place_hash=place_indexes("锦绣小区 3号楼")[0],
    )


@pytest.fixture
def li(station):
    return ReferralFactory(
        reference="38157418",
        station=station,
        phone_hash=phone_indexes("13800000002")[0],
        name_hash=name_indexes("李师傅")[0],
        place_hash=place_indexes("锦绣小区 3号楼")[0],
    )


@pytest.mark.parametrize("typed", ["3815 7046", "138 0000 0001", "8613800000001", " 王 阿姨 "])
def test_a_referral_is_found_by_reference_phone_or_name(wang, li, typed):
    assert list(find_referrals(Referral.objects.all(), typed)) == [wang]


def test_a_part_of_a_phone_or_name_finds_nothing(wang):
    assert not find_referrals(Referral.objects.all(), "1380000").exists()
    assert not find_referrals(Referral.objects.all(), "王").exists()


@pytest.mark.parametrize("typed", ["38157046", "13800000001", "王阿姨"])
def test_a_case_is_found_through_any_of_its_referrals(wang, li, typed):
    case = CaseFactory(reference="38157418", station=wang.station)
    ReferralDecisionFactory(referral=wang, case=case, outcome="joined")
    ReferralDecisionFactory(referral=li, case=CaseFactory(station=wang.station), outcome="joined")

    assert list(find_cases(Case.objects.all(), typed)) == [case]


def test_search_never_widens_what_may_be_seen(wang):
    assert not find_referrals(Referral.objects.none(), "38157046").exists()
    assert not find_cases(Case.objects.none(), "38157046").exists()


def test_the_same_phone_or_the_same_name_in_one_building_may_be_one_household(wang, li):
    ReferralFactory(station=wang.station, name_hash=wang.name_hash)
    ReferralFactory(station=wang.station, place_hash=wang.place_hash)
    by_name = ReferralFactory(
        station=wang.station, name_hash=wang.name_hash, place_hash=wang.place_hash
    )
    by_phone = ReferralFactory(station=wang.station, phone_hash=wang.phone_hash)

    assert possible_duplicates(wang, Referral.objects.all()) == [by_phone, by_name]
    assert possible_duplicates(li, Referral.objects.all()) == []


def test_two_reports_without_a_name_about_one_building_lie_side_by_side(wang, li):
    first, second, old = (
        ReferralFactory(
            station=wang.station, place_hash=wang.place_hash, received_at=now() - timedelta(days)
        )
        for days in (0, 20, 60)
    )

    assert possible_duplicates(first, Referral.objects.all()) == [second]
    assert possible_duplicates(old, Referral.objects.all()) == []


def test_a_referral_without_phone_or_place_has_no_duplicates(station):
    first, _second = ReferralFactory.create_batch(2, station=station)

    assert possible_duplicates(first, Referral.objects.all()) == []
