"""What an editor writes about one sentence on an official notice."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .blocks import FactLineBlock, LineBlock, ParagraphBlock


class SentenceBlock(blocks.StructBlock):
    """A sentence as it stands on the paper, and what a person needs to know about it."""

    quote = blocks.CharBlock(
        label=_("The sentence on the paper"),
        max_length=120,
        help_text=_("Word for word as the office writes it, so that people recognise it."),
    )
    code = blocks.RegexBlock(
        r"^[a-z][a-z0-9-]*$",
        label=_("End of the address"),
        max_length=40,
        help_text=_("In pinyin: shouru-chao. Never change it once it is printed."),
        error_messages={"invalid": _("Use small letters, digits and hyphens only.")},
    )
    other_wordings = blocks.TextBlock(
        label=_("Other wordings"),
        required=False,
        help_text=_("How other offices write the same, one per line. Found by search, not shown."),
    )
    meaning = ParagraphBlock(
        label=_("What it means"), help_text=_("In one or two short sentences.")
    )
    check = blocks.ListBlock(
        LineBlock(label=_("To check")),
        label=_("What to check on the paper"),
        min_num=1,
        max_num=6,
    )
    deadline = ParagraphBlock(
        label=_("By when"), help_text=_("Days and months as facts, and counted from what.")
    )
    where = ParagraphBlock(label=_("Where to go"), help_text=_("The nearest place first."))
    bring = blocks.ListBlock(
        FactLineBlock(label=_("To bring"), max_length=60),
        label=_("What to bring"),
        min_num=0,
        max_num=6,
    )

    class Meta:
        icon = "openquote"
        label = _("Sentence")
        template = "blocks/sentence.html"
        description = _("One sentence of a notice: meaning, what to check, by when, where to go.")
        preview_value = {
            "quote": "家庭人均收入高于当地最低生活保障标准，不予批准。",
            "code": "shouru-chao",
            "meaning": "<p>他们算下来，您家每个人平均的钱比低保线高。</p>",
            "check": ["<p>家里几口人，算对了吗？</p>"],
            "deadline": "<p>越早问越好。</p>",
            "where": "<p>先到街道窗口，请他们把算法讲给您听。</p>",
            "bring": ["这张通知", "身份证"],
        }


class SentencesBlock(blocks.StreamBlock):
    """The sentences of one kind of notice, the most frequent first."""

    sentence = SentenceBlock()


def quotes_in(sentences) -> Iterator[str]:
    """What stands on the papers: each sentence and its other wordings."""
    for block in sentences:
        yield block.value["quote"]
        yield from filter(None, map(str.strip, block.value["other_wordings"].splitlines()))
