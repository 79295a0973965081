"""What the person who sent a referral may be told: a date, and a plain state."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy_pages.models import Station

from ..call_times import AFTERNOON, EVENING, MORNING, code_of
from ..call_words import call_in_words
from .referral import Referral


class CallPeriod(models.TextChoices):
    """The part of a working day in which somebody asked to be called."""

    MORNING = MORNING, _("Morning")
    AFTERNOON = AFTERNOON, _("Afternoon")
    EVENING = EVENING, _("Evening")


class PromiseQuerySet(models.QuerySet["Promise"]):
    def waiting(self) -> PromiseQuerySet:
        return self.filter(kept_at__isnull=True)

    def call_agreed(self) -> PromiseQuerySet:
        """Those with a half-day to be called in that still holds."""
        return self.filter(call_place__isnull=False)

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
    """When we said we would be in touch: the resident's answer and the worker's clock.

    ``call_on`` and ``call_period`` are the half-day the person chose to be called in. It holds as
    long as it has a ``call_place``, one of the station's numbered places for that half-day.
    """

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
    call_on = models.DateField(null=True, blank=True)
    call_period = models.CharField(max_length=10, choices=CallPeriod.choices, blank=True)
    call_station = models.ForeignKey(
        Station,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text=_("The station whose place it is; beside the others, for the constraint."),
    )
    call_place = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Empty once the call was made or the place given back.")
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = [
            models.UniqueConstraint(
                fields=["call_station", "call_on", "call_period", "call_place"],
                name="one_person_per_call_place",
                condition=models.Q(call_place__isnull=False),
            ),
            models.CheckConstraint(
                name="call_place_is_of_a_half_day",
                condition=models.Q(call_place__isnull=True)
                | models.Q(call_place__gte=1, call_on__isnull=False, call_station__isnull=False)
                & ~models.Q(call_period=""),
            ),
        ]
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
            models.Index(
                fields=["call_on"],
                name="promise_call_agreed",
                condition=models.Q(call_place__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} {self.due_at:%Y-%m-%d}"

    def is_paused(self, today: date) -> bool:
        return self.paused_until is not None and self.kept_at is None and today < self.paused_until

    @property
    def call_is_agreed(self) -> bool:
        return self.call_place is not None

    @property
    def call_code(self) -> str:
        """The half-day that holds, as ``call_times.code_of`` writes it; empty without one."""
        return code_of(self.call_on, self.call_period) if self.call_is_agreed else ""

    @property
    def call_in_words(self) -> str:
        """The day and the part of the day, without hours; empty where none was chosen."""
        return call_in_words(self.call_on, self.call_period) if self.call_on else ""

    def call_may_be_chosen(self, state: str, today: date) -> bool:
        """Somebody is still going to call: nobody has, no clock stands still, nothing has ended."""
        return (
            self.kept_at is None
            and not self.is_paused(today)
            and state not in {PublicStatus.State.CLOSED, PublicStatus.State.WITHDRAWN}
        )

    def free_call(self) -> None:
        """Give the place back. Saving is left to whoever calls this."""
        self.call_place = self.call_station = None

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
