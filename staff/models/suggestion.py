"""What the rules suggested at the moment somebody decided otherwise, or the same."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy_pages.models import Station

from ..labels import STAGE_CHOICES, TIER_CHOICES
from .case import ReferralDecision


class SuggestionKept(models.Model):
    """The suggestion beside the decision (DESIGN §6): codes alone, nothing anybody wrote.

    An empty tier, suggested or decided, is no case. When the referral is erased the row stays for
    the counts and no longer says whose it was.
    """

    decision = models.OneToOneField(
        ReferralDecision,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="suggestion",
    )
    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="+")
    decided_on = models.DateField(_("decided"))
    tier = models.CharField(_("suggested tier"), max_length=20, choices=TIER_CHOICES, blank=True)
    stage = models.CharField(_("suggested stage"), max_length=30, choices=STAGE_CHOICES, blank=True)
    rules = models.JSONField(_("rules that fired"), default=list, blank=True)
    alerts = models.JSONField(_("alerts"), default=list, blank=True)
    decided_tier = models.CharField(
        _("decided tier"), max_length=20, choices=TIER_CHOICES, blank=True
    )

    class Meta:
        verbose_name = _("suggestion kept")
        verbose_name_plural = _("suggestions kept")
        indexes = [models.Index(fields=["station", "decided_on"], name="suggestion_by_day")]

    def __str__(self) -> str:
        return f"{self.tier} {self.decided_tier}"
