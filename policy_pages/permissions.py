"""Who may do what with the content: one table, written to the groups by ``actions.publishing``.

Values are permissions as ``app.codename``; ``PAGE_PERMISSIONS`` hold on the whole tree of the site.
An editor hands in, a fact checker approves. Approving needs the permission to publish, so
publishing past the check is refused to everybody (``wagtail_hooks.only_through_the_check``).
"""

from __future__ import annotations

from .models import HungLeaflet, Station

EDITOR = "editor"
FACT_CHECKER = "fact_checker"
STATION_LEAD = "station_lead"
SOCIAL_WORKER = "social_worker"
ROOM_LEAD = "room_lead"
ROOM_WORKER = "room_worker"
ADMIN = "admin"

_RECORDS = (
    "policysource",
    "policyfact",
    "glossaryterm",
    "situation",
    "requireddocument",
    "urgentcontact",
)
_WORDS = ("saying", "synonymgroup", "replacement")
_PLACES = ("station", "communityroom", "estate", "urgentcontact", "workdayoverride")

_WALLS = ("hungleaflet",)


def _may(verbs: tuple[str, ...], models: tuple[str, ...]) -> set[str]:
    return {f"policy_pages.{verb}_{model}" for verb in verbs for model in models}


_WRITE = (
    _may(("add", "change", "view"), (*_RECORDS, "ruleset"))
    | (_may(("add", "view"), ("factvalue",)) | _may(("change", "view"), ("pagefeedback",)))
    | _may(("add", "change", "delete", "view"), _WORDS)
    | _may(("view",), ("searchlog",))
    | {f"wagtailsearchpromotions.{verb}_searchpromotion" for verb in ("add", "change", "delete")}
)
_REPLAY = {"policy_pages.replay_ruleset"}
_CHECK = _may(("view",), (*_RECORDS, "factvalue", "ruleset")) | {
    "policy_pages.check_factvalue",
    "policy_pages.check_ruleset",
}

_HANG = _may(("add", "change", "view"), _WALLS)
_READ_ALOUD = _may(("add", "change", "delete", "view"), ("pageaudio",))

CONTENT_PERMISSIONS: dict[str, set[str]] = {
    EDITOR: _WRITE | _HANG | _READ_ALOUD | _REPLAY,
    FACT_CHECKER: _CHECK | _may(("view",), _WALLS) | _REPLAY,
    STATION_LEAD: _REPLAY
    | _HANG
    | _may(("change", "view"), ("communityroom", "urgentcontact", "workdayoverride")),
    SOCIAL_WORKER: _REPLAY | _HANG,
    ROOM_LEAD: _REPLAY | _HANG,
    ROOM_WORKER: _REPLAY | _HANG,
    ADMIN: _REPLAY
    | _HANG
    | _READ_ALOUD
    | _WRITE
    | _CHECK
    | _may(("delete",), _RECORDS)
    | _may(("add", "change", "view"), _PLACES),
}
PAGE_PERMISSIONS: dict[str, set[str]] = {
    EDITOR: {"add_page", "change_page"},
    FACT_CHECKER: {"publish_page"},
    ADMIN: {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"},
}


def stations_of(user) -> list[Station]:
    """The stations whose walls a person looks after: their own, that of their rooms; for people
    who belong to neither, such as editors, all.
    """
    if user.station_id:
        return list(Station.objects.filter(pk=user.station_id))
    own = list(Station.objects.filter(rooms__in=user.rooms.all()).distinct())
    return own or list(Station.objects.order_by("name"))


def visible_leaflets(user):
    """The leaflets on walls this person may see."""
    if not user.has_perm("policy_pages.view_hungleaflet"):
        return HungLeaflet.objects.none()
    return HungLeaflet.objects.filter(station__in=[station.pk for station in stations_of(user)])
