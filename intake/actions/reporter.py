"""The links of building captains and volunteers: made, and made invalid (R-86)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from policy_pages.models import CommunityRoom

from ..models import ReporterLink


def make_reporter_link(*, room: CommunityRoom, holder: str, watches: str = "") -> ReporterLink:
    """A link of one's own. ``watches``: the buildings it is about, never a person's name."""
    link = ReporterLink(room=room, holder=holder.strip(), watches=watches.strip())
    link.full_clean(exclude=["room"])
    link.save()
    return link


@transaction.atomic
def retire_reporter_link(link: ReporterLink, *, at: datetime) -> ReporterLink:
    """From now on the address opens nothing. A second call leaves the first date as it is."""
    locked = ReporterLink.objects.select_for_update().get(pk=link.pk)
    if locked.retired_at is None:
        locked.retired_at = at
        locked.save(update_fields=["retired_at"])
    return locked
