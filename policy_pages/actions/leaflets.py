"""Hanging leaflets, taking them down, exchanging them: one entry in the history each."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .. import leaflets
from ..models import CommunityRoom, HungLeaflet, PolicyPage, Station


@transaction.atomic
def hang(
    page: PolicyPage,
    *,
    station: Station,
    room: CommunityRoom | None,
    place: str,
    size: str,
    day: date,
    actor,
) -> HungLeaflet:
    """Note that today's edition hangs at a place. Refused where this one hangs there already."""
    row = HungLeaflet(
        page=page,
        title=page.title,
        version=leaflets.edition_of(page, station, day).version,
        size=size,
        station=station,
        room=room,
        place=" ".join(place.split()),
        hung_on=day,
        hung_by=actor,
    )
    row.full_clean()
    row.save()
    _log(row, "policy_pages.hang_leaflet", actor)
    return row


@transaction.atomic
def take_down(row_id: int, *, day: date, actor) -> HungLeaflet:
    """Note that a leaflet is off the wall. Refused where somebody noted it before."""
    row = HungLeaflet.objects.select_for_update().get(pk=row_id)
    if row.taken_down_on:
        raise ValidationError(_("It has been taken down already."))
    row.taken_down_on, row.taken_down_by = day, actor
    row.full_clean()
    row.save(update_fields=["taken_down_on", "taken_down_by"])
    _log(row, "policy_pages.take_down_leaflet", actor)
    return row


@transaction.atomic
def exchange(row_id: int, *, day: date, actor) -> HungLeaflet:
    """The old one down, today's edition up, at the same place."""
    old = take_down(row_id, day=day, actor=actor)
    if old.page is None or not old.page.live:
        raise ValidationError(_("This page is no longer published. Take the leaflet down."))
    return hang(
        old.page,
        station=old.station,
        room=old.room,
        place=old.place,
        size=old.size,
        day=day,
        actor=actor,
    )


def _log(row: HungLeaflet, action: str, actor) -> None:
    data = {"version": row.version, "place": row.place, "page": row.page_id}
    log(row, action, user=actor, data=data)
