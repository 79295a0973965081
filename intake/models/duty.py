"""Whose day it is to hear first of what comes in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy_pages.models import Station

from ..encryption import EncryptedTextField


class DutyDay(models.Model):
    """One day of a station's rota; alerts of that day go to ``mailbox`` too."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="duty_days")
    day = models.DateField(_("day"))
    staff_id = models.BigIntegerField(
        help_text=_("The staff user on duty; a plain number, since intake knows no staff.")
    )
    mailbox = EncryptedTextField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("day on duty")
        verbose_name_plural = _("days on duty")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["station", "day"], name="one_on_duty_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.day}"
