"""Keeping a list under a name, and letting it go."""

from __future__ import annotations

from django.db import transaction
from django.http import QueryDict
from wagtail.log_actions import log

from .. import permissions
from ..lists import LISTS
from ..models import SavedView, User
from .locking import check, require


@transaction.atomic
def save_view(
    *, list_name: str, query: str, name: str, shared: bool, daily: bool, actor: User
) -> SavedView:
    """Keep the filters of ``query``; what was searched for and the page are left out."""
    desk_list = LISTS[list_name]
    require(actor.has_perm(desk_list.permission))
    station = permissions.station_of(actor)
    require(station is not None)
    view = SavedView(
        owner=actor,
        station=station,
        list=list_name,
        name=name.strip(),
        query=desk_list.filters_only(QueryDict(query)).urlencode(),
        shared=shared,
        daily=daily,
    )
    check(view)
    view.validate_constraints()
    view.save()
    log(view, "staff.save_view", user=actor, data={"shared": shared, "daily": daily})
    return view


@transaction.atomic
def forget_view(view: SavedView, *, actor: User) -> None:
    """Its owner lets it go; a lead also what a colleague has shared."""
    require(permissions.may_forget_view(actor, view))
    log(view, "staff.forget_view", user=actor)
    view.delete()
