"""The duty to report harm: noting it, its page with the reports made, and the lead's list."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from intake.models import Referral

from .. import actions, permissions
from ..domain.mandatory import LAW, SIGNS, WHAT_TO_DO, Duty
from ..forms import DutyForm, NoDutyForm, ReplyForm, ReportForm
from ..households import household_url
from ..models import Case, ReadLog, ReportDuty, ReportMade, User
from .base import CasePart, DeskView, ReasonFirstMixin, ReferralScreen
from .forms_on_screen import FormOnScreenMixin, version_typed
from .reading import NamesOnScreenMixin

WITH_HOUSEHOLD = ("case__room", "referral__room", "referral__decision__case__room")


def duty_url(duty: ReportDuty, view: str = "detail") -> str:
    return reverse(f"mandatory:{view}", args=[duty.pk])


class RaiseDutyMixin(FormOnScreenMixin):
    """Noted first, then the page where the report is written down."""

    permission_required = "staff.add_reportmade"
    header_icon = "warning"
    template_name = "staff/raise_duty.html"
    page_title = _("A report the law asks for")
    success_message = _("Noted. Report now, then write down here whom you told.")

    def get_page_title(self):
        return self.page_title

    def build_form(self, data=None):
        return DutyForm(data)

    def save(self, form):
        duty = actions.raise_duty(self.reported, actor=self.request.user, **form.cleaned_data)
        return duty_url(duty)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            called=str(self.reported),
            back_url=household_url(self.reported),
            laws=[(LAW[duty], WHAT_TO_DO[duty]) for duty in Duty],
            **kwargs,
        )


class RaiseDutyForCaseView(RaiseDutyMixin, CasePart):
    @property
    def reported(self) -> Case:
        return self.case


class RaiseDutyForReferralView(RaiseDutyMixin, ReferralScreen):
    """One that belongs to a case is noted there."""

    @property
    def reported(self) -> Case | Referral:
        return self.household


class DutyScreen(ReasonFirstMixin, FormOnScreenMixin, DeskView):
    """A screen about one duty. One that may not be seen does not exist (404, never 403)."""

    permission_required = "staff.view_reportduty"
    header_icon = "warning"
    page_title = _("A report the law asks for")

    @cached_property
    def duty(self) -> ReportDuty:
        found = (
            permissions.visible_duties(self.request.user)
            .select_related(*WITH_HOUSEHOLD, "raised_by", "answered_by")
            .with_reports()
            .filter(pk=self.kwargs["pk"])
            .first()
        )
        if found is None:
            raise Http404
        return found

    @property
    def household(self) -> Case | Referral:
        return self.duty.household

    def parents(self):
        index = reverse("cases:index" if isinstance(self.household, Case) else "referrals:index")
        label = _("Cases") if isinstance(self.household, Case) else _("Referrals")
        return [
            {"url": index, "label": label},
            {"url": household_url(self.household), "label": str(self.household)},
        ]

    def get_page_title(self):
        return self.page_title

    def get_page_subtitle(self):
        return str(self.household)

    def get(self, request, *args, **kwargs):
        answer = super().get(request, *args, **kwargs)
        actions.record_reading(
            self.household, why=self.why, actor=request.user, what=ReadLog.What.REPORT
        )
        return answer

    def refused(self, form, refusal):
        self.__dict__.pop("duty", None)  # a colleague may have written here: show it as it is now
        return super().refused(form, refusal)

    def get_context_data(self, **kwargs):
        duty, now = self.duty, timezone.now()
        law = Duty(duty.duty)
        return super().get_context_data(
            duty=duty,
            late=duty.is_open and duty.due_at < now,
            signs=[SIGNS[law][code] for code in duty.signs],
            household_url=household_url(self.household),
            may_waive=duty.is_open and self.request.user.has_perm("staff.waive_reportduty"),
            **kwargs,
        )


class DutyView(DutyScreen):
    """The duty, the reports made, and the form for the next one."""

    template_name = "staff/duty_to_report.html"
    success_message = _("Written down. Add what they answer when you hear of it.")

    def build_form(self, data=None):
        duty = self.duty
        here = Q(station=duty.station_id) | Q(rooms__station=duty.station_id)
        return ReportForm(
            data,
            initial={
                "signs": duty.signs,
                "reported_at": timezone.localtime(),
                "reported_by": self.request.user.pk,
            },
            duty=Duty(duty.duty),
            reporters=User.objects.filter(here, is_active=True).distinct(),
        )

    def save(self, form):
        actions.record_report(
            self.duty.pk,
            seen_version=version_typed(self.request, "seen_version"),
            actor=self.request.user,
            **form.cleaned_data,
        )
        return duty_url(self.duty)


class WaiveDutyView(DutyScreen):
    """A lead says, with the reason, that no report was needed."""

    permission_required = "staff.waive_reportduty"
    template_name = "staff/waive_duty.html"
    page_title = _("No report is needed")
    success_message = _("Noted, with your reason.")

    def build_form(self, data=None):
        return NoDutyForm(data)

    def save(self, form):
        actions.waive_duty(
            self.duty.pk,
            seen_version=version_typed(self.request, "seen_version"),
            actor=self.request.user,
            **form.cleaned_data,
        )
        return duty_url(self.duty)


class ReplyView(DutyScreen):
    """What the body answered, and its number: often days later."""

    template_name = "staff/report_reply.html"
    page_title = _("Their answer")
    success_message = _("The answer is noted.")

    @cached_property
    def report(self) -> ReportMade:
        found = next((r for r in self.duty.reports.all() if r.pk == self.kwargs["report"]), None)
        if found is None:
            raise Http404
        return found

    def build_form(self, data=None):
        return ReplyForm(data, initial={"number": self.report.number, "reply": self.report.reply})

    def save(self, form):
        actions.note_reply(
            self.report.pk,
            seen_version=version_typed(self.request, "seen_version"),
            actor=self.request.user,
            **form.cleaned_data,
        )
        return duty_url(self.duty)

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.report, **kwargs)


class DutiesView(NamesOnScreenMixin, DeskView):
    """Every open duty of the station and what was answered lately: for the lead."""

    index_url_name = "mandatory:index"
    is_searching, search_query = False, ""

    permission_required = "staff.waive_reportduty"
    page_title = _("Reports the law asks for")
    header_icon = "warning"
    template_name = "staff/duties_to_report.html"
    shown = 50

    def get_page_title(self):
        return self.page_title

    def get_context_data(self, **kwargs):
        duties = (
            permissions.visible_duties(self.request.user)
            .select_related(*WITH_HOUSEHOLD, "answered_by")
            .with_reports()
        )
        now = timezone.now()
        waiting = list(duties.unanswered()[: self.shown])
        answered = list(
            duties.filter(answered_at__isnull=False).order_by("-answered_at", "-pk")[: self.shown]
        )
        return super().get_context_data(
            object_list=[*waiting, *answered],
            waiting=waiting,
            answered=answered,
            now=now,
            **kwargs,
        )


def onward_to_duty(request, household: Case | Referral, harm: str) -> str | None:
    """Where to go after a note that raised the red flag: to the page of its duty."""
    if not harm:
        return None
    duties = permissions.visible_duties(request.user).unanswered().filter(duty=harm)
    is_case = isinstance(household, Case)
    duty = (duties.of_case(household) if is_case else duties.filter(referral=household)).first()
    if duty is None:
        return None
    messages.warning(request, _("Report now, then write down here whom you told."))
    return duty_url(duty)
