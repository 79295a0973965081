"""Every write of the staff side: one transaction, lock, rule, check, save, one log entry.

All arguments after the first are keyword-only and ``actor`` is who does it. ``at`` is the moment it
happened, now unless told. An action raises

* ``PermissionDenied`` when the actor may not do it here,
* ``ValidationError`` with a sentence for the worker, and the rule's code, when a rule refuses,
* ``StaleCase`` when the case has changed since ``seen_version``; nothing is written.
"""

from .alerting import retry_alert
from .assigning import assign_referral, assign_referrals
from .calm import tick_calm
from .cases import assign_case, decline_move, move_case, set_review, sign_move
from .categories import add_gap, change_gap, set_categories
from .contact import record_call, record_try
from .drafts import drop_draft, keep_draft
from .duplicates import merge_cases, merge_referrals, offer_again, split_cases, tell_apart
from .duty import set_duty
from .exporting import export_gap_report, export_missed_promises
from .hearing import hear_referral, hear_waiting
from .keyed import key_referral
from .locking import StaleCase
from .mandatory import (
    hear_duties,
    note_reply,
    raise_duty,
    record_report,
    remind_of_duties,
    waive_duty,
)
from .minors import answer_for_minors_data, ask_for_minors_data, note_guardian
from .notes import add_note
from .pausing import pause_promise, resume_promise
from .people import add_person, change_person, let_person_in, reset_log_in
from .reading import give_reason, record_list, record_reading, reveal_contact
from .referrals import (
    advise_and_close,
    join_case,
    open_case,
    refer_on,
    split_referral,
)
from .reporter_links import give_reporter_link, take_reporter_link_back
from .reports import look_at_reports
from .retention import (
    anonymise_case,
    erase_referral,
    hold_referral,
    purge_expired,
    release_referral,
    stored,
)
from .rights import answer_request, note_copy
from .saved_views import forget_view, save_view
from .suggestions import export_agreement
from .visits import cancel_visit, miss_visit, plan_visit, record_visit
from .withdrawn import delete_withdrawn, keep_withdrawn

__all__ = [
    "StaleCase",
    "add_gap",
    "add_note",
    "add_person",
    "advise_and_close",
    "anonymise_case",
    "answer_for_minors_data",
    "answer_request",
    "ask_for_minors_data",
    "assign_case",
    "assign_referral",
    "assign_referrals",
    "cancel_visit",
    "change_gap",
    "change_person",
    "decline_move",
    "delete_withdrawn",
    "drop_draft",
    "erase_referral",
    "export_agreement",
    "export_gap_report",
    "export_missed_promises",
    "forget_view",
    "give_reason",
    "give_reporter_link",
    "hear_duties",
    "hear_referral",
    "hear_waiting",
    "hold_referral",
    "join_case",
    "keep_draft",
    "keep_withdrawn",
    "key_referral",
    "let_person_in",
    "look_at_reports",
    "merge_cases",
    "merge_referrals",
    "miss_visit",
    "move_case",
    "note_copy",
    "note_guardian",
    "note_reply",
    "offer_again",
    "open_case",
    "pause_promise",
    "plan_visit",
    "purge_expired",
    "raise_duty",
    "record_call",
    "record_list",
    "record_reading",
    "record_report",
    "record_try",
    "record_visit",
    "refer_on",
    "release_referral",
    "remind_of_duties",
    "reset_log_in",
    "resume_promise",
    "retry_alert",
    "reveal_contact",
    "save_view",
    "set_categories",
    "set_duty",
    "set_review",
    "sign_move",
    "split_cases",
    "split_referral",
    "stored",
    "take_reporter_link_back",
    "tell_apart",
    "tick_calm",
    "waive_duty",
]
