"""The lead's word on repeated reports about one home."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import actions, permissions
from ..forms import Chips
from ..models import ReportsLookedAt
from .base import ReferralScreen
from .forms_on_screen import FormOnScreenMixin


class LookForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("What do you make of it?"),
        choices=ReportsLookedAt.Verdict.choices,
        widget=Chips,
        error_messages={"required": _("Choose one.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason.")},
    )


class LookAtReportsView(FormOnScreenMixin, ReferralScreen):
    """Written down with the reason; whoever reported learns nothing of it."""

    permission_required = "staff.sign_stagemove"
    template_name = "staff/look_at_reports.html"
    header_icon = "warning"
    success_message = _("Noted for this home, until the next report.")

    def dispatch(self, request, *args, **kwargs):
        if request.user.has_perm(self.permission_required) and not permissions.may_look_at_reports(
            request.user, self.referral
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Repeated reports")

    def parents(self):
        detail = reverse("referrals:detail", args=[self.referral.reference])
        return [*super().parents(), {"url": detail, "label": str(self.referral)}]

    def build_form(self, data=None):
        return LookForm(data)

    def save(self, form):
        actions.look_at_reports(self.referral, **form.cleaned_data, actor=self.request.user)
        return reverse("referrals:detail", args=[self.referral.reference])
