"""Shared records that explainers refer to: words explained once, papers described once."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail.search import index

from .. import fact_text
from .facts import PolicySource, refuse_numbers


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    def explained_words(self) -> set[str]:
        """Every word and spelling that has an explanation."""
        return {word for term in self for word in term.all_spellings}


class GlossaryTerm(TranslatableMixin, index.Indexed, models.Model):
    """An official word and what it means, in at most 40 characters (R-31)."""

    term = models.CharField(_("word"), max_length=40)
    slug = models.SlugField(_("short name"), max_length=60)
    spellings = models.TextField(
        _("other spellings"), blank=True, help_text=_("One per line. Each is marked in texts too.")
    )
    explanation = models.CharField(
        _("explanation"),
        max_length=60,
        validators=[MaxLengthValidator(40, _("Explain it in at most 40 characters."))],
        help_text=_("At most 40 characters, in words a neighbour would use."),
    )
    example = models.CharField(_("example"), max_length=120, blank=True)
    marked_in_texts = models.BooleanField(
        _("marked in texts"),
        default=True,
        help_text=_("Mark the first use in each section with a link to this explanation."),
    )

    objects = GlossaryTermQuerySet.as_manager()

    search_fields = [index.AutocompleteField("term"), index.SearchField("term")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="one_glossary_slug_per_language",
                violation_error_message=_("This short name is taken."),
            ),
        ]

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        super().clean()
        refuse_numbers(self, "explanation", "example")

    @property
    def all_spellings(self) -> list[str]:
        """The word itself and its other spellings, longest first."""
        words = {self.term, *(line.strip() for line in self.spellings.splitlines())}
        return sorted((word for word in words if word), key=lambda word: (-len(word), word))


class RequiredDocument(index.Indexed, models.Model):
    """A paper people are asked for: where to get it, and what to do without it."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    official_name = models.CharField(_("official name"), max_length=100, blank=True)
    where_to_get = models.CharField(_("where to get it"), max_length=120, blank=True)
    if_missing = models.CharField(_("if you do not have it"), max_length=160, blank=True)
    valid_for = models.CharField(
        _("how long it stays valid"),
        max_length=80,
        blank=True,
        help_text=_("What must be seen to in time, for example 证上有到期日，到期先换。"),
    )
    office_looks_it_up = models.BooleanField(
        _("the office can look this up itself"),
        default=False,
        help_text=_("社会救助法 Art. 62: papers that checking can establish may not be asked for."),
    )
    source = models.ForeignKey(
        PolicySource,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )

    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        verbose_name = _("paper to bring")
        verbose_name_plural = _("papers to bring")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_numbers(self, "name", "official_name")
        refuse_numbers(self, "where_to_get", "if_missing", "valid_for", facts_allowed=True)

    def fact_codes(self) -> list[str]:
        return fact_text.codes_in(self.plain_text())

    def plain_text(self) -> str:
        """Everything a reader sees of it, for search and for the checks of a page's text."""
        parts = (
            self.name,
            self.official_name,
            self.where_to_get,
            self.if_missing,
            self.valid_for,
        )
        return "\n".join(part for part in parts if part)
