"""What people asked about their own data, as rows of the day (PIPL 50)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intake.models import Consent, RightsRequest

from ..households import called, community
from ..models import User
from ..permissions import visible_requests
from .rows import Row

RIGHTS_SHOWN_BEFORE = timedelta(days=5)


def rights_to_answer(user: User, now: datetime) -> QuerySet[RightsRequest]:
    """What people asked about their own data and must be answered by now, or within days."""
    until = timezone.localdate(now) + RIGHTS_SHOWN_BEFORE
    return (
        visible_requests(user)
        .filter(answered_at__isnull=True, due_on__lte=until)
        .select_related("referral__room")
        .annotate(help_taken_back=Consent.objects.help_taken_back_of("referral"))
        .only("kind", "due_on", "referral__called_name", "referral__room__community")
        .order_by("due_on", "pk")
    )


def rights_row(request: RightsRequest, now: datetime) -> Row:
    """Without a name where the consent to help was taken back: nobody reads it any more."""
    late = request.due_on < timezone.localdate(now)
    said = _("to be answered by %(day)s") if not late else _("should be answered since %(day)s")
    return Row(
        who=called(None if request.help_taken_back else request.referral),
        place=community(request.referral),
        why=said % {"day": f"{request.due_on.month}/{request.due_on.day}"},
        url=reverse("rights:answer", args=[request.pk]),
        action=pgettext("to do", "Answer"),
        tone="late" if late else "",
        icon="warning" if late else "key",
        detail=request.get_kind_display(),
    )
