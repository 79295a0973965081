"""A list somebody comes back to: its filters under a name, for oneself or for the station."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policy_pages.models import Station


class SavedView(models.Model):
    """The filters of one list. Never what was searched for: that can be a name or a phone.

    It holds no rows. Whoever opens it sees what they may see anyway.
    """

    class List(models.TextChoices):
        REFERRALS = "referrals", _("Referrals")
        CASES = "cases", _("Cases")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_views",
        verbose_name=_("whose"),
    )
    station = models.ForeignKey(
        Station, on_delete=models.CASCADE, related_name="saved_views", verbose_name=_("station")
    )
    list = models.CharField(_("list"), max_length=10, choices=List.choices)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=300, blank=True)
    shared = models.BooleanField(_("shared with the station"), default=False)
    daily = models.BooleanField(_("number by e-mail each working day"), default=False)
    mailed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("saved list")
        verbose_name_plural = _("saved lists")
        ordering = ["list", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list", "name"],
                name="one_saved_view_per_name",
                violation_error_message=_("You have a list of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.pk}"

    @property
    def params(self) -> QueryDict:
        return QueryDict(self.query)

    @property
    def url(self) -> str:
        index = reverse(f"{self.list}:index")
        return f"{index}?{self.query}" if self.query else index


class MorningMail(models.Model):
    """That the morning's numbers went out to a station; they go out once a day."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        verbose_name = _("morning mail")
        verbose_name_plural = _("morning mails")
        constraints = [
            models.UniqueConstraint(fields=["station", "day"], name="one_morning_mail_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
