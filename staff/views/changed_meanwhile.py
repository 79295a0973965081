"""What colleagues wrote since a form was opened, in words: stages, people, days, grounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from ..audit import Change
from ..disclosure import readable_records, with_consents
from ..domain.stages import Ground
from ..labels import CLOSE_REASON_CHOICES, GROUND_LABELS, STAGE_CHOICES, TIER_CHOICES
from ..models import Case, StageMove, User
from ..permissions import visible_referrals

CODE_WORDS = {
    "stage": dict(STAGE_CHOICES),
    "tier": dict(TIER_CHOICES),
    "close_reason": dict(CLOSE_REASON_CHOICES),
    "provisional": {"True": _("yes"), "False": _("no")},
    "station_only": {"True": _("yes"), "False": _("no")},
}
PEOPLE = ("worker", "room_worker")
UNSAID = {"contact_due_on"}
"""Reckoned from the rest; it says nothing to a reader."""


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    who: str
    at: datetime
    what: str
    lines: list[Difference]
    grounds: list[tuple[str, str]] = field(default_factory=list)


def _day(value: str) -> str:
    """A stored day or moment as one reads it."""
    moment = datetime.fromisoformat(value)
    day = timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return f"{day.year}年{day.month}月{day.day}日"


def _word(name: str, value: str, people: dict[int, str]) -> str:
    if not value:
        return ""
    if name in PEOPLE:
        return people.get(int(value), "")
    if isinstance(Case._meta.get_field(name), models.DateField):
        return _day(value)
    return str(CODE_WORDS.get(name, {}).get(value, value))


def _grounds(case: Case, changes: list[Change], reader: User) -> dict[datetime, list]:
    """The grounds of the moves among these changes, for whoever may read them, by their moment."""
    moments = [change.at for change in changes if "stage" in change.fields]
    if not moments:
        return {}
    told = with_consents(visible_referrals(reader).filter(decision__case=case))
    readable = readable_records(reader, told)
    moves = StageMove.objects.select_related("moved_by").filter(
        Q(moved_at__in=moments) | Q(signed_at__in=moments), case=case
    )
    return {
        move.signed_at or move.moved_at: [
            (GROUND_LABELS[ground], getattr(move, ground)) for ground in Ground
        ]
        for move in moves
        if readable(move.moved_by)
    }


def in_words(case: Case, changes: list[Change], reader: User) -> list[ShownChange]:
    """What colleagues wrote to a case, as sentences; at most four queries."""
    ids = {
        int(value)
        for change in changes
        for name in PEOPLE
        for value in change.fields.get(name, [])
        if value
    }
    people = {user.pk: get_user_display_name(user) for user in User.objects.filter(pk__in=ids)}
    grounds = _grounds(case, changes, reader)
    return [
        ShownChange(
            who=get_user_display_name(change.who) if change.who else "—",
            at=change.at,
            what=change.sentence,
            lines=[
                Difference(
                    Case._meta.get_field(name).verbose_name,
                    _word(name, before, people),
                    _word(name, after, people),
                )
                for name, (before, after) in change.fields.items()
                if name not in UNSAID
            ],
            grounds=grounds.get(change.at, []),
        )
        for change in changes
    ]
