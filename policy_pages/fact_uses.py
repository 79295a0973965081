"""Where a fact is used: what breaks if it goes, and what follows when its number changes.

Other apps and other parts of this one add what they know through Wagtail's hook
``who_else_uses_fact``: a function of a ``PolicyFact`` that returns ``Uses``, one or several
(``docs/architecture.md``). A lower layer never asks a higher one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Locale

from .models import FactCheckedPage, PolicyFact, PolicyPage, RequiredDocument, RuleSet

HOOK = "who_else_uses_fact"


@dataclass(frozen=True)
class Use:
    """One place: its name, and where to look at it."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Uses:
    """Places of one kind under a heading; nothing is shown for a kind without places."""

    heading: str
    places: tuple[Use, ...]


def uses_of(fact: PolicyFact) -> list[Uses]:
    """Everything that uses a fact, kind by kind, in the order in which it should be looked at."""
    kinds = [*_on_pages(fact.code), _in_papers(fact.code), _in_rules(fact.code), *_elsewhere(fact)]
    return [kind for kind in kinds if kind.places]


def pages_quoting(codes: Iterable[str]) -> list[FactCheckedPage]:
    """The pages whose text names one of these facts as it stands in the database."""
    wanted = set(codes)
    return [page for page in _all_pages() if wanted.intersection(page.all_fact_codes())]


def _all_pages() -> Iterator[FactCheckedPage]:
    for kind in FactCheckedPage.__subclasses__():
        yield from kind.objects.select_related("locale", "latest_revision").order_by("path")


def _on_pages(code: str) -> list[Uses]:
    """Published pages and their leaflets, then drafts, then pages in other languages."""
    here = Locale.get_default().pk
    live, translated, drafts = [], [], []
    for page in _all_pages():
        if page.live and code in page.all_fact_codes():
            (live if page.locale_id == here else translated).append(page)
        elif _draft_quotes(page, code):
            drafts.append(page)
    return [
        Uses(_("Pages the public reads"), tuple(map(_page, live))),
        Uses(
            _("Leaflets: papers that hang somewhere must be exchanged"),
            tuple(_leaflet(page) for page in live if isinstance(page, PolicyPage)),
        ),
        Uses(_("Pages in other languages"), tuple(map(_page, translated))),
        Uses(_("Drafts"), tuple(map(_page, drafts))),
    ]


def _draft_quotes(page: FactCheckedPage, code: str) -> bool:
    if page.live and not page.has_unpublished_changes:
        return False
    draft = page.latest_revision.as_object() if page.latest_revision else page
    return code in draft.all_fact_codes()


def _page(page: FactCheckedPage) -> Use:
    return Use(page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _leaflet(page: PolicyPage) -> Use:
    address = reverse("policy_pages:leaflet", args=[page.slug])
    return Use(f"{page.title} · {page.short_address}", address)


def _in_papers(code: str) -> Uses:
    texts = ("where_to_get", "if_missing", "valid_for")
    token = reduce(or_, (Q(**{f"{name}__contains": code}) for name in texts))
    papers = [
        Use(
            paper.name,
            reverse("wagtailsnippets_policy_pages_requireddocument:edit", args=[paper.pk]),
        )
        for paper in RequiredDocument.objects.filter(token)
        if code in paper.fact_codes()
    ]
    return Uses(_("Papers to bring"), tuple(papers))


def _in_rules(code: str) -> Uses:
    """The conditions of the self-check, live or to come, that count on a fact."""
    rules = RuleSet.objects.exclude(state=RuleSet.State.RETIRED).prefetch_related("criteria")
    places = [
        Use(
            f"{rule.title}：{criterion.condition}",
            reverse("wagtailsnippets_policy_pages_ruleset:edit", args=[rule.pk]),
        )
        for rule in rules
        for criterion in rule.criteria.all()
        if criterion.counts_on(code)
    ]
    return Uses(_("Conditions of the self-check"), tuple(places))


def _elsewhere(fact: PolicyFact) -> Iterator[Uses]:
    for ask in hooks.get_hooks(HOOK):
        answer = ask(fact)
        yield from [answer] if isinstance(answer, Uses) else answer or ()
