"""What people say and what they searched for: the records the search learns from."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from .pages import PolicyPage


def lines(text: str) -> list[str]:
    """The lines of a text field that say something, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class SynonymGroup(index.Indexed, models.Model):
    """Words that mean the same thing; searching for one finds the others."""

    words = models.TextField(
        _("words"),
        help_text=_("One per line, at least two. Put the one we use ourselves first."),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    search_fields = [index.SearchField("words"), index.AutocompleteField("words")]

    class Meta:
        verbose_name = _("group of equal words")
        verbose_name_plural = _("equal words")
        ordering = ["words"]

    def __str__(self) -> str:
        return "、".join(self.all_words[:4])

    @property
    def all_words(self) -> list[str]:
        return lines(self.words)

    def clean(self) -> None:
        super().clean()
        if len(self.all_words) < 2:
            raise ValidationError({"words": _("Write at least two words, one per line.")})


class Saying(index.Indexed, models.Model):
    """What people say when they need an explainer, though the explainer never says it."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    words = models.TextField(
        _("what people say"),
        help_text=_("One per line. Short pieces of 2 to 6 characters work best."),
    )
    pages = models.ManyToManyField(
        PolicyPage, related_name="sayings", verbose_name=_("explainers they need")
    )
    is_weak = models.BooleanField(
        _("only a hint"),
        default=False,
        help_text=_("Tick if another explainer is usually the answer to these words."),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("words"),
    ]

    class Meta:
        verbose_name = _("everyday words")
        verbose_name_plural = _("everyday words")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def all_words(self) -> list[str]:
        return lines(self.words)


class SearchLog(models.Model):
    """How often something was searched for on a day, and how much was found. No person in it."""

    class Found(models.TextChoices):
        NOTHING = "nothing", _("nothing found")
        FEW = "few", _("1 to 3 found")
        MANY = "many", _("more than 3 found")

    day = models.DateField(_("day"))
    query = models.CharField(_("searched for"), max_length=40)
    found = models.CharField(_("found"), max_length=10, choices=Found.choices)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        ordering = ["-day", "-times", "query"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "query", "found"],
                name="search_log_once_a_day",
                violation_error_message=_("This search is already counted for this day."),
            ),
        ]
        indexes = [models.Index(fields=["found", "-day"], name="search_log_found_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.query}"
