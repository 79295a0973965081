"""What every public template may use without asking."""

from __future__ import annotations

from django.utils.functional import SimpleLazyObject

from . import queries


def station(request):
    """``station`` and ``urgent_contacts``, looked up only if a template uses them.

    Both are lazy: an error page must render when there is no database.
    """
    return {
        "station": SimpleLazyObject(lambda: queries.current_station(request)),
        "urgent_contacts": SimpleLazyObject(queries.urgent_contacts),
    }
