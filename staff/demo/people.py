"""Invented people with an account, one or more for each role. Never for a real deployment."""

from __future__ import annotations

from django.contrib.auth.models import Group

from policy_pages.models import CommunityRoom, Station

from ..models import User
from ..roles import (
    ADMIN,
    DISTRICT_VIEWER,
    EDITOR,
    FACT_CHECKER,
    ROOM_LEAD,
    ROOM_WORKER,
    SOCIAL_WORKER,
    STATION_LEAD,
    write_groups,
)

PASSWORD = "yimi-demo-2026"  # noqa: S105  (a demo's, printed at every start)

# User name, name shown, role, community of the room or None for the station.
PEOPLE = (
    ("zhanzhang", "李站长（样例）", STATION_LEAD, None),
    ("shegong1", "王社工（样例）", SOCIAL_WORKER, None),
    ("shegong2", "赵社工（样例）", SOCIAL_WORKER, None),
    ("dongjie1", "东街社工室孙主任（样例）", ROOM_LEAD, "营市东街社区"),
    ("dongjie2", "东街网格员小周（样例）", ROOM_WORKER, "营市东街社区"),
    ("xijie1", "西街社区工作者小吴（样例）", ROOM_WORKER, "营市西街社区"),
    ("bianji", "编辑小陈（样例）", EDITOR, None),
    ("hedui", "核对员小林（样例）", FACT_CHECKER, None),
    ("quju", "区民政局查看（样例）", DISTRICT_VIEWER, None),
    ("guanli", "系统管理员（样例）", ADMIN, None),
)
LOGINS = [(username, PASSWORD, role) for username, _, role, _ in PEOPLE]


def load_people(station: Station) -> dict[str, User]:
    """The demo accounts by user name; a password somebody changed is left alone."""
    write_groups()
    rooms = {room.community: room for room in CommunityRoom.objects.filter(station=station)}
    people = {}
    for username, name, role, community in PEOPLE:
        user, _ = User.objects.get_or_create(
            username=username, defaults={"email": f"{username}@example.org"}
        )
        user.first_name = name
        user.email = user.email or f"{username}@example.org"
        user.station = station if role in {STATION_LEAD, SOCIAL_WORKER} else None
        user.is_superuser = role == ADMIN
        if not user.has_usable_password() or not user.password:
            user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name=role))
        if community in rooms:
            user.rooms.set([rooms[community]])
        people[username] = User.objects.get(pk=user.pk)
    return people
