"""Makers of what the intake tests need."""

from __future__ import annotations

import uuid
from datetime import datetime

import factory
from django.utils import timezone

from intake.actions import ensure_consent_texts, submit_referral
from policy_pages.models import Estate
from tests.factories import CommunityRoomFactory as RoomFactory
from tests.factories import StationFactory


def at(year, month, day, hour=10, minute=0) -> datetime:
    """A moment in Jinan."""
    return timezone.make_aware(datetime(year, month, day, hour, minute))  # noqa: DTZ001


class EstateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Estate

    room = factory.SubFactory(RoomFactory)
    name = factory.Sequence(lambda n: f"和平小区{n}")


ANSWERS = {
    "danger": "none",
    "on_behalf": "self",
    "awareness": "willing",
    "consents": ["help"],
    "needs": ["money"],
    "words": "钱不够用。",
    "called_name": "王阿姨",
    "contact_method": "phone",
    "phone": "13800138000",
    "safe_contact": {"say_who": True, "others_may_answer": False, "good_times": ["morning"]},
}


def submit(station=None, **changes):
    """Send one referral; keyword arguments named like options of the action go to it."""
    ensure_consent_texts()
    options = {
        name: changes.pop(name)
        for name in ("channel", "language", "keyed_by_id", "received_at", "submit_token")
        if name in changes
    }
    options.setdefault("submit_token", uuid.uuid4())
    return submit_referral({**ANSWERS, **changes}, station=station or StationFactory(), **options)
