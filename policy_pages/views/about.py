"""Pages about the station itself: its rooms, what it does with people's data, ease of use."""

from __future__ import annotations

from unicodedata import normalize

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policy_pages.models import CommunityRoom
from policy_pages.queries import current_station, rooms_of

LONGEST_NAME = 40


def rooms(request: HttpRequest) -> HttpResponse:
    """Find the community room for a housing estate, a community, or a room's own name."""
    everything = rooms_of(current_station(request))
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_NAME]
    found = rooms_named(everything, query)
    return render(
        request,
        "pages/rooms.html",
        {"query": query, "found": found, "rooms": everything},
    )


def rooms_named(rooms: list[CommunityRoom], words: str) -> list[CommunityRoom]:
    """The rooms that ``words`` may mean. People write more than the name ("纬十二路小区3号楼")
    or less of it, so either may contain the other. Nothing typed means nothing found.
    """
    wanted = _plain(words)
    if not wanted:
        return []
    return [
        room
        for room in rooms
        if any(
            wanted in name or (len(name) > 1 and name in wanted)
            for name in map(
                _plain, [room.name, room.community, *(e.name for e in room.estates.all())]
            )
        )
    ]


def _plain(name: str) -> str:
    return "".join(normalize("NFKC", name).casefold().split())


def privacy(request: HttpRequest) -> HttpResponse:
    """The full notice behind the five lines above each form (PIPL Art. 17, R-91)."""
    return render(request, "pages/privacy.html")


def privacy_for_children(request: HttpRequest) -> HttpResponse:
    """The rules for children's information, in words a child reads (PIPL Art. 31; MINOR 72)."""
    return render(request, "pages/privacy_children.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done for ease of use, what is still missing, whom to tell."""
    return render(request, "pages/accessibility.html")
