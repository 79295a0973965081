"""Which of the nine a household belongs to, and which of its needs no rule meets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from intake.models import Need

from .. import permissions
from ..domain.categories import (
    OTHER_RULE,
    Category,
    GapEnd,
    GapOffer,
    GapReason,
    Status,
    label_on,
)
from ..domain.stages import Stage
from ..models import Case, CaseCategory, CaseGap, User
from .locking import check, lock_case, refuse, require, rules, save_case


def _lock_open_case(case_id: int, *, seen_version: int | None, actor: User) -> Case:
    """The case, locked, for somebody of its station; refused once it is closed."""
    case = lock_case(case_id, seen_version=seen_version)
    require(permissions.may_assign(actor, case))
    if case.stage == Stage.CLOSED:
        refuse("case_closed")
    return case


@transaction.atomic
def set_categories(
    case_id: int,
    *,
    categories: Mapping[str, str],
    seen_version: int | None,
    actor: User,
    at: datetime | None = None,
) -> Case:
    """Write the status of each category as it is now; what is left out is taken away (R-53).

    A status that stays keeps its day and its label of that day. One that changes is ended, and a
    new row with today's label follows it.
    """
    at = at or timezone.now()
    with rules():
        case = _lock_open_case(case_id, seen_version=seen_version, actor=actor)
        if not set(categories) <= set(Category) or not set(categories.values()) <= set(Status):
            refuse("category_unknown")
        held = {row.category: row for row in case.categories.standing()}
        before = {code: row.status for code, row in held.items()}
        if before == dict(categories):
            return case
        gone = [row.pk for code, row in held.items() if categories.get(code) != row.status]
        case.categories.filter(pk__in=gone).update(ended_by=actor, ended_at=at)
        for code, status in categories.items():
            if before.get(code) != status:
                row = CaseCategory(
                    case=case,
                    category=code,
                    status=status,
                    label=label_on(Category(code), timezone.localdate(at)),
                    set_by=actor,
                    set_at=at,
                )
                check(row)
                row.save()
        save_case(case, "staff.set_categories", actor=actor, at=at)
    return case


@transaction.atomic
def add_gap(
    case_id: int,
    *,
    need: str,
    rule: str,
    reason: str,
    offered: Collection[str] = (),
    words: str = "",
    seen_version: int | None,
    actor: User,
    at: datetime | None = None,
) -> CaseGap:
    """Write down a need no rule meets: which rule it misses and why, what is offered (R-36, R-97).

    A rule outside the nine is named in words. The same gap is not written twice while it stands.
    """
    at = at or timezone.now()
    with rules():
        case = _lock_open_case(case_id, seen_version=seen_version, actor=actor)
        known = need in Need.values and reason in set(GapReason)
        if not known or (rule != OTHER_RULE and rule not in set(Category)):
            refuse("category_unknown")
        if rule == OTHER_RULE and not words.strip():
            refuse("gap_rule_missing")
        same = case.gaps.standing().filter(need=need, rule=rule, reason=reason)
        if rule != OTHER_RULE and same.exists():
            refuse("gap_known")
        gap = CaseGap(
            case=case,
            need=need,
            rule=rule,
            reason=reason,
            offered=_offers(offered),
            words=words.strip(),
            set_by=actor,
            set_at=at,
        )
        check(gap)
        gap.save()
        save_case(case, "staff.add_gap", actor=actor, at=at, data={"gap": gap.pk})
    return gap


@transaction.atomic
def change_gap(
    gap_id: int,
    *,
    offered: Collection[str],
    words: str,
    ended_how: str = "",
    seen_version: int | None,
    actor: User,
    at: datetime | None = None,
) -> CaseGap:
    """Add what was offered since; with ``ended_how`` the gap ends and stays as history."""
    at = at or timezone.now()
    with rules():
        case_id = CaseGap.objects.values_list("case_id", flat=True).get(pk=gap_id)
        case = _lock_open_case(case_id, seen_version=seen_version, actor=actor)
        gap = CaseGap.objects.get(pk=gap_id)
        if gap.ended_at is not None:
            refuse("gap_ended")
        if ended_how and ended_how not in set(GapEnd):
            refuse("category_unknown")
        if gap.rule == OTHER_RULE and not words.strip():
            refuse("gap_rule_missing")
        gap.offered, gap.words = _offers(offered), words.strip()
        if ended_how:
            gap.ended_how, gap.ended_by, gap.ended_at = ended_how, actor, at
        check(gap)
        gap.save()
        action = "staff.end_gap" if ended_how else "staff.change_gap"
        save_case(case, action, actor=actor, at=at, data={"gap": gap.pk})
    return gap


def _offers(codes: Collection[str]) -> list[str]:
    if not set(codes) <= set(GapOffer):
        refuse("category_unknown")
    return [offer.value for offer in GapOffer if offer in codes]
