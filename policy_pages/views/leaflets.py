"""The explainer on paper: large type, the phone, a code to scan, a version and a last day."""

from __future__ import annotations

from hashlib import blake2b

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import leaflets, pdf, qr, queries

SIZES = ("a4", "a5")
SECTIONS = ("who_can", "what_you_get", "steps", "papers", "how_long", "what_others_see")


PDF_KEPT_SECONDS = 30 * 24 * 3600


@require_safe
def leaflet(request: HttpRequest, slug: str) -> HttpResponse:
    """One page for the printer. ``?size=a5`` for the small one."""
    sheet = _sheet(request, slug) | {"has_pdf": pdf.is_available()}
    return render(request, "pages/leaflet.html", sheet)


@require_safe
def leaflet_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same sheet as a PDF, made once for each version and size, where this machine can."""
    if not pdf.is_available():
        raise Http404
    sheet = _sheet(request, slug)
    html = render_to_string("pages/leaflet_paper.html", sheet, request)
    key = f"leaflet-pdf:{blake2b(html.encode(), digest_size=16).hexdigest()}"
    document = cache.get(key)
    if document is None:
        document = pdf.from_html(html)
        cache.set(key, document, PDF_KEPT_SECONDS)
    response = HttpResponse(document, content_type="application/pdf")
    name = f"{slug}-{sheet['size']}-{sheet['version']}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _sheet(request: HttpRequest, slug: str) -> dict:
    """What stands on the sheet."""
    page = queries.explainer(request, slug)
    if page is None:
        raise Http404
    station = queries.current_station(request)
    edition = leaflets.edition_of(page, station, timezone.localdate())
    address = settings.SITE_URL.rstrip("/") + page.short_address
    size = request.GET.get("size", "a4")
    return {
        "page": page,
        "address": address,
        "code": qr.drawn(address),
        "version": edition.version,
        "valid_until": edition.valid_until,
        "size": size if size in SIZES else "a4",
        "sections": SECTIONS,
    }
