"""How the explainer is laid out for its editors: tabs, order, and what to write where."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page

from .handing_in import SourcesPanel
from .wording import PlainLanguagePanel

home_panels = [
    FieldPanel("title", help_text=_("For lists and the browser tab; not shown on the page.")),
    FieldPanel("headline", help_text=_("The first words people read. One short sentence.")),
    FieldPanel("intro", help_text=_("One sentence below it.")),
]
index_panels = [
    FieldPanel("title", help_text=_("The heading of the list.")),
    FieldPanel("intro", help_text=_("One sentence below it.")),
]

HOW_TO_QUOTE = _(
    "Put a number in as a fact: the plus beside a text, or the button below a line. "
    "A typed amount is refused, because it would be wrong one day and nobody would notice. "
    "In the text it stands as a code in two braces; readers see the number of the day."
)


class CopyAsDraftForm(CopyForm):
    """Copies are drafts: published at once they would go past the second person."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)


SOURCE_PANELS = [
    FieldPanel("source", help_text=_("The law or notice, from the list of policy sources.")),
    FieldPanel("article", help_text=_("For example 第21条. Empty where all of it is meant.")),
    FieldRowPanel(
        [
            FieldPanel("confidence", help_text=_("Medium and low are said to readers too.")),
            FieldPanel("note", help_text=_("What is still to be confirmed, and by whom.")),
        ]
    ),
]
REVIEW_PANEL = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                FieldPanel(
                    "last_reviewed", help_text=_("Written by the check by a second person.")
                ),
                FieldPanel(
                    "next_review_due",
                    help_text=_(
                        "Half a year later by itself; earlier where numbers change before."
                    ),
                ),
            ]
        ),
        FieldPanel(
            "content_owner",
            help_text=_("Who is asked when it is due. Stands in the report of overdue reviews."),
        ),
    ],
    heading=_("Review"),
)


ENGINE_PANELS = [
    FieldPanel("seo_title", help_text=_("Only where the title is too long for a list of results.")),
    FieldPanel(
        "search_description",
        help_text=_(
            "Shown when the page is shared in WeChat. The line above is taken if it is empty."
        ),
    ),
]


def _section(name: str, help_text: str) -> FieldPanel:
    return FieldPanel(name, help_text=help_text)


_content = [
    HelpPanel(content=HOW_TO_QUOTE),
    FieldPanel(
        "title",
        help_text=_("The question people ask, at most 20 characters. Not the programme's name."),
    ),
    FieldPanel("slug", help_text=_("The end of the address, in pinyin: dibao.")),
    FieldPanel(
        "official_name", help_text=_("As laws and windows call it; stands small above the title.")
    ),
    FieldPanel("aka"),
    FieldPanel("one_line"),
    FieldPanel("short_answer"),
    FieldPanel(
        "situations",
        help_text=_("Where people find this page who know no name for it."),
        widget=forms.CheckboxSelectMultiple,
    ),
    _section("who_can", _("At most six conditions. One sentence each.")),
    _section("what_you_get", _("How much, from facts; how it is paid; for how long.")),
    _section("steps", _("At most seven steps. Each begins with what to do.")),
    _section("papers", _("Only what the office cannot look up by itself.")),
    _section("how_long", _("Days as facts, and counted from what.")),
    _section(
        "what_others_see",
        _("Home visit, questions to neighbours, names on the board: say it beforehand."),
    ),
    _section("if_refused", _("Written reasons, how to object, by when, and what else to try.")),
    _section("when_things_change", _("What to report, and what happens then.")),
    _section("common_worries", _("At most five, in the reader's own words.")),
    _section("example_family", _("A made-up family, numbers as facts.")),
    _section("extra_sections", _("Only where the sections above do not fit.")),
]
_sources = [
    SourcesPanel(
        "sources",
        label=_("Source"),
        heading=_("Sources, the newest law first"),
        min_num=1,
        panels=SOURCE_PANELS,
    ),
    REVIEW_PANEL,
    MultiFieldPanel(
        [
            FieldPanel("place", help_text=_("Where it holds, for example 济南市槐荫区.")),
            FieldRowPanel(
                [
                    FieldPanel("applies_from", help_text=_("The first day the rule holds.")),
                    FieldPanel("applies_to", help_text=_("Empty while it holds.")),
                ]
            ),
        ],
        heading=_("Where and when it holds"),
    ),
    InlinePanel(
        "change_notes",
        label=pgettext_lazy("of a page", "Change"),
        heading=_("What changed, for readers"),
        help_text=_("Only what a reader must know: a day and one sentence."),
        panels=[
            FieldPanel("day", help_text=_("The day it changed for readers.")),
            FieldPanel("text", help_text=_("What is different now, in one sentence.")),
        ],
    ),
]
_more = [
    InlinePanel(
        "related_links",
        label=_("Explainer"),
        heading=_("Read next, at most three"),
        max_num=3,
        panels=[
            FieldPanel("related", help_text=_("What people with this trouble often need too."))
        ],
    ),
    FieldPanel("adviser_notes"),
    FieldRowPanel(
        [
            FieldPanel(
                "status_badge",
                help_text=_("A few words above the answer, for example 七月起有变化."),
            ),
            FieldPanel("badge_until", help_text=_("The day after, it is gone by itself.")),
        ]
    ),
    FieldPanel("short_code"),
]

explainer_edit_handler = TabbedInterface(
    [
        ObjectList(_content, heading=_("Text")),
        ObjectList(_sources, heading=_("Sources and dates")),
        ObjectList(_more, heading=_("Related, paper, workers")),
        ObjectList([PlainLanguagePanel()], heading=_("Easy to read?")),
        ObjectList(
            ENGINE_PANELS,
            heading=_("Search engines"),
        ),
        ObjectList(Page.settings_panels, heading=_("Settings")),
    ]
)
