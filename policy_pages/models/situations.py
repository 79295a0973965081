"""Ways in by what happened or who it is about, for people who know no programme's name (R-29)."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail.search import index

from .facts import refuse_numbers


class SituationQuerySet(models.QuerySet["Situation"]):
    def in_locale(self, locale) -> SituationQuerySet:
        return self.filter(locale=locale)

    def events(self) -> SituationQuerySet:
        return self.filter(kind=Situation.Kind.EVENT)

    def people(self) -> SituationQuerySet:
        return self.filter(kind=Situation.Kind.PERSON)


class Situation(TranslatableMixin, index.Indexed, models.Model):
    """Something that happened (生病、失业) or someone it is about (老人、孩子)."""

    class Kind(models.TextChoices):
        EVENT = "event", _("what happened")
        PERSON = "person", _("who it is about")

    class Icon(models.TextChoices):
        """Names in the icon set of the public pages (heroicons)."""

        HEART = "heart", _("heart")
        BRIEFCASE = "briefcase", _("briefcase")
        USER_MINUS = "user-minus", _("person missing")
        HAND_RAISED = "hand-raised", _("hand")
        ACADEMIC_CAP = "academic-cap", _("school")
        HOME = "home", _("house")
        CAKE = "cake", _("food")
        CLOUD = "cloud", _("weather")
        USERS = "users", _("two people")
        USER = "user", _("one person")
        FACE_SMILE = "face-smile", _("face")
        BANKNOTES = "banknotes", _("money")
        DOCUMENT = "document-text", _("document")
        MAP_PIN = "map-pin", _("place")
        QUESTION = "question-mark-circle", _("question mark")
        LIFEBUOY = "lifebuoy", _("life ring")

    name = models.CharField(_("name"), max_length=20, help_text=_("A few words, as people say it."))
    slug = models.SlugField(_("short name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.EVENT)
    icon = models.CharField(_("icon"), max_length=40, choices=Icon.choices, default=Icon.QUESTION)
    one_line = models.CharField(_("one line"), max_length=60, blank=True)
    first_thing = models.CharField(
        _("do this first"),
        max_length=120,
        blank=True,
        help_text=_("What to do before reading anything, in one or two sentences."),
    )
    everyday_words = models.TextField(
        _("everyday words"), blank=True, help_text=_("One per line, as people would say it.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SituationQuerySet.as_manager()

    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("situation")
        verbose_name_plural = _("situations")
        ordering = ["kind", "order", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="one_situation_slug_per_language",
                violation_error_message=_("This short name is taken."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("policy_pages:situation", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        refuse_numbers(self, "name", "one_line", "first_thing")
