"""Counting what people search for, with no person in it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F

from ..models import SearchLog

LONGEST_KEPT = 15
KEPT_DAYS = 400
_DIGITS = re.compile(r"[0-9]{3,}")


def count_search(query: str, *, found: int, day: date) -> None:
    """Add one to the day's count of a normalised question.

    A whole sentence may tell who somebody is, so long questions are not kept at all, and numbers
    longer than two digits are blotted out. A database that cannot write loses a count, never a
    search.
    """
    scrubbed = _DIGITS.sub("…", query).strip()
    if not scrubbed or len(scrubbed) > LONGEST_KEPT:
        return
    asked = {"day": day, "query": scrubbed, "found": _bucket(found)}
    try:
        with transaction.atomic():
            if not SearchLog.objects.filter(**asked).update(times=F("times") + 1):
                SearchLog.objects.get_or_create(**asked)
                SearchLog.objects.filter(**asked).update(times=F("times") + 1)
    except DatabaseError:
        return


def forget_old_searches(*, today: date) -> int:
    """Delete counts older than ``KEPT_DAYS``; returns how many."""
    deleted, _ = SearchLog.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
    return deleted


def _bucket(found: int) -> SearchLog.Found:
    if not found:
        return SearchLog.Found.NOTHING
    return SearchLog.Found.FEW if found <= 3 else SearchLog.Found.MANY
