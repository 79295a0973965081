"""What a page says of itself to those who share it, and where it stands in other languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from wagtail.models import Page, Site

from ..models import Situation

register = template.Library()

BOTH_LANGUAGES = {"glossary", "check", "rooms", "privacy", "privacy_children", "accessibility"}
TAGS = {"zh-hans": "zh-Hans"}
NAMES = {"zh-hans": "中文", "en": "English"}


@dataclass(frozen=True)
class Version:
    """One language in which something can be read."""

    code: str
    url: str

    @property
    def tag(self) -> str:
        """As HTML names the language."""
        return TAGS.get(self.code, self.code)

    @property
    def path(self) -> str:
        """For a link on this site."""
        return urlsplit(self.url).path

    @property
    def name(self) -> str:
        return NAMES.get(self.code, self.code)


@dataclass(frozen=True)
class Sharing:
    """Title, text and address of what is shown; ``versions`` with its own where there are two."""

    title: str = ""
    text: str = ""
    canonical: str = ""
    versions: tuple[Version, ...] = ()
    newer: Version | None = None

    @cached_property
    def others(self) -> list[Version]:
        return [version for version in self.versions if version.code != translation.get_language()]

    @property
    def default(self) -> Version | None:
        """What readers of any other language are given."""
        for version in self.versions:
            if version.code == settings.LANGUAGE_CODE:
                return version
        return None


@register.simple_tag(takes_context=True)
def sharing(context: template.Context) -> Sharing:
    """For the head of a public page. Nothing for previews, forms and what is not to be indexed."""
    request, page = context.get("request"), context.get("page")
    match = getattr(request, "resolver_match", None)
    if match is None or getattr(request, "is_preview", False):
        return Sharing()
    root = _root(request)
    if match.url_name == "wagtail_serve" and isinstance(page, Page):
        return _of_page(request, page, root)
    if match.url_name == "situation" and isinstance(context.get("situation"), Situation):
        return _of_situation(context["situation"], root)
    if match.url_name in BOTH_LANGUAGES:
        versions = _versions((code, match.view_name, ()) for code, _name in settings.LANGUAGES)
        return Sharing(
            canonical=root + request.path,
            versions=tuple(Version(code, root + path) for code, path in versions),
        )
    return Sharing()


def _root(request) -> str:
    """The address people use. A site nobody has named yet answers under the one asked for."""
    site = Site.find_for_request(request)
    if site and site.hostname != "localhost":
        return site.root_url
    return f"{request.scheme}://{request.get_host()}"


def _of_page(request, page: Page, root: str) -> Sharing:
    same = Page.objects.live().filter(translation_key=page.translation_key)
    pages = {one.locale.language_code: one for one in same.select_related("locale")}
    own = page.get_url_parts(request)
    own_path = own[2] if own else request.path
    is_part = request.path.startswith(own_path) and request.path != own_path and own_path != "/"
    chinese = pages.get(settings.LANGUAGE_CODE)
    versions = {
        code: Version(code, root + parts[2])
        for code, one in pages.items()
        if (parts := one.get_url_parts(request))
    }
    is_older = (
        chinese
        and chinese.pk != page.pk
        and page.last_published_at
        and chinese.last_published_at
        and chinese.last_published_at > page.last_published_at
    )
    return Sharing(
        title=page.title,
        text=getattr(page, "share_text", "") or page.search_description or _intro(page),
        canonical=root + (request.path if is_part else own_path),
        versions=tuple(versions.values()) if len(versions) > 1 and not is_part else (),
        newer=versions.get(settings.LANGUAGE_CODE) if is_older else None,
    )


def _intro(page: Page) -> str:
    return getattr(page, "intro", "") or getattr(page, "one_line", "")


def _of_situation(situation: Situation, root: str) -> Sharing:
    same = Situation.objects.filter(translation_key=situation.translation_key)
    rows = [(one.locale.language_code, one.slug) for one in same.select_related("locale")]
    paths = dict(_versions((code, "policy_pages:situation", (slug,)) for code, slug in rows))
    versions = tuple(Version(code, root + path) for code, path in paths.items())
    return Sharing(
        title=situation.name,
        text=situation.one_line,
        canonical=root + paths[situation.locale.language_code],
        versions=versions if len(versions) > 1 else (),
    )


def _versions(named) -> Iterator[tuple[str, str]]:
    for code, view, args in named:
        with translation.override(code):
            yield code, reverse(view, args=args)
