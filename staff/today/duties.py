"""The duties to report that wait for this worker's answer, as rows of the day (domain.md §4.2)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..households import community
from ..models import ReportDuty, User
from ..permissions import visible_duties
from ..queries import still_to_decide
from .rows import Row


def duties_to_answer(user: User, now: datetime) -> QuerySet[ReportDuty]:
    """A lead's: all of the station. Everybody else's: those of the queue, of the households they
    hold, and those they noted themselves."""
    duties = visible_duties(user).unanswered()
    if not user.has_perm("staff.waive_reportduty"):
        in_queue = Q(referral__isnull=False) & still_to_decide("referral__")
        held = Q(case__worker=user) | Q(referral__decision__case__worker=user)
        duties = duties.filter(in_queue | held | Q(raised_by=user))
    return duties.select_related(
        "case__room", "referral__room", "referral__decision__case__room"
    ).order_by("due_at", "pk")


def duty_row(duty: ReportDuty, now: datetime) -> Row:
    """By its reference, without a name; what was seen is read on its own page."""
    known = timezone.localtime(duty.known_at)
    late = duty.due_at < now
    since = _("known since %(month)s/%(day)s %(time)s") % {
        "month": known.month,
        "day": known.day,
        "time": f"{known:%H:%M}",
    }
    return Row(
        who=str(duty),
        place=community(duty.household),
        why=_("not answered yet, late") if late else _("not answered yet"),
        url=reverse("mandatory:detail", args=[duty.pk]),
        action=_("Write down the report"),
        tone="danger" if late else "late",
        icon="warning",
        detail=f"{duty.get_duty_display()} · {since}",
    )
