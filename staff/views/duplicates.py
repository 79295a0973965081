"""Two referrals or two cases of one household: together, apart again, told apart for good."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from intake.models import Referral
from intake.references import only_digits

from .. import actions
from ..disclosure import with_consents
from ..forms import lines
from ..households import case_url, with_household
from ..models import Case, CaseMerge
from ..permissions import may_merge, may_triage, visible_cases, visible_referrals
from .base import CaseScreen, ReferralButton
from .case_forms import CaseFormView
from .forms_on_screen import version_typed


class BesideAnotherView(ReferralButton):
    """One tap beside a look-alike; ``other`` in what is sent is its reference."""

    permission_required = "staff.triage_referraldecision"

    @cached_property
    def other(self) -> Referral:
        typed = only_digits(self.request.POST.get("other", ""))
        found = with_consents(visible_referrals(self.request.user)).filter(reference=typed).first()
        if found is None:
            raise Http404
        return found

    def may(self):
        return may_triage(self.request.user, self.as_told)


class MergeReferralView(BesideAnotherView):
    """The other is the same matter: it shares the fate of the one on the screen."""

    done = _("Put together. What you decide here holds for both.")

    def act(self):
        actions.merge_referrals(self.other, into=self.as_told, actor=self.request.user)


class TellApartView(BesideAnotherView):
    done = _("Noted: another household. It is not offered again.")

    def act(self):
        actions.tell_apart(self.as_told, other=self.other, actor=self.request.user)


class OfferAgainView(BesideAnotherView):
    done = _("It is offered again.")

    def act(self):
        actions.offer_again(self.as_told, other=self.other, actor=self.request.user)


class MergeCasesForm(forms.Form):
    other = forms.CharField(
        label=_("Reference of the case to put into this one"),
        max_length=20,
        help_text=_(
            "Its referrals, planned visits, categories and policy gaps come over; "
            "its story stays to read."
        ),
        error_messages={"required": _("Write its eight digits.")},
    )
    reason = forms.CharField(
        label=_("How you know that it is one household"),
        widget=lines(2),
        error_messages={"required": _("Write the reason.")},
    )

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self._cases = cases

    def clean_other(self) -> Case:
        found = self._cases.filter(reference=only_digits(self.cleaned_data["other"])).first()
        if found is None:
            raise ValidationError(_("There is no such open case. Check the eight digits."))
        return found


class MergeCasesView(CaseFormView):
    """The other case stands beside this one before anything is done: nothing is sent unseen."""

    permission_required = "staff.sign_stagemove"
    page_title = _("Put another case into this one")
    header_icon = "group"
    template_name = "staff/merge_cases.html"
    success_message = _("Put together. The other case stays to read and can be taken out again.")

    @property
    def submit_label(self):
        return _("Put together") if self.other else _("Show it beside this one")

    def _candidates(self):
        found = with_household(visible_cases(self.request.user)).active()
        return found.filter(station=self.case.station_id).exclude(pk=self.case.pk)

    @cached_property
    def other(self) -> Case | None:
        """The case named so far, to be looked at."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        typed = only_digits(asked.get("other", ""))
        return self._candidates().filter(reference=typed).first() if typed else None

    def build_form(self, data=None):
        initial = {"other": self.other or ""}
        return MergeCasesForm(data, initial=initial, cases=self._candidates())

    def get_context_data(self, **kwargs):
        return super().get_context_data(other=self.other, **kwargs)

    def post(self, request, *args, **kwargs):
        seen = only_digits(request.POST.get("seen_reference", ""))
        if self.other and seen != self.other.reference:
            return self.show(self.build_form({**request.POST.dict(), "reason": self._typed}))
        return super().post(request, *args, **kwargs)

    @property
    def _typed(self) -> str:
        return self.request.POST.get("reason", "")

    def save(self, form):
        try:
            actions.merge_cases(
                form.cleaned_data["other"].pk,
                into_id=self.case.pk,
                reason=form.cleaned_data["reason"],
                seen_version=version_typed(self.request, "seen_other"),
                seen_into=self.seen_version,
                actor=self.request.user,
            )
        except actions.StaleCase:
            self.__dict__.pop("other", None)
            raise
        return self.case_url


class SplitCasesView(CaseScreen):
    """Take a case that was put into another out again."""

    permission_required = "staff.sign_stagemove"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        merge = CaseMerge.objects.standing().select_related("into").filter(case=self.case).first()
        if merge is None:
            messages.error(request, _("These cases are not together any more."))
            return HttpResponseRedirect(self.case_url)
        if not may_merge(request.user, merge.into):
            raise PermissionDenied
        try:
            actions.split_cases(
                merge.pk,
                seen_version=version_typed(request, "seen_version"),
                seen_into=version_typed(request, "seen_into"),
                actor=request.user,
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        except actions.StaleCase as stale:
            messages.error(
                request, _("A case has changed meanwhile. Look at both again, then take apart.")
            )
            return HttpResponseRedirect(case_url(stale.case))
        else:
            messages.success(request, _("Taken apart. Each case stands as before."))
        return HttpResponseRedirect(self.case_url)
