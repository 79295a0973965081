"""Who needs this worker today, and why: one read for the home panel and the 今天 page.

Several lists, most urgent first. Each is one bounded query; a row says what happened and offers one
thing to do. Rows carry what the worker's own household lists may show, never a need or a story.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import User
from . import cases, duties, referrals, rights
from .rows import Section


def has_board(user: User) -> bool:
    """Whether this person accompanies households at all."""
    return user.has_perm("staff.view_case")


def _filled(
    section: Section, found: QuerySet, to_row: Callable, now: datetime, limit: int
) -> Section:
    rows = list(found[: limit + 1])
    shown = [to_row(row, now) for row in rows[:limit]]
    return replace(section, rows=shown, has_more=len(rows) > limit)


WHOLE = 300
"""Rows of a list that is asked for whole; nobody's day has more."""


def board(user: User, now: datetime, *, limit: int = 8, whole: str = "") -> list[Section]:
    """The lists of this worker's day, at most ``limit`` rows each, but the one asked for whole."""
    all_referrals, all_cases = reverse("referrals:index"), reverse("cases:index")

    def all_here(key: str) -> str:
        return f"{reverse('desk_today')}?all={key}#desk-{key}"

    lists = [
        (
            referrals.urgent,
            referrals.urgent_row,
            Section(
                "urgent",
                _("Urgent"),
                "warning",
                _("Nobody is in danger that we know of."),
                more_url=all_referrals,
            ),
        ),
        (
            duties.duties_to_answer,
            duties.duty_row,
            Section(
                "duties",
                _("Reports the law may ask for"),
                "warning",
                "",
                more_url=reverse("mandatory:index")
                if user.has_perm("staff.waive_reportduty")
                else all_here("duties"),
            ),
        ),
        (
            referrals.promised,
            referrals.promise_row,
            Section(
                "promises",
                _("What we promised"),
                "time",
                _("Every promise up to today is kept."),
                more_url=all_referrals,
            ),
        ),
        (
            referrals.calls,
            referrals.calls_row,
            Section("calls", _("Calls agreed for today"), "comment", "", more_url=all_referrals),
        ),
        (
            referrals.called_before,
            referrals.called_row,
            Section(
                "again", _("Call again, or agreed for today"), "comment", "", more_url=all_referrals
            ),
        ),
        (
            cases.visits,
            cases.visit_row,
            Section(
                "visits",
                _("Today's visits"),
                "calendar-check",
                _("No visit is planned for today."),
                more_url=all_here("visits"),
            ),
        ),
        (
            cases.silent,
            cases.silent_row,
            Section(
                "silent",
                _("Long without contact"),
                "history",
                _("You have been in touch with everybody in time."),
                more_url=all_cases + "?attention=silent&held=mine",
            ),
        ),
        (
            cases.to_sign,
            cases.sign_row,
            Section(
                "signatures",
                _("Waiting for my signature"),
                "edit",
                "",
                more_url=all_cases + "?attention=signature",
            ),
        ),
        (
            rights.rights_to_answer,
            rights.rights_row,
            Section(
                "rights",
                _("Asked about their own data"),
                "key",
                "",
                more_url=reverse("rights:index"),
            ),
        ),
    ]
    return [
        _filled(section, rows(user, now), to_row, now, WHOLE if section.key == whole else limit)
        for rows, to_row, section in lists
    ]
