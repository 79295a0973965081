"""Writing down who read whose data, and why."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from intake.models import Referral

from .. import permissions
from ..models import Case, ReadLog, User
from .locking import check, refuse, require, rules

SAME_READING = timedelta(minutes=30)
REASONS_TO_GIVE = (
    ReadLog.Why.COVER,
    ReadLog.Why.DUTY,
    ReadLog.Why.TOGETHER,
    ReadLog.Why.SIGN,
    ReadLog.Why.OTHER,
)


def _write(subject: Case | Referral, *, what, why, actor: User, at: datetime, words="") -> ReadLog:
    reading = ReadLog(
        reader=actor,
        at=at,
        what=what,
        why=why,
        words=words,
        reference=subject.reference,
        case=subject if isinstance(subject, Case) else None,
        referral=subject if isinstance(subject, Referral) else None,
    )
    check(reading)
    reading.save()
    return reading


def record_reading(
    subject: Case | Referral,
    *,
    why: str,
    actor: User,
    what: str | None = None,
    at: datetime | None = None,
) -> ReadLog | None:
    """Log that a case or referral was opened; the same again within half an hour is one reading."""
    at = at or timezone.now()
    is_case = isinstance(subject, Case)
    what = what or (ReadLog.What.CASE if is_case else ReadLog.What.REFERRAL)
    same = {"case": subject} if is_case else {"referral": subject}
    recent = ReadLog.objects.filter(reader=actor, what=what, at__gt=at - SAME_READING, **same)
    if recent.exists():
        return None
    return _write(subject, what=what, why=why, actor=actor, at=at)


def _may_see(actor: User, subject: Case | Referral) -> bool:
    if isinstance(subject, Case):
        return permissions.may_see_case(actor, subject)
    return permissions.may_see_referral(actor, subject)


def record_list(
    *, actor: User, names: int, typed: str = "", found: str = "", at: datetime | None = None
) -> ReadLog:
    """Log that a list showed the names of households; a search with what was typed and found."""
    reading = ReadLog(
        reader=actor,
        at=at or timezone.now(),
        what=ReadLog.What.SEARCH if typed else ReadLog.What.LIST,
        why=ReadLog.Why.SEARCH if typed else ReadLog.Why.LISTED,
        words=f"{typed} → {found}" if typed else str(names),
    )
    check(reading)
    reading.save()
    return reading


def give_reason(
    subject: Case | Referral, *, why: str, words: str = "", actor: User, at: datetime | None = None
) -> ReadLog:
    """Say why a household outside one's own caseload is opened. It holds for some hours."""
    with rules():
        require(_may_see(actor, subject))
        if why not in REASONS_TO_GIVE:
            refuse("why_missing")
        if why == ReadLog.Why.OTHER and not words.strip():
            refuse("why_words_missing")
        return _write(
            subject,
            what=ReadLog.What.REASON,
            why=why,
            words=words.strip(),
            actor=actor,
            at=at or timezone.now(),
        )


def reveal_contact(
    subject: Case | Referral, *, why: str, actor: User, at: datetime | None = None
) -> ReadLog | None:
    """Log that phone and address are shown in clear."""
    require(permissions.may_reveal(actor, subject))
    return record_reading(subject, why=why, actor=actor, what=ReadLog.What.CONTACT, at=at)
