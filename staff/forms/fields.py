"""What the forms of the desk share: chips, people, and where a refusal is shown."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.utils import get_user_display_name


class Chips(forms.RadioSelect):
    """One of a few, each a large target (``components/field.html``)."""

    is_chips = True


class ManyChips(forms.CheckboxSelectMultiple):
    is_chips = True


def lines(rows: int = 3, **attrs) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class PersonChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return get_user_display_name(obj)


FIELD_OF_CODE = {
    "assessment_missing": "assessment",
    "reason_missing": "reason",
    "alarm_needs_lead": "outcome",
    "worker_elsewhere": "worker",
    "room_worker_elsewhere": "room_worker",
    "kept_from_room": "room_worker",
    "evidence_missing": "evidence",
    "criteria_missing": "criteria_met",
    "close_reason_missing": "close_reason",
    "closing_too_early": "close_reason",
    "good_visits_missing": "close_reason",
    "room_check_missing": "close_reason",
    "tries_missing": "close_reason",
    "review_in_past": "review_on",
    "visit_in_past": "day",
    "day_missing": "day",
    "home_not_open": "although",
    "not_then": "time_agreed",
    "times_unread": "time_agreed",
    "visit_empty": "said",
    "note_empty": "text",
    "explainer_missing": "explainer",
    "decline_reason_missing": "reason",
    "hand_over_reason_missing": "reason",
    "cancel_reason_missing": "reason",
    "role_not_given": "role",
    "room_elsewhere": "rooms",
    "rooms_missing": "rooms",
    "gap_known": "reason",
    "gap_rule_missing": "words",
    "share_consent": "ground",
    "sensitive_consent": "parts",
    "station_only": "recipient",
    "parts": "parts",
    "without_consent_missing": "without_consent",
    "done_in_future": "reported_at",
    "report_unanswered": "outcome",
    "report_kind_unknown": "duty",
    "report_body_unknown": "body",
    "report_how_unknown": "how",
    "signs_missing": "signs",
    "reporter_elsewhere": "reported_by",
}


def show_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """Put what an action refused beside the field it is about, or above the form."""
    field = FIELD_OF_CODE.get(getattr(refusal, "code", None) or "")
    if field == "criteria_met" and (reason := form.data.get("close_reason")):
        field = f"criteria_{reason}"
    if field not in form.fields:
        field = None
    for message in refusal.messages:
        form.add_error(field, message)
