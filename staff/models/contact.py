"""Trying to reach somebody who has no case yet. With a case, a call is a visit by phone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.encryption import EncryptedTextField
from intake.models import Referral


class ContactTry(models.Model):
    """One call to the person of a referral, and how it went. Written once."""

    class Result(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        OTHER_ANSWERED = "other_answered", _("Somebody else answered")
        APPOINTMENT = "appointment", _("Agreed on a day")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="tries")
    result = models.CharField(_("how it went"), max_length=20, choices=Result.choices)
    line = EncryptedTextField(_("in a line"), blank=True)
    tried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    tried_at = models.DateTimeField(_("when"))
    next_on = models.DateField(
        _("next"),
        null=True,
        blank=True,
        help_text=_("The day to try again or the day agreed; emptied by the try after it."),
    )

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["tried_at", "pk"]
        indexes = [
            models.Index(
                fields=["next_on"],
                name="try_again_on",
                condition=models.Q(next_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} {self.result}"

    @property
    def met(self) -> bool:
        """Whether the person was spoken to, which is what keeps a promise."""
        return self.result in {self.Result.REACHED, self.Result.APPOINTMENT}
