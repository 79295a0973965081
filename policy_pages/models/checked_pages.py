"""What every page with policy numbers has in common, whatever its sections are."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail_localize.fields import BaseTranslatableField

from .. import blocks, fact_text
from .editing import CopyAsDraftForm
from .facts import Confidence, PolicyFact, PolicySource


class FactCheckedPage(Page):
    """A page that a second person checks against its sources before the public reads it.

    Texts may hold fact tokens ``{{code}}``. A typed amount or an unknown token is refused. Its
    sources are the child rows ``sources``; ``publishing.FactCheckTask`` signs and dates it.
    """

    content_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    fact_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("facts checked by"),
    )
    last_reviewed = models.DateField(_("last reviewed"), null=True, blank=True)
    next_review_due = models.DateField(_("next review due"), null=True, blank=True)

    # Shown in lists and titles, where nothing fills in a number.
    WITHOUT_FACTS = ("title", "official_name", "one_line")

    # A copy has been checked by nobody.
    exclude_fields_in_copy = ["fact_checked_by", "last_reviewed", "next_review_due"]
    # Nor has a translation, where the original is signed.
    override_translatable_fields = [BaseTranslatableField(name) for name in exclude_fields_in_copy]
    copy_form_class = CopyAsDraftForm

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """A version that cites a source removed since comes back without it; it opens all the same.

        Where it was the only one, ``what_is_missing`` asks for another.
        """
        cited = data.get("sources", [])
        there = PolicySource.objects.in_bulk([row["source"] for row in cited]) if cited else {}
        data = data | {"sources": [row for row in cited if row["source"] in there]}
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)

    def texts(self) -> Iterator[str]:
        """Every text the public reads on this page, as plain text, in reading order."""
        raise NotImplementedError

    def words_to_check(self) -> list[str]:
        """Everything a second person compares with the sources."""
        return list(self.texts())

    def rich_sources(self) -> list[str]:
        """The stored HTML of every rich text, in which links may go astray."""
        raise NotImplementedError

    def questions(self) -> list[str]:
        """Headings and questions in the reader's words, by which search finds the page."""
        raise NotImplementedError

    def what_is_missing(self) -> list[str]:
        """What must be added before a second person can approve it, in sentences."""
        no_source = _("It names no source. Add the law it rests on.")
        return [] if self.sources.all() else [str(no_source)]

    def everyday_names(self) -> list[str]:
        """``aka`` as a list."""
        return [line.strip() for line in self.aka.splitlines() if line.strip()]

    def search_body(self) -> str:
        """All sections as plain text without fact tokens, for the search index."""
        text = "\n".join(text for text in self.texts() if text)
        return fact_text.TOKEN.sub("", text)

    def fact_codes(self) -> list[str]:
        """The codes of the facts this page quotes for the public, in reading order."""
        return fact_text.codes_in("\n".join(self.texts()))

    def all_fact_codes(self) -> list[str]:
        """The same with those in notes for workers: what breaks if a fact goes."""
        return fact_text.codes_in("\n".join(self.texts_by_field().values()))

    def texts_by_field(self) -> dict[str, str]:
        """What was written in each field that may say something about the rules, as plain text."""
        texts = {}
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if isinstance(field, StreamField):
                texts[field.name] = "\n".join(blocks.texts_in(value))
            elif isinstance(field, RichTextField):
                texts[field.name] = blocks.plain(value)
            elif field.name in self.WITHOUT_FACTS:
                texts[field.name] = value
        return texts

    def clean(self) -> None:
        super().clean()
        texts = self.texts_by_field()
        codes = fact_text.codes_in("\n".join(texts.values()))
        known = set(PolicyFact.objects.filter(code__in=codes).values_list("code", flat=True))
        problems = {
            name: _problems_in(text, known, may_hold_facts=name not in self.WITHOUT_FACTS)
            for name, text in texts.items()
        }
        if problems := {name: found for name, found in problems.items() if found}:
            raise ValidationError(problems)


def _problems_in(text: str, known: set[str], *, may_hold_facts: bool) -> list[str]:
    """Why a text cannot be kept: numbers typed, tokens nobody can fill. In words, for its field."""
    if "{{" in text and not may_hold_facts:
        return [_("No fact can be shown here. Say it without the number.")]
    problems = []
    if amounts := fact_text.typed_amounts_in(text):
        problems.append(
            _("This amount is typed: %(amounts)s. Put it in as a fact: the plus beside the text.")
            % {"amounts": "、".join(amounts)}
        )
    if broken := fact_text.broken_tokens_in(text):
        problems.append(
            _("These are no fact codes: %(tokens)s. Choose the code from the list of facts.")
            % {"tokens": "、".join(broken)}
        )
    if unknown := fact_text.unknown_codes(fact_text.codes_in(text), known):
        problems.append(
            _("There is no fact called %(codes)s. Add the fact first, or correct the code.")
            % {"codes": "、".join(unknown)}
        )
    return problems


class Citation(Orderable):
    """What a page rests on: a source, its articles, how sure we are.

    Each kind of page adds its ``page`` and its ``source``.
    """

    article = models.CharField(_("article"), max_length=200, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.HIGH
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.source} {self.article}".strip()
