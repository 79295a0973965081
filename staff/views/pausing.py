"""Stopping the promised clock on a card, and letting it run again."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.models import Promise

from .. import actions
from .base import ReferralButton


class PauseForm(forms.Form):
    why = forms.ChoiceField(
        label=_("Why it is paused; the person reads this"),
        choices=Promise.PauseWhy.choices,
        error_messages={"required": _("Choose why."), "invalid_choice": _("Choose why.")},
    )
    until = forms.DateField(
        label=pgettext_lazy("a pause", "Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Write the day, for example 2026-12-01."),
            "invalid": _("Write the day, for example 2026-12-01."),
        },
    )


class PauseView(ReferralButton):
    permission_required = "staff.triage_referraldecision"
    done = _("Paused. The person sees the reason and the new date.")

    def act(self):
        form = PauseForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError([text for field in form for text in field.errors])
        actions.pause_promise(self.as_told, **form.cleaned_data, actor=self.request.user)


class ResumeView(ReferralButton):
    permission_required = "staff.triage_referraldecision"
    done = _("The clock runs again.")

    def act(self):
        actions.resume_promise(self.as_told, actor=self.request.user)
