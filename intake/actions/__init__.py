"""Every write of this app: one transaction each."""

from .alert import raise_alert, retry_alert
from .call_time import CallTimeGone, free_call, note_call_tried
from .change_call_time import CallTimeClosed, change_call_time
from .consent import ensure_consent_texts, publish_consent_text, withdraw_consent
from .draft import change_draft, destroy_draft, keep_receipt, send_draft, start_draft
from .erase import erase_referral
from .locking import lock_referral
from .promise import (
    keep_promise,
    pause_promise,
    renew_missed_promises,
    renew_promise,
    resume_promise,
    set_public_state,
)
from .purge import purge_expired
from .referral import Receipt, submit_referral
from .reporter import make_reporter_link, retire_reporter_link
from .rights import answer_rights_request, ask_for_right, correct_contact, give_feedback
from .sharing import record_sharing

__all__ = [
    "CallTimeClosed",
    "CallTimeGone",
    "Receipt",
    "answer_rights_request",
    "ask_for_right",
    "change_call_time",
    "change_draft",
    "correct_contact",
    "destroy_draft",
    "ensure_consent_texts",
    "erase_referral",
    "free_call",
    "give_feedback",
    "keep_promise",
    "keep_receipt",
    "lock_referral",
    "make_reporter_link",
    "note_call_tried",
    "pause_promise",
    "publish_consent_text",
    "purge_expired",
    "raise_alert",
    "record_sharing",
    "renew_missed_promises",
    "renew_promise",
    "resume_promise",
    "retire_reporter_link",
    "retry_alert",
    "send_draft",
    "set_public_state",
    "start_draft",
    "submit_referral",
    "withdraw_consent",
]
