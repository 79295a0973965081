"""What the weekly jobs remember: which links answered, and which week's digest was sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 500


class CheckedLink(models.Model):
    """An address outside this site that content leads to, and whether it answers."""

    url = models.URLField(_("address"), max_length=LONGEST_ADDRESS, unique=True)
    last_checked = models.DateTimeField(_("last checked"))
    last_ok = models.DateTimeField(_("last answered"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("link checked")
        verbose_name_plural = _("links checked")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url


class WeeklyDigest(models.Model):
    """The digest of one week, by its Monday. Claimed before it is sent, so it goes out once."""

    CLAIM_HOLDS = timedelta(hours=1)

    week = models.DateField(_("week"), unique=True)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("weekly digest")
        verbose_name_plural = _("weekly digests")
        ordering = ["-week"]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"

    def is_taken(self, now: datetime) -> bool:
        """Sent, or being sent by somebody else right now."""
        return self.sent_at is not None or self.claimed_at > now - self.CLAIM_HOLDS
