"""Keeping what was suggested beside what was decided, and taking the counts out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..agreement import agreement_of, as_workbook
from ..domain.periods import Period
from ..lookup import earlier_of
from ..models import ReferralDecision, SuggestionKept, User
from ..permissions import counts_for
from ..triage_report import suggestion_for
from .locking import check, require


def keep_suggestion(
    decision: ReferralDecision, *, decided_tier: str, actor: User, at: datetime
) -> SuggestionKept | None:
    """What the rules say of the referral as this person sees it now, in the caller's transaction.

    Nothing is kept where nothing could be suggested.
    """
    referral = decision.referral
    said = suggestion_for(referral, earlier=earlier_of(referral, actor), now=at)
    if not said:
        return None
    kept = SuggestionKept(
        decision=decision,
        station=referral.station,
        decided_on=timezone.localdate(at),
        tier=said["tier"] or "",
        stage=said["stage"] or "",
        rules=sorted({reason["rule"] for reason in said["reasons"]}),
        alerts=[alert["code"] for alert in said["alerts"]],
        decided_tier=decided_tier,
    )
    check(kept)
    kept.save()
    return kept


@transaction.atomic
def export_agreement(*, period: Period, today: date, actor: User) -> bytes:
    """The counts of a period as xlsx, small numbers hidden, with an entry that says so."""
    require(actor.has_perm("staff.view_counts"))
    report = agreement_of(counts_for(actor), period, today)
    data = {"from": f"{period.first}", "to": f"{min(period.last, today)}"}
    log(actor.station or actor, "staff.export_agreement", user=actor, data=data)
    return as_workbook(report)
