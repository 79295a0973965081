"""Leaflets as PDF, where the optional extra ``pdf`` and Pango are installed (decision 0014)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

STYLE = "portal/leaflet.css"


@cache
def _engine():
    """WeasyPrint, or nothing where the package or the libraries it stands on are missing."""
    try:
        import weasyprint  # noqa: PLC0415  (optional)
    except (ImportError, OSError):
        return None
    return weasyprint


def is_available() -> bool:
    """Whether this machine can make PDFs."""
    return _engine() is not None


def from_html(html: str) -> bytes:
    """A PDF of a whole HTML document in the leaflet's style. It fetches nothing from anywhere."""
    engine = _engine()
    style = engine.CSS(string=Path(finders.find(STYLE)).read_text(encoding="utf-8"))
    document = engine.HTML(string=html, url_fetcher=_fetch_nothing)
    return document.write_pdf(stylesheets=[style])


def _fetch_nothing(url: str, *args, **options):
    raise ValueError(f"A leaflet needs nothing from outside: {url}")
