"""What colleagues wrote since a form was opened, in words: stages, people, days, grounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
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
from ..labels import (
    CATEGORY_STATUS_CHOICES,
    CLOSE_REASON_CHOICES,
    GROUND_LABELS,
    STAGE_CHOICES,
    TIER_CHOICES,
)
from ..models import Case, CaseCategory, CaseGap, StageMove, User
from ..permissions import visible_referrals
from ..standing import gap_in_words

CODE_WORDS = {
    "stage": dict(STAGE_CHOICES),
    "tier": dict(TIER_CHOICES),
    "close_reason": dict(CLOSE_REASON_CHOICES),
    "provisional": {"True": _("yes"), "False": _("no")},
    "station_only": {"True": _("yes"), "False": _("no")},
}
PEOPLE = ("worker", "room_worker")
STATUSES = dict(CATEGORY_STATUS_CHOICES)
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


def _readable(case: Case, reader: User) -> Callable[[User | None], bool]:
    return readable_records(
        reader, with_consents(visible_referrals(reader).filter(decision__case=case))
    )


def _grounds(
    case: Case, changes: list[Change], readable: Callable[[User | None], bool]
) -> dict[datetime, list]:
    """The grounds of the moves among these changes, for whoever may read them, by their moment."""
    moments = [change.at for change in changes if "stage" in change.fields]
    if not moments:
        return {}
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


def _standing(
    case: Case, changes: list[Change], readable: Callable[[User | None], bool]
) -> dict[datetime, list[Difference]]:
    """What these changes did to the nine categories and the policy gap, by their moment."""
    actions = {change.action for change in changes if readable(change.who)}
    lines = defaultdict(list)
    moments = [change.at for change in changes if readable(change.who)]
    at = Q(set_at__in=moments) | Q(ended_at__in=moments)
    if "staff.set_categories" in actions:
        before_after = defaultdict(lambda: ["", ""])
        for row in CaseCategory.objects.filter(at, case=case):
            if row.ended_at in moments:
                before_after[row.ended_at, row.label][0] = row.status
            if row.set_at in moments:
                before_after[row.set_at, row.label][1] = row.status
        for (moment, label), codes in before_after.items():
            lines[moment].append(Difference(label, *(str(STATUSES.get(c, "")) for c in codes)))
    if actions & {"staff.add_gap", "staff.end_gap"}:
        for gap in CaseGap.objects.filter(at, case=case):
            if gap.set_at in moments:
                lines[gap.set_at].append(Difference(_("Policy gap"), "", gap_in_words(gap)))
            if gap.ended_at in moments:
                how = gap.get_ended_how_display()
                lines[gap.ended_at].append(Difference(_("Policy gap"), gap_in_words(gap), how))
    return lines


def in_words(case: Case, changes: list[Change], reader: User) -> list[ShownChange]:
    """What colleagues wrote to a case, as sentences; at most six queries."""
    ids = {
        int(value)
        for change in changes
        for name in PEOPLE
        for value in change.fields.get(name, [])
        if value
    }
    people = {user.pk: get_user_display_name(user) for user in User.objects.filter(pk__in=ids)}
    readable = _readable(case, reader)
    grounds, standing = (part(case, changes, readable) for part in (_grounds, _standing))
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
            ]
            + standing.get(change.at, []),
            grounds=grounds.get(change.at, []),
        )
        for change in changes
    ]
