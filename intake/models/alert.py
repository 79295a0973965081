"""Who must be told that something came in: written with it, sent later by a background task."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from policy_pages.models import CommunityRoom, Station

from ..encryption import EncryptedTextField
from .referral import Referral


class AlertChannel(models.Model):
    """Where a station or a room hears of things: a mailbox, or a chat group's robot.

    A station without any uses the deployment's own (``ALERT_RECIPIENTS``, ``ALERT_WEBHOOK_URL``).
    """

    class Kind(models.TextChoices):
        MAIL = "mail", _("e-mail")
        WEBHOOK = "webhook", _("chat robot")

    station = models.ForeignKey(
        Station,
        on_delete=models.CASCADE,
        related_name="alert_channels",
        verbose_name=_("station"),
    )
    room = models.ForeignKey(
        CommunityRoom,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="alert_channels",
        verbose_name=_("community room"),
        help_text=_("Empty: the station itself. A room hears only of what it may see."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    address = EncryptedTextField(
        _("address"), help_text=_("An e-mail address, or the address of the robot.")
    )

    class Meta:
        verbose_name = _("alert channel")
        verbose_name_plural = _("alert channels")
        ordering = ["station", "room", "kind", "pk"]

    def __str__(self) -> str:
        return f"{self.room or self.station} · {self.get_kind_display()}"

    def clean(self):
        super().clean()
        if self.room_id and self.station_id and self.room.station_id != self.station_id:
            raise ValidationError({"room": _("Choose a room of this station.")})
        check, sentence = (
            (validate_email, _("Write an e-mail address, for example desk@example.org."))
            if self.kind == self.Kind.MAIL
            else (URLValidator(["https", "http"]), _("Write the whole address of the robot."))
        )
        try:
            check(self.address)
        except ValidationError:
            raise ValidationError({"address": sentence}) from None


NO_CHANNEL = "no channel"


class AlertQuerySet(models.QuerySet["Alert"]):
    def waiting(self) -> AlertQuerySet:
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def to_send(self, at) -> AlertQuerySet:
        return self.waiting().filter(next_try_at__lte=at)

    def heard_by_nobody(self) -> AlertQuerySet:
        """On their way, with no channel reached so far: they can stand for what is newer too."""
        return self.waiting().filter(reached=[])

    def not_sent(self) -> AlertQuerySet:
        """Given up, or with nowhere to go: somebody must look."""
        return self.filter(given_up_at__isnull=False)


class Alert(models.Model):
    """One thing the station must hear about. It names a reference, never a person."""

    class Kind(models.TextChoices):
        ARRIVED = "arrived", _("a referral came in")
        WITHDRAWN = "withdrawn", _("consent was withdrawn")
        CORRECTED = "corrected", _("contact was corrected")
        CALL_TIME = "call_time", _("the time to call was changed")
        RIGHTS = "rights", _("a rights request came in")
        ASSIGNED = "assigned", _("a case was given to you")
        SIGNATURE = "signature", _("a signature is waiting")
        URGENT_NOTE = "urgent_note", _("something urgent was noted on a case")
        REPORT = "report", _("a report the law asks for is open")
        HEARD = "heard", _("something that cannot wait was heard in the words")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    only_to = EncryptedTextField(
        _("only to"), blank=True, help_text=_("One mailbox instead of the channels of the place.")
    )
    created_at = models.DateTimeField(_("created"))
    next_try_at = models.DateTimeField(_("next try"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    reached = models.JSONField(
        _("channels reached"),
        default=list,
        blank=True,
        help_text=_("Those the alert has reached; a new try leaves them in peace."),
    )
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-created_at", "-pk"]
        permissions = [("retry_alert", _("Can see alerts that were not sent, and try again"))]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="alert_to_send",
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} {self.kind}"

    @property
    def state(self) -> str:
        """What became of it, in words; never "sent" when it went nowhere."""
        if self.sent_at:
            return _("sent")
        if self.given_up_at and self.last_error == NO_CHANNEL:
            return _("not sent, no channel")
        if self.given_up_at:
            return _("not sent, given up")
        return _("waiting to be sent")
