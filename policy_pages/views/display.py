"""Text size and contrast, set by a plain form on every page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from policy_pages.display import COOKIE, Display

A_YEAR = 60 * 60 * 24 * 365


@never_cache
@require_GET
def set_display(request: HttpRequest) -> HttpResponse:
    """Remember the choice in one cookie and go back to the page it was made on.

    A GET form, so that no page needs a CSRF cookie for it; nothing but the look changes.
    The standard display deletes the cookie.
    """
    next_url = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(next_url, allowed_hosts={request.get_host()}):
        next_url = "/"
    response = HttpResponseRedirect(next_url)
    chosen = Display.from_cookie(request.COOKIES.get(COOKIE, "")).changed(
        size=request.GET.get("size", ""), contrast=request.GET.get("contrast", "")
    )
    if chosen.is_standard:
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE,
            chosen.to_cookie(),
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
