"""The words of the search and of the plain-Chinese checker, as editors see them in the admin."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ..models import Replacement, Saying, SynonymGroup


class SayingViewSet(SnippetViewSet):
    """What people say, and the explainers they need."""

    model = Saying
    icon = "openquote"
    menu_label = _("Everyday words")
    list_display = ["name", "is_weak", "updated_at"]
    list_filter = ["is_weak", "pages"]
    copy_view_enabled = False
    panels = [
        FieldPanel("name", help_text=_("For you alone: what these words are about.")),
        FieldPanel("words"),
        FieldPanel(
            "pages",
            help_text=_("What people who say this need to read."),
            widget=forms.CheckboxSelectMultiple,
        ),
        FieldPanel("is_weak"),
    ]


class SynonymViewSet(SnippetViewSet):
    """Words that mean the same thing."""

    model = SynonymGroup
    icon = "resubmit"
    menu_label = _("Equal words")
    list_display = ["__str__", "updated_at"]
    copy_view_enabled = False
    panels = [FieldPanel("words")]


class ReplacementViewSet(SnippetViewSet):
    """Official wordings, and what to say instead."""

    model = Replacement
    icon = "edit"
    menu_label = _("Plain wordings")
    list_display = ["official", "plain"]
    copy_view_enabled = False
    panels = [
        FieldPanel("official", help_text=_("As it stands in documents and notices.")),
        FieldPanel("plain", help_text=_("What a neighbour would say. The checker offers it.")),
    ]


class WordsGroup(SnippetViewSetGroup):
    menu_label = _("Words people use")
    menu_icon = "openquote"
    menu_name = "words"
    menu_order = 130
    items = (SayingViewSet, SynonymViewSet, ReplacementViewSet)
