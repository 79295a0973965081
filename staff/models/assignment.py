"""Who of the station takes up a waiting referral."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models import Referral


class ReferralAssignment(models.Model):
    """The worker who is to call first. Once decided, the case says who holds the household."""

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="assignment")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assigned_referrals"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("who takes it up")
        verbose_name_plural = _("who takes it up")

    def __str__(self) -> str:
        return str(self.referral)
