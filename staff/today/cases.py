"""Households as rows of the day: visits, silence, signatures."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.utils import get_user_display_name

from ..households import (
    called,
    case_url,
    community,
    first_name_given,
    silent_cases,
)
from ..labels import STAGE_CHOICES
from ..models import Case, StageMove, User, Visit
from ..permissions import signable_moves, visible_cases
from .rows import Row

STAGE_NAMES = dict(STAGE_CHOICES)


def visits(user: User, now: datetime) -> QuerySet[Visit]:
    return (
        Visit.objects.planned()
        .filter(
            visitor=user,
            planned_for__lte=timezone.localdate(now),
            case__in=visible_cases(user).values("pk"),
        )
        .select_related("case__room")
        .only("kind", "planned_for", "purpose", "case__reference", "case__room__community")
        .annotate(called_name=first_name_given("case"))
        .order_by("planned_for", "case__room", "pk")
    )


def silent(user: User, now: datetime) -> QuerySet[Case]:
    """A station's people hold as workers, a room's as room workers: one column, whose index has
    the order."""
    holder = "worker" if user.station_id is not None else "room_worker"
    held = visible_cases(user).filter(**{holder: user})
    long_ago = silent_cases(held, timezone.localdate(now)).order_by("contact_due_on", "pk")
    return (
        long_ago.select_related("room")
        .only("reference", "stage", "room__community")
        .annotate(called_name=first_name_given())
    )


def to_sign(user: User, now: datetime) -> QuerySet[StageMove]:
    return (
        signable_moves(user)
        .select_related("moved_by", "case__room")
        .annotate(called_name=first_name_given("case"))
        .order_by("moved_at", "pk")
    )


def visit_row(visit: Visit, now: datetime) -> Row:
    days = (timezone.localdate(now) - visit.planned_for).days
    why = visit.get_kind_display()
    if days:
        late = ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
        why = f"{why} · {late}"
    return Row(
        who=called(visit),
        place=community(visit.case),
        why=why,
        url=case_url(visit.case, "visit", visit.pk),
        action=_("Write the note"),
        tone="late" if days else "",
        icon="warning" if days else "calendar-check",
        detail=visit.purpose,
    )


def silent_row(case: Case, now: datetime) -> Row:
    days = (timezone.localdate(now) - timezone.localtime(case.silent_since).date()).days
    return Row(
        who=called(case),
        place=community(case),
        why=ngettext("no contact for %(days)s day", "no contact for %(days)s days", days)
        % {"days": days},
        url=case_url(case),
        action=_("Plan a visit"),
        icon="time",
        detail=str(STAGE_NAMES[case.stage]),
    )


def sign_row(move: StageMove, now: datetime) -> Row:
    return Row(
        who=called(move),
        place=community(move.case),
        why=_("%(from)s → %(to)s")
        % {"from": STAGE_NAMES[move.from_stage], "to": STAGE_NAMES[move.to_stage]},
        url=case_url(move.case) + "#signature",
        action=_("Read and sign"),
        icon="edit",
        detail=_("proposed by %(name)s") % {"name": get_user_display_name(move.moved_by)},
    )
