"""What may not be erased for now, although its time is over or the person asks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.encryption import EncryptedTextField
from intake.models import Referral


class LegalHold(models.Model):
    """Why a referral must be kept: a lead sets it, and a lead lifts it (PIPL Art. 47 ¶2)."""

    class Why(models.TextChoices):
        DISPUTE = "dispute", _("a complaint, appeal or lawsuit is going on")
        REPORT = "report", _("a report the law requires was made (violence, a child)")
        AUDIT = "audit", _("an authority is looking into it")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(_("why"), max_length=20, choices=Why.choices)
    words = EncryptedTextField(_("in a line"), blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_hold_at_a_time",
                violation_error_message=_("This referral is held already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} {self.why}"
