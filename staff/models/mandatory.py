"""The duty to report harm, whether it was answered, and what was reported (domain.md §4.2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.encryption import EncryptedTextField
from intake.models import Referral, Sharing
from policy_pages.models import Station

from ..domain.mandatory import LAW, WHAT_TO_DO, Duty
from ..labels import REPORT_BODY_CHOICES, REPORT_DUTY_CHOICES, REPORT_HOW_CHOICES
from .case import Case


class ReportDutyQuerySet(models.QuerySet["ReportDuty"]):
    def unanswered(self) -> ReportDutyQuerySet:
        return self.filter(answered_at__isnull=True)

    def with_reports(self) -> ReportDutyQuerySet:
        """Each with the reports made and who made them; one more query."""
        made = ReportMade.objects.select_related("reported_by")
        return self.prefetch_related(models.Prefetch("reports", queryset=made))

    def of_case(self, case: Case, referral_ids: list[int] | None = None) -> ReportDutyQuerySet:
        """Those of a household: noted on its case, or on a referral that belongs to it."""
        of_referrals = (
            Q(referral__decision__case=case)
            if referral_ids is None
            else Q(referral__in=referral_ids)
        )
        return self.filter(Q(case=case) | of_referrals)


class ReportDuty(models.Model):
    """One duty to report: open until a report reached a body the law names, or a lead says why none
    was needed. It belongs to a referral, and so to the case that one has, or to a case."""

    class Origin(models.TextChoices):
        TRIAGE = "triage", _("heard in a referral")
        NOTED = "noted", _("noted by a worker")

    class Outcome(models.TextChoices):
        REPORTED = "reported", _("reported")
        NO_DUTY = "no_duty", _("no report was needed")

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="report_duties"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="report_duties"
    )
    duty = models.CharField(_("whom it protects"), max_length=10, choices=REPORT_DUTY_CHOICES)
    origin = models.CharField(_("how it became known"), max_length=10, choices=Origin.choices)
    signs = models.JSONField(
        _("what founds it"), default=list, blank=True, help_text=_("Codes of the law's list.")
    )
    seen = EncryptedTextField(_("what was seen or heard"), blank=True)
    known_at = models.DateTimeField(_("known since"))
    due_at = models.DateTimeField(_("to be answered by"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Nobody where the rules of triage found it."),
    )
    reminded_at = models.DateTimeField(_("last called to mind"), null=True, blank=True)
    answered_at = models.DateTimeField(pgettext_lazy("time", "answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("answer"), max_length=10, choices=Outcome.choices, blank=True)
    reason = EncryptedTextField(_("why no report was needed"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReportDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty to report")
        verbose_name_plural = _("duties to report")
        ordering = ["due_at", "pk"]
        permissions = [("waive_reportduty", _("Can say that no report is needed"))]
        indexes = [
            models.Index(
                fields=["station", "due_at"],
                name="report_duty_open",
                condition=Q(answered_at__isnull=True),
            ),
            models.Index(fields=["station", "-answered_at"], name="report_duty_answered"),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_duty_of_one_household",
                condition=Q(referral__isnull=False, case__isnull=True)
                | Q(referral__isnull=True, case__isnull=False),
            ),
            models.CheckConstraint(
                name="report_duty_answered_whole",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, outcome="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="")),
            ),
            models.UniqueConstraint(
                fields=["referral", "duty"],
                name="triage_notes_a_report_duty_once",
                condition=Q(origin="triage"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.household)

    @property
    def household(self) -> Case | Referral:
        """Its case, or the referral while that has none."""
        if self.case_id:
            return self.case
        decision = getattr(self.referral, "decision", None)
        return decision.case if decision and decision.case_id else self.referral

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def what_to_do(self) -> str:
        return WHAT_TO_DO[Duty(self.duty)]

    @property
    def law(self) -> str:
        return LAW[Duty(self.duty)]


class ReportMade(models.Model):
    """One report to one body. Written once; only its answer comes later."""

    duty = models.ForeignKey(ReportDuty, on_delete=models.PROTECT, related_name="reports")
    body = models.CharField(_("who was told"), max_length=20, choices=REPORT_BODY_CHOICES)
    body_name = EncryptedTextField(_("which one, and who took it"), blank=True)
    how = models.CharField(_("how"), max_length=10, choices=REPORT_HOW_CHOICES)
    reported_at = models.DateTimeField(_("when"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    number = EncryptedTextField(_("their number for it"), blank=True)
    reply = EncryptedTextField(_("what they answered"), blank=True)
    sharing = models.ForeignKey(
        Sharing, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("report made")
        verbose_name_plural = _("reports made")
        ordering = ["reported_at", "pk"]

    def __str__(self) -> str:
        return f"{self.duty} {self.body}"
