"""Several people pointing at one home: worry, or malice? A lead looks and says (ux_content 5.8)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.encryption import EncryptedTextField
from intake.models import Referral


class ReportsLookedAt(models.Model):
    """What a lead made of repeated reports about one home; it holds until the next report."""

    class Verdict(models.TextChoices):
        WORRY = "worry", _("people are worried; go and see as always")
        MALICE = "malice", _("perhaps malice: go gently, tell no reporter anything")

    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="reports_looked_at"
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    reason = EncryptedTextField(_("reason"))
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    looked_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("look at repeated reports")
        verbose_name_plural = _("looks at repeated reports")
        ordering = ["-looked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.referral} {self.verdict}"
