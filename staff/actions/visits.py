"""Planning to see a household, and writing down what was found."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.log_actions import log

from intake.models import Alert

from .. import permissions
from ..domain import deadlines
from ..domain.follow_up import GrowthCheck, RoomCheck
from ..domain.safe_contact import Wish, against
from ..domain.stages import Stage
from ..domain.tiers import Tier
from ..models import Case, User, Visit
from ..queries import case_rhythm
from ..wishes import wishes_of_case
from .alerting import alert_about
from .locking import check, lock_case, refuse, require, rules, save_case
from .mandatory import raise_duty
from .notes import write_line
from .public import State, keep_promises, tell_all

REFUSAL = {Wish.HOME: "home_not_open", Wish.NOT_THEN: "not_then", Wish.TIMES: "times_unread"}


@transaction.atomic
def plan_visit(
    case_id: int,
    *,
    planned_for: date,
    kind: str,
    visitor: User,
    seen_version: int | None,
    actor: User,
    purpose: str = "",
    although: str = "",
    time_agreed: bool = False,
    at: datetime | None = None,
) -> Visit:
    """Plan a visit or call; the person may read the day on the status page.

    What the household asked for when it was to be reached holds for visits too
    (docs/decisions/0019): one at a home where others must not know needs ``although``, the reason
    and how it stays safe; one at a time they named that or ``time_agreed``. The reason goes with
    the visit, beside its purpose.
    """
    at = at or timezone.now()
    with rules():
        case = lock_case(case_id, seen_version=seen_version)
        require(permissions.may_visit(actor, case))
        if case.stage == Stage.CLOSED:
            refuse("case_closed")
        if planned_for < timezone.localdate(at):
            refuse("visit_in_past")
        if not permissions.may_see_case(visitor, case):
            refuse("worker_elsewhere")
        broken = _against_wishes(case, kind, planned_for, although, time_agreed)
        reason = gettext("Against the wish, because: %(reason)s") % {"reason": although.strip()}
        lines = [purpose.strip(), *([reason] if broken else [])]
        visit = Visit(
            case=case,
            kind=kind,
            planned_for=planned_for,
            visitor=visitor,
            purpose="\n".join(filter(None, lines)),
        )
        check(visit)
        visit.save()
        save_case(
            case,
            "staff.plan_visit_although" if broken else "staff.plan_visit",
            actor=actor,
            at=at,
            data={"day": planned_for.isoformat(), **({"wishes": broken} if broken else {})},
        )
        tell_all(case, State.APPOINTMENT, appointment_on=planned_for)
    return visit


def _against_wishes(
    case: Case, kind: str, day: date, although: str, time_agreed: bool
) -> list[Wish]:
    """What a plan goes against with a reason. Refused without one."""
    found = against(wishes_of_case(case), at_home=kind == Visit.Kind.HOME, day=day)
    if time_agreed:
        found -= {Wish.NOT_THEN, Wish.TIMES}
    if found and not although.strip():
        refuse(REFUSAL[next(wish for wish in Wish if wish in found)])
    return sorted(found)


def _lock_planned(visit_id: int, actor: User) -> tuple[Case, Visit]:
    case_id = Visit.objects.values_list("case_id", flat=True).get(pk=visit_id)
    case = lock_case(case_id)
    require(permissions.may_visit(actor, case))
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    visit.case = case
    if visit.status != Visit.Status.PLANNED:
        refuse("visit_settled")
    return case, visit


def _save_visit(visit: Visit, action: str, actor: User, at: datetime) -> None:
    visit.recorded_by = actor
    check(visit)
    visit.save()
    log(visit.case, action, user=actor, timestamp=at, data={"visit": visit.pk})


@transaction.atomic
def record_visit(
    visit_id: int,
    *,
    actor: User,
    met: Collection[str] = (),
    said: str = "",
    seen: str = "",
    done: str = "",
    urgent: bool = False,
    done_at: datetime | None = None,
    kind: str | None = None,
    next_on: date | None = None,
    next_kind: str | None = None,
    although: str = "",
    time_agreed: bool = False,
    room_checks: Collection[str] = (),
    growth_checks: Collection[str] = (),
    room_feedback: str = "",
    harm: str = "",
    at: datetime | None = None,
) -> Visit:
    """Write the note of a planned visit, once. ``next_on`` plans the next one with it, of the same
    kind if ``next_kind`` names no other; ``although`` and ``time_agreed`` as in ``plan_visit``.

    Meeting the person keeps the promise made to them; meeting them at home confirms a provisional
    tier 1 (R-58), which is the one thing here that makes the version of the case move on. Otherwise
    a note never conflicts with another worker's edit. The two lists of R-70 are kept in tier 3.
    ``harm`` raises the red flag with it: whom the law protects (``domain.mandatory.Duty``).
    """
    at = at or timezone.now()
    done_at = done_at or at
    with rules():
        case, visit = _lock_planned(visit_id, actor)
        if done_at > at:
            refuse("done_in_future")
        if not (said.strip() or seen.strip() or done.strip()):
            refuse("visit_empty")
        visit.status, visit.done_at, visit.met = Visit.Status.DONE, done_at, list(met)
        visit.said, visit.seen, visit.done = said.strip(), seen.strip(), done.strip()
        visit.urgent, visit.kind = urgent, kind or visit.kind
        if (room_checks or growth_checks or room_feedback.strip()) and (
            case.tier != Tier.TIER3_STABLE
        ):
            refuse("checks_of_tier_3")
        visit.room_checks = [RoomCheck(each).value for each in room_checks]
        visit.growth_checks = [GrowthCheck(each).value for each in growth_checks]
        visit.room_feedback = room_feedback.strip()
        _save_visit(visit, "staff.record_visit", actor, at)
    if case.last_contact_at is None or case.last_contact_at < done_at:
        case.last_contact_at = done_at
        case.contact_due_on = deadlines.contact_due_on(
            Stage(case.stage), timezone.localdate(done_at), case_rhythm()
        )
        case.save(update_fields=["last_contact_at", "contact_due_on", "updated_at"])
    keep_promises(case, done_at)
    if urgent:
        alert_about(case, Alert.Kind.URGENT_NOTE, at=at)
    if harm:
        written = "\n".join(filter(None, [visit.said, visit.seen, visit.done]))
        raise_duty(case, duty=harm, seen=written, actor=actor, at=at)
    if case.provisional and visit.kind == Visit.Kind.HOME and "self" in visit.met:
        save_case(case, "staff.confirm_tier", actor=actor, at=at, provisional=False)
    if next_on is not None:
        plan_visit(
            case.pk,
            planned_for=next_on,
            kind=next_kind or visit.kind,
            visitor=visit.visitor,
            although=although,
            time_agreed=time_agreed,
            seen_version=None,
            actor=actor,
            at=at,
        )
    else:
        tell_all(case, State.WORKER_ASSIGNED)
    return visit


@transaction.atomic
def miss_visit(
    visit_id: int,
    *,
    actor: User,
    seen: str = "",
    next_on: date | None = None,
    next_kind: str | None = None,
    although: str = "",
    time_agreed: bool = False,
    harm: str = "",
    at: datetime | None = None,
) -> Visit:
    """Nobody was met. It keeps no promise; ``next_on`` plans the next try, as ``record_visit``
    plans the next visit.

    ``harm`` raises the red flag all the same; what was seen from outside must be written then.
    """
    at = at or timezone.now()
    with rules():
        case, visit = _lock_planned(visit_id, actor)
        visit.status, visit.seen = Visit.Status.MISSED, seen.strip()
        _save_visit(visit, "staff.miss_visit", actor, at)
        if harm:
            raise_duty(case, duty=harm, seen=visit.seen, actor=actor, at=at)
    if next_on is not None:
        plan_visit(
            case.pk,
            planned_for=next_on,
            kind=next_kind or visit.kind,
            visitor=visit.visitor,
            although=although,
            time_agreed=time_agreed,
            seen_version=None,
            actor=actor,
            at=at,
        )
    return visit


@transaction.atomic
def cancel_visit(visit_id: int, *, reason: str, actor: User, at: datetime | None = None) -> Visit:
    """Take a planned visit off the list, with the reason in the story; plan another day with
    ``plan_visit``."""
    at = at or timezone.now()
    with rules():
        if not reason.strip():
            refuse("cancel_reason_missing")
        case, visit = _lock_planned(visit_id, actor)
        visit.status = Visit.Status.CANCELLED
        _save_visit(visit, "staff.cancel_visit", actor, at)
        write_line(case, gettext("Visit cancelled: %(reason)s"), reason, actor, at)
    tell_all(case, State.WORKER_ASSIGNED)
    return visit
