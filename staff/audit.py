"""How each action reads in the history, in plain words. Never a name, a need or a reason.

``data`` of an entry: ``version`` is the case's after the action; ``fields`` maps what changed to
``[before, after]`` as stored codes. ``StaleCase`` reads the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry

from .labels import STAGE_CHOICES
from .models import Case, User

_STAGES = dict(STAGE_CHOICES)

# Action → what the list of actions calls it, what an entry says.
MESSAGES = {
    "staff.open_case": (_("Open case"), _("Opened the case: %(to)s")),
    "staff.join_case": (_("Join referral"), _("Joined another referral to this case")),
    "staff.assign_case": (_("Change workers"), _("Changed who holds the case")),
    "staff.move_case": (_("Move case"), _("Moved the case: %(from)s → %(to)s")),
    "staff.propose_move": (
        _("Propose move"),
        _("Proposed a move, waiting for a second signature: %(from)s → %(to)s"),
    ),
    "staff.sign_move": (_("Sign move"), _("Signed; the case moved: %(from)s → %(to)s")),
    "staff.decline_move": (_("Decline move"), _("Declined to sign; the case stays: %(from)s")),
    "staff.set_categories": (_("Set categories"), _("Set how it stands with the nine categories")),
    "staff.add_gap": (_("Write down a policy gap"), _("Wrote down a policy gap")),
    "staff.change_gap": (_("Change a policy gap"), _("Added to a policy gap")),
    "staff.end_gap": (_("End a policy gap"), _("Ended a policy gap")),
    "staff.set_review": (_("Set review date"), _("Set the day to look again")),
    "staff.plan_visit": (_("Plan visit"), _("Planned a visit for %(day)s")),
    "staff.plan_visit_although": (
        _("Plan visit against a wish"),
        _("Planned a visit for %(day)s against what the person had asked for, with a reason"),
    ),
    "staff.record_visit": (_("Record visit"), _("Recorded a visit")),
    "staff.confirm_tier": (_("Confirm tier 1"), _("A home visit confirmed tier 1")),
    "staff.miss_visit": (_("Nobody met"), _("Recorded that nobody was met")),
    "staff.cancel_visit": (_("Cancel visit"), _("Cancelled a planned visit")),
    "staff.add_note": (_("Add note"), _("Added a note")),
    "staff.key_referral": (_("Key in"), _("Keyed in for somebody")),
    "staff.look_at_reports": (
        _("Look at repeated reports"),
        _("Looked at repeated reports about one home"),
    ),
    "staff.give_link": (_("Give link"), _("Gave a building captain a link")),
    "staff.take_link_back": (_("Take link back"), _("Took a building captain's link back")),
    "staff.answer_right": (_("Answer a rights request"), _("Answered a rights request")),
    "staff.copy_data": (_("Copy data"), _("Copied out what is stored")),
    "staff.hold_referral": (_("Hold"), _("Set a legal hold")),
    "staff.release_referral": (_("Lift a hold"), _("Lifted the legal hold")),
    "staff.erase_referral": (_("Erase"), _("Erased what the person had told us")),
    "staff.contact_referral": (_("First contact"), _("Made the first contact")),
    "staff.advise_referral": (_("Advise and close"), _("Advised; no case needed")),
    "staff.ask_minors": (_("Ask for a child's data"), _("Asked to read a child's sensitive data")),
    "staff.open_minors_for_danger": (
        _("Open for danger"),
        _("Opened a child's sensitive data at once, for danger"),
    ),
    "staff.allow_minors": (_("Allow"), _("Allowed a worker to read a child's sensitive data")),
    "staff.refuse_minors": (_("Do not allow"), _("Did not allow to read a child's data")),
    "staff.note_guardian": (
        _("Note the guardian's answer"),
        _("Noted what the guardian of a child says"),
    ),
    "staff.delete_withdrawn": (_("Erase"), _("Erased, since the consent was taken back")),
    "staff.keep_withdrawn": (_("Keep by law"), _("Kept unread, because the law asks for it")),
    "staff.split_referral": (
        _("Split referral"),
        _("Took a referral out of this case again: another household"),
    ),
    "staff.assign_referral": (_("Give to a worker"), _("Gave it to a worker to take up")),
    "staff.export_missed": (
        _("Export missed promises"),
        _("Took out the list of missed promises: %(rows)s rows"),
    ),
    "staff.export_agreement": (
        _("Export suggestions and decisions"),
        _("Took out the counts of suggestions and decisions, %(from)s to %(to)s"),
    ),
    "staff.export_gaps": (
        _("Export the policy gap"),
        _("Took out the counts of the policy gap, %(from)s to %(to)s"),
    ),
    "staff.set_duty": (_("Set the rota"), _("Set who is on duty")),
    "staff.pause_promise": (_("Pause the clock"), _("Paused the promised time until %(until)s")),
    "staff.resume_promise": (_("Let the clock run"), _("Let the promised time run again")),
    "staff.merge_referrals": (
        _("Decide together"),
        _("The same matter as %(into)s: decided together"),
    ),
    "staff.tell_apart": (_("Tell apart"), _("Not the same household as %(other)s")),
    "staff.offer_again": (_("Offer again"), _("Perhaps the same household as %(other)s after all")),
    "staff.merge_cases": (_("Put cases together"), _("Put %(case)s together with %(into)s")),
    "staff.split_cases": (_("Take cases apart"), _("Took %(case)s out of %(into)s again")),
    "staff.add_person": (_("Make an account"), _("Made an account")),
    "staff.change_person": (_("Change an account"), _("Changed an account")),
    "staff.close_person": (_("Close an account"), _("Closed an account")),
    "staff.open_person": (_("Open an account again"), _("Opened an account again")),
    "staff.reset_person": (_("Reset the log-in"), _("Reset password and second factor")),
    "staff.retry_alert": (_("Try an alert again"), _("Tried an alert again")),
    "staff.save_view": (_("Keep a list"), _("Kept a list")),
    "staff.forget_view": (_("Let a list go"), _("Let a list go")),
    "staff.hear_referral": (
        _("Hear words that cannot wait"),
        _("Heard that the words cannot wait"),
    ),
    "staff.hear_duty": (_("Hear a duty to report"), _("Heard that the law may ask for a report")),
    "staff.raise_duty": (_("Note a duty to report"), _("Noted that the law may ask for a report")),
    "staff.record_report": (_("Write down a report"), _("Wrote down a report the law asks for")),
    "staff.waive_duty": (
        _("No report needed"),
        _("Said, with the reason, that the law asks for no report here"),
    ),
    "staff.note_reply": (_("Note an answer"), _("Noted what was answered to a report")),
    "staff.tick_calm": (_("Tick the calm response"), _("Ticked the calm first response")),
    "staff.refer_on": (_("Refer on"), _("Referred on to another body")),
}


class SentenceFormatter(LogFormatter):
    """An entry as a sentence; stage codes in its data are read as their names."""

    def __init__(self, label, sentence):
        self.label = label
        self.sentence = sentence

    def format_message(self, log_entry):
        words = {key: _STAGES.get(str(value), value) for key, value in log_entry.data.items()}
        try:
            return self.sentence % words
        except KeyError:
            return self.label


def register_log_actions(actions) -> None:
    """For Wagtail's ``register_log_actions`` hook."""
    for action, (label, sentence) in MESSAGES.items():
        actions.register_action(action)(partial(SentenceFormatter, label, sentence))


@dataclass(frozen=True, slots=True)
class Change:
    """One write to a case since a version was seen."""

    version: int
    at: datetime
    who: User | None
    action: str
    sentence: str
    fields: dict[str, list[str]]


def changes_since(case: Case, version: int) -> list[Change]:
    """What was written to a case after ``version``, oldest first; one query."""
    entries = (
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Case),
            object_id=str(case.pk),
            action__startswith="staff.",
        )
        .select_related("user")
        .order_by("-timestamp", "-pk")[: 3 * max(case.version - version, 0) + 20]
    )
    return [
        Change(
            version=entry.data["version"],
            at=entry.timestamp,
            who=entry.user,
            action=entry.action,
            sentence=str(entry.message),
            fields=entry.data.get("fields", {}),
        )
        for entry in reversed(entries)
        if entry.data.get("version", 0) > version and "fields" in entry.data
    ]
