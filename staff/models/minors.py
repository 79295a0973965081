"""A child's data: opened by a responsible person (MINOR-NET 36); what its guardian said."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.encryption import EncryptedTextField
from intake.models import Referral

from .user import User


class MinorsAccessQuerySet(models.QuerySet["MinorsAccess"]):
    def open_for(self, user: User, referral: Referral, at: datetime) -> MinorsAccessQuerySet:
        return self.filter(asked_by=user, referral=referral, open_until__gt=at)

    def unanswered(self) -> MinorsAccessQuerySet:
        """What waits for a responsible person; what was opened in an emergency as well."""
        return self.filter(decided_at__isnull=True)


class MinorsAccess(models.Model):
    """One worker's request for the sensitive fields of one referral, and what became of it."""

    referral = models.ForeignKey(
        Referral, on_delete=models.SET_NULL, null=True, related_name="minors_access"
    )
    reference = models.CharField(_("reference"), max_length=8)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    asked_at = models.DateTimeField(_("when"))
    purpose = EncryptedTextField(_("what it is needed for"))
    emergency = models.BooleanField(
        _("emergency"),
        default=False,
        help_text=_("Opened at once; answered after."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(pgettext_lazy("time", "answered"), null=True, blank=True)
    granted = models.BooleanField(_("allowed"), default=False)
    open_until = models.DateTimeField(_("open until"), null=True, blank=True)

    objects = MinorsAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access to a child's data")
        verbose_name_plural = _("access to children's data")
        ordering = ["-asked_at", "-pk"]
        permissions = [("decide_minorsaccess", _("Can open a child's sensitive data"))]
        indexes = [
            models.Index(fields=["referral", "asked_by"], name="minors_access_of"),
            models.Index(
                fields=["asked_at"],
                name="minors_access_unanswered",
                condition=Q(decided_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="minors_access_by_another_person",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Another person must answer."),
            ),
            models.UniqueConstraint(
                fields=["referral", "asked_by"],
                name="one_request_for_minors_data_at_a_time",
                condition=Q(decided_at__isnull=True),
                violation_error_message=_("You have asked already; the lead has yet to answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference[:4]} {self.reference[4:]}"


class GuardianAnswer(models.Model):
    """What is noted of a guardian's consent to what a child told us itself (PIPL 31; MINOR 72).

    Added to and never changed: the newest one stands.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked, no answer yet")
        GIVEN = "given", pgettext_lazy("a guardian's consent", "given")
        REFUSED = "refused", pgettext_lazy("a guardian's consent", "refused")
        NOT_ASKED = "not_asked", _("not asked, because the guardian may be the danger")

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="guardian_answers"
    )
    state = models.CharField(_("guardian's consent"), max_length=10, choices=State.choices)
    who = EncryptedTextField(_("which guardian"), blank=True)
    words = EncryptedTextField(_("why, in a line"), blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("guardian's answer")
        verbose_name_plural = _("guardians' answers")
        ordering = ["-noted_at", "-pk"]
        permissions = [("note_guardiananswer", _("Can note what a child's guardian says"))]

    def __str__(self) -> str:
        return f"{self.referral} {self.state}"
