"""The list of official words editors keep, and the panel that shows what is hard in a page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.search import index

from .. import plain_language
from ..labels import in_words
from .glossary import GlossaryTerm


class ReplacementQuerySet(models.QuerySet["Replacement"]):
    def as_mapping(self) -> dict[str, str]:
        """Official wording to plain wording; the list the checker starts with if there is none."""
        return dict(self.values_list("official", "plain")) or dict(plain_language.REPLACEMENTS)


class Replacement(index.Indexed, models.Model):
    """An official wording, and what a neighbour would say."""

    official = models.CharField(_("official wording"), max_length=30, unique=True)
    plain = models.CharField(_("say instead"), max_length=60)

    objects = ReplacementQuerySet.as_manager()

    search_fields = [
        index.SearchField("official"),
        index.AutocompleteField("official"),
        index.SearchField("plain"),
    ]

    class Meta:
        verbose_name = _("plain wording")
        verbose_name_plural = _("plain wordings")
        ordering = ["official"]

    def __str__(self) -> str:
        return f"{self.official} → {self.plain}"


class PlainLanguagePanel(Panel):
    """What is hard to read in the text as last saved: each place, its limit, a wording to try.

    For models with ``texts()``. It warns and never stops a save.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/plain_language.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            report = report_on(self.instance)
            context["report"] = report
            context["limits"] = plain_language
            context["hits"] = [(hit, in_words(hit)) for hit in report.hits]
            return context


def report_on(
    page, replacements: dict[str, str] | None = None, explained: set[str] | None = None
) -> plain_language.Report:
    """The plain-Chinese report of everything the public reads on an explainer.

    ``replacements`` and ``explained`` are looked up where they are not given.
    """
    if replacements is None:
        replacements = Replacement.objects.as_mapping()
    if explained is None:
        explained = GlossaryTerm.objects.explained_words()
    texts = list(page.texts())
    return plain_language.check(
        "\n".join(text for text in texts if text),
        replacements=replacements,
        explained=explained,
        title=page.title,
        one_line=page.one_line,
        short_answer=texts[1] if len(texts) > 1 else "",
    )
