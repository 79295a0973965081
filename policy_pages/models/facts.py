"""What the rules say and since when: sources, facts, and their dated values.

A number on a public page is never typed; it is a token ``{{code}}`` that names a ``PolicyFact``.
The value shown is the one valid on the day for the place. Where there is none the page says so
and gives the station's phone: an old row is never used again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import fact_text


def refuse_numbers(record: models.Model, *names: str, facts_allowed: bool = False) -> None:
    """For texts outside the explainers: no typed amount, and no fact where none is filled in.

    Raises ``ValidationError`` beside each field that holds one.
    """
    refused = {}
    for name in names:
        text = getattr(record, name)
        if amounts := fact_text.typed_amounts_in(text):
            refused[name] = _(
                "This amount is typed: %(amounts)s. Say it without the number here: "
                "numbers stand on the explainer, as facts with their source."
            ) % {"amounts": "、".join(amounts)}
        elif "{{" in text and not facts_allowed:
            refused[name] = _("No fact can be shown here. Say it without the number.")
    if refused:
        raise ValidationError(refused)


class PolicySource(models.Model):
    """A law, measure or notice that pages and facts cite, never free text (R-02)."""

    class Level(models.TextChoices):
        NATIONAL = "national", _("national")
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        DISTRICT = "district", _("district")
        SUBDISTRICT = "subdistrict", _("sub-district")

    title = models.CharField(_("title"), max_length=200, unique=True)
    number = models.CharField(_("document number"), max_length=100, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    effective_from = models.DateField(
        pgettext_lazy("a law", "in force from"), null=True, blank=True
    )
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("policy source")
        verbose_name_plural = _("policy sources")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Confidence(models.TextChoices):
    """How sure we are of a fact (domain.md, "How to read confidence")."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium: confirm before publishing")
    LOW = "low", _("low: confirm before publishing")


class PolicyFactQuerySet(models.QuerySet["PolicyFact"]):
    def said_with(self, words: Iterable[str]) -> PolicyFactQuerySet:
        """Facts with each of these words in their name, code or unit, a value or its source."""
        places = ("label", "code", "unit", "values__value", "values__source__title")
        found = self
        for word in words:
            found = found.filter(reduce(or_, (Q(**{f"{at}__icontains": word}) for at in places)))
        return found.distinct()

    def with_values(self, places: Sequence[str], day: date) -> PolicyFactQuerySet:
        """Each fact once for every checked value that holds there on a day, else once, bare.

        The value and its source come with the row as ``held``; a bare row has no such attribute.
        """
        holds = Q(
            _holds_on(day, "values__"), values__place__in=places, values__checked_by__isnull=False
        )
        held = FilteredRelation("values", condition=holds)
        return self.annotate(held=held).select_related("held__source")


class PolicyFact(models.Model):
    """One number or short text a page may quote, under a code editors pick."""

    class Kind(models.TextChoices):
        MONEY = "money", _("money")
        PERCENT = "percent", _("percent")
        MONTHS = "months", _("months")
        DAYS = "days", _("days")
        WORKING_DAYS = "working_days", _("working days")
        AGE = "age", _("age")
        TEXT = "text", _("text")

    code = models.CharField(
        _("code"),
        max_length=50,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9_]*$", _("Use small letters, digits and underscores only.")
            )
        ],
    )
    label = models.CharField(_("label"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    unit = models.CharField(_("unit"), max_length=30, blank=True)

    objects = PolicyFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy fact")
        verbose_name_plural = _("policy facts")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.label} ({self.code})"


def _holds_on(day: date, prefix: str = "") -> Q:
    """The condition that a value holds on a day; ``prefix`` is the way to it."""
    last, first = f"{prefix}valid_to", f"{prefix}valid_from"
    endless = Q(**{f"{last}__isnull": True})
    return Q(endless | Q(**{f"{last}__gte": day}), **{f"{first}__lte": day})


def narrowest(values: Iterable[FactValue], places: Sequence[str]) -> dict[str, FactValue]:
    """Of several values of a fact the one of the first place, by the code of the fact."""
    found: dict[str, FactValue] = {}
    for value in sorted(values, key=lambda value: places.index(value.place)):
        found.setdefault(value.fact.code, value)
    return found


class FactValueQuerySet(models.QuerySet["FactValue"]):
    def valid_on(self, day: date) -> FactValueQuerySet:
        return self.filter(_holds_on(day))

    def checked(self) -> FactValueQuerySet:
        return self.filter(checked_by__isnull=False)

    def unchecked(self) -> FactValueQuerySet:
        return self.filter(checked_by__isnull=True)

    def nearest(self, places: Sequence[str], day: date) -> dict[str, FactValue]:
        """The checked value of every fact that holds on a day, by code, in one query.

        ``places`` run from the narrowest to the widest; the narrowest place with a value wins.
        """
        values = self.filter(place__in=places).valid_on(day).checked()
        return narrowest(values.select_related("fact", "source"), places)

    def lapsing(self, first: date, last: date) -> FactValueQuerySet:
        """Checked values whose last day is between two days, and that no checked value follows.

        A value that begins later than the day after leaves days without a number: it does not
        count as following.
        """
        day_after = ExpressionWrapper(
            OuterRef("valid_to") + timedelta(days=1), output_field=models.DateField()
        )
        followed = FactValue.objects.checked().filter(
            fact=OuterRef("fact"), place=OuterRef("place"), valid_from=day_after
        )
        ending = self.checked().filter(valid_to__gte=first, valid_to__lte=last)
        return ending.filter(~Exists(followed))


class FactValue(models.Model):
    """What a fact says in one place from one day to another, both days included."""

    fact = models.ForeignKey(PolicyFact, on_delete=models.CASCADE, related_name="values")
    place = models.CharField(_("place"), max_length=50)
    value = models.CharField(_("value"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    source = models.ForeignKey(
        PolicySource, on_delete=models.PROTECT, related_name="fact_values", verbose_name=_("source")
    )
    article = models.CharField(_("article"), max_length=50, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.HIGH
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    objects = FactValueQuerySet.as_manager()

    class Meta:
        permissions = [("check_factvalue", _("Can check a value somebody else entered"))]
        verbose_name = _("dated value")
        verbose_name_plural = _("dated values")
        ordering = ["fact", "place", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="fact_value_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                name="fact_value_checked_by_another_person",
                condition=Q(checked_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(checked_by=F("entered_by")),
                violation_error_message=_("A second person must check the value."),
            ),
            models.UniqueConstraint(
                fields=["fact", "place", "valid_from"],
                name="fact_value_one_per_start_day",
                violation_error_message=_("There is already a value from this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact.code} {self.place} {self.valid_from:%Y-%m-%d}"

    @property
    def with_unit(self) -> str:
        """「1114 元」."""
        return f"{self.value} {self.fact.unit}".strip()

    def overlapping(self) -> FactValueQuerySet:
        """The other checked values of the same fact and place that hold on one of its days."""
        others = FactValue.objects.checked().filter(fact=self.fact_id, place=self.place)
        others = others.exclude(pk=self.pk).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=self.valid_from)
        )
        return others.filter(valid_from__lte=self.valid_to) if self.valid_to else others

    def clean(self) -> None:
        """Refuse an overlap of checked values early, in words; the database refuses it too.

        A value nobody has checked holds nowhere yet: it may stand beside the one it is to follow,
        but not before it.
        """
        super().clean()
        if not (self.fact_id and self.valid_from):
            return
        in_the_way = self.overlapping()
        if not self.checked_by_id:
            in_the_way = in_the_way.filter(valid_from__gte=self.valid_from)
        if other := in_the_way.order_by("valid_from").first():
            raise ValidationError(
                {
                    "valid_from": _(
                        "Another value holds from %(start)s. End it first, or choose a later day."
                    )
                    % {"start": other.valid_from}
                }
            )
