"""Waiting referrals and open cases of the one station, and a household elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.matching import name_indexes, phone_indexes, place_indexes
from intake.models import PublicStatus
from staff import actions
from staff.domain.stages import Stage
from tests.factories import OtherStationFactory, PromiseFactory, ReferralFactory, UserFactory


@pytest.fixture
def refer(station, room):
    """Make a waiting referral as intake would: promise, public state, blind indexes."""

    def make(*, due_in=timedelta(days=1), **fields):
        fields.setdefault("station", station)
        if fields["station"] == station:
            fields.setdefault("room", room)
        fields.setdefault("phone", "13800000000")
        fields.setdefault("called_name", "王阿姨")
        fields["phone_hash"] = phone_indexes(fields["phone"])[0]
        fields["name_hash"] = name_indexes(fields["called_name"])[0]
        fields["place_hash"] = place_indexes(fields.get("place", ""))[0]
        referral = ReferralFactory(**fields)
        PromiseFactory(referral=referral, due_at=timezone.now() + due_in)
        PublicStatus.objects.create(referral=referral)
        return referral

    return make


@pytest.fixture
def open_case(refer, worker):
    """Open a case from a new referral, by default in emergency handling."""

    def make(*, stage=Stage.T1_EMERGENCY_HANDLING, actor=worker, room_worker=None, **fields):
        return actions.open_case(
            refer(**fields),
            stage=stage,
            difficulty="没钱看病",
            clients_words="想先听听",
            worker=actor,
            room_worker=room_worker,
            reason="经济极度困难",
            assessment="上门看过" if stage != Stage.T1_EMERGENCY_HANDLING else "",
            actor=actor,
        )

    return make


@pytest.fixture
def other_station(db):
    return OtherStationFactory()


@pytest.fixture
def stranger(other_station):
    """A social worker of another station."""
    return UserFactory(role="social_worker", station=other_station)


@pytest.fixture
def editor(db):
    return UserFactory(role="editor")


@pytest.fixture
def district_viewer(db):
    return UserFactory(role="district_viewer")


@pytest.fixture
def room_colleague(room):
    return UserFactory(role="room_worker", rooms=[room])
