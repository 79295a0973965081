"""Which printed leaflet hangs where: old people believe the wall, so the wall must be right."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .directory import CommunityRoom, Station
from .pages import PolicyPage


class HungLeafletQuerySet(models.QuerySet["HungLeaflet"]):
    def hanging(self) -> HungLeafletQuerySet:
        return self.filter(taken_down_on__isnull=True)


class HungLeaflet(models.Model):
    """One sheet on one wall, from the day it was hung to the day it was taken down."""

    class Size(models.TextChoices):
        A4 = "a4", "A4"
        A5 = "a5", "A5"

    page = models.ForeignKey(
        PolicyPage,
        on_delete=models.SET_NULL,
        null=True,
        related_name="hung_leaflets",
        verbose_name=_("explainer"),
    )
    title = models.CharField(_("title on the paper"), max_length=255)
    version = models.CharField(_("version"), max_length=20)
    size = models.CharField(_("size"), max_length=2, choices=Size.choices, default=Size.A4)
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, related_name="hung_leaflets", verbose_name=_("station")
    )
    room = models.ForeignKey(
        CommunityRoom,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hung_leaflets",
        verbose_name=_("community room"),
    )
    place = models.CharField(
        _("building and door"),
        max_length=60,
        help_text=_("As neighbours say it: 3号楼一单元门口. No names, no flat numbers."),
    )
    hung_on = models.DateField(_("hung on"))
    hung_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("hung by"),
    )
    taken_down_on = models.DateField(_("taken down on"), null=True, blank=True)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken down by"),
    )

    objects = HungLeafletQuerySet.as_manager()

    class Meta:
        verbose_name = _("leaflet on a wall")
        verbose_name_plural = _("leaflets on walls")
        ordering = ["room__community", "place", "title"]
        constraints = [
            models.CheckConstraint(
                name="leaflet_taken_down_after_it_was_hung",
                condition=Q(taken_down_on__isnull=True) | Q(taken_down_on__gte=models.F("hung_on")),
                violation_error_message=_("It cannot be taken down before it was hung."),
            ),
            models.UniqueConstraint(
                name="one_leaflet_of_a_page_at_a_place_of_a_room",
                fields=["page", "room", "place"],
                condition=Q(taken_down_on__isnull=True),
                violation_error_message=_("This leaflet hangs there already. Exchange it instead."),
            ),
            models.UniqueConstraint(
                name="one_leaflet_of_a_page_at_a_place_of_a_station",
                fields=["page", "station", "place"],
                condition=Q(taken_down_on__isnull=True, room__isnull=True),
                violation_error_message=_("This leaflet hangs there already. Exchange it instead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.place}"
