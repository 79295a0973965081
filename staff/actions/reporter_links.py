"""Giving building captains and volunteers a link of their own, and taking it back (R-86)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import make_reporter_link, retire_reporter_link
from intake.models import ReporterLink
from policy_pages.models import CommunityRoom

from .. import permissions
from ..models import User
from .locking import require


@transaction.atomic
def give_reporter_link(
    *,
    room: CommunityRoom,
    holder: str,
    watches: str = "",
    actor: User,
    at: datetime | None = None,
) -> ReporterLink:
    """Make a link for somebody of a room this person works for."""
    require(permissions.may_give_links(actor, room))
    link = make_reporter_link(room=room, holder=holder, watches=watches)
    log(link, "staff.give_link", user=actor, timestamp=at or timezone.now())
    return link


@transaction.atomic
def take_reporter_link_back(
    link: ReporterLink, *, actor: User, at: datetime | None = None
) -> ReporterLink:
    """The printed code opens nothing any more; what was reported through it stays."""
    at = at or timezone.now()
    require(permissions.may_give_links(actor, link.room))
    was_valid = ReporterLink.objects.filter(pk=link.pk, retired_at__isnull=True).exists()
    retired = retire_reporter_link(link, at=at)
    if was_valid:
        log(retired, "staff.take_link_back", user=actor, timestamp=at)
    return retired
