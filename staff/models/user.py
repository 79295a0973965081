"""Who works here."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account. Building captains and volunteers have none (R-86).

    A person belongs to a station, or to one or more rooms; ``permissions`` reads nothing else.
    """

    station = models.ForeignKey(
        "policy_pages.Station",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("station"),
    )
    rooms = models.ManyToManyField(
        "policy_pages.CommunityRoom",
        blank=True,
        related_name="staff",
        verbose_name=_("community rooms"),
    )

    class Meta(AbstractUser.Meta):
        permissions = [("manage_user", _("Can manage the accounts of the own station"))]
