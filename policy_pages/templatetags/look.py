"""What the public templates need to draw a page: icons, paths, and where the reader is."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from heroicons import IconDoesNotExist
from heroicons.templatetags.heroicons import heroicon_outline

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An outline icon beside its word, so hidden from screen readers. Unknown name: nothing.

    Names come from editors too; a wrong one must not cost the page.
    """
    try:
        svg = heroicon_outline(
            name, size=24, aria_hidden="true", focusable="false", **{"class": "icon"}
        )
    except IconDoesNotExist:
        return mark_safe("")
    return mark_safe(" ".join(svg.split()))  # noqa: S308  (the package's own file, no input)


@register.simple_tag
def site_path(path: str = "") -> str:
    """The address of a public screen in the reader's language: ``/check/`` or ``/en/check/``."""
    language = get_language() or settings.LANGUAGE_CODE
    prefix = "" if language == settings.LANGUAGE_CODE else f"{language}/"
    return f"/{prefix}{path}"


@register.inclusion_tag("components/nav.html", takes_context=True)
def site_nav(context: template.Context) -> dict[str, object]:
    """The five ways in. The one the reader is in is marked."""
    request = context.get("request")
    here = request.path if request else ""
    items = [
        (site_path("policies/"), _("Policies")),
        (site_path("check/"), _("Check")),
        (site_path("intake/"), _("Ask us")),
        (site_path("status/"), _("Progress")),
        (site_path("search/"), _("Search")),
    ]
    return {
        "items": [
            {"path": path, "label": label, "is_current": here.startswith(path)}
            for path, label in items
        ]
    }


@register.filter
def dial(number: str) -> str:
    """A phone number as a ``tel:`` link wants it: digits only."""
    return "".join(character for character in str(number) if character.isdigit())


@register.simple_tag
def tel(number: str) -> SafeString:
    """A number to tap, in running text."""
    return format_html('<a class="number" href="tel:{}">{}</a>', dial(number), number)
