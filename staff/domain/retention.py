"""How long what is kept of a referral may be kept, and what stands against erasing it.

Classes and times after domain.md 4.1 (PIPL Arts. 19, 47): the station may decide otherwise, in
one place, here. Erasing leaves a row without a person: its counts stay, nobody is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

REPORTS_KEPT = timedelta(days=30)
ENQUIRIES_KEPT = timedelta(days=183)
CASES_KEPT = timedelta(days=3 * 365 + 1)
STAFF_DRAFTS_KEPT = timedelta(days=7)
READINGS_KEPT = timedelta(days=3 * 365 + 1)


class Class(StrEnum):
    """Why a referral is kept."""

    ERASED = "erased"
    HELD = "held"
    CASE_OPEN = "case_open"
    CASE_CLOSED = "case_closed"
    WAITING = "waiting"
    REPORT = "report"
    ENQUIRY = "enquiry"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the rules need to know of a referral."""

    received_on: date
    is_about_another: bool
    is_settled: bool
    has_case: bool = False
    case_closed_on: date | None = None
    is_held: bool = False
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Its class, and the day after which it goes; None: not as things stand."""

    why: Class
    until: date | None = None


def kept(stored: Stored) -> Kept:
    """The class of a referral. A legal hold comes before everything but what is gone."""
    if stored.is_erased:
        return Kept(Class.ERASED)
    if stored.is_held:
        return Kept(Class.HELD)
    if stored.has_case:
        if stored.case_closed_on is None:
            return Kept(Class.CASE_OPEN)
        return Kept(Class.CASE_CLOSED, stored.case_closed_on + CASES_KEPT)
    if not stored.is_settled:
        return Kept(Class.WAITING)
    if stored.is_about_another:
        return Kept(Class.REPORT, stored.received_on + REPORTS_KEPT)
    return Kept(Class.ENQUIRY, stored.received_on + ENQUIRIES_KEPT)


def against_erasing(stored: Stored, today: date) -> str | None:
    """The code of what stands against erasing at the person's request; None: it is erased.

    Without a case nothing does (PIPL 47(3)). A household we accompany, or accompanied lately, is a
    service record that archive rules and appeals need (PIPL 47, last paragraph).
    """
    now = kept(stored)
    if now.why is Class.ERASED:
        return "already_erased"
    if now.why is Class.HELD:
        return "held_by_law"
    if now.why is Class.CASE_OPEN:
        return "held_case_open"
    if now.why is Class.CASE_CLOSED and today <= now.until:
        return "held_case_closed"
    return None
