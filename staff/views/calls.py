"""The call panel: whom to ask for, what may be said, and how it went (ux_content 4, 打电话)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from .. import actions
from ..disclosure import only_readable, with_consents
from ..forms import CallForm
from ..households import case_url
from ..models import ContactTry
from ..permissions import visible_referrals
from .base import CasePart, ReferralScreen
from .contact import contact_is_shown
from .forms_on_screen import FormOnScreenMixin
from .mandatory import onward_to_duty

Result = ContactTry.Result
SAID = {
    Result.REACHED: _("Noted: the person was reached. The promise is kept."),
    Result.APPOINTMENT: _("Noted: the day is agreed. The promise is kept."),
    Result.NO_ANSWER: _("Noted. The next try is on the list."),
    Result.OTHER_ANSWERED: _("Noted. The next try is on the list."),
}


class CallScreen(FormOnScreenMixin):
    template_name = "staff/call.html"
    header_icon = "comment"
    page_title = _("Call")

    def get_page_title(self):
        return self.page_title

    def build_form(self, data=None):
        return CallForm(data)

    def note(self, *, result, line, agreed_on, harm, **where) -> None:
        raise NotImplementedError

    def save(self, form):
        data = form.cleaned_data
        where = {"agreed_kind": data["place"]} if data.get("place") else {}
        if data.get("although"):
            where["although"] = data["although"]
        self.note(
            result=data["result"],
            line=data["line"],
            agreed_on=data["day"],
            harm=data["harm"],
            **where,
        )
        messages.success(self.request, SAID[data["result"]])
        return onward_to_duty(self.request, self.household, data["harm"]) or self.back_url


class CallReferralView(CallScreen, ReferralScreen):
    permission_required = "staff.triage_referraldecision"

    def dispatch(self, request, *args, **kwargs):
        """Once decided there is no panel here: the household is called from its case."""
        if request.user.has_perm(self.permission_required) and hasattr(self.referral, "decision"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def back_url(self) -> str:
        return reverse("referrals:detail", args=[self.referral.reference])

    def parents(self):
        return [*super().parents(), {"url": self.back_url, "label": str(self.referral)}]

    def note(self, **answer):
        actions.record_try(self.referral, actor=self.request.user, **answer)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            referral=self.referral,
            contact_shown=contact_is_shown(self.request, self.referral.reference),
            contact_url=reverse("referrals:contact", args=[self.referral.reference]),
            back_url=self.back_url,
            **kwargs,
        )


class CallCaseView(CallScreen, CasePart):
    permission_required = "staff.add_visit"

    @property
    def back_url(self) -> str:
        return self.case_url

    def build_form(self, data=None):
        return CallForm(data, wishes=self.wishes)

    @cached_property
    def referral(self):
        """The first referral of the household that this person may read: how to call safely."""
        ids = [decision.referral_id for decision in self.case.decisions.all()]
        user = self.request.user
        first = with_consents(visible_referrals(user)).filter(pk__in=ids).order_by("received_at")
        return next((only_readable(user, referral) for referral in first[:1]), None)

    def note(self, **answer):
        actions.record_call(self.case.pk, actor=self.request.user, **answer)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            referral=self.referral,
            wishes=self.wishes,
            contact_shown=contact_is_shown(self.request, self.case.reference),
            contact_url=case_url(self.case, "contact"),
            back_url=self.case_url,
            **kwargs,
        )
