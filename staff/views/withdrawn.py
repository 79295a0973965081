"""A referral whose person took the consent back: delete it, or say which law keeps it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from .. import actions
from ..models import LegalHold
from .base import ReferralButton


class KeepForm(forms.Form):
    why = forms.ChoiceField(
        label=_("Why it must be kept"),
        choices=LegalHold.Why.choices,
        initial=LegalHold.Why.REPORT,
        error_messages={"required": _("Choose why."), "invalid_choice": _("Choose why.")},
    )
    reason = forms.CharField(
        label=_("Which law or duty asks to keep it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Name the law or duty, or delete it.")},
    )


class SettleWithdrawnView(ReferralButton):
    permission_required = "staff.triage_referraldecision"

    def when_done(self):
        return redirect("referrals:index")


class DeleteWithdrawnView(SettleWithdrawnView):
    done = _("Erased. Only the number and whom we told stay.")

    def act(self):
        actions.delete_withdrawn(self.referral, actor=self.request.user)


class KeepWithdrawnView(SettleWithdrawnView):
    permission_required = "staff.sign_stagemove"
    done = _("Kept under a legal hold, and readable by nobody.")

    def act(self):
        form = KeepForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError([text for field in form for text in field.errors])
        actions.keep_withdrawn(self.referral, **form.cleaned_data, actor=self.request.user)
