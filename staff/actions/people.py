"""The accounts of a station: its lead makes, changes and ends them (domain.md 4.1, PIPL 51)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.log_actions import log

from policy_pages.models import CommunityRoom

from .. import permissions, roles
from ..models import User
from ..queries import state_of
from .locking import refuse, require, rules

UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is read wrongly from a slip of paper."""


def _lock(person_id: int, actor: User, seen: str | None = None) -> User:
    person = User.objects.select_for_update().get(pk=person_id)
    require(permissions.may_manage(actor, person))
    if seen is not None and state_of(person) != seen:
        refuse("person_changed")
    return person


def _place(person: User, role: str, rooms: Collection[CommunityRoom], actor: User) -> None:
    """Give a role, and with it the place: the station's, or rooms of it."""
    if role not in roles.GIVEN_BY_LEADS:
        refuse("role_not_given")
    if any(room.station_id != actor.station_id for room in rooms):
        refuse("room_elsewhere")
    in_rooms = role != roles.SOCIAL_WORKER
    if in_rooms and not rooms:
        refuse("rooms_missing")
    person.station_id = None if in_rooms else actor.station_id
    person.save(update_fields=["station"])
    person.groups.set([Group.objects.get(name=role)])
    person.rooms.set(rooms if in_rooms else [])


def _new_password(person: User) -> str:
    """One to tell the person once; it ends every session they have."""
    password = "-".join(get_random_string(4, UNMISTAKABLE) for _part in range(4))
    person.set_password(password)
    person.save(update_fields=["password"])
    return password


@transaction.atomic
def add_person(
    *,
    username: str,
    name: str,
    role: str,
    rooms: Collection[CommunityRoom] = (),
    email: str = "",
    actor: User,
    at: datetime | None = None,
) -> tuple[User, str]:
    """Make an account; it and its first password, which nobody can read again.

    Raises ``ValidationError`` for a name that is taken or not allowed.
    """
    require(actor.station_id is not None and actor.has_perm("staff.manage_user"))
    person = User(username=username.strip(), first_name=name.strip(), email=email.strip())
    person.set_unusable_password()
    person.full_clean()
    person.save()
    with rules():
        _place(person, role, list(rooms), actor)
    password = _new_password(person)
    log(person, "staff.add_person", user=actor, timestamp=at or timezone.now(), data={"role": role})
    return person, password


@transaction.atomic
def change_person(
    person_id: int,
    *,
    name: str,
    role: str,
    rooms: Collection[CommunityRoom] = (),
    email: str = "",
    seen: str | None,
    actor: User,
    at: datetime | None = None,
) -> User:
    """Change name, role and rooms of an account."""
    with rules():
        person = _lock(person_id, actor, seen)
        _place(person, role, list(rooms), actor)
    person.first_name, person.email = name.strip(), email.strip()
    person.full_clean(exclude=["password"])
    person.save(update_fields=["first_name", "email"])
    data = {"role": role, "rooms": [room.pk for room in rooms]}
    log(person, "staff.change_person", user=actor, timestamp=at or timezone.now(), data=data)
    return person


@transaction.atomic
def let_person_in(person_id: int, *, active: bool, actor: User, at: datetime | None = None) -> User:
    """Close an account, which ends its sessions at once, or open it again."""
    with rules():
        person = _lock(person_id, actor)
    if person.is_active != active:
        person.is_active = active
        person.save(update_fields=["is_active"])
        action = "staff.open_person" if active else "staff.close_person"
        log(person, action, user=actor, timestamp=at or timezone.now())
    return person


@transaction.atomic
def reset_log_in(person_id: int, *, actor: User, at: datetime | None = None) -> tuple[User, str]:
    """A lost phone or password: a new password, no second factor, and no session left."""
    with rules():
        person = _lock(person_id, actor)
    Authenticator.objects.filter(user=person).delete()
    password = _new_password(person)
    log(person, "staff.reset_person", user=actor, timestamp=at or timezone.now())
    return person, password
