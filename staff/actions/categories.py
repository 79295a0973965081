"""Which of the nine a household belongs to, and why no rule fits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from .. import permissions
from ..domain.categories import Category, GapReason, Status, label_on
from ..models import Case, CaseCategory, CaseGap, User
from .locking import check, lock_case, refuse, require, rules, save_case


@transaction.atomic
def set_categories(
    case_id: int,
    *,
    categories: Mapping[str, str],
    gap_reasons: Collection[str],
    seen_version: int | None,
    actor: User,
    at: datetime | None = None,
) -> Case:
    """Write all categories with their status, and all gap reasons, as they are now.

    What is left out is taken away. A status that stays keeps its day and its label of that day;
    one that changes gets today's. What was before is in the log.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    with rules():
        case = lock_case(case_id, seen_version=seen_version)
        require(permissions.may_assign(actor, case))
        if not set(categories) <= set(Category) or not set(categories.values()) <= set(Status):
            refuse("category_unknown")
        if not set(gap_reasons) <= set(GapReason):
            refuse("category_unknown")
        held = {row.category: row for row in case.categories.all()}
        before = {code: row.status for code, row in held.items()}
        gaps_before = sorted(case.gaps.values_list("reason", flat=True))
        case.categories.exclude(category__in=categories).delete()
        for code, status in categories.items():
            row = held.get(code) or CaseCategory(case=case, category=code)
            if row.status != status:
                row.status, row.since = status, today
                row.label = label_on(Category(code), today)
                check(row)
                row.save()
        case.gaps.exclude(reason__in=gap_reasons).delete()
        for reason in sorted(set(gap_reasons) - set(gaps_before)):
            gap = CaseGap(case=case, reason=reason, since=today)
            check(gap)
            gap.save()
        save_case(
            case,
            "staff.set_categories",
            actor=actor,
            at=at,
            data={
                "categories": [before, dict(categories)],
                "gaps": [gaps_before, sorted(gap_reasons)],
            },
        )
    return case
