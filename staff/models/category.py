"""What a household may be entitled to, and why no rule fits it.

Nothing is overwritten: a row that no longer holds is ended and stays as history.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.encryption import EncryptedTextField
from intake.models import Need

from ..domain.categories import OTHER_RULE, Status
from ..labels import (
    CATEGORY_CHOICES,
    CATEGORY_STATUS_CHOICES,
    GAP_END_CHOICES,
    GAP_REASON_CHOICES,
    GAP_RULE_CHOICES,
)
from .case import Case


class StandingQuerySet(models.QuerySet):
    """Rows that hold from ``set_at`` until ``ended_at``."""

    def standing(self) -> StandingQuerySet:
        return self.filter(ended_at__isnull=True)

    def standing_between(self, start: datetime, end: datetime) -> StandingQuerySet:
        """Those that held at some moment from ``start`` until before ``end``."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=start), set_at__lt=end)


class _Standing(models.Model):
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who set it"),
    )
    set_at = models.DateTimeField(_("set"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who ended it"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        abstract = True


class CaseCategory(_Standing):
    """One status of one of the nine for one household; many hold at once (R-53).

    Tier is not eligibility. The label is that of the law on the day the status was set.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="categories")
    category = models.CharField(_("category"), max_length=30, choices=CATEGORY_CHOICES)
    status = models.CharField(_("status"), max_length=20, choices=CATEGORY_STATUS_CHOICES)
    label = models.CharField(_("label in law that day"), max_length=100)

    class Meta:
        verbose_name = _("category of a household")
        verbose_name_plural = _("categories of households")
        ordering = ["category", "set_at", "pk"]
        indexes = [
            models.Index(
                fields=["category", "case"],
                name="category_standing",
                condition=Q(ended_at__isnull=True) & ~Q(status=Status.NOT_MET.value),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "category"],
                name="one_status_per_category",
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.category}"

    @property
    def kind(self) -> str:
        """What a household has one standing row of."""
        return self.category


class CaseGap(_Standing):
    """One need of a household in difficulty that no rule meets (政策缝隙, R-28, R-36).

    Need, rule and reason are set once; what is offered instead may grow while it stands.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gaps")
    need = models.CharField(_("what is needed"), max_length=20, choices=Need.choices)
    rule = models.CharField(_("which rule it misses"), max_length=30, choices=GAP_RULE_CHOICES)
    reason = models.CharField(_("why no rule fits"), max_length=30, choices=GAP_REASON_CHOICES)
    offered = models.JSONField(
        _("what is offered instead"), default=list, blank=True, help_text=_("Codes of GapOffer.")
    )
    words = EncryptedTextField(_("in own words"), blank=True)
    ended_how = models.CharField(
        _("what became of it"), max_length=20, choices=GAP_END_CHOICES, blank=True
    )

    class Meta:
        verbose_name = _("policy gap")
        verbose_name_plural = _("policy gaps")
        ordering = ["set_at", "pk"]
        indexes = [
            models.Index(fields=["case"], name="gap_standing", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "need", "rule", "reason"],
                name="one_standing_gap_of_a_kind",
                condition=Q(ended_at__isnull=True) & ~Q(rule=OTHER_RULE),
            ),
            models.CheckConstraint(
                name="gap_ended_with_what_became_of_it",
                condition=Q(ended_at__isnull=True, ended_how="")
                | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.reason}"

    @property
    def kind(self) -> tuple[str, ...]:
        """What a household has one standing row of; other rules are told apart by their words."""
        words = self.words if self.rule == OTHER_RULE else ""
        return (self.need, self.rule, self.reason, words)
