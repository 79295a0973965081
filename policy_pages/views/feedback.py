"""「这页有用吗？」 and 「这段没看懂」: one short form, no name, no number."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import queries
from ..actions.feedback import keep_feedback
from ..forms import FeedbackForm

PER_HOUR = 30


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, keep, say thank you. Sent again after that it is simply asked again.

    Nobody is logged in here and no cookie is set: instead of a token, the browser says which site
    the form came from.
    """
    page = queries.explainer(request, slug)
    if page is None:
        raise Http404
    asked = {"kind": request.GET.get("kind", "unclear"), "section": request.GET.get("part", "")}
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial=asked)
    if request.method == "POST" and form.is_valid():
        is_ours = not form.cleaned_data["website"] and _comes_from_here(request)
        if is_ours and _within_budget(request):
            keep_feedback(
                page,
                kind=form.cleaned_data["kind"],
                section=form.cleaned_data["section"],
                words=form.cleaned_data["words"],
                day=timezone.localdate(),
            )
        return redirect(f"{request.path}?thanks=1")
    section = page.section_at(form["section"].value() or "")
    about = " · ".join(filter(None, [page.title, section.heading if section else ""]))
    context = {"page": page, "about": about, "form": form, "is_sent": "thanks" in request.GET}
    return render(request, "pages/feedback.html", context)


def _comes_from_here(request: HttpRequest) -> bool:
    """Not from a form on another site; an old browser that says nothing is believed."""
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


def _within_budget(request: HttpRequest) -> bool:
    """A whole estate may sit behind one address; a machine sends more than that."""
    network = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
    key = f"feedback:{network}"
    cache.add(key, 0, 3600)
    try:
        return cache.incr(key) <= PER_HOUR
    except ValueError:
        return True
