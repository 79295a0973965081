"""What the person who sent a referral may be told: a date, and a plain state."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from .referral import Referral


class PromiseQuerySet(models.QuerySet["Promise"]):
    def waiting(self) -> PromiseQuerySet:
        return self.filter(kept_at__isnull=True)

    def to_renew(self, at: datetime) -> PromiseQuerySet:
        """The last date given has passed as well, so a new one is owed."""
        return self.waiting().filter(due_at__lt=at)

    def missed(self, at: datetime) -> PromiseQuerySet:
        """Not kept by the time first promised, whether or not a new date was given since."""
        return self.filter(
            models.Q(kept_at__isnull=True, first_due_at__lt=at)
            | models.Q(kept_at__gt=models.F("first_due_at"))
        )


class Promise(models.Model):
    """When we said we would be in touch: the resident's answer and the worker's clock."""

    class PauseWhy(models.TextChoices):
        """The only reasons to stop the clock. That the station is busy is none."""

        ASKED = "asked", _("you asked us to be in touch later")
        AWAY = "away", _("you are in hospital or away")
        STORM = "storm", _("a storm, flood or epidemic keeps us from coming")

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="promise")
    due_at = models.DateTimeField(db_index=True, help_text=_("The newest date we gave."))
    first_due_at = models.DateTimeField(help_text=_("What was promised on the day of sending."))
    kept_at = models.DateTimeField(null=True, blank=True, db_index=True)
    paused_until = models.DateField(
        null=True, blank=True, help_text=_("The clock stands still until this day begins.")
    )
    pause_why = models.CharField(max_length=10, choices=PauseWhy.choices, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        indexes = [
            models.Index(
                fields=["due_at"], name="promise_open", condition=models.Q(kept_at__isnull=True)
            ),
            models.Index(
                fields=["referral"],
                name="promise_kept_late",
                condition=models.Q(kept_at__gt=models.F("first_due_at")),
            ),
            models.Index(
                fields=["first_due_at"],
                name="promise_open_first",
                condition=models.Q(kept_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} {self.due_at:%Y-%m-%d}"

    def is_paused(self, today: date) -> bool:
        return self.paused_until is not None and self.kept_at is None and today < self.paused_until

    def was_missed(self, at: datetime) -> bool:
        """Late is late: a new date is a new promise, it does not mend the first."""
        return (self.kept_at or at) > self.first_due_at


class PublicStatus(models.Model):
    """What the status page may say: never a need, a name, a tier or an outcome."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        WORKER_ASSIGNED = "worker_assigned", _("a social worker has it")
        APPOINTMENT = "appointment", _("an appointment is made")
        CLOSED = "closed", _("closed; you can come back")
        WITHDRAWN = "withdrawn", _("consent taken back; we have stopped")

    referral = models.OneToOneField(
        Referral, on_delete=models.CASCADE, related_name="public_status"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    appointment_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("public status")
        verbose_name_plural = _("public statuses")
        indexes = [
            models.Index(
                fields=["referral"],
                name="status_still_waiting",
                condition=models.Q(state="received"),
            ),
            models.Index(
                fields=["referral"],
                name="status_taken_back",
                condition=models.Q(state="withdrawn"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} {self.state}"
