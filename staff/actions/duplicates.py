"""One household in two referrals or two cases: together, apart again, told apart for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.log_actions import log

from intake.actions import set_public_state
from intake.models import Referral

from .. import permissions
from ..domain import deadlines
from ..domain.stages import CloseReason, Stage
from ..models import (
    Case,
    CaseCategory,
    CaseGap,
    CaseMerge,
    ReferralDecision,
    ToldApart,
    User,
)
from ..queries import case_rhythm
from .locking import check, lock_case, lock_waiting, refuse, require, rules, save_case
from .mandatory import hear_duties, refuse_unanswered
from .notes import write_line
from .public import State

Outcome = ReferralDecision.Outcome


def _in_order(one: Referral, other: Referral) -> list[int]:
    """Whoever asks locks two in the same order, or two workers could wait for each other."""
    if one.pk == other.pk:
        refuse("same_itself")
    return sorted((one.pk, other.pk))


def _lock_two(one: Referral, other: Referral, actor: User) -> None:
    """Both locked, decided or not; both must be this person's to decide on."""
    pks = _in_order(one, other)
    found = Referral.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    for referral in found.order_by("pk"):
        require(permissions.may_triage(actor, referral))


@transaction.atomic
def merge_referrals(
    referral: Referral, *, into: Referral, actor: User, at: datetime | None = None
) -> ReferralDecision:
    """Two waiting referrals are one matter: ``into`` is decided on, ``referral`` shares its fate.

    Each sender keeps a reference, a status page and a promise of their own.
    """
    at = at or timezone.now()
    with rules():
        for pk in _in_order(referral, into):
            lock_waiting(pk, actor)
        if referral.station_id != into.station_id:
            refuse("other_station")
        ReferralDecision.objects.filter(same_as=referral).update(same_as=into)
        decision = ReferralDecision(
            referral=referral,
            same_as=into,
            outcome=Outcome.SAME,
            decided_by=actor,
            decided_at=at,
        )
        check(decision)
        decision.save()
    hear_duties(referral, at=at)
    _no_longer_apart(referral, into)
    log(referral, "staff.merge_referrals", user=actor, timestamp=at, data={"into": str(into)})
    return decision


def let_merged_wait(referral: Referral) -> None:
    """The one they shared a fate with has gone: those of the same matter wait again, but for those
    whose consent was taken back as well."""
    for decision in ReferralDecision.objects.filter(same_as=referral).select_related("referral"):
        decision.delete()
        set_public_state(decision.referral, State.RECEIVED)


def _pair(one: Referral, other: Referral) -> dict[str, Referral]:
    first, second = sorted((one, other), key=lambda each: each.pk)
    return {"first": first, "second": second}


def _no_longer_apart(one: Referral, other: Referral) -> bool:
    return bool(ToldApart.objects.filter(**_pair(one, other)).delete()[0])


@transaction.atomic
def tell_apart(
    referral: Referral, *, other: Referral, actor: User, at: datetime | None = None
) -> None:
    """Remember that two look-alikes are different households; saying it twice is saying it once."""
    at = at or timezone.now()
    with rules():
        _lock_two(referral, other, actor)
    _told, is_new = ToldApart.objects.get_or_create(
        **_pair(referral, other), defaults={"told_by": actor, "told_at": at}
    )
    if is_new:
        data = {"other": str(other)}
        log(referral, "staff.tell_apart", user=actor, timestamp=at, data=data)


@transaction.atomic
def offer_again(
    referral: Referral, *, other: Referral, actor: User, at: datetime | None = None
) -> None:
    """Take back that two are different households."""
    at = at or timezone.now()
    with rules():
        _lock_two(referral, other, actor)
    if _no_longer_apart(referral, other):
        data = {"other": str(other)}
        log(referral, "staff.offer_again", user=actor, timestamp=at, data=data)


def _lock_cases(case_id: int, seen: int, other_id: int, seen_other: int) -> tuple[Case, Case]:
    """Both cases, locked in the same order whoever asks, each at the version that was seen."""
    if case_id == other_id:
        refuse("same_itself")
    locked = {
        pk: lock_case(pk, seen_version=version)
        for pk, version in sorted({case_id: seen, other_id: seen_other}.items())
    }
    return locked[case_id], locked[other_id]


def _not_in(there: models.Manager, rows: models.Manager) -> list[CaseCategory | CaseGap]:
    """The standing rows of one case of which the other has none of the kind."""
    known = {row.kind for row in there.standing()}
    return [row for row in rows.standing() if row.kind not in known]


def _gone_over(merge: CaseMerge) -> Iterator[models.QuerySet]:
    """What a merge took along; of the visits those still planned."""
    yield from (merge.decisions.all(), merge.visits.planned())
    yield from (merge.categories.all(), merge.gaps.all())


@transaction.atomic
def merge_cases(
    case_id: int,
    *,
    into_id: int,
    reason: str,
    seen_version: int | None,
    seen_into: int | None,
    actor: User,
    at: datetime | None = None,
) -> CaseMerge:
    """Put a case into another: referrals, planned visits, standing categories and policy gaps go
    over, unless the other has them already; its story stays to read.

    It is closed as opened by mistake; that is a lead's to do, since it ends a case without the
    second signature. Each of the two histories has its entry.
    """
    at = at or timezone.now()
    with rules():
        case, into = _lock_cases(case_id, seen_version, into_id, seen_into)
        require(permissions.may_merge(actor, case) and permissions.may_merge(actor, into))
        if Stage.CLOSED in (case.stage, into.stage):
            refuse("case_closed")
        if case.station_id != into.station_id:
            refuse("other_station")
        if case.moves.waiting().exists():
            refuse("move_waiting")
        if not reason.strip():
            refuse("reason_missing")
        refuse_unanswered(case)
        merge = CaseMerge(
            case=case,
            into=into,
            reason=reason.strip(),
            stage=case.stage,
            provisional=case.provisional,
            review_on=case.review_on,
            merged_by=actor,
            merged_at=at,
        )
        check(merge)
        merge.save()
        merge.decisions.set(case.decisions.all())
        merge.visits.set(case.visits.planned())
        merge.categories.set(_not_in(into.categories, case.categories))
        merge.gaps.set(_not_in(into.gaps, case.gaps))
        for gone_over in _gone_over(merge):
            gone_over.update(case=into)
        kept = {"station_only": True, "room_worker": None} if case.station_only else {}
        data = {"case": str(case), "into": str(into)}
        save_case(
            case,
            "staff.merge_cases",
            actor=actor,
            at=at,
            data=data,
            stage=Stage.CLOSED,
            tier="",
            provisional=False,
            closed_at=at,
            close_reason=CloseReason.OPENED_IN_ERROR,
            review_on=None,
            contact_due_on=None,
        )
        save_case(into, "staff.merge_cases", actor=actor, at=at, data=data, **kept)
        line = gettext("%(case)s was put together with %(into)s: %%(reason)s") % data
        for each in (case, into):
            write_line(each, line, reason, actor, at)
    return merge


@transaction.atomic
def split_cases(
    merge_id: int,
    *,
    seen_version: int | None,
    seen_into: int | None,
    actor: User,
    at: datetime | None = None,
) -> CaseMerge:
    """Take a case out again, as it stood, with the referrals and still planned visits it brought.

    Refused once it has been reopened by itself.
    """
    at = at or timezone.now()
    with rules():
        merge = CaseMerge.objects.select_for_update().get(pk=merge_id)
        case, into = _lock_cases(merge.case_id, seen_version, merge.into_id, seen_into)
        require(permissions.may_merge(actor, case) and permissions.may_merge(actor, into))
        if merge.split_at is not None or case.stage != Stage.CLOSED:
            refuse("not_merged")
        merge.split_by, merge.split_at = actor, at
        merge.save(update_fields=["split_by", "split_at"])
        for gone_over in _gone_over(merge):
            gone_over.filter(case=into).update(case=case)
        stage, last = Stage(merge.stage), case.last_contact_at or case.opened_at
        data = {"case": str(case), "into": str(into)}
        save_case(
            case,
            "staff.split_cases",
            actor=actor,
            at=at,
            data=data,
            stage=stage,
            tier=stage.tier,
            provisional=merge.provisional,
            closed_at=None,
            close_reason="",
            review_on=merge.review_on,
            contact_due_on=deadlines.contact_due_on(stage, timezone.localdate(last), case_rhythm()),
        )
        save_case(into, "staff.split_cases", actor=actor, at=at, data=data)
    return merge
