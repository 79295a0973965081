"""The roles of the desk and what each may do at all; whose households, ``permissions`` decides.

Django permissions, given to groups by the one table below (DESIGN §6).
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission

STATION_LEAD = "station_lead"
SOCIAL_WORKER = "social_worker"
ROOM_LEAD = "room_lead"
ROOM_WORKER = "room_worker"
EDITOR = "editor"
FACT_CHECKER = "fact_checker"
DISTRICT_VIEWER = "district_viewer"
ADMIN = "admin"
ROLES = (
    STATION_LEAD,
    SOCIAL_WORKER,
    ROOM_LEAD,
    ROOM_WORKER,
    EDITOR,
    FACT_CHECKER,
    DISTRICT_VIEWER,
    ADMIN,
)

_ENTER = {"wagtailadmin.access_admin"}
_SEE_HOUSEHOLDS = {
    "intake.view_referral",
    "staff.view_case",
    "staff.view_stagemove",
    "staff.view_visit",
    "staff.view_casenote",
}
_ROOM = (
    _ENTER
    | _SEE_HOUSEHOLDS
    | {
        "intake.key_referral",
        "staff.add_visit",
        "staff.change_visit",
        "staff.add_casenote",
        "staff.add_calmtick",
        "staff.add_reportmade",
        "staff.view_reportduty",
    }
)
_REVIEW = {"intake.review_form"}
_LINKS = {"intake.give_reporterlink", "intake.view_reporterlink"}
_STATION = (
    _ROOM
    | _LINKS
    | {
        "intake.answer_rightsrequest",
        "intake.view_helpfeedback",
        "staff.note_guardiananswer",
        "staff.triage_referraldecision",
        "staff.view_referraldecision",
        "staff.add_case",
        "staff.change_case",
        "staff.move_case",
    }
)
_PLACES = ("station", "communityroom", "estate", "urgentcontact", "workdayoverride")

# Content permissions (pages, facts, sources) are given by policy_pages; these are staff's own.
GROUP_PERMISSIONS: dict[str, set[str]] = {
    STATION_LEAD: _STATION
    | _REVIEW
    | {
        "intake.retry_alert",
        "intake.erase_referral",
        "staff.decide_minorsaccess",
        "staff.manage_user",
        "staff.sign_stagemove",
        "staff.waive_reportduty",
        "staff.view_counts",
        "staff.lead_case",
        "staff.view_readlog",
    },
    SOCIAL_WORKER: _STATION,
    ROOM_LEAD: _ROOM | _LINKS | {"staff.lead_case"},
    ROOM_WORKER: _ROOM,
    EDITOR: _ENTER | _REVIEW,
    FACT_CHECKER: _ENTER | _REVIEW,
    DISTRICT_VIEWER: _ENTER | {"staff.view_counts"},
    ADMIN: _ENTER
    | _REVIEW
    | {f"staff.{verb}_user" for verb in ("add", "change", "delete", "view")}
    | {f"auth.{verb}_group" for verb in ("add", "change", "delete", "view")}
    | {f"policy_pages.{verb}_{place}" for verb in ("add", "change", "view") for place in _PLACES}
    | {f"intake.{verb}_alertchannel" for verb in ("add", "change", "delete", "view")}
    | {"intake.retry_alert"},
}

GIVEN_BY_LEADS = (SOCIAL_WORKER, ROOM_LEAD, ROOM_WORKER)
"""The roles a lead gives. A lead is made by the administrator, so that no lead makes the second
person who signs what they propose."""


def write_groups() -> dict[str, int]:
    """Write the group table to the database; what is not in the table is taken away.

    Only permissions of the apps named here are taken away, so what ``policy_pages`` gives its
    editors stays. Returns how many permissions each group holds. Safe to run again.
    """
    ours = {"staff", "auth", "intake", "wagtailadmin"}
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    held = {}
    for role, wanted in GROUP_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.remove(
            *(
                permission
                for permission in group.permissions.select_related("content_type")
                if permission.content_type.app_label in ours
            )
        )
        group.permissions.add(*(permissions[name] for name in wanted))
        held[role] = group.permissions.count()
    return held
