"""Holding, erasing and forgetting on time what is kept of people (PIPL 19, 47; domain.md 4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from intake.actions import erase_referral as leave_nobody_in
from intake.actions import keep_promise, set_public_state
from intake.actions import purge_expired as purge_intake
from intake.encryption import EncryptedTextField
from intake.models import TELLS_ABOUT_ANOTHER, PublicStatus, Referral

from .. import permissions
from ..domain import retention
from ..domain.retention import Stored
from ..models import (
    Case,
    CaseMerge,
    LegalHold,
    ReadLog,
    ReferralDecision,
    ReportDuty,
    ReportMade,
    StaffDraft,
    SuggestionKept,
    User,
)
from .locking import check, refuse, require, rules
from .mandatory import refuse_unanswered

BATCH = 200


def stored(referral: Referral) -> Stored:
    """What the rules of retention need to know of a referral; at most three queries."""
    decision = getattr(referral, "decision", None)
    case = decision.case if decision else None
    status = PublicStatus.objects.filter(referral=referral).values_list("state", flat=True).first()
    return Stored(
        received_on=timezone.localdate(referral.received_at),
        is_about_another=referral.tells_about_another,
        is_settled=decision is not None or status == PublicStatus.State.CLOSED,
        has_case=case is not None,
        case_closed_on=timezone.localdate(case.closed_at) if case and case.closed_at else None,
        is_held=standing_hold(referral),
        is_erased=referral.erased_at is not None,
    )


def standing_hold(referral: Referral) -> bool:
    """Whether a hold is on it that no lead has lifted."""
    return referral.holds.filter(lifted_at__isnull=True).exists()


def place_hold(referral: Referral, *, why: str, words: str, actor: User, at: datetime) -> LegalHold:
    """Write the hold on a locked referral. Raises ``ValidationError`` for an unknown reason."""
    hold = LegalHold(referral=referral, why=why, words=words.strip(), set_by=actor, set_at=at)
    check(hold)
    hold.save()
    return hold


@transaction.atomic
def hold_referral(
    referral: Referral, *, why: str, words: str = "", actor: User, at: datetime | None = None
) -> LegalHold:
    """Keep it whatever its time, until a lead lifts the hold."""
    at = at or timezone.now()
    require(permissions.may_erase(actor, referral))
    Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    with rules():
        if standing_hold(referral):
            refuse("held_already")
    hold = place_hold(referral, why=why, words=words, actor=actor, at=at)
    log(referral, "staff.hold_referral", user=actor, timestamp=at, data={"why": str(why)})
    return hold


@transaction.atomic
def release_referral(referral: Referral, *, actor: User, at: datetime | None = None) -> None:
    """Lift the hold that is on it, if any."""
    at = at or timezone.now()
    require(permissions.may_erase(actor, referral))
    lifted = referral.holds.filter(lifted_at__isnull=True).update(lifted_at=at, lifted_by=actor)
    if lifted:
        log(referral, "staff.release_referral", user=actor, timestamp=at)


@transaction.atomic
def erase_referral(referral: Referral, *, actor: User, at: datetime | None = None) -> Referral:
    """Erase what a person told us, because they ask (PIPL Art. 47).

    Refuses, with the reason, what is held, accompanied, or was accompanied in the last years.
    """
    at = at or timezone.now()
    require(permissions.may_erase(actor, referral))
    with rules():
        referral = (
            Referral.objects.select_for_update(of=("self",))
            .select_related("decision__case")
            .get(pk=referral.pk)
        )
        if code := retention.against_erasing(stored(referral), timezone.localdate(at)):
            refuse(code)
        refuse_unanswered(referral)
    keep_promise(referral, at=at)
    set_public_state(referral, PublicStatus.State.CLOSED, is_erased=True)
    erased = forget(referral, at)
    log(erased, "staff.erase_referral", user=actor, timestamp=at)
    return erased


def forget(referral: Referral, at: datetime) -> Referral:
    """Leave a locked referral, and what hangs on it here, without a person."""
    _empty_what_hangs_on(referral)
    SuggestionKept.objects.filter(decision__referral=referral).update(decision=None)
    StaffDraft.objects.filter(address__contains=f"/{referral.reference}/").delete()
    return leave_nobody_in(referral, at=at)


def _empty_what_hangs_on(household: Referral | Case) -> None:
    """Every encrypted text of this app's rows about it; a new model is emptied too.

    The read log stays its own three years: it is about who read, and in their own words.
    """
    for relation in household._meta.related_objects:
        model = relation.related_model
        if model._meta.app_label != "staff" or model is ReadLog:
            continue
        nothing = {
            field.name: None if field.null else ""
            for field in model._meta.fields
            if isinstance(field, EncryptedTextField)
        }
        if nothing:
            rows = models.QuerySet(model).filter(**{relation.field.name: household})
            rows.update(**nothing)
    of = "case" if isinstance(household, Case) else "referral"
    ReportMade.objects.filter(**{f"duty__{of}": household}).update(
        body_name="", number="", reply=""
    )


@transaction.atomic
def anonymise_case(case: Case, *, at: datetime) -> Case:
    """Leave a case without a person: its texts, its referrals and its log; counts and dates stay.

    The nightly job calls it once a case is closed for three years.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.anonymised_at is not None:
        return locked
    _empty_what_hangs_on(locked)
    for referral in Referral.objects.filter(decision__case=locked):
        forget(referral, at)
        ModelLogEntry.objects.for_instance(referral).delete()
    ModelLogEntry.objects.for_instance(locked).delete()
    locked.anonymised_at = at
    locked.save(update_fields=["anonymised_at"])
    return locked


def purge_expired(at: datetime) -> dict[str, int]:
    """Forget everything whose time is over; the number of each kind. A second run finds none.

    Readings go after three years, whatever became of the household.
    """
    counts = purge_intake(at)
    # What was kept by law after a withdrawal goes like the rest once its hold is lifted.
    over = models.Q(public_status__state=PublicStatus.State.CLOSED) | models.Q(
        decision__outcome=ReferralDecision.Outcome.WITHDRAWN
    )
    settled = Referral.objects.filter(over, erased_at__isnull=True).exclude(
        decision__case__isnull=False
    )
    open_duties = ReportDuty.objects.unanswered()
    settled = settled.exclude(pk__in=_held()).exclude(
        pk__in=open_duties.filter(referral__isnull=False).values("referral")
    )
    for name, due in (
        (
            "reports",
            settled.filter(TELLS_ABOUT_ANOTHER, received_at__lt=at - retention.REPORTS_KEPT),
        ),
        (
            "enquiries",
            settled.filter(~TELLS_ABOUT_ANOTHER, received_at__lt=at - retention.ENQUIRIES_KEPT),
        ),
    ):
        counts[name] = sum(1 for referral in _in_batches(due) if forget(referral, at))
    cases = Case.objects.filter(
        anonymised_at__isnull=True, closed_at__lt=at - retention.CASES_KEPT
    ).exclude(decisions__referral__in=_held())
    cases = cases.exclude(pk__in=open_duties.filter(case__isnull=False).values("case")).exclude(
        decisions__referral__report_duties__in=open_duties
    )
    # One that was put into another is a part of that household's story for as long as it is kept.
    together = CaseMerge.objects.standing().filter(into__anonymised_at__isnull=True)
    cases = cases.exclude(pk__in=together.values("case"))
    counts["cases"] = sum(1 for case in _in_batches(cases) if anonymise_case(case, at=at))
    old_drafts = StaffDraft.objects.filter(saved_at__lt=at - retention.STAFF_DRAFTS_KEPT)
    counts["staff_drafts"] = old_drafts.delete()[0]
    old_readings = models.QuerySet(ReadLog).filter(at__lt=at - retention.READINGS_KEPT)
    counts["readings"] = old_readings.delete()[0]
    return counts


def _held() -> models.QuerySet:
    return LegalHold.objects.filter(lifted_at__isnull=True).values("referral")


def _in_batches(due: models.QuerySet) -> Iterator[models.Model]:
    """Each row that is due, a batch at a time; what is done falls out of the query by itself."""
    while batch := list(due.order_by("pk")[:BATCH]):
        yield from batch
