"""How the guide to a notice is laid out for its editors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page

from .editing import ENGINE_PANELS, HOW_TO_QUOTE, REVIEW_PANEL, SOURCE_PANELS
from .handing_in import SourcesPanel
from .wording import PlainLanguagePanel

_content = [
    HelpPanel(content=HOW_TO_QUOTE),
    FieldPanel(
        "title",
        help_text=_("What people say when they hold the paper: my application was turned down."),
    ),
    FieldPanel("slug", help_text=_("The end of the address, in pinyin: tingfa.")),
    FieldPanel("official_name"),
    FieldPanel("aka"),
    FieldPanel("one_line"),
    FieldPanel("what_it_is"),
    FieldPanel("wording_is_sample"),
    FieldPanel("sentences", help_text=_("The most frequent sentence first. At most eight.")),
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
]

notice_edit_handler = TabbedInterface(
    [
        ObjectList(_content, heading=_("Text")),
        ObjectList(_sources, heading=_("Sources and dates")),
        ObjectList([PlainLanguagePanel()], heading=_("Easy to read?")),
        ObjectList(
            ENGINE_PANELS,
            heading=_("Search engines"),
        ),
        ObjectList(Page.settings_panels, heading=_("Settings")),
    ]
)
