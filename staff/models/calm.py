"""The calm first response of a household in tier 1, ticked by whoever saw to it (R-61)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..domain.calm import CalmStep
from ..labels import CALM_STEP_CHOICES
from .case import Case, StageMove


class CalmTick(models.Model):
    """One item of the list, for one arrival in tier 1. Ticks are only added.

    ``contact`` is who keeps in touch; a household handed over gets a second tick with the new one.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="calm_ticks")
    arrival = models.ForeignKey(StageMove, on_delete=models.PROTECT, related_name="calm_ticks")
    step = models.CharField(_("step"), max_length=20, choices=CALM_STEP_CHOICES)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who keeps in touch"),
    )
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ticked_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("tick of the calm response")
        verbose_name_plural = _("ticks of the calm response")
        ordering = ["ticked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="calm_contact_is_named",
                condition=Q(step=CalmStep.ONE_CONTACT_PERSON, contact__isnull=False)
                | (~Q(step=CalmStep.ONE_CONTACT_PERSON) & Q(contact__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["arrival", "step"],
                name="calm_step_ticked_once",
                condition=Q(contact__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["arrival", "contact"],
                name="calm_contact_named_once",
                condition=Q(contact__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.step}"
