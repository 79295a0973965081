"""One station with one room and its people, and everybody who must not see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import CommunityRoomFactory, StationFactory, UserFactory
from tests.intake.factories import submit


@pytest.fixture
def station(db):
    return StationFactory()


@pytest.fixture
def room(station):
    return CommunityRoomFactory(station=station)


@pytest.fixture
def lead(station):
    return UserFactory(role="station_lead", station=station)


@pytest.fixture
def worker(station):
    return UserFactory(role="social_worker", station=station)


@pytest.fixture
def room_worker(room):
    return UserFactory(role="room_worker", rooms=[room])


@pytest.fixture
def twice(station):
    """Two referrals of one phone number; the first is the older."""
    now = timezone.now()
    return [
        submit(station, received_at=now - timedelta(days=day), phone="13800005678").referral
        for day in (2, 1)
    ]
