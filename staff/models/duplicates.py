"""Who is the same and who is not: cases put together, and look-alikes somebody has told apart."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.encryption import EncryptedTextField
from intake.models import Referral

from ..labels import STAGE_CHOICES
from .case import Case, ReferralDecision
from .category import CaseCategory, CaseGap
from .visit import Visit


class ToldApart(models.Model):
    """Two referrals that look like one household and are not; they are not offered again."""

    first = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="+")
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("different households")
        verbose_name_plural = _("different households")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="told_apart_once"),
            models.CheckConstraint(name="told_apart_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class CaseMergeQuerySet(models.QuerySet["CaseMerge"]):
    def standing(self) -> CaseMergeQuerySet:
        return self.filter(split_at__isnull=True)


class CaseMerge(models.Model):
    """One household had two cases: ``case`` was put into ``into``, and can be taken out again.

    It keeps what splitting needs: how the case stood, and what went over.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merged")
    reason = EncryptedTextField(_("reason"))
    stage = models.CharField(_("stage before"), max_length=30, choices=STAGE_CHOICES)
    provisional = models.BooleanField(default=False)
    review_on = models.DateField(null=True, blank=True)
    decisions = models.ManyToManyField(ReferralDecision, related_name="+")
    visits = models.ManyToManyField(Visit, related_name="+")
    categories = models.ManyToManyField(CaseCategory, related_name="+")
    gaps = models.ManyToManyField(CaseGap, related_name="+")
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    merged_at = models.DateTimeField(_("merged"))
    split_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    split_at = models.DateTimeField(_("split"), null=True, blank=True)

    objects = CaseMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("cases put together")
        verbose_name_plural = _("cases put together")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(split_at__isnull=True), name="one_merge_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.into}"
