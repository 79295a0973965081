"""The pages people read: home, the list of explainers, the explainers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField

from .. import blocks
from ..labels import SECTION_HEADINGS
from .checked_pages import Citation, FactCheckedPage
from .editing import CopyAsDraftForm, explainer_edit_handler, home_panels, index_panels
from .facts import PolicySource, refuse_numbers
from .handing_in import WANTED, ExplainerForm, criterion_codes, what_is_missing
from .notices import NoticeIndexPage, NoticePage
from .situations import Situation


def section(label: str, block: type = blocks.SectionBlock) -> StreamField:
    """One fixed section of an explainer; a section with nothing in it is not shown."""
    return StreamField(block(), verbose_name=label, blank=True)


@dataclass(frozen=True)
class Section:
    """The heading and the words of a part of an explainer."""

    heading: str
    words: str

    @property
    def text_hash(self) -> str:
        """Changes with every word and every fact it names, not with a fact's number."""
        return hashlib.sha256(f"{self.heading}\n{self.words}".encode()).hexdigest()[:16]


class HomePage(Page):
    """The front door: search, life situations, urgent numbers, a person to ask."""

    headline = models.CharField(_("headline"), max_length=40, blank=True)
    intro = models.CharField(_("introduction"), max_length=120, blank=True)

    content_panels = home_panels
    template = "pages/home_page.html"
    subpage_types = ["policy_pages.PolicyIndexPage", "policy_pages.NoticeIndexPage"]
    max_count_per_parent = 1
    copy_form_class = CopyAsDraftForm

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request, path_components):
        """Finds a page at once; Wagtail would fetch each level on the way, twice."""
        first_two, rest = path_components[:2], path_components[2:]
        address = f"{self.url_path}{'/'.join(first_two)}/"
        explainers = PolicyPage.objects.select_related("locale", "audio")
        notices = NoticePage.objects.select_related("locale")
        for kind in (notices,) if rest else (explainers, notices):
            pages = kind.live().filter(url_path=address)
            if len(first_two) == 2 and (page := pages.first()):
                return page.route(request, rest)
        try:
            return super().route(request, path_components)
        except Http404:
            return self._chinese_home().route(request, path_components)

    def _chinese_home(self) -> HomePage:
        """Where what is not translated yet can be read; ``Http404`` where this is it."""
        chinese = Locale.get_default()
        home = None
        if self.locale_id != chinese.pk:
            home = (
                HomePage.objects.live()
                .filter(translation_key=self.translation_key, locale=chinese)
                .first()
            )
        if home is None:
            raise Http404
        return home

    def get_context(self, request, *args, **kwargs):
        """Adds the ways in: what happened, who it is about, and all explainers."""
        context = super().get_context(request, *args, **kwargs)
        ways_in = list(Situation.objects.in_locale(self.locale_id))
        context["situations"] = [way for way in ways_in if way.kind == Situation.Kind.EVENT]
        context["people"] = [way for way in ways_in if way.kind == Situation.Kind.PERSON]
        context["policies"] = PolicyPage.objects.readable_below(self)
        context["notices"] = NoticeIndexPage.objects.live().public().child_of(self).first()
        return context


class PolicyIndexPage(Page):
    """The list of all explainers."""

    intro = models.CharField(_("introduction"), max_length=120, blank=True)

    content_panels = index_panels
    template = "pages/policy_index_page.html"
    parent_page_types = ["policy_pages.HomePage"]
    subpage_types = ["policy_pages.PolicyPage"]
    copy_form_class = CopyAsDraftForm

    class Meta:
        verbose_name = _("list of explainers")
        verbose_name_plural = _("lists of explainers")

    def get_context(self, request, *args, **kwargs):
        """Adds the explainers the public can read."""
        context = super().get_context(request, *args, **kwargs)
        context["policies"] = PolicyPage.objects.readable_below(self)
        context["untranslated"] = PolicyPage.objects.untranslated_in(self)
        return context


class PolicyPageQuerySet(PageQuerySet):
    def readable_below(self, page: Page) -> PolicyPageQuerySet:
        """Live, public explainers under a page, in the editors' order, without their sections."""
        return self.live().public().descendant_of(page).order_by("path").defer_streamfields()

    def untranslated_in(self, page: Page) -> PolicyPageQuerySet:
        """Chinese explainers that nobody has translated into the language of a list yet."""
        chinese = Locale.get_default()
        source = None
        if page.locale_id != chinese.pk:
            source = Page.objects.filter(
                translation_key=page.translation_key, locale=chinese
            ).first()
        if source is None:
            return self.none()
        translated = self.model.objects.live().filter(locale=page.locale_id)
        return self.readable_below(source).exclude(
            translation_key__in=translated.values("translation_key")
        )


class PolicyPage(FactCheckedPage):
    """One kind of help, explained whole (DESIGN §4, ux_content 2.2)."""

    official_name = models.CharField(_("official name"), max_length=100)
    aka = models.TextField(
        _("also called"),
        blank=True,
        help_text=_("Everyday names, old names, common misspellings. One per line."),
    )
    one_line = models.CharField(
        _("in one line"), max_length=80, help_text=_("Best at most 40 characters. Shown in lists.")
    )
    short_answer = RichTextField(
        _("short answer"),
        features=["link", "fact"],
        blank=True,
        validators=[MaxLengthValidator(600)],
        help_text=_("Best at most 120 characters. The first thing people read."),
    )
    status_badge = models.CharField(_("badge"), max_length=20, blank=True)
    badge_until = models.DateField(_("badge until"), null=True, blank=True)

    extra_sections = StreamField(
        blocks.ExtraSectionsBlock(), verbose_name=_("sections of its own"), blank=True
    )
    who_can = section(_("who can apply"), blocks.WhoCanBlock)
    what_you_get = section(_("what you get"))
    steps = section(_("what to do"), blocks.StepsSectionBlock)
    papers = section(_("papers to bring"), blocks.PapersSectionBlock)
    how_long = section(_("how long it takes"))
    what_others_see = section(_("what others will see"))
    if_refused = section(_("if you are refused"))
    when_things_change = section(_("when things change"))
    common_worries = section(_("common worries"), blocks.WorriesBlock)
    example_family = section(_("an example family"), blocks.ExamplesBlock)
    adviser_notes = RichTextField(
        _("notes for workers"),
        features=blocks.PARAGRAPH_FEATURES,
        blank=True,
        help_text=_("Only people who are logged in see this. Never write about a person here."),
    )

    situations = ParentalManyToManyField(
        Situation, blank=True, related_name="pages", verbose_name=_("situations")
    )
    short_code = models.CharField(
        _("short code"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9]+$", _("Use small letters and digits only."))],
        help_text=_("Stands on paper as /p/ and the code. Never change it once it is printed."),
    )
    place = models.CharField(_("valid in"), max_length=50, blank=True)
    applies_from = models.DateField(_("valid from"), null=True, blank=True)
    applies_to = models.DateField(_("valid until"), null=True, blank=True)
    SECTIONS = (
        "who_can",
        "what_you_get",
        "steps",
        "papers",
        "how_long",
        "what_others_see",
        "if_refused",
        "when_things_change",
        "common_worries",
        "example_family",
    )

    objects = PageManager.from_queryset(PolicyPageQuerySet)()

    search_fields = [
        *Page.search_fields,
        index.SearchField("official_name", boost=2),
        index.SearchField("aka", boost=2),
        index.SearchField("search_body"),
        index.AutocompleteField("official_name"),
        index.AutocompleteField("aka"),
    ]

    edit_handler = explainer_edit_handler
    base_form_class = ExplainerForm
    template = "pages/policy_page.html"
    parent_page_types = ["policy_pages.PolicyIndexPage"]
    subpage_types = []
    exclude_fields_in_copy = [*FactCheckedPage.exclude_fields_in_copy, "short_code"]
    override_translatable_fields = [BaseTranslatableField(name) for name in exclude_fields_in_copy]

    class Meta:
        verbose_name = _("explainer")
        verbose_name_plural = _("explainers")
        constraints = [
            models.UniqueConstraint(
                fields=["short_code"],
                condition=~Q(short_code=""),
                name="policy_page_short_code_once",
                violation_error_message=_("Another page has this short code."),
            ),
        ]

    def all_sections(self) -> list:
        """The values of the stream fields, in reading order."""
        return [self.extra_sections, *(getattr(self, name) for name in self.SECTIONS)]

    def section_at(self, anchor: str) -> Section | None:
        """The section readers find at an anchor; the page as a whole where it is empty."""
        if not anchor:
            return Section("", "\n".join(self.texts()))
        name, number = anchor.replace("-", "_"), anchor.removeprefix("section-")
        if name in self.SECTIONS:
            heading, value = str(SECTION_HEADINGS[name]), getattr(self, name)
        elif number.isdecimal() and 0 < int(number) <= len(self.extra_sections):
            own = self.extra_sections[int(number) - 1].value
            heading, value = own["heading"], own["body"]
        else:
            return None
        return Section(heading, "\n".join(blocks.texts_in(value)))

    def texts(self) -> Iterator[str]:
        """Every text the public reads on this page, as plain text, in reading order."""
        yield self.one_line
        yield blocks.plain(self.short_answer)
        for section_value in self.all_sections():
            yield from blocks.texts_in(section_value)

    def rich_sources(self) -> list[str]:
        sections = blocks.rich_texts_in(self.all_sections())
        return [self.short_answer, self.adviser_notes, *sections]

    def questions(self) -> list[str]:
        worries = [block.value["question"] for block in self.common_worries]
        return worries + [block.value["heading"] for block in self.extra_sections]

    def what_is_missing(self) -> list[str]:
        missing = what_is_missing({name: getattr(self, name) for name in WANTED})
        return [*super().what_is_missing(), *missing.values()]

    def criterion_codes(self) -> list[str]:
        """The conditions of the self-check it names, as ``programme.code``."""
        return criterion_codes(self.who_can)

    @property
    def share_text(self) -> str:
        """For shared cards and lists of results: the short answer as far as it has no number.

        Others keep such texts for months, so a number in them would be wrong one day.
        """
        if self.search_description:
            return self.search_description
        sentences = re.split(r"(?<=[。！？.!?])\s*", blocks.plain(self.short_answer).strip())
        said = "".join(takewhile(lambda sentence: "{{" not in sentence, sentences))
        return Truncator(said).chars(120) or self.one_line

    @property
    def short_address(self) -> str:
        """The path for paper: ``/p/11``."""
        return reverse("policy_pages:short_link", args=[self.short_code]) if self.short_code else ""

    def badge_on(self, day: date) -> str:
        """The badge, unless its last day is over."""
        return "" if self.badge_until and self.badge_until < day else self.status_badge

    def clean(self) -> None:
        if not self.short_code:
            self.short_code = self._free_short_code()
        super().clean()
        if any("{{" in section.value["heading"] for section in self.extra_sections):
            raise ValidationError({"extra_sections": _("A heading cannot hold a fact.")})

    @staticmethod
    def _free_short_code() -> str:
        """The next number no page has: digits are the easiest to copy from paper."""
        codes = PolicyPage.objects.values_list("short_code", flat=True)
        return str(1 + max((int(code) for code in codes if code.isdecimal()), default=10))


class PolicyPageSource(Citation):
    """What an explainer rests on: a source, its articles, how sure we are."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(
        PolicySource, on_delete=models.PROTECT, related_name="pages", verbose_name=_("source")
    )

    class Meta(Citation.Meta):
        verbose_name = _("source of the page")
        verbose_name_plural = _("sources of the page")


class RelatedPolicyPage(Orderable):
    """Another explainer worth reading next; at most three a page."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="related_links")
    related = models.ForeignKey(
        PolicyPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("explainer")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("related explainer")
        verbose_name_plural = _("related explainers")

    def __str__(self) -> str:
        return str(self.related)


class ChangeNote(Orderable):
    """What changed on a page, for its readers: a day and one sentence."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="change_notes")
    day = models.DateField(_("day"))
    text = models.CharField(_("what changed"), max_length=120)

    class Meta(Orderable.Meta):
        verbose_name = _("change note")
        verbose_name_plural = _("change notes")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.text}"

    def clean(self) -> None:
        super().clean()
        refuse_numbers(self, "text")
