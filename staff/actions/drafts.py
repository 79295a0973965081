"""Keeping what is half written, so that an ended session loses nothing. Nobody else reads it, and
it changes no household: it is no entry in the log."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from ..models import StaffDraft, User
from .locking import require

ABOUT_A_HOUSEHOLD = re.compile(r"/staff/(cases|referrals)/[0-9]{8}/[\w/-]*")
MOST_FIELDS, MOST_TEXT = 60, 60_000


def keep_draft(
    address: str,
    *,
    fields: Mapping[str, list[str]],
    actor: User,
    at: datetime | None = None,
) -> StaffDraft:
    """Keep the fields of a form as they stand; the form at the same address is one draft.

    Raises ``PermissionDenied`` for another address, for nobody who accompanies households, and for
    more than any form of ours holds.
    """
    require(actor.has_perm("staff.view_case") and len(address) <= 200)
    require(ABOUT_A_HOUSEHOLD.fullmatch(address) is not None)
    require(len(fields) <= MOST_FIELDS and len(json.dumps(fields)) <= MOST_TEXT)
    draft, _is_new = StaffDraft.objects.update_or_create(
        writer=actor,
        address=address,
        defaults={"fields": dict(fields), "saved_at": at or timezone.now()},
    )
    return draft


def drop_draft(address: str, *, actor: User) -> None:
    """Forget it: it was saved, or its writer does not want it."""
    StaffDraft.objects.filter(writer=actor, address=address).delete()
