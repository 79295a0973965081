"""What machines ask for at fixed addresses."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.generic import RedirectView

from policy_pages.queries import current_station

A_DAY = 60 * 60 * 24
PRIVATE = ("staff", "intake", "report", "status", "display", "search", "captcha", "check/result")


@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """Explainers are for everyone; forms, answers and the desk are not for machines."""
    lines = ["User-agent: *"]
    for place in PRIVATE:
        lines += [f"Disallow: /{place}/", f"Disallow: /en/{place}/"]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@cache_control(public=True, max_age=A_DAY)
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a security hole (RFC 9116): the station's phone, its one sure channel."""
    station = current_station(request)
    if station is None:
        raise Http404
    number = "".join(character for character in station.phone if character.isdigit()).lstrip("0")
    expires = (timezone.now() + timedelta(days=180)).replace(microsecond=0).isoformat()
    return HttpResponse(
        f"Contact: tel:+86{number}\nExpires: {expires}\nPreferred-Languages: zh, en\n",
        content_type="text/plain",
    )


class Favicon(RedirectView):
    """For browsers that ask for /favicon.ico whatever the page says."""

    def get_redirect_url(self, *args, **kwargs) -> str:
        return static("portal/icon.svg")
