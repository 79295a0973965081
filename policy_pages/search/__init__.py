"""Search that speaks Chinese (DESIGN §4): ``search`` for pages, ``suggest`` for the box."""

from .service import Hit, SearchResults, search, suggest

__all__ = ["Hit", "SearchResults", "search", "suggest"]
