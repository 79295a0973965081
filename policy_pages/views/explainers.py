"""Ways to the explainers that are no pages themselves: situations, words, short links."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Site

from .. import queries
from ..models import PolicyPage, Situation


@require_safe
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened, what to do first, and which explainers help."""
    locale = Locale.get_active()
    found = get_object_or_404(Situation, slug=slug, locale=locale)
    context = {"situation": found, "policies": queries.explainers_for(found)}
    return render(request, "pages/situation.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every official word with its explanation."""
    return render(request, "pages/glossary.html", {"terms": queries.glossary()})


@require_safe
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """From the code on paper to the page, in the reader's language where there is one."""
    page = PolicyPage.objects.live().public().filter(short_code=code).first()
    site = Site.find_for_request(request)
    address = page.localized.get_url(request, site) if page else None
    if not address:
        raise Http404
    return redirect(address)
