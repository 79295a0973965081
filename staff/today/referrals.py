"""Referrals as rows of the day: danger, promises, calls agreed, calls to make again."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Case as CaseOf
from django.db.models import Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from intake.models import CallPeriod, Channel, Consent, Danger, PublicStatus, Referral

from ..households import called, community, referral_url
from ..models import ContactTry, User
from ..permissions import visible_referrals
from ..queries import still_to_decide, waiting_referrals
from ..queue import HARD_DANGERS, queue_order
from .rows import Row, end_of

_REFERRAL_FIELDS = (
    "reference",
    "called_name",
    "danger",
    "channel",
    "urgency",
    "contact_method",
    "received_at",
    "room__community",
    "promise__due_at",
    "promise__first_due_at",
    "promise__kept_at",
    "promise__call_on",
    "promise__call_period",
    "promise__call_place",
)


def _referrals(user: User) -> QuerySet[Referral]:
    return visible_referrals(user).select_related("room", "promise").only(*_REFERRAL_FIELDS)


def _cannot_wait(user: User) -> Q:
    """Danger was stated, or heard in the words; of these a room is told nothing."""
    stated = Q(danger__in=HARD_DANGERS) | Q(channel=Channel.CRISIS)
    return stated if user.station_id is None else stated | Q(heard__urgent=True)


def urgent(user: User, now: datetime) -> QuerySet[Referral]:
    """Those of one matter each for itself: what one of them tells the other may not say."""
    received = _referrals(user).filter(public_status__state=PublicStatus.State.RECEIVED)
    return queue_order(received.filter(still_to_decide(), _cannot_wait(user)))


def promised(user: User, now: datetime) -> QuerySet[Referral]:
    promises = _undecided_or_held(user).filter(
        promise__kept_at__isnull=True, promise__first_due_at__lt=end_of(timezone.localdate(now))
    )
    in_time_to_call = _call_due(timezone.localdate(now)) & Q(promise__first_due_at__gte=now)
    return promises.exclude(in_time_to_call).order_by("promise__first_due_at", "pk")


def _undecided_or_held(user: User) -> QuerySet[Referral]:
    """Those still to decide on and one's own; all for whoever leads. Urgent ones stand above, and
    nobody is called who took the consent back."""
    referrals = _referrals(user).filter(~Consent.objects.help_taken_back_of())
    if not user.has_perm("staff.sign_stagemove"):
        referrals = referrals.filter(
            still_to_decide() | Q(decision__case__worker=user) | Q(decision__case__room_worker=user)
        )
    return referrals.exclude(still_to_decide(), _cannot_wait(user))


def _call_due(today: date) -> Q:
    """The half-day the person chose is today, or it was let slip."""
    return Q(promise__call_place__isnull=False, promise__call_on__lte=today)


def calls(user: User, now: datetime) -> QuerySet[Referral]:
    """Calls agreed for today or let slip. One whose promise has passed stands above as late."""
    parts = [When(promise__call_period=part, then=at) for at, part in enumerate(CallPeriod.values)]
    return (
        _undecided_or_held(user)
        .filter(_call_due(timezone.localdate(now)))
        .exclude(promise__kept_at__isnull=True, promise__first_due_at__lt=now)
        .order_by("promise__call_on", CaseOf(*parts, default=len(parts)), "promise__due_at", "pk")
    )


def called_before(user: User, now: datetime) -> QuerySet[Referral]:
    """Waiting ones to call again today, or met today as agreed; no promise of theirs is shown."""
    today = timezone.localdate(now)
    due = ContactTry.objects.filter(next_on__lte=today).values("referral")
    return (
        waiting_referrals(_referrals(user))
        .filter(pk__in=due)
        .exclude(promise__kept_at__isnull=True, promise__first_due_at__lt=end_of(today))
        .exclude(_call_due(today))
        .exclude(_cannot_wait(user))
        .prefetch_related("tries")
        .order_by("pk")
    )


def urgent_row(referral: Referral, now: datetime) -> Row:
    """What was only heard is read before anybody calls: a call home may be the danger."""
    action = _("Call now")
    if referral.danger in HARD_DANGERS:
        why = Danger(referral.danger).label
    elif referral.channel == Channel.CRISIS:
        why = _("only a number was left on the crisis page")
    else:
        why, action = _("their words cannot wait"), _("Read them first")
    return Row(
        who=called(referral),
        place=community(referral),
        why=why,
        url=referral_url(referral),
        action=action,
        tone="danger",
        icon="warning",
        detail=_received(referral, now),
    )


def _received(referral: Referral, now: datetime) -> str:
    received = timezone.localtime(referral.received_at)
    if received.date() == timezone.localdate(now):
        return _("received today at %(time)s") % {"time": f"{received:%H:%M}"}
    return _("received %(month)s/%(day)s") % {"month": received.month, "day": received.day}


def promise_row(referral: Referral, now: datetime) -> Row:
    due = timezone.localtime(referral.promise.first_due_at)
    late = referral.promise.was_missed(now)
    if late:
        days = (timezone.localdate(now) - due.date()).days
        why = (
            ngettext("promise late by %(days)s day", "promise late by %(days)s days", days)
            % {"days": days}
            if days
            else _("promise late since %(time)s") % {"time": f"{due:%H:%M}"}
        )
    else:
        why = _("promised before %(time)s today") % {"time": f"{due:%H:%M}"}
    return Row(
        who=called(referral),
        place=community(referral),
        why=why,
        url=referral_url(referral),
        action=pgettext("to do", "Answer"),
        tone="late" if late else "",
        icon="warning" if late else "time",
        detail=" · ".join(filter(None, [_received(referral, now), _new_date(referral, now)])),
    )


def _new_date(referral: Referral, now: datetime) -> str:
    """The date the person was given after the first one passed."""
    new = timezone.localtime(referral.promise.due_at)
    if not referral.promise.was_missed(now) or new <= now:
        return ""
    return _("new date %(month)s/%(day)s") % {"month": new.month, "day": new.day}


def calls_row(referral: Referral, now: datetime) -> Row:
    promise = referral.promise
    slipped = promise.call_on < timezone.localdate(now)
    why = _("call agreed for %(when)s, not made yet") if slipped else _("call agreed: %(when)s")
    when = promise.call_in_words if slipped else promise.get_call_period_display()
    return Row(
        who=called(referral),
        place=community(referral),
        why=why % {"when": when},
        url=referral_url(referral) + "#call",
        action=_("Call"),
        tone="late" if slipped else "",
        icon="warning" if slipped else "comment",
        detail=_received(referral, now),
    )


def called_row(referral: Referral, now: datetime) -> Row:
    last = max(referral.tries.all(), key=lambda attempt: (attempt.tried_at, attempt.pk))
    agreed = last.result == ContactTry.Result.APPOINTMENT
    return Row(
        who=called(referral),
        place=community(referral),
        why=_("agreed on today") if agreed else _("call again: nobody was reached"),
        url=referral_url(referral) + "#call",
        action=_("Open") if agreed else _("Call"),
        icon="calendar-check" if agreed else "time",
        detail=last.line,
    )
