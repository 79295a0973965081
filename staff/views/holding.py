"""Handing a case over, setting the day to look again, cancelling a visit."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .. import actions
from ..forms import CancelVisitForm, HandOverForm, ReviewForm
from ..models import User, Visit
from .case_forms import CaseFormView


class HandOverView(CaseFormView):
    permission_required = "staff.change_case"
    page_title = _("Hand over")
    header_icon = "group"
    submit_label = _("Hand over")
    success_message = _("Handed over. The reason is in the story.")

    def build_form(self, data=None):
        case = self.case
        in_room = User.objects.filter(rooms=case.room_id, is_active=True)
        return HandOverForm(
            data,
            initial={"worker": case.worker_id, "room_worker": case.room_worker_id},
            workers=User.objects.filter(station=case.station_id, is_active=True),
            room_workers=User.objects.none() if case.station_only or not case.room_id else in_room,
        )

    def save(self, form):
        actions.assign_case(
            self.case.pk,
            seen_version=self.seen_version,
            actor=self.request.user,
            **form.cleaned_data,
        )
        return self.case_url


class ReviewView(CaseFormView):
    permission_required = "staff.change_case"
    page_title = _("Look again on")
    header_icon = "calendar"
    success_message = _("The day to look again is set.")

    def build_form(self, data=None):
        return ReviewForm(
            data, initial={"review_on": self.case.review_on}, today=timezone.localdate()
        )

    def save(self, form):
        actions.set_review(
            self.case.pk,
            seen_version=self.seen_version,
            actor=self.request.user,
            **form.cleaned_data,
        )
        return self.case_url


class CancelVisitView(CaseFormView):
    permission_required = "staff.change_visit"
    page_title = _("Cancel the visit")
    header_icon = "cross"
    submit_label = _("Cancel the visit")
    success_message = _("Cancelled. Plan another day if there is to be one.")

    @cached_property
    def visit(self) -> Visit:
        return get_object_or_404(self.case.visits.select_related("visitor"), pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        day = self.visit.planned_for
        return f"{day.month}月{day.day}日 {self.visit.get_kind_display()}"

    def get(self, request, *args, **kwargs):
        if self.visit.status != Visit.Status.PLANNED:
            return HttpResponseRedirect(f"{self.case_url}#visit-{self.visit.pk}")
        return super().get(request, *args, **kwargs)

    def build_form(self, data=None):
        return CancelVisitForm(data)

    def save(self, form):
        actions.cancel_visit(self.visit.pk, actor=self.request.user, **form.cleaned_data)
        return self.case_url
