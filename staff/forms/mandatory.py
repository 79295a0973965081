"""The duty to report harm: noting it, writing down a report, saying that none is needed."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intake.models import Sharing

from ..domain.mandatory import SIGNS, Duty
from ..labels import REPORT_BODY_CHOICES, REPORT_DUTY_CHOICES, REPORT_HOW_CHOICES
from ..models import User
from .fields import Chips, ManyChips, PersonChoiceField, lines


class HarmField(forms.ChoiceField):
    """The red flag of every note (domain 4.2): nothing, or whom the law protects."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Has somebody been harmed, or may be?"),
            help_text=_("The law asks for a report at once, also where it is only suspected."),
            choices=[("", _("no")), *REPORT_DUTY_CHOICES],
            required=False,
            widget=Chips,
            **kwargs,
        )


class DutyForm(forms.Form):
    """What a worker has seen or heard that the law may want reported."""

    duty = forms.ChoiceField(
        label=_("Whom it is about"),
        choices=REPORT_DUTY_CHOICES,
        widget=Chips,
        error_messages={"required": _("Choose whom it is about.")},
    )
    seen = forms.CharField(
        label=_("What was seen or heard"),
        max_length=1000,
        widget=lines(3),
        help_text=_("Facts, in the words you heard. Do not question a child again."),
        error_messages={"required": _("Write in a line what was seen or heard.")},
    )


class ReportForm(forms.Form):
    """One report that was made."""

    signs = forms.MultipleChoiceField(
        label=_("What founds the report"),
        widget=ManyChips,
        help_text=_("Also where it is only suspected."),
        error_messages={"required": _("Tick what founds the report.")},
    )
    body = forms.ChoiceField(
        label=_("Whom you reported to"),
        choices=REPORT_BODY_CHOICES,
        widget=Chips,
        error_messages={"required": _("Choose whom you reported to.")},
    )
    body_name = forms.CharField(
        label=_("Which one, and who took it (may stay empty)"), required=False, max_length=100
    )
    how = forms.ChoiceField(
        label=_("How"),
        choices=REPORT_HOW_CHOICES,
        widget=Chips,
        error_messages={"required": _("Choose how you reported.")},
    )
    reported_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Write day and time, for example 2026-12-01 14:30."),
            "invalid": _("Write day and time, for example 2026-12-01 14:30."),
        },
    )
    reported_by = PersonChoiceField(
        label=_("Who reported"),
        queryset=User.objects.none(),
        error_messages={"required": _("Choose who reported.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("What they were told"),
        choices=Sharing.Part.choices,
        widget=ManyChips,
        help_text=_("Only what they need for this."),
        error_messages={"required": _("Choose what they were told.")},
    )
    number = forms.CharField(
        label=_("Their number for it (may stay empty)"), required=False, max_length=60
    )
    reply = forms.CharField(
        label=_("What they answered (may stay empty)"),
        required=False,
        max_length=1000,
        widget=lines(2),
    )

    def __init__(self, *args, duty: Duty, reporters: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signs"].choices = list(SIGNS[duty].items())
        self.fields["reported_by"].queryset = reporters


class NoDutyForm(forms.Form):
    reason = forms.CharField(
        label=_("Why no report is needed"),
        max_length=1000,
        widget=lines(3),
        help_text=_("What you looked at, whom you asked, and what it was instead."),
        error_messages={"required": _("Write the reason.")},
    )


class ReplyForm(forms.Form):
    number = forms.CharField(label=_("Their number for it"), required=False, max_length=60)
    reply = forms.CharField(
        label=_("Their answer"), required=False, max_length=1000, widget=lines(3)
    )

    def clean(self):
        data = super().clean()
        if not (data.get("number") or data.get("reply")):
            self.add_error("reply", _("Write their number or their answer."))
        return data
