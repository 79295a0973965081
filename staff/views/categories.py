"""How a household stands with the nine categories, and the needs no rule meets."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .. import actions
from ..disclosure import only_readable, with_consents
from ..forms import CategoriesForm, ChangeGapForm, GapForm
from ..models import CaseCategory, CaseGap, ReadLog
from ..permissions import visible_referrals
from ..triage_report import suggestion_for
from .case_forms import CaseFormView
from .reading import RecordsReadingMixin


class StandingView(RecordsReadingMixin, CaseFormView):
    """What all three forms share; a closed case is sent back to its page, where it is reopened."""

    permission_required = "staff.change_case"
    reads_as = ReadLog.What.CATEGORIES

    def get(self, request, *args, **kwargs):
        if not self.case.tier:
            return HttpResponseRedirect(self.case_url)
        return super().get(request, *args, **kwargs)


class CategoriesView(StandingView):
    page_title = _("The nine categories")
    header_icon = "list-ul"
    template_name = "staff/categories.html"
    success_message = _("Saved. The day and your name stand beside it.")

    @cached_property
    def rows(self) -> list[CaseCategory]:
        """All there ever was of this household, the newest first."""
        rows = self.case.categories.select_related("set_by", "ended_by")
        return list(rows.order_by("-set_at", "-pk"))

    def likely(self) -> set[str]:
        """The categories the rules read out of what was told first, as this reader may see it."""
        ids = [decision.referral_id for decision in self.case.decisions.all()]
        told = with_consents(visible_referrals(self.request.user)).filter(pk__in=ids)
        first = told.select_related("station").order_by("received_at").first()
        if first is None:
            return set()
        readable = only_readable(self.request.user, first)
        said = suggestion_for(readable, earlier=None, now=timezone.now())
        return {category["code"] for category in said.get("categories", [])}

    def build_form(self, data=None):
        return CategoriesForm(
            data,
            initial={row.category: row.status for row in self.rows if row.ended_at is None},
            today=timezone.localdate(),
            likely=self.likely() if data is None else (),
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            standing=[row for row in self.rows if row.ended_at is None],
            past=[row for row in self.rows if row.ended_at is not None],
            **kwargs,
        )

    def save(self, form):
        actions.set_categories(
            self.case.pk,
            categories=form.statuses,
            seen_version=self.seen_version,
            actor=self.request.user,
        )
        return self.case_url


class AddGapView(StandingView):
    page_title = _("Write down a policy gap")
    header_icon = "warning"
    template_name = "staff/gap_add.html"
    success_message = _("The gap is written down. It counts in the report, without a name.")

    def build_form(self, data=None):
        return GapForm(data, today=timezone.localdate())

    def save(self, form):
        actions.add_gap(
            self.case.pk,
            seen_version=self.seen_version,
            actor=self.request.user,
            **form.cleaned_data,
        )
        return self.case_url


class ChangeGapView(StandingView):
    page_title = _("Policy gap")
    header_icon = "warning"
    template_name = "staff/gap_change.html"
    success_message = _("Saved.")

    @cached_property
    def gap(self) -> CaseGap:
        return get_object_or_404(
            self.case.gaps.select_related("set_by", "ended_by"), pk=self.kwargs["pk"]
        )

    def get(self, request, *args, **kwargs):
        if self.gap.ended_at is not None:
            return HttpResponseRedirect(f"{self.case_url}#gap-{self.gap.pk}")
        return super().get(request, *args, **kwargs)

    def build_form(self, data=None):
        gap = self.gap
        return ChangeGapForm(data, initial={"offered": gap.offered, "words": gap.words})

    def get_context_data(self, **kwargs):
        return super().get_context_data(gap=self.gap, **kwargs)

    def save(self, form):
        actions.change_gap(
            self.gap.pk,
            seen_version=self.seen_version,
            actor=self.request.user,
            **form.cleaned_data,
        )
        return self.case_url
