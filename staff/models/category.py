"""What a household may be entitled to, and why no rule fits it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..labels import CATEGORY_CHOICES, CATEGORY_STATUS_CHOICES, GAP_REASON_CHOICES
from .case import Case


class CaseCategory(models.Model):
    """One of the nine for one household; many hold at once (R-53). Tier is not eligibility."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="categories")
    category = models.CharField(_("category"), max_length=30, choices=CATEGORY_CHOICES)
    status = models.CharField(_("status"), max_length=20, choices=CATEGORY_STATUS_CHOICES)
    label = models.CharField(_("label in law that day"), max_length=100)
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("category of a household")
        verbose_name_plural = _("categories of households")
        ordering = ["category"]
        constraints = [
            models.UniqueConstraint(fields=["case", "category"], name="one_status_per_category"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.category}"


class CaseGap(models.Model):
    """One reason why no rule fits a household in difficulty (政策缝隙, R-36)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gaps")
    reason = models.CharField(_("why no rule fits"), max_length=30, choices=GAP_REASON_CHOICES)
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("policy gap")
        verbose_name_plural = _("policy gaps")
        ordering = ["reason"]
        indexes = [models.Index(fields=["reason"], name="gap_by_reason")]
        constraints = [
            models.UniqueConstraint(fields=["case", "reason"], name="one_row_per_gap_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.reason}"
