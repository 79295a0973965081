"""Going to see a household, or calling it (R-70)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.encryption import EncryptedTextField

from .case import Case


class VisitQuerySet(models.QuerySet["Visit"]):
    def planned(self) -> VisitQuerySet:
        return self.filter(status=Visit.Status.PLANNED)

    def due_by(self, day: date) -> VisitQuerySet:
        return self.planned().filter(planned_for__lte=day)


class Visit(models.Model):
    """One planned contact, and the note made of it. A note is written once."""

    class Kind(models.TextChoices):
        HOME = "home", _("home visit")
        PHONE = "phone", _("phone call")
        STATION = "station", _("at the station")
        OTHER = "other", _("elsewhere")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        MISSED = "missed", _("nobody met")
        CANCELLED = "cancelled", _("cancelled")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.HOME)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.PLANNED
    )
    planned_for = models.DateField(_("planned for"))
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("who goes"),
    )
    purpose = EncryptedTextField(_("what to ask or bring"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    met = models.JSONField(_("who was met"), default=list, blank=True)
    said = EncryptedTextField(_("what they said"), blank=True)
    seen = EncryptedTextField(_("what was seen"), blank=True)
    done = EncryptedTextField(_("what was done"), blank=True)
    urgent = models.BooleanField(_("something urgent"), default=False)
    room_checks = models.JSONField(
        _("the room's service"), default=list, blank=True, help_text=_("Codes of RoomCheck (R-70).")
    )
    growth_checks = models.JSONField(
        _("the person's growth"),
        default=list,
        blank=True,
        help_text=_("Codes of GrowthCheck (R-70)."),
    )
    room_feedback = EncryptedTextField(_("what to tell the room"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["planned_for", "pk"]
        indexes = [
            models.Index(
                fields=["visitor", "planned_for"],
                name="visit_planned",
                condition=Q(status="planned"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="visit_done_has_a_time",
                condition=~Q(status="done") | Q(done_at__isnull=False),
                violation_error_message=_("Say when the visit took place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.planned_for:%Y-%m-%d}"
