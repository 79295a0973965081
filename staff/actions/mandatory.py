"""The duty to report harm: noted, answered by a report or by a lead's reason, called to mind.

What was told is kept as a ``Sharing`` too, on the ground of the duty, so that whom we told what
stands in one place (PIPL 13(3), 23; NDS 12).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import raise_alert, record_sharing
from intake.models import Alert, Referral, Sharing

from .. import permissions
from ..domain.mandatory import AT_ONCE, REMIND_EVERY, SIGNS, Body, Duty, How, duties_of
from ..domain.mandatory import is_fulfilled as fulfils
from ..models import Case, ReportDuty, ReportMade, User
from ..triage_report import suggestion_for
from .alerting import alert_about
from .locking import check, lock_case, refuse, require, rules
from .public import with_merged

Outcome, Origin = ReportDuty.Outcome, ReportDuty.Origin
PURPOSE = "法律要求的强制报告"


def refuse_unanswered(of: Referral | Case) -> None:
    """Nothing ends while a duty to report is open (domain 4.2); in the caller's transaction."""
    duties = ReportDuty.objects.unanswered()
    found = (
        duties.of_case(of) if isinstance(of, Case) else duties.filter(referral__in=with_merged(of))
    )
    if found.exists():
        refuse("report_unanswered")


@transaction.atomic
def hear_duties(
    referral: Referral, *, at: datetime, alerts: Iterable[Mapping[str, object]] | None = None
) -> list[ReportDuty]:
    """Open the duties the alerts of a referral speak of, once each; the new ones.

    ``alerts`` are those of its suggestion, asked for when not given. A duty that a lead has said
    is none is not opened again.
    """
    if alerts is None:
        alerts = suggestion_for(referral, earlier=None, now=at).get("alerts", ())
    opened = []
    for duty in duties_of(alerts):
        row, is_new = ReportDuty.objects.get_or_create(
            referral=referral,
            duty=duty.value,
            origin=Origin.TRIAGE,
            defaults={
                "station_id": referral.station_id,
                "known_at": at,
                "due_at": at + AT_ONCE,
            },
        )
        if is_new:
            _tell(row, at)
            log(referral, "staff.hear_duty", timestamp=at, data={"duty": row.pk})
            opened.append(row)
    return opened


def _tell(duty: ReportDuty, at: datetime) -> None:
    """The station's channels and whoever is on duty; never the room's."""
    if duty.referral_id:
        raise_alert(duty.referral, Alert.Kind.REPORT, at=at)
    else:
        alert_about(duty.case, Alert.Kind.REPORT, at=at)


def _lock_household(household: Referral | Case) -> Referral | Case:
    if isinstance(household, Case):
        return lock_case(household.pk)
    return Referral.objects.select_for_update(of=("self",)).get(pk=household.pk)


@transaction.atomic
def raise_duty(
    household: Referral | Case, *, duty: str, seen: str, actor: User, at: datetime | None = None
) -> ReportDuty:
    """A worker has seen or heard what the law wants reported. One that is open already and theirs
    to read takes what was seen; nobody opens a second beside it."""
    at = at or timezone.now()
    with rules():
        household = _lock_household(household)
        require(permissions.may_report(actor, household))
        if duty not in set(Duty):
            refuse("report_kind_unknown")
        if not seen.strip():
            refuse("note_empty")
        is_case = isinstance(household, Case)
        mine = permissions.visible_duties(actor).unanswered().filter(duty=duty)
        known = mine.of_case(household) if is_case else mine.filter(referral=household)
        row = known.select_for_update(of=("self",)).first()
        if row is None:
            row = ReportDuty(
                station_id=household.station_id,
                case=household if is_case else None,
                referral=None if is_case else household,
                duty=duty,
                origin=Origin.NOTED,
                known_at=at,
                due_at=at + AT_ONCE,
                raised_by=actor,
            )
        row.seen = "\n".join(filter(None, [row.seen, seen.strip()]))
        is_new = row.pk is None
        row.version += not is_new
        check(row)
        row.save()
    if is_new:
        _tell(row, at)
    log(household, "staff.raise_duty", user=actor, timestamp=at, data={"duty": row.pk})
    return row


def _lock_duty(duty_id: int, seen_version: int | None) -> ReportDuty:
    """Household first, then the duty, as every action locks; refused when it changed meanwhile."""
    duty = ReportDuty.objects.select_related("case", "referral__decision__case").get(pk=duty_id)
    _lock_household(duty.household)
    locked = (
        ReportDuty.objects.select_for_update(of=("self",))
        .select_related("case", "referral__decision__case")
        .get(pk=duty_id)
    )
    if seen_version is not None and locked.version != seen_version:
        refuse("report_changed")
    return locked


def _answer(duty: ReportDuty, outcome: str, actor: User, at: datetime) -> None:
    duty.outcome, duty.answered_by, duty.answered_at = outcome, actor, at


def _save(duty: ReportDuty, action: str, actor: User, at: datetime, **data) -> None:
    duty.version += 1
    check(duty)
    duty.save()
    log(duty.household, action, user=actor, timestamp=at, data={"duty": duty.pk, **data})


def _told(
    duty: ReportDuty, body: str, name: str, parts: Collection[str], actor: User, at: datetime
) -> Sharing | None:
    """The telling, beside every other one; none where the household has no referral here."""
    referral = duty.referral
    if referral is None:
        of_case = Referral.objects.filter(decision__case=duty.case)
        referral = of_case.order_by("decision__pk").first()
    if referral is None:
        return None
    recipients = {
        Body.POLICE: Sharing.Recipient.POLICE,
        Body.SUB_DISTRICT: Sharing.Recipient.SUB_DISTRICT,
    }
    return record_sharing(
        referral,
        recipient=recipients.get(Body(body), Sharing.Recipient.OFFICE),
        recipient_name=name,
        purpose=PURPOSE,
        parts=parts,
        ground=Sharing.Ground.DUTY,
        without_consent=duty.law,
        by_id=actor.pk,
        at=at,
    )


@transaction.atomic
def record_report(
    duty_id: int,
    *,
    body: str,
    how: str,
    reported_at: datetime,
    reported_by: User,
    signs: Collection[str],
    parts: Collection[str],
    seen_version: int | None,
    actor: User,
    body_name: str = "",
    number: str = "",
    reply: str = "",
    at: datetime | None = None,
) -> ReportMade:
    """Write down a report that was made: whom, when, how, by whom, why, and what was told.

    The duty is answered once a body the law names for it was told; a later report to another body
    is kept beside the first. One a lead had called none becomes reported.
    """
    at = at or timezone.now()
    with rules():
        duty = _lock_duty(duty_id, seen_version)
        require(permissions.may_answer_duty(actor, duty))
        if body not in set(Body):
            refuse("report_body_unknown")
        if how not in set(How):
            refuse("report_how_unknown")
        if reported_at > at:
            refuse("done_in_future")
        if not signs or not set(signs) <= set(SIGNS[Duty(duty.duty)]):
            refuse("signs_missing")
        here = Q(station=duty.station_id) | Q(rooms__station=duty.station_id)
        if not User.objects.filter(here, pk=reported_by.pk).exists():
            refuse("reporter_elsewhere")
        report = ReportMade(
            duty=duty,
            body=body,
            body_name=body_name.strip(),
            how=how,
            reported_at=reported_at,
            reported_by=reported_by,
            number=number.strip(),
            reply=reply.strip(),
            sharing=_told(duty, body, body_name, parts, actor, reported_at),
            recorded_by=actor,
            recorded_at=at,
        )
        check(report)
        report.save()
        told = duty.reports.values_list("body", flat=True)
        duty.signs = [sign for sign in SIGNS[Duty(duty.duty)] if sign in {*duty.signs, *signs}]
        if duty.outcome != Outcome.REPORTED and fulfils(Duty(duty.duty), set(told)):
            _answer(duty, Outcome.REPORTED, actor, at)
        _save(duty, "staff.record_report", actor, at, body=str(body))
    return report


@transaction.atomic
def waive_duty(
    duty_id: int, *, reason: str, seen_version: int | None, actor: User, at: datetime | None = None
) -> ReportDuty:
    """A lead says, with the reason, that the law asks for no report here after all."""
    at = at or timezone.now()
    with rules():
        duty = _lock_duty(duty_id, seen_version)
        require(permissions.may_waive(actor, duty))
        if not duty.is_open:
            refuse("report_answered")
        if not reason.strip():
            refuse("reason_missing")
        duty.reason = reason.strip()
        _answer(duty, Outcome.NO_DUTY, actor, at)
        _save(duty, "staff.waive_duty", actor, at)
    return duty


@transaction.atomic
def note_reply(
    report_id: int,
    *,
    number: str,
    reply: str,
    seen_version: int | None,
    actor: User,
    at: datetime | None = None,
) -> ReportMade:
    """Add what the body answered, and its number, which often come days later."""
    at = at or timezone.now()
    with rules():
        report = ReportMade.objects.get(pk=report_id)
        duty = _lock_duty(report.duty_id, seen_version)
        require(permissions.may_answer_duty(actor, duty))
        if not (number.strip() or reply.strip()):
            refuse("note_empty")
        report.number, report.reply = number.strip(), reply.strip()
        check(report)
        report.save(update_fields=["number", "reply"])
        _save(duty, "staff.note_reply", actor, at, body=report.body)
    return report


def remind_of_duties(at: datetime | None = None) -> int:
    """Call late duties to mind, once a day; how many."""
    at = at or timezone.now()
    reminded = 0
    due = Q(reminded_at__isnull=True) | Q(reminded_at__lte=at - REMIND_EVERY)
    late = ReportDuty.objects.unanswered().filter(due, due_at__lt=at)
    for duty in late.select_related("case", "referral"):
        with transaction.atomic():
            mine = ReportDuty.objects.unanswered().filter(due, pk=duty.pk)
            if mine.update(reminded_at=at):
                _tell(duty, at)
                reminded += 1
    return reminded
