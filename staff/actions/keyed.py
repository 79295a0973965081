"""Keying in what somebody said on the phone, at the desk or in a room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import Receipt, submit_referral
from policy_pages.models import CommunityRoom, Estate

from .. import permissions
from ..models import User
from .locking import require


@transaction.atomic
def key_referral(
    answers: Mapping[str, Any],
    *,
    channel: str,
    submit_token: UUID,
    actor: User,
    keyed_in_room: CommunityRoom | None = None,
    at: datetime | None = None,
) -> Receipt:
    """Send a referral for somebody, with the same reference series, promise and rules (R-16, R-40).

    Room staff key for their own rooms alone. The same token again gives the first referral back.
    """
    at = at or timezone.now()
    require(permissions.may_key(actor))
    station, rooms = permissions.station_of(actor), permissions.rooms_of(actor)
    require(station is not None)
    if rooms is not None:
        require(keyed_in_room in rooms)
        estate = answers.get("estate")
        require(not estate or Estate.objects.filter(pk=estate, room__in=rooms).exists())
    receipt = submit_referral(
        answers,
        submit_token=submit_token,
        station=station,
        channel=channel,
        keyed_by_id=actor.pk,
        keyed_in_room=keyed_in_room,
        received_at=at,
    )
    if receipt.status_code is not None:
        log(
            receipt.referral,
            "staff.key_referral",
            user=actor,
            timestamp=at,
            data={"channel": str(channel)},
        )
    return receipt
