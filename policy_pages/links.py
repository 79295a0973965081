"""Where content leads to, and whether people arrive there: pages, documents, other sites.

Addresses outside are asked by a weekly job (``manage.py check_links``) and remembered in
``CheckedLink``; a reader's request never waits for another site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page

from .models import CheckedLink, FactCheckedPage, PolicyPage, PolicySource
from .models.upkeep import LONGEST_ADDRESS

TIMEOUT = 10
# Sites of offices often turn machines away; the page is there all the same.
ANSWERS = {401, 403, 405, 429}
_A = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Link:
    """One way out of a page: ``kind`` is ``page``, ``document`` or ``address``."""

    where: str
    page_id: int
    words: str
    kind: str
    target: str


@dataclass(frozen=True)
class BrokenLink:
    """A link that leads nowhere, in words."""

    where: str
    page_id: int
    message: str


def links_of(page: FactCheckedPage) -> Iterator[Link]:
    """The links in a page's texts, to pages read next, and to its sources."""
    for html in page.rich_sources():
        for attributes, words in _A.findall(html):
            given = dict(_ATTRIBUTE.findall(attributes))
            kind, target = given.get("linktype", ""), given.get("id", "")
            if not kind and given.get("href", "").startswith(("http://", "https://")):
                kind, target = "address", given["href"].replace("&amp;", "&")
            if kind in ("page", "document", "address"):
                yield Link(page.title, page.pk, strip_tags(words)[:30], kind, target)
    if isinstance(page, PolicyPage):
        for link in page.related_links.select_related("related"):
            yield Link(page.title, page.pk, link.related.title, "page", str(link.related_id))
    for cited in page.sources.select_related("source"):
        if cited.source.url:
            yield Link(page.title, page.pk, cited.source.title, "address", cited.source.url)


def broken_links(pages: Iterable[FactCheckedPage]) -> list[BrokenLink]:
    """The links of these pages that lead nowhere, as far as is known today."""
    links = [link for page in pages for link in links_of(page)]
    live = set(map(str, Page.objects.live().values_list("pk", flat=True)))
    documents = set(map(str, get_document_model().objects.values_list("pk", flat=True)))
    failed = dict(CheckedLink.objects.exclude(problem="").values_list("url", "problem"))
    found = []
    for link in links:
        if link.kind == "page" and link.target not in live:
            message = _("A link leads to page %(number)s, which readers cannot open.") % {
                "number": link.target
            }
        elif link.kind == "document" and link.target not in documents:
            message = _("「%(words)s」 leads to a document that is gone.") % {"words": link.words}
        elif link.kind == "address" and link.target in failed:
            message = _("「%(words)s」 leads to %(url)s, which does not answer: %(problem)s") % {
                "words": link.words,
                "url": link.target,
                "problem": failed[link.target],
            }
        else:
            continue
        found.append(BrokenLink(link.where, link.page_id, message))
    return list(dict.fromkeys(found))


def addresses(pages: Iterable[FactCheckedPage]) -> list[str]:
    """Every address outside that these pages or any source lead to, each once."""
    outside = [link.target for page in pages for link in links_of(page) if link.kind == "address"]
    sources = PolicySource.objects.exclude(url="").values_list("url", flat=True)
    return sorted({url for url in (*outside, *sources) if len(url) <= LONGEST_ADDRESS})


def check(urls: Iterable[str], timeout: float = TIMEOUT) -> int:
    """Ask each address, remember the answer, forget the others. The number that fails."""
    urls = list(urls)
    CheckedLink.objects.exclude(url__in=urls).delete()
    failing = 0
    for url in urls:
        problem, now = problem_with(url, timeout), timezone.now()
        answer = {"last_checked": now, "problem": problem}
        if not problem:
            answer["last_ok"] = now
        CheckedLink.objects.update_or_create(url=url, defaults=answer)
        failing += bool(problem)
    return failing


def problem_with(url: str, timeout: float = TIMEOUT) -> str:
    """Why an address cannot be opened; empty where it can."""
    problem = ""
    for method in ("HEAD", "GET"):
        try:
            request = Request(  # noqa: S310  (http and https only, see links_of)
                quote(url, safe=":/?#[]@!$&'()*+,;=%~"),
                method=method,
                headers={"User-Agent": "Yimi link check"},
            )
            with urlopen(request, timeout=timeout):  # noqa: S310
                return ""
        except HTTPError as answer:
            if answer.code in ANSWERS:
                return ""
            problem = str(answer.code)
        except TimeoutError:
            return _("no answer within %(seconds)s seconds") % {"seconds": timeout}
        except (OSError, HTTPException, ValueError) as error:
            return type(getattr(error, "reason", error)).__name__
    return problem
