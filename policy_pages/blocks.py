"""What an editor can put into the sections of an explainer (DESIGN §4).

Headings, tables and pictures are left out on purpose: the sections give the headings. Each text
may hold fact tokens ``{{code}}``; ``texts_in`` is how the page finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock

LINE_FEATURES = ["bold", "link", "ul", "fact"]
PARAGRAPH_FEATURES = ["bold", "link", "ul", "ol", "fact"]
# A link to a page of the site, as rich text stores it.
PAGE_LINK = re.compile(r'<a\b(?=[^>]*linktype="page")[^>]*\bid="(\d+)"[^>]*>')
# On a field of plain text: a button that puts a fact where the cursor is (``facts.js``).
FACT_BUTTON = {"data-controller": "fact-line"}


class ParagraphBlock(blocks.RichTextBlock):
    """One or a few sentences."""

    def __init__(self, **kwargs):
        super().__init__(features=PARAGRAPH_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"
        description = _("One or a few short sentences.")
        preview_value = "<p>家里每个人平均的钱太少，国家每月补一些。</p>"


class LineBlock(blocks.RichTextBlock):
    """One item of a list: a sentence or two, at most a short list below."""

    def __init__(self, **kwargs):
        super().__init__(features=LINE_FEATURES, **kwargs)


class FactLineBlock(blocks.CharBlock):
    """A line of plain text that may hold facts: the list of facts opens beside it."""

    class Meta:
        form_attrs = FACT_BUTTON


class PointsBlock(blocks.StructBlock):
    """A list with an optional line above it."""

    intro = FactLineBlock(label=_("Line above the list"), required=False, max_length=120)
    numbered = blocks.BooleanBlock(label=_("Numbered"), required=False)
    items = blocks.ListBlock(LineBlock(label=_("Item")), label=_("Items"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("List")
        template = "blocks/points.html"
        description = _("Things one below the other. Number them only when order matters.")
        preview_value = {
            "intro": "哪些人算家里人：",
            "numbered": False,
            "items": ["<p>丈夫或妻子</p>", "<p>没成年的孩子</p>"],
        }


class ConditionBlock(blocks.StructBlock):
    """One condition in plain words, and the machine criterion that says the same."""

    text = LineBlock(label=_("Condition in plain words"))
    how_to_know = FactLineBlock(label=_("How do I know?"), required=False, max_length=120)
    criterion = blocks.RegexBlock(
        r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$",
        label=_("Criterion code"),
        required=False,
        max_length=80,
        help_text=_(
            "Programme and condition as in the self-check, for example dibao.income, "
            "so that page and check cannot disagree."
        ),
        error_messages={
            "invalid": _("Write programme, a dot and condition, for example dibao.income.")
        },
    )

    class Meta:
        icon = "check"
        label = _("Condition")


class ConditionsBlock(blocks.StructBlock):
    """The conditions of one kind of help: all of them, or any of them."""

    intro = FactLineBlock(label=_("Line above the list"), required=False, max_length=120)
    match = blocks.ChoiceBlock(
        choices=[("all", _("all must be true")), ("any", _("one is enough"))],
        default="all",
        label=_("How many must be true"),
    )
    items = blocks.ListBlock(ConditionBlock(), label=_("Conditions"), min_num=1, max_num=8)

    class Meta:
        icon = "tasks"
        label = _("Conditions")
        template = "blocks/conditions.html"
        description = _("Who can apply, one condition a line. Best at most six.")
        preview_value = {
            "intro": "两条都要符合：",
            "match": "all",
            "items": [{"text": "<p>没有吃低保。</p>", "how_to_know": "", "criterion": ""}],
        }


class StepBlock(blocks.StructBlock):
    """One step, in the order people take them."""

    text = LineBlock(label=_("What to do"))
    where = blocks.ChoiceBlock(
        choices=[
            ("window", _("at the street window")),
            ("phone", _("by phone")),
            ("online", _("online")),
            ("home", _("at home")),
            ("office", _("they do this, you wait")),
        ],
        required=False,
        label=_("Where"),
    )
    place = FactLineBlock(
        label=_("Which place"),
        required=False,
        max_length=80,
        help_text=_("As people here call it, or a fact such as {{street_window}}."),
    )
    checked = FactLineBlock(label=_("What is looked at"), required=False, max_length=80)
    takes = FactLineBlock(
        label=_("How long this step takes"),
        required=False,
        max_length=80,
        help_text=_("The number as a fact, with what follows it."),
    )
    helper = FactLineBlock(label=_("Who can do it for you"), required=False, max_length=80)

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    """Steps in order, or ways of which one is enough."""

    intro = FactLineBlock(label=_("Line above the list"), required=False, max_length=120)
    match = blocks.ChoiceBlock(
        choices=[("all", _("all of them, one after the other")), ("any", _("one is enough"))],
        default="all",
        label=_("How many are needed"),
    )
    items = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1, max_num=10)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "blocks/steps.html"
        description = _("What to do first, second, third. Best at most seven.")
        preview_value = {
            "intro": "",
            "match": "all",
            "items": [
                {
                    "text": "<p>到街道窗口申请。</p>",
                    "where": "window",
                    "place": "街道便民服务大厅",
                    "checked": "身份证、户口本",
                    "takes": "当场收下",
                    "helper": "居委会",
                }
            ],
        }


class PaperBlock(blocks.StructBlock):
    """A paper to bring, from the shared list."""

    document = SnippetChooserBlock("policy_pages.RequiredDocument", label=_("Paper"))
    need = blocks.ChoiceBlock(
        choices=[("must", _("must bring")), ("helpful", _("bring if you have it"))],
        default="must",
        label=_("How needed"),
    )
    note = FactLineBlock(label=_("Note"), required=False, max_length=120)

    class Meta:
        icon = "doc-full"
        label = _("Paper to bring")


class PapersBlock(blocks.StructBlock):
    """The list of papers to bring."""

    intro = FactLineBlock(label=_("Line above the list"), required=False, max_length=120)
    items = blocks.ListBlock(PaperBlock(), label=_("Papers"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Papers")
        template = "blocks/papers.html"
        description = _("Papers from the shared list, with what to do when one is missing.")

    def get_preview_value(self):
        """The first papers of the shared list; one made up where the list is empty."""
        document = self.child_blocks["items"].child_block.child_blocks["document"]
        papers = document.target_model
        shown = list(papers.objects.all()[:2]) or [
            papers(name="户口本", where_to_get="找不到了，到派出所补办。")
        ]
        items = [{"document": paper, "need": "must", "note": ""} for paper in shown]
        return self.normalize({"intro": "带上这些：", "items": items})


class WorryBlock(blocks.StructBlock):
    """A worry in the reader's words, and what is true."""

    question = blocks.CharBlock(label=_("What people worry about"), max_length=80)
    answer = ParagraphBlock(label=_("What is true"))

    class Meta:
        icon = "help"
        label = _("Worry")
        template = "blocks/worry.html"
        description = _("A worry in the reader's own words, then what is true.")
        preview_value = {"question": "会不会让邻居都知道？", "answer": "<p>会公布三样。</p>"}


class ExampleBlock(blocks.StructBlock):
    """A family like the reader's. Always marked as an example."""

    story = ParagraphBlock(label=_("Story"))
    outcome = ParagraphBlock(label=_("What they can do"))

    class Meta:
        icon = "group"
        label = _("Example family")
        template = "blocks/example.html"
        description = _("A made-up family. The page says that it is an example.")
        preview_value = {"story": "<p>王阿姨一个人住。</p>", "outcome": "<p>她可以来问。</p>"}


class NoticeBlock(blocks.StructBlock):
    """One thing the reader must not miss."""

    text = ParagraphBlock(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Please note")
        template = "blocks/notice.html"
        description = _("One thing the reader must not miss. At most one in a section.")
        preview_value = {"text": "<p>低保边缘家庭一般不是每月都发钱。</p>"}


class SectionBlock(blocks.StreamBlock):
    """What any section may hold."""

    paragraph = ParagraphBlock()
    points = PointsBlock()
    notice = NoticeBlock()

    class Meta:
        template = "blocks/section.html"


class WhoCanBlock(SectionBlock):
    conditions = ConditionsBlock()


class StepsSectionBlock(SectionBlock):
    steps = StepsBlock()


class PapersSectionBlock(SectionBlock):
    papers = PapersBlock()


class WorriesBlock(blocks.StreamBlock):
    worry = WorryBlock()

    class Meta:
        template = "blocks/section.html"


class ExamplesBlock(blocks.StreamBlock):
    example = ExampleBlock()

    class Meta:
        template = "blocks/section.html"


class ExtraSectionBlock(blocks.StructBlock):
    """A section with a heading of its own, where the fixed ones do not fit."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=40)
    body = SectionBlock(label=_("Text"))

    class Meta:
        icon = "title"
        label = _("Section with its own heading")
        template = "blocks/extra_section.html"
        description = _("Only where the fixed sections do not fit. Stands after the answer.")
        preview_value = {
            "heading": "儿女会不会受影响",
            "body": [{"type": "paragraph", "value": "<p>不影响儿女上学、找工作。</p>"}],
        }


class ExtraSectionsBlock(blocks.StreamBlock):
    section = ExtraSectionBlock()

    class Meta:
        template = "blocks/extra_sections.html"


def texts_in(value) -> Iterator[str]:
    """Every text an editor typed into a block value, as plain text, in reading order."""
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, RichText):
        yield plain(value.source)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            yield from texts_in(child.value)
    elif isinstance(value, blocks.list_block.ListValue):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, blocks.StructValue):
        for name, child in value.items():
            if isinstance(value.block.child_blocks[name], blocks.ChoiceBlock | blocks.RegexBlock):
                continue
            yield from texts_in(child)
    elif hasattr(value, "plain_text"):  # a chosen shared record, such as RequiredDocument
        yield value.plain_text()


def rich_texts_in(value) -> Iterator[str]:
    """The source of every rich text in a block value, or in several values."""
    if isinstance(value, RichText):
        yield value.source
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            yield from rich_texts_in(child.value)
    elif isinstance(value, blocks.StructValue):
        for child in value.values():
            yield from rich_texts_in(child)
    elif isinstance(value, blocks.list_block.ListValue | list | tuple):
        for item in value:
            yield from rich_texts_in(item)


def plain(html: str) -> str:
    """Rich text without its tags, one line per paragraph or list item."""
    for tag in ("</p>", "</li>", "<br/>", "<br>"):
        html = html.replace(tag, tag + "\n")
    lines = (line.strip() for line in strip_tags(html).splitlines())
    return "\n".join(line for line in lines if line)
