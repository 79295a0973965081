"""Calling a person, and what came of it: the same four answers with a case and without one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import note_call_tried
from intake.models import Referral
from intake.workdays import add_working_days

from .. import permissions
from ..domain.deadlines import try_again_on
from ..domain.safe_contact import Wish, Wishes, against, wishes_of
from ..domain.stages import Stage
from ..domain.tiers import Tier
from ..models import Case, ContactTry, User, Visit
from ..queue import is_urgent
from ..wishes import wishes_of_case
from .locking import check, lock_case, lock_waiting, refuse, require, rules
from .mandatory import raise_duty
from .public import keep_promises_of
from .visits import miss_visit, plan_visit, record_visit

Result = ContactTry.Result
MET = {Result.REACHED, Result.APPOINTMENT}
DAYS_OF_A_WEEK = 7


def _next_day(result: str, agreed: date | None, today: date, *, urgent: bool) -> date | None:
    """The day agreed, or the day to try again; none once the person was reached."""
    if result == Result.APPOINTMENT:
        if agreed is None:
            refuse("day_missing")
        if agreed < today:
            refuse("visit_in_past")
        return agreed
    if result == Result.REACHED:
        return None
    return try_again_on(today, add_working_days(today, 1), urgent=urgent)


def _day_to_call(wishes: Wishes, day: date) -> date:
    """The day to try again, or the next working day they did not ask us to leave out."""
    days = [day]
    while len(days) < DAYS_OF_A_WEEK:
        days.append(add_working_days(days[-1], 1))
    free = (each for each in days if Wish.NOT_THEN not in against(wishes, at_home=False, day=each))
    return next(free, day)


@transaction.atomic
def record_try(
    referral: Referral,
    *,
    result: str,
    actor: User,
    line: str = "",
    agreed_on: date | None = None,
    harm: str = "",
    at: datetime | None = None,
) -> ContactTry:
    """Note a call to somebody whose referral still waits; ``harm`` raises the red flag with it.

    Speaking to the person keeps the promise, whatever is decided afterwards. Whoever was not
    reached comes back on the list of the day to try again.
    """
    at = at or timezone.now()
    with rules():
        referral = lock_waiting(referral.pk, actor)
        urgent = is_urgent(referral)
        next_on = _next_day(result, agreed_on, timezone.localdate(at), urgent=urgent)
        if next_on and not urgent and result not in MET:
            next_on = _day_to_call(wishes_of([referral.safe_contact]), next_on)
        attempt = ContactTry(
            referral=referral,
            result=result,
            line=line.strip(),
            tried_by=actor,
            tried_at=at,
            next_on=next_on,
        )
        check(attempt)
        referral.tries.filter(next_on__isnull=False).update(next_on=None)
        attempt.save()
    if result in MET:
        keep_promises_of(referral, at)
    note_call_tried(referral, at=at)
    log(referral, "staff.contact_referral", user=actor, timestamp=at, data={"result": result})
    if harm:
        raise_duty(referral, duty=harm, seen=_said(line, result), actor=actor, at=at)
    return attempt


def _said(line: str, result: str) -> str:
    """What was written of a call, or how it went."""
    return line.strip() or str(Result(result).label)


def _call_of_today(case: Case, today: date, actor: User, at: datetime) -> Visit:
    """The call that was planned for today or before, or one planned this moment."""
    planned = case.visits.due_by(today).filter(kind=Visit.Kind.PHONE).order_by("planned_for", "pk")
    return planned.first() or plan_visit(
        case.pk,
        planned_for=today,
        kind=Visit.Kind.PHONE,
        visitor=actor,
        time_agreed=True,
        seen_version=None,
        actor=actor,
        at=at,
    )


@transaction.atomic
def record_call(
    case_id: int,
    *,
    result: str,
    actor: User,
    line: str = "",
    agreed_on: date | None = None,
    agreed_kind: str = Visit.Kind.HOME,
    although: str = "",
    harm: str = "",
    at: datetime | None = None,
) -> Visit:
    """Note a call to a household we accompany: a visit by phone, met or missed.

    A day agreed on becomes a planned visit, at home unless ``agreed_kind`` names another place;
    ``although`` as in ``plan_visit``. Nobody reached: a planned call, on no day they asked us to
    leave out unless it is urgent.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    with rules():
        case = lock_case(case_id)
        require(permissions.may_visit(actor, case))
        if case.stage == Stage.CLOSED:
            refuse("case_closed")
        if result not in Result.values:
            refuse("result_unknown")
        next_on = _next_day(result, agreed_on, today, urgent=case.tier == Tier.TIER1_URGENT)
    said = _said(line, result)
    visit = _call_of_today(case, today, actor, at)
    if result in MET:
        visit = record_visit(visit.pk, met=["self"], said=said, harm=harm, actor=actor, at=at)
    else:
        visit = miss_visit(visit.pk, seen=said, harm=harm, actor=actor, at=at)
    for referral in Referral.objects.filter(decision__case=case, promise__call_place__isnull=False):
        note_call_tried(referral, at=at)
    if next_on is not None:
        agreed = result == Result.APPOINTMENT
        if not agreed and case.tier != Tier.TIER1_URGENT:
            next_on = _day_to_call(wishes_of_case(case), next_on)
        plan_visit(
            case.pk,
            planned_for=next_on,
            kind=agreed_kind if agreed else Visit.Kind.PHONE,
            visitor=actor,
            although=although,
            time_agreed=True,
            seen_version=None,
            actor=actor,
            at=at,
        )
    return visit
