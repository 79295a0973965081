"""Who needs this worker today, and why: one read for the home panel and the 今天 page.

Several lists, most urgent first. Each is one bounded query; a row says what happened and offers one
thing to do. Rows carry what the worker's own household lists may show, never a need or a story.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db.models import Case as CaseOf
from django.db.models import Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.admin.utils import get_user_display_name

from intake.models import CallPeriod, Channel, Danger, Referral

from .households import (
    called,
    case_url,
    community,
    first_name_given,
    referral_url,
    silent_cases,
    with_household,
)
from .labels import STAGE_CHOICES
from .models import Case, ContactTry, StageMove, User, Visit
from .permissions import signable_moves, visible_cases, visible_referrals
from .queries import waiting_referrals
from .queue import HARD_DANGERS, queue_order
from .today_duties import duties_to_answer, duty_row
from .today_rights import rights_row, rights_to_answer
from .today_rows import Row, Section

STAGE_NAMES = dict(STAGE_CHOICES)


def has_board(user: User) -> bool:
    """Whether this person accompanies households at all."""
    return user.has_perm("staff.view_case")


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


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


def _urgent(user: User, now: datetime) -> QuerySet[Referral]:
    return queue_order(
        waiting_referrals(_referrals(user)).filter(
            Q(danger__in=HARD_DANGERS) | Q(channel=Channel.CRISIS)
        )
    )


def _promised(user: User, now: datetime) -> QuerySet[Referral]:
    promises = _undecided_or_held(user).filter(
        promise__kept_at__isnull=True, promise__first_due_at__lt=end_of(timezone.localdate(now))
    )
    in_time_to_call = _call_due(timezone.localdate(now)) & Q(promise__first_due_at__gte=now)
    return promises.exclude(in_time_to_call).order_by("promise__first_due_at", "pk")


def _undecided_or_held(user: User) -> QuerySet[Referral]:
    """Those still to decide on and one's own; all for whoever leads. Urgent ones stand above."""
    referrals = _referrals(user)
    if not user.has_perm("staff.sign_stagemove"):
        referrals = referrals.filter(
            Q(decision__isnull=True)
            | Q(decision__case__worker=user)
            | Q(decision__case__room_worker=user)
        )
    return referrals.exclude(
        Q(danger__in=HARD_DANGERS) | Q(channel=Channel.CRISIS), decision__isnull=True
    )


def _call_due(today: date) -> Q:
    """The half-day the person chose is today, or it was let slip."""
    return Q(promise__call_place__isnull=False, promise__call_on__lte=today)


def _calls(user: User, now: datetime) -> QuerySet[Referral]:
    """Calls agreed for today or let slip. One whose promise has passed stands above as late."""
    parts = [When(promise__call_period=part, then=at) for at, part in enumerate(CallPeriod.values)]
    return (
        _undecided_or_held(user)
        .filter(_call_due(timezone.localdate(now)))
        .exclude(promise__kept_at__isnull=True, promise__first_due_at__lt=now)
        .order_by("promise__call_on", CaseOf(*parts, default=len(parts)), "promise__due_at", "pk")
    )


def _called_before(user: User, now: datetime) -> QuerySet[Referral]:
    """Waiting ones to call again today, or met today as agreed; no promise of theirs is shown."""
    today = timezone.localdate(now)
    due = ContactTry.objects.filter(next_on__lte=today).values("referral")
    return (
        waiting_referrals(_referrals(user))
        .filter(pk__in=due)
        .exclude(promise__kept_at__isnull=True, promise__first_due_at__lt=end_of(today))
        .exclude(_call_due(today))
        .exclude(Q(danger__in=HARD_DANGERS) | Q(channel=Channel.CRISIS))
        .prefetch_related("tries")
        .order_by("pk")
    )


def _visits(user: User, now: datetime) -> QuerySet[Visit]:
    return (
        Visit.objects.planned()
        .filter(
            visitor=user,
            planned_for__lte=timezone.localdate(now),
            case__in=visible_cases(user).values("pk"),
        )
        .select_related("case__room")
        .annotate(called_name=first_name_given("case"))
        .order_by("planned_for", "case__room", "pk")
    )


def _silent(user: User, now: datetime) -> QuerySet[Case]:
    held = visible_cases(user).held_by(user)
    silent = silent_cases(held, timezone.localdate(now)).order_by("contact_due_on", "pk")
    return with_household(silent)


def _to_sign(user: User, now: datetime) -> QuerySet[StageMove]:
    return (
        signable_moves(user)
        .select_related("moved_by", "case__room")
        .annotate(called_name=first_name_given("case"))
        .order_by("moved_at", "pk")
    )


def _urgent_row(referral: Referral, now: datetime) -> Row:
    if referral.danger in HARD_DANGERS:
        why = Danger(referral.danger).label
    else:
        why = _("only a number was left on the crisis page")
    return Row(
        who=called(referral),
        place=community(referral),
        why=why,
        url=referral_url(referral),
        action=_("Call now"),
        tone="danger",
        icon="warning",
        detail=_received(referral, now),
    )


def _received(referral: Referral, now: datetime) -> str:
    received = timezone.localtime(referral.received_at)
    if received.date() == timezone.localdate(now):
        return _("received today at %(time)s") % {"time": f"{received:%H:%M}"}
    return _("received %(month)s/%(day)s") % {"month": received.month, "day": received.day}


def _promise_row(referral: Referral, now: datetime) -> Row:
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


def _calls_row(referral: Referral, now: datetime) -> Row:
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


def _called_row(referral: Referral, now: datetime) -> Row:
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


def _new_date(referral: Referral, now: datetime) -> str:
    """The date the person was given after the first one passed."""
    new = timezone.localtime(referral.promise.due_at)
    if not referral.promise.was_missed(now) or new <= now:
        return ""
    return _("new date %(month)s/%(day)s") % {"month": new.month, "day": new.day}


def _visit_row(visit: Visit, now: datetime) -> Row:
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


def _silent_row(case: Case, now: datetime) -> Row:
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


def _sign_row(move: StageMove, now: datetime) -> Row:
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


def _filled(section: Section, rows: list, to_row: Callable, now: datetime, limit: int) -> Section:
    shown = [to_row(row, now) for row in rows[:limit]]
    return replace(section, rows=shown, has_more=len(rows) > limit)


def board(user: User, now: datetime, *, limit: int = 8) -> list[Section]:
    """The lists of this worker's day, at most ``limit`` rows each."""
    referrals, cases = reverse("referrals:index"), reverse("cases:index")
    lists = [
        (
            _urgent,
            _urgent_row,
            Section(
                "urgent",
                _("Urgent"),
                "warning",
                _("Nobody is in danger that we know of."),
                more_url=referrals,
            ),
        ),
        (
            duties_to_answer,
            duty_row,
            Section(
                "duties",
                _("Reports the law may ask for"),
                "warning",
                "",
                more_url=reverse("mandatory:index")
                if user.has_perm("staff.waive_reportduty")
                else cases,
            ),
        ),
        (
            _promised,
            _promise_row,
            Section(
                "promises",
                _("What we promised"),
                "time",
                _("Every promise up to today is kept."),
                more_url=referrals,
            ),
        ),
        (
            _calls,
            _calls_row,
            Section("calls", _("Calls agreed for today"), "comment", "", more_url=referrals),
        ),
        (
            _called_before,
            _called_row,
            Section(
                "again", _("Call again, or agreed for today"), "comment", "", more_url=referrals
            ),
        ),
        (
            _visits,
            _visit_row,
            Section(
                "visits",
                _("Today's visits"),
                "calendar-check",
                _("No visit is planned for today."),
                more_url=reverse("desk_today"),
            ),
        ),
        (
            _silent,
            _silent_row,
            Section(
                "silent",
                _("Long without contact"),
                "history",
                _("You have been in touch with everybody in time."),
                more_url=cases + "?attention=silent&held=mine",
            ),
        ),
        (
            _to_sign,
            _sign_row,
            Section(
                "signatures",
                _("Waiting for my signature"),
                "edit",
                "",
                more_url=cases + "?attention=signature",
            ),
        ),
        (
            rights_to_answer,
            rights_row,
            Section(
                "rights",
                _("Asked about their own data"),
                "key",
                "",
                more_url=reverse("rights:index"),
            ),
        ),
    ]
    return [
        _filled(section, list(rows(user, now)[: limit + 1]), to_row, now, limit)
        for rows, to_row, section in lists
    ]
