"""Leaving a referral without a person: the row and its counts stay, nobody is in it (PIPL 4, 47).

The one change a sent referral ever sees. Who may ask for it, and what stands against it, is
decided in ``staff``.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from ..models import Draft, HelpFeedback, Promise, Referral
from .call_time import NO_CALL

NOBODY = {
    "words": "",
    "observed": None,
    "facts": None,
    "called_name": "",
    "name_hash": "",
    "phone": "",
    "phone_hash": "",
    "safe_contact": None,
    "place": "",
    "place_hash": "",
    "access_needs": [],
    "reporter_link": None,
    "source_page": "",
    "check_result": None,
    "status_code_hash": "",
}
"""What each field that says who somebody is, or how to find them, becomes."""


@transaction.atomic
def erase_referral(referral: Referral, *, at: datetime) -> Referral:
    """Empty what identifies, with drafts, corrected numbers, unsent alerts and words beside it.

    A second call leaves the first date as it is. No look-up finds it, by number, name or code.
    """
    locked = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if locked.erased_at is not None:
        return locked
    for field, nothing in NOBODY.items():
        setattr(locked, field, nothing)
    locked.erased_at = at
    locked.save(update_fields=[*NOBODY, "erased_at"])
    token = locked.submit_token
    Draft.objects.filter(Q(pk=token) | Q(submit_token=token)).delete()
    locked.corrections.all().delete()
    locked.alerts.all().delete()
    Promise.objects.filter(referral=locked).update(pause_why="", **NO_CALL)
    # Whom we told what stays three years (NDS 12), not why.
    locked.sharings.update(purpose="", without_consent="")
    locked.rights_requests.update(words="", answer="")
    HelpFeedback.objects.filter(referral=locked).update(words="")
    return locked
