"""That what somebody told was read by the rules at once, before anybody opened it (R-58, R-61)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models import Referral


class HeardInWords(models.Model):
    """Whether what a referral tells cannot wait, as the rules of triage heard it.

    A sign for the queue and the day's board, never a decision. What was heard is not kept: it is
    read on the card, from the words themselves, by whoever may read them.
    """

    referral = models.OneToOneField(
        Referral, on_delete=models.CASCADE, primary_key=True, related_name="heard"
    )
    urgent = models.BooleanField(_("cannot wait"))
    heard_at = models.DateTimeField()

    class Meta:
        verbose_name = _("heard in the words")
        verbose_name_plural = _("heard in the words")

    def __str__(self) -> str:
        return str(self.referral)
