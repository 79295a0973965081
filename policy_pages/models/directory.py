"""Where help is: the station, its community rooms, the numbers to call, the days worked."""

from __future__ import annotations

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

dialable = RegexValidator(
    r"^[0-9][0-9\- ]{2,19}$",
    _("Write the number with digits only, for example 0531-87654321."),
)


# The place whose facts hold for everybody; every station's list ends with it.
WHOLE_COUNTRY = "全国"
MOST_CALLS = 60
"""More calls than this in a half-day are no calls."""


class StationQuerySet(models.QuerySet["Station"]):
    def for_site(self, site: Site) -> StationQuerySet:
        return self.filter(site=site)


class Station(models.Model):
    """街道社工站: one sub-district social-work station, the owner of one public site (R-11)."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="station")
    name = models.CharField(_("name"), max_length=100)
    subdistrict = models.CharField(_("sub-district"), max_length=100)
    operator = models.CharField(_("operating organisation"), max_length=200)
    data_handler = models.CharField(
        _("personal information handler"),
        max_length=200,
        help_text=_("The body named in the privacy notice (PIPL Art. 17, R-91)."),
    )
    phone = models.CharField(_("phone"), max_length=20, validators=[dialable])
    duty_phone = models.CharField(
        _("phone outside opening hours"), max_length=20, blank=True, validators=[dialable]
    )
    address = models.CharField(_("address"), max_length=200)
    street_window = models.CharField(
        _("street assistance window"),
        max_length=200,
        blank=True,
        help_text=_("Where people hand in applications, as locals would say it."),
    )
    street_phone = models.CharField(
        _("phone of the street window"), max_length=20, blank=True, validators=[dialable]
    )
    fact_places = models.CharField(
        _("places whose numbers hold here"),
        max_length=200,
        default=WHOLE_COUNTRY,
        help_text=_("Narrowest first, with spaces between: 槐荫区 济南市 山东省 全国."),
    )
    opens_at = models.TimeField(_("opens at"), default=time(8, 30))
    closes_at = models.TimeField(_("closes at"), default=time(17, 30))
    calls_per_half_day = models.PositiveSmallIntegerField(
        _("calls in one half-day"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_CALLS)],
        help_text=_(
            "How many people may choose the same morning or afternoon to be called. "
            "Once they have, it is offered to nobody else."
        ),
    )
    is_sample = models.BooleanField(
        _("sample data"),
        default=False,
        help_text=_("Shown to the public as an example until real numbers are entered."),
    )

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        constraints = [
            models.CheckConstraint(
                name="station_opens_before_it_closes",
                condition=models.Q(opens_at__lt=models.F("closes_at")),
                violation_error_message=_("Opening time must be before closing time."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def places(self) -> list[str]:
        """The places whose facts hold here, narrowest first."""
        return self.fact_places.split()


def places_for(station: Station | None) -> list[str]:
    """The places whose facts hold, narrowest first; without a station the whole country."""
    return (station.places if station else []) or [WHOLE_COUNTRY]


class CommunityRoom(models.Model):
    """社区社工室: the station's extension inside one community, "the last metre" (R-11)."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=100)
    community = models.CharField(_("community"), max_length=100)
    slug = models.SlugField(_("short name"), unique=True)
    address = models.CharField(_("address"), max_length=200)
    landmark = models.CharField(_("landmark"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=20, validators=[dialable])
    hours = models.CharField(_("opening hours"), max_length=100, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        verbose_name = _("community room")
        verbose_name_plural = _("community rooms")
        ordering = ["community"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "community"],
                name="one_room_per_community",
                violation_error_message=_("This community already has a room."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Estate(models.Model):
    """小区: a housing estate as people name it; it routes a referral to a room (R-20)."""

    room = models.ForeignKey(CommunityRoom, on_delete=models.CASCADE, related_name="estates")
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("housing estate")
        verbose_name_plural = _("housing estates")
        ordering = ["room", "name"]
        constraints = [
            models.UniqueConstraint(fields=["room", "name"], name="one_estate_name_per_room"),
        ]

    def __str__(self) -> str:
        return self.name


class UrgentContact(models.Model):
    """A number to call when it cannot wait (domain.md 3.7)."""

    number = models.CharField(_("number"), max_length=20, unique=True, validators=[dialable])
    name = models.CharField(_("name"), max_length=50)
    when_to_call = models.CharField(_("call if"), max_length=100)
    hours = models.CharField(_("hours"), max_length=100, blank=True)
    is_emergency = models.BooleanField(_("emergency"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("urgent contact")
        verbose_name_plural = _("urgent contacts")
        ordering = ["order", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class WorkdayOverride(models.Model):
    """A day the holiday calendar gets wrong or does not know yet; editors keep these."""

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("exception to the working calendar")
        verbose_name_plural = _("exceptions to the working calendar")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
