"""What the staff home shows first."""

from __future__ import annotations

from django.utils import timezone
from wagtail.admin.ui.components import Component

from .queries import calendar_missing, on_duty
from .today import board, has_board


class TodayPanel(Component):
    """今天: who needs this worker now, and why. Nothing else competes with it."""

    name = "today"
    template_name = "staff/today_panel.html"
    order = 10

    def get_context_data(self, parent_context):
        now, user = timezone.now(), parent_context["request"].user
        return {
            "sections": board(user, now),
            "now": now,
            "calendar_missing": calendar_missing(user, timezone.localdate(now)),
            "on_duty": on_duty(user, timezone.localdate(now)),
        }


class CalendarPanel(Component):
    """For whoever keeps the working calendar and sees no households: the year that is missing."""

    name = "calendar"
    template_name = "staff/components/calendar_missing.html"
    order = 10

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {
            "calendar_missing": calendar_missing(user, timezone.localdate()),
            "may_enter": user.has_perm("policy_pages.add_workdayoverride"),
        }


DESK_MENU = {
    "today",
    "referrals",
    "cases",
    "key",
    "signal",
    "links",
    "rights",
    "readings",
    "alerts",
    "minors",
    "mandatory",
    "duty",
    "missed",
    "agreement",
    "gap_report",
    "people",
    "form_map",
}


def arrange_home(request, panels) -> None:
    """Whoever accompanies households sees today's list alone; others keep Wagtail's home."""
    if has_board(request.user):
        panels[:] = [TodayPanel()]
    elif request.user.has_perm("policy_pages.add_workdayoverride"):
        panels.append(CalendarPanel())


def only_what_the_role_needs(request, items) -> None:
    """Nothing in the menu that this role never opens."""
    user = request.user
    if has_board(user) and not user.is_superuser:
        items[:] = [item for item in items if item.name in DESK_MENU]


def without_outside_help(request, items) -> None:
    """Help inside the house only: no links to another product's news or manual."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]
