"""Who read whose data, when, what and why. Rows are added and never changed (domain.md 4.1)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.encryption import EncryptedTextField
from intake.models import Referral

from .case import Case
from .user import User


class ReadLogQuerySet(models.QuerySet["ReadLog"]):
    def of_case(self, case: Case) -> ReadLogQuerySet:
        """What was read of a household, its referrals included: one look-up, two indexes."""
        referrals = list(case.decisions.values_list("referral_id", flat=True))
        return self.filter(Q(case=case) | Q(referral_id__in=referrals))

    def by_people_of(self, station_id: int | None) -> ReadLogQuerySet:
        """What the people of a station and of its rooms have read."""
        people = User.objects.filter(Q(station_id=station_id) | Q(rooms__station_id=station_id))
        ids = set(people.values_list("pk", flat=True)) if station_id else set()
        return self.filter(reader_id__in=ids)

    def update(self, **kwargs):
        raise TypeError("The read log is only ever added to.")

    def delete(self):
        raise TypeError("The read log is only ever added to.")


class ReadLog(models.Model):
    """One reading of a person's data. Kept three years, whatever becomes of the case."""

    class What(models.TextChoices):
        CASE = "case", _("opened the household file")
        REFERRAL = "referral", _("opened the referral")
        CONTACT = "contact", _("looked at phone and address")
        REASON = "reason", _("said why before opening")
        CHILD = "child", _("read a child's sensitive data")
        LIST = "list", _("saw names in a list")
        SEARCH = "search", _("searched and found")
        VISIT = "visit", _("opened the note of a visit")
        MOVE = "move", _("opened a move with its evidence")
        HISTORY = "history", _("opened the history")
        CATEGORIES = "categories", _("opened the categories or a policy gap")
        REPORT = "report", _("opened a report the law asks for")

    class Why(models.TextChoices):
        HELD = "held", _("own household")
        QUEUE = "queue", _("waiting in the queue")
        LISTED = "listed", _("the list of the own place")
        SEARCH = "search", _("looked for a household")
        LEADS = "leads", _("leads the station or room")
        COVER = "cover", _("standing in for a colleague")
        DUTY = "duty", _("on duty, the person called or came")
        TOGETHER = "together", _("working on it together")
        SIGN = "sign", _("asked to sign")
        OTHER = "other", _("another reason")

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="readings",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"))
    what = models.CharField(_("what"), max_length=20, choices=What.choices)
    why = models.CharField(_("why"), max_length=20, choices=Why.choices)
    words = EncryptedTextField(_("in own words"), blank=True)
    reference = models.CharField(
        _("reference"), max_length=8, blank=True, help_text=_("Empty for a list of many.")
    )
    case = models.ForeignKey(
        Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="readings"
    )
    referral = models.ForeignKey(
        Referral, on_delete=models.SET_NULL, null=True, blank=True, related_name="readings"
    )

    objects = ReadLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["case", "-at"], name="reading_by_case"),
            models.Index(fields=["reader", "-at"], name="reading_by_reader"),
            models.Index(fields=["-at", "-id"], name="reading_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.reference[:4]} {self.reference[4:]}" if self.reference else "—"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The read log is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The read log is only ever added to.")
