"""Answers on their way: begun, changed under a lock, sent once, destroyed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from policy_pages.danger_words import mention_self_harm, mention_violence
from policy_pages.models import Station

from ..masking import mask_answers
from ..models import Draft
from ..written import written_by_hand
from .referral import Receipt, submit_referral

KEPT_FOR = timedelta(days=7)
RECEIPT_SHOWN_FOR = timedelta(minutes=30)
SENDING_TRIES = 5


def start_draft(answers: Mapping[str, Any]) -> Draft:
    return Draft.objects.create(answers=mask_answers(dict(answers)))


@transaction.atomic
def change_draft(key: UUID, change: Callable[[dict], dict]) -> Draft | None:
    """Apply a change to the newest answers, so that two tabs do not undo each other.

    None when the draft is gone; a draft that was sent comes back as it is.
    """
    draft = Draft.objects.select_for_update().filter(pk=key).first()
    if draft is None or draft.sent_at:
        return draft
    draft.answers = mask_answers(change(dict(draft.answers)))
    draft.save()
    return draft


class ChangedMeanwhile(Exception):
    """Another tab changed the draft between our reading and our sending it."""


def send_draft(
    draft: Draft,
    *,
    station: Station,
    language: str,
    to_send: Callable[[Mapping[str, Any]], dict],
    at: datetime | None = None,
) -> Draft | None:
    """Send it as it was read, once; if it changed meanwhile, as it is now. None when it is gone.

    The answers are destroyed; the receipt stays for half an hour.
    """
    for _attempt in range(SENDING_TRIES):
        if draft is None or draft.sent_at:
            return draft
        try:
            receipt = submit_referral(
                to_send(draft.answers),
                submit_token=draft.submit_token,
                station=station,
                language=language,
                received_at=at,
                with_it=partial(_turn_into_receipt, draft),
            )
        except ChangedMeanwhile:
            receipt = None
        if receipt and receipt.status_code:
            return draft
        draft = Draft.objects.filter(pk=draft.pk).first()
    return draft


def _turn_into_receipt(draft: Draft, receipt: Receipt) -> None:
    read_at, now = draft.updated_at, timezone.now()
    unchanged = Draft.objects.filter(pk=draft.pk, sent_at=None, updated_at=read_at)
    kept = _what_a_receipt_says(receipt)
    if not unchanged.update(answers=kept, sent_at=now, updated_at=now):
        raise ChangedMeanwhile
    draft.answers, draft.sent_at, draft.updated_at = kept, now, now


@transaction.atomic
def keep_receipt(receipt: Receipt) -> Draft:
    """A draft that was never one: holds the receipt of what was sent from a single page."""
    key = receipt.referral.submit_token
    kept = Draft.objects.select_for_update().filter(pk=key).first()
    return kept or Draft.objects.create(
        pk=key, answers=_what_a_receipt_says(receipt), sent_at=timezone.now()
    )


def _what_a_receipt_says(receipt: Receipt) -> dict[str, Any]:
    """Nothing somebody wrote, but whether it spoke of danger: the receipt shows the way out too."""
    sent = receipt.referral
    told = {"words": sent.words, "called_name": sent.called_name}
    written = list(written_by_hand([told, sent.observed, sent.safe_contact, sent.facts]))
    return {
        "reference": receipt.referral.reference,
        "code": receipt.status_code,
        "due_at": receipt.promise.due_at.isoformat(),
        "call_time": receipt.promise.call_code,
        "channel": receipt.referral.channel,
        "on_behalf": receipt.referral.on_behalf,
        "awareness": receipt.referral.awareness,
        "contact_method": receipt.referral.contact_method,
        "needs": receipt.referral.needs,
        "urgency": receipt.referral.urgency,
        "self_harm": mention_self_harm(*written),
        "violence": mention_violence(*written),
        "source_page": receipt.referral.source_page,
    }


def destroy_draft(key: UUID) -> None:
    Draft.objects.filter(pk=key).delete()
