"""Leaflets on the walls of the demo: one must be exchanged, the others hold."""

from __future__ import annotations

from datetime import date, timedelta

from ..actions.leaflets import hang
from ..models import CommunityRoom, HungLeaflet, PolicyPage, Station

WALLS = (
    ("dibao", "3号楼一单元门口"),
    ("linshi-jiuzhu", "社区公告栏"),
    ("yiliao-jiuzhu", "棋牌室门上"),
)


def hang_leaflets(station: Station, *, actor, today: date) -> int:
    """Hang a few if none hangs; the first reads an older text. The number hanging."""
    rooms = list(CommunityRoom.objects.filter(station=station)[: len(WALLS)])
    if not HungLeaflet.objects.exists() and rooms:
        for number, (slug, place) in enumerate(WALLS):
            row = hang(
                PolicyPage.objects.get(slug=slug, locale__language_code="zh-hans"),
                station=station,
                room=rooms[number % len(rooms)],
                place=place,
                size="a4",
                day=today - timedelta(days=20 + number),
                actor=actor,
            )
            if number == 0:
                HungLeaflet.objects.filter(pk=row.pk).update(version=f"{today:%Y}0101-0000")
    return HungLeaflet.objects.hanging().count()
