"""Reading what came in before anybody opens it: news of a crisis must not wait for a reader.

The rules of triage read each referral once, in the task worker, within seconds of its arrival. What
they hear is a sign to look, never a decision: it moves the referral forward in the queue, tells
the station, and opens the duties to report it speaks of (R-58, R-61, domain.md 4.2).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from intake.actions import lock_referral, raise_alert
from intake.models import Alert, Referral

from ..domain.triage import cannot_wait
from ..models import HeardInWords, ReportDuty
from ..queries import waiting_referrals
from ..queue import is_urgent
from ..triage_report import suggestion_for
from .mandatory import hear_duties

logger = logging.getLogger(__name__)


def hear_referral(
    referral: Referral, *, at: datetime, alerts: Iterable[Mapping[str, object]] | None = None
) -> list[ReportDuty]:
    """Note once whether it cannot wait, and open the duties it speaks of; the new duties.

    The station is told where the sender had not said so, unless a duty that opens tells it.
    Nothing where the person has taken the consent back meanwhile, or all was erased. ``alerts``
    are those of its suggestion, asked for when not given, before anything is held.
    """
    if alerts is None:
        alerts = suggestion_for(referral, earlier=None, now=at).get("alerts", ())
    with transaction.atomic():
        sent = lock_referral(referral)
        if sent.erased_at is not None or sent.consents.help_taken_back().exists():
            return []
        heard, is_new = HeardInWords.objects.get_or_create(
            referral=sent, defaults={"urgent": bool(cannot_wait(alerts)), "heard_at": at}
        )
        opened = hear_duties(sent, at=at, alerts=alerts)
        if is_new and heard.urgent and not is_urgent(sent):
            log(sent, "staff.hear_referral", timestamp=at)
            if not opened:
                raise_alert(sent, Alert.Kind.HEARD, at=at)
    return opened


def hear_waiting(at: datetime | None = None) -> int:
    """Hear every waiting referral not heard before; the number of duties to report opened.

    One that cannot be read holds no other back: it is logged and tried again the next time.
    """
    at = at or timezone.now()
    waiting = waiting_referrals(Referral.objects.filter(erased_at__isnull=True, heard=None))
    opened = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        try:
            referral = Referral.objects.select_related("station").get(pk=pk)
            opened += len(hear_referral(referral, at=at))
        except Exception as error:  # noqa: BLE001  (whatever one holds, the others are heard)
            logger.error("Referral %s was not heard: %s", pk, type(error).__name__)
    return opened
