"""「看懂我的通知」: from a sentence on an official notice to what one can do (ux_content §5.6).

The law promises written reasons (社会救助法 Art. 45, 48). These pages read them with people: pick
the notice, pick the sentence, and learn what it means, what to check, by when and where to go.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from ..blocks import plain, rich_texts_in, texts_in
from ..notice_blocks import SentencesBlock, quotes_in
from .checked_pages import Citation, FactCheckedPage
from .editing import CopyAsDraftForm, index_panels
from .facts import PolicySource
from .notice_editing import notice_edit_handler


class NoticePageQuerySet(PageQuerySet):
    def readable_below(self, page: Page) -> NoticePageQuerySet:
        """Live, public guides under a page, in the editors' order, without their sentences."""
        return self.live().public().descendant_of(page).order_by("path").defer_streamfields()


class NoticeIndexPage(Page):
    """Pick the kind of notice."""

    intro = models.CharField(_("introduction"), max_length=120, blank=True)

    content_panels = index_panels
    template = "pages/notice_index_page.html"
    parent_page_types = ["policy_pages.HomePage"]
    subpage_types = ["policy_pages.NoticePage"]
    max_count_per_parent = 1
    copy_form_class = CopyAsDraftForm

    class Meta:
        verbose_name = _("list of notices")
        verbose_name_plural = _("lists of notices")

    def get_context(self, request, *args, **kwargs):
        """Adds the kinds of notice the public can read about."""
        context = super().get_context(request, *args, **kwargs)
        context["notices"] = NoticePage.objects.readable_below(self)
        return context


class NoticePage(RoutablePageMixin, FactCheckedPage):
    """One kind of notice. Each sentence has a page of its own and a note to print and bring."""

    official_name = models.CharField(
        _("name on the paper"), max_length=100, help_text=_("As printed at the top of the notice.")
    )
    aka = models.TextField(
        _("also called"),
        blank=True,
        help_text=_("Everyday names, old names, common misspellings. One per line."),
    )
    one_line = models.CharField(
        _("in one line"), max_length=80, help_text=_("Best at most 40 characters. Shown in lists.")
    )
    what_it_is = RichTextField(
        _("what this paper is"),
        features=["bold", "link", "fact"],
        help_text=_("Two or three short sentences. Begin with what people need not fear."),
    )
    sentences = StreamField(SentencesBlock(), verbose_name=_("sentences"))
    wording_is_sample = models.BooleanField(
        _("the wording is ours"),
        default=True,
        help_text=_(
            "Tells readers that their paper may say it in other words. Clear it once the "
            "sentences are taken from real notices of this place."
        ),
    )

    objects = PageManager.from_queryset(NoticePageQuerySet)()

    search_fields = [
        *Page.search_fields,
        index.SearchField("official_name", boost=2),
        index.SearchField("aka", boost=2),
        index.SearchField("search_body"),
        index.AutocompleteField("official_name"),
        index.AutocompleteField("aka"),
    ]

    edit_handler = notice_edit_handler
    template = "pages/notice_page.html"
    parent_page_types = ["policy_pages.NoticeIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("notice explained")
        verbose_name_plural = _("notices explained")

    def all_sections(self) -> list:
        """The values of the stream fields, in reading order."""
        return [self.sentences]

    def texts(self) -> Iterator[str]:
        """Our own words; what the office wrote is in ``questions``."""
        yield self.one_line
        yield plain(self.what_it_is)
        for block in self.sentences:
            for name in ("meaning", "check", "deadline", "where", "bring"):
                yield from texts_in(block.value[name])

    def words_to_check(self) -> list[str]:
        codes = [block.value["code"] for block in self.sentences]
        return [*super().words_to_check(), *self.questions(), *codes]

    def rich_sources(self) -> list[str]:
        return [self.what_it_is, *rich_texts_in(self.sentences)]

    def questions(self) -> list[str]:
        """What people copy from their paper."""
        return list(quotes_in(self.sentences))

    def clean(self) -> None:
        super().clean()
        codes = [block.value["code"] for block in self.sentences]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            message = _("Two sentences end in the same address: %(codes)s. Change one of them.")
            raise ValidationError({"sentences": message % {"codes": "、".join(twice)}})

    @path("")
    def list_of_sentences(self, request):
        """Which sentence stands on your paper?"""
        return self.render(request)

    @path("<slug:code>/", name="sentence")
    def one_sentence(self, request, code: str):
        """What one sentence means and what to do."""
        context = {"sentence": self._sentence(code)}
        return self.render(
            request, template="pages/notice_sentence.html", context_overrides=context
        )

    @path("<slug:code>/note/", name="note")
    def note_to_bring(self, request, code: str):
        """One printed page to take along, with room to write by hand."""
        context = {"sentence": self._sentence(code)}
        return self.render(request, template="pages/notice_note.html", context_overrides=context)

    def _sentence(self, code: str):
        for block in self.sentences:
            if block.value["code"] == code:
                return block.value
        raise Http404


class NoticePageSource(Citation):
    """What a guide to a notice rests on: a source, its articles, how sure we are."""

    page = ParentalKey(NoticePage, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(
        PolicySource, on_delete=models.PROTECT, related_name="notices", verbose_name=_("source")
    )

    class Meta(Citation.Meta):
        verbose_name = _("source of the guide")
        verbose_name_plural = _("sources of the guide")
