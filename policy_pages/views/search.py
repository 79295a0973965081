"""Searching: the page of results, and words offered while typing."""

from __future__ import annotations

from hashlib import blake2b

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Site

from .. import queries
from ..actions import search as search_actions
from ..danger_words import mention_other_danger, mention_self_harm
from ..search import search, suggest
from ..search.text import normalise_query

RESULTS = 10
SUGGESTIONS = 8
SUGGESTIONS_KEPT_SECONDS = 300
SAME_QUESTION_SECONDS = 60
MAX_READ = 400


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found for ``?q=``; without it, the box and the ways in. Works without JavaScript."""
    typed = request.GET.get("q", "")
    site = Site.find_for_request(request)
    found = search(typed, site=site, limit=RESULTS)
    if found.query:
        _count(found)
    context = {
        "found": found,
        "typed": typed.replace("\0", "")[:100],
        "danger": _danger(typed[:MAX_READ]),
        "ways_in": [] if found.hits else queries.situations(Locale.get_active()),
    }
    response = render(request, "pages/search.html", context)
    # What somebody asks is nobody else's business: no shared cache keeps it.
    patch_cache_control(response, private=True, max_age=0)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """``{"suggestions": [{"text", "url"}]}``, at most eight, kept for five minutes."""
    typed = request.GET.get("q", "")[:100]
    site = Site.find_for_request(request)
    key = _key("suggest", get_language(), site.pk if site else 0, typed.strip())
    words = cache.get(key)
    if words is None:
        words = suggest(typed, site=site, limit=SUGGESTIONS)
        cache.set(key, words, SUGGESTIONS_KEPT_SECONDS)
    address = reverse("policy_pages:search")
    found = [{"text": word, "url": f"{address}?{urlencode({'q': word})}"} for word in words]
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, private=True, max_age=SUGGESTIONS_KEPT_SECONDS)
    return response


def _danger(typed: str) -> str:
    """Which numbers to show above the results: nobody in danger is told 「没有找到」."""
    plain = normalise_query(typed)
    if mention_self_harm(typed, plain):
        return "self_harm"
    return "other" if mention_other_danger(typed, plain) else ""


def _count(found) -> None:
    """Count a question once a minute at most, however often the page is loaded again."""
    if cache.add(_key("searched", found.query), True, SAME_QUESTION_SECONDS):
        search_actions.count_search(found.query, found=len(found.hits), day=timezone.localdate())


def _key(*parts: object) -> str:
    return "search:" + blake2b(repr(parts).encode(), digest_size=16).hexdigest()
