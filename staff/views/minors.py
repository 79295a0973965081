"""A child's data: asking for them, the lead's list of who asked, and what the guardian says."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from .. import actions
from ..forms import AskMinorsForm, GuardianForm
from ..models import MinorsAccess
from ..permissions import visible_referrals
from .base import DeskView, ReferralScreen
from .forms_on_screen import FormOnScreenMixin


class AskForMinorsDataView(FormOnScreenMixin, ReferralScreen):
    template_name = "staff/ask_minors.html"
    header_icon = "lock"
    page_title = _("A child's data")

    def get_page_title(self):
        return self.page_title

    def get_page_subtitle(self):
        return str(self.referral)

    def build_form(self, data=None):
        return AskMinorsForm(data)

    def save(self, form):
        actions.ask_for_minors_data(self.referral, actor=self.request.user, **form.cleaned_data)
        said = (
            _("Open for 24 hours. It is written down, and the lead answers.")
            if form.cleaned_data["emergency"]
            else _("Asked. You can read it as soon as the lead agrees.")
        )
        messages.success(self.request, said)
        return self.referral_url

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            referral=self.referral, back_url=self.referral_url, **kwargs
        )


class MinorsRequestsView(DeskView):
    """Who asked for which child's data, and why: for the lead to answer."""

    permission_required = "staff.decide_minorsaccess"
    page_title = _("Children's data")
    header_icon = "lock"
    template_name = "staff/minors_requests.html"
    shown = 50

    def requests(self):
        visible = visible_referrals(self.request.user).values("pk")
        return (
            MinorsAccess.objects.filter(referral__in=visible)
            .exclude(asked_by=self.request.user)
            .select_related("asked_by", "decided_by")
        )

    def get_context_data(self, **kwargs):
        unanswered = self.requests().unanswered().order_by("-emergency", "asked_at")
        answered = self.requests().filter(decided_at__isnull=False).order_by("-decided_at")
        return super().get_context_data(
            waiting=list(unanswered[: self.shown]), answered=list(answered[:20]), **kwargs
        )


class AnswerForMinorsDataView(MinorsRequestsView):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        asked = get_object_or_404(self.requests(), pk=self.kwargs["pk"])
        granted = request.POST.get("answer") == "allow"
        try:
            actions.answer_for_minors_data(asked.pk, granted=granted, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(
                request, _("Allowed for 30 days.") if granted else _("Not allowed; it is closed.")
            )
        return redirect("minors_requests")


class GuardianView(FormOnScreenMixin, ReferralScreen):
    """Whether the guardian of a child who asked for itself agrees; what was noted before."""

    permission_required = "staff.note_guardiananswer"
    template_name = "staff/guardian.html"
    header_icon = "user"
    page_title = _("The guardian of a child")
    success_message = _("Noted.")

    def get_page_title(self):
        return self.page_title

    def get_page_subtitle(self):
        return str(self.referral)

    def show(self, form, status=200):
        if not self.as_told.is_childs_own:
            raise Http404
        return super().show(form, status)

    def build_form(self, data=None):
        return GuardianForm(data)

    def save(self, form):
        actions.note_guardian(self.as_told, **form.cleaned_data, actor=self.request.user)
        return self.referral_url

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            referral=self.referral,
            noted=self.as_told.guardian_answers.select_related("noted_by"),
            back_url=self.referral_url,
            **kwargs,
        )
