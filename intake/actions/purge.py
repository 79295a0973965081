"""Forgetting on time what nobody decides about (PIPL Arts. 19, 47; domain.md 4.1).

What becomes of referrals and households depends on cases: ``staff.actions.retention``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from captcha.models import CaptchaStore

from ..models import Alert, Draft, DutyDay
from .draft import KEPT_FOR, RECEIPT_SHOWN_FOR

DUTY_KEPT = timedelta(days=90)
SENT_ALERTS_KEPT = timedelta(days=90)


def purge_expired(at: datetime) -> dict[str, int]:
    """Delete drafts, receipts, questions and sent alerts past their time; how many of each."""
    return {
        "drafts": Draft.objects.filter(sent_at=None, updated_at__lt=at - KEPT_FOR).delete()[0],
        "receipts": Draft.objects.filter(sent_at__lt=at - RECEIPT_SHOWN_FOR).delete()[0],
        "questions": CaptchaStore.objects.filter(expiration__lt=at).delete()[0],
        "duty": DutyDay.objects.filter(day__lt=(at - DUTY_KEPT).date()).delete()[0],
        "alerts": Alert.objects.filter(sent_at__lt=at - SENT_ALERTS_KEPT).delete()[0],
    }
