"""Who outside the station was told what, why, and on which ground (PIPL Arts. 13, 23, 55)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..encryption import EncryptedTextField
from .consent import Consent
from .referral import Referral


class SharingQuerySet(models.QuerySet["Sharing"]):
    def shown_to_person(self) -> SharingQuerySet:
        """Without the reports the law asks for: whoever holds the code may be the one reported
        (PIPL 18 ¶1, 35). Of those the person is told by a worker, when it is safe."""
        return self.exclude(ground=Sharing.Ground.DUTY)


class Sharing(models.Model):
    """One telling of one recipient. Written once, by ``actions.record_sharing``."""

    class Recipient(models.TextChoices):
        ROOM = "room", _("the community room")
        COMMUNITY = "community", _("the residents' committee")
        SUB_DISTRICT = "sub_district", _("the sub-district office")
        OFFICE = "office", _("another office")
        CHARITY = "charity", _("a charity or volunteers")
        POLICE = "police", _("police or ambulance")

    class Ground(models.TextChoices):
        CONSENT = "consent", _("the person agreed, and was asked again for this")
        LIFE = "life", _("a life, health or property was at risk")
        DUTY = "duty", _("the law requires a report")

    class Part(models.TextChoices):
        """What of a referral can be told."""

        NAME = "called_name", _("what to call the person")
        CONTACT = "phone", _("the phone number")
        PLACE = "place", _("where the person lives")
        NEEDS = "needs", _("the help needed")
        WORDS = "words", _("the person's words")
        FACTS = "facts", _("facts of the household")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="sharings")
    recipient = models.CharField(_("who was told"), max_length=20, choices=Recipient.choices)
    recipient_name = EncryptedTextField(_("which one"), blank=True)
    purpose = EncryptedTextField(_("what for"))
    parts = models.JSONField(_("what was told"), default=list)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices)
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="sharings"
    )
    without_consent = EncryptedTextField(
        _("why without consent"),
        blank=True,
        help_text=_("For danger and duty: what did not wait for the person's yes."),
    )
    shared_at = models.DateTimeField(_("when"))
    shared_by_id = models.BigIntegerField(
        help_text=_("The staff user who told; a plain number, since intake knows no staff.")
    )

    objects = SharingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sharing")
        verbose_name_plural = _("sharings")
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="shared_by_consent_names_it",
                condition=~models.Q(ground="consent") | models.Q(consent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} {self.recipient}"
