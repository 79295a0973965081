"""The two lists of the desk, as data: who may see what, filters, search, order and neighbours.

The screen, a saved view, a bulk action on "all of this list", an export and the step to the next
row all ask here, so that they can never mean different rows. ``params`` is the query of the list's
address; ``user`` is whoever reads, and no parameter widens what they may see.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from intake.models import Promise, Referral, Urgency

from .disclosure import with_consents
from .domain.categories import Category, Status, label_on
from .households import silent_cases, with_household, with_open_duty
from .labels import STAGE_CHOICES, TIER_CHOICES
from .lookup import find_cases, find_referrals
from .models import Case, CaseCategory, CaseGap, User
from .permissions import (
    duties_beside,
    is_room_staff,
    own_rooms,
    rooms_in_reach,
    visible_cases,
    visible_referrals,
)
from .queries import undecided_referrals, waiting_referrals, withdrawn_referrals
from .queue import HARD_DANGERS, queue_order, queue_rank, with_heard
from .repeated_reports import with_reports_on_home

WAITING, DECIDED, MISSED, WITHDRAWN, ALL = "waiting", "decided", "missed", "withdrawn", "all"
GAP = "gap"
"""Beside the nine categories in the filter of cases."""

CAP = 5_000
"""Nobody reads further; who needs row 5,001 needs a filter."""

STANDING_CAP = 500
"""Of those in a category or a gap: no index has their order, so each row passed is looked up."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)

Key = tuple[str, object]
"""A column of an order, ``-`` in front when it falls, and the value one row has there."""


class DeskFilterSet(WagtailFilterSet):
    """With the rooms this person may choose from: a station's all, or one's own. One query."""

    room = django_filters.ChoiceFilter(
        label=_("Community room"), field_name="room", empty_label=_("any"), widget=forms.Select
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        rooms = rooms_in_reach(user) if user.station_id else own_rooms(user)
        self.filters["room"].extra["choices"] = [(room.pk, room.name) for room in rooms]


class ReferralFilterSet(DeskFilterSet):
    """Waiting ones unless asked otherwise; a search looks through all."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            (WAITING, _("waiting")),
            (DECIDED, _("decided")),
            (MISSED, _("promise missed")),
            (WITHDRAWN, _("consent taken back")),
            (ALL, _("all of them")),
        ],
        empty_label=None,
        method="filter_state",
        widget=forms.RadioSelect,
        initial=WAITING,
    )
    urgency = django_filters.ChoiceFilter(
        label=_("Urgency"),
        choices=[("danger", _("danger")), *Urgency.choices],
        empty_label=_("any"),
        method="filter_urgency",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Referral
        fields = []

    def __init__(self, data=None, *args, **kwargs):
        data = data.copy() if data is not None else {}
        if not data.get("state"):
            data["state"] = ALL if data.get("q", "").strip() else WAITING
        super().__init__(data, *args, **kwargs)

    def filter_state(self, queryset, name, value):
        if value == WAITING:
            return waiting_referrals(queryset)
        if value == MISSED:
            missed = Promise.objects.missed(timezone.now())
            return queryset.filter(pk__in=missed.values("referral"))
        if value == WITHDRAWN:
            return withdrawn_referrals(queryset)
        if value == DECIDED:
            return queryset.exclude(pk__in=undecided_referrals().values("pk"))
        return queryset

    def filter_urgency(self, queryset, name, value):
        if value == "danger":
            return queryset.filter(danger__in=HARD_DANGERS)
        return queryset.filter(urgency=value)


class CaseFilterSet(DeskFilterSet):
    held = django_filters.ChoiceFilter(
        label=_("Held by"),
        choices=[("mine", _("me"))],
        empty_label=_("anybody"),
        method="filter_held",
        widget=forms.RadioSelect,
    )
    tier = django_filters.ChoiceFilter(
        label=_("Tier"), choices=TIER_CHOICES, empty_label=_("any"), widget=forms.RadioSelect
    )
    stage = django_filters.ChoiceFilter(
        label=_("Stage"), choices=STAGE_CHOICES, empty_label=_("any"), widget=forms.RadioSelect
    )
    attention = django_filters.ChoiceFilter(
        label=_("Needs attention"),
        choices=[
            ("review", _("due to be looked at")),
            ("silent", _("long without contact")),
            ("signature", _("waiting for a signature")),
        ],
        empty_label=_("any"),
        method="filter_attention",
        widget=forms.RadioSelect,
    )

    standing = django_filters.ChoiceFilter(
        label=_("Categories and gap"), empty_label=_("any"), method="filter_standing"
    )

    class Meta:
        model = Case
        fields = ["held", "tier", "stage", "attention", "standing", "room"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if is_room_staff(self.request.user):
            # What a household may be entitled to is told to the room with its consent alone.
            del self.filters["standing"]
            return
        today = timezone.localdate()
        self.filters["standing"].extra["choices"] = [
            (GAP, _("policy gap")),
            *((category.value, label_on(category, today)) for category in Category),
        ]

    def filter_held(self, queryset, name, value):
        return queryset.held_by(self.request.user)

    def filter_standing(self, queryset, name, value):
        """A gap that stands; or a category that is held, applied for or suspected."""
        if value == GAP:
            rows = CaseGap.objects.standing()
        else:
            rows = CaseCategory.objects.standing().filter(category=value)
            rows = rows.exclude(status=Status.NOT_MET)
        return queryset.filter(pk__in=rows.values("case"))

    def filter_attention(self, queryset, name, value):
        if value == "review":
            return queryset.active().filter(review_on__lte=timezone.localdate())
        if value == "silent":
            return silent_cases(queryset, timezone.localdate())
        return queryset.filter(
            moves__needs_signature=True,
            moves__signed_at__isnull=True,
            moves__declined_at__isnull=True,
        )


class DeskList:
    """One list. ``visible`` are the bare rows, ``shown`` carry what the screen draws."""

    name: ClassVar[str]
    title: ClassVar[str]
    permission: ClassVar[str]
    filterset_class: ClassVar[type[DeskFilterSet]]

    def visible(self, user: User) -> QuerySet:
        raise NotImplementedError

    def shown(self, user: User) -> QuerySet:
        raise NotImplementedError

    def search(self, rows: QuerySet, typed: str) -> QuerySet:
        raise NotImplementedError

    def filters(self, user: User, params: QueryDict) -> DeskFilterSet:
        return self.filterset_class(data=params, request=SimpleNamespace(user=user))

    def filters_only(self, params: QueryDict) -> QueryDict:
        """The filters of an address without search and page: what a saved list keeps."""
        kept = QueryDict(mutable=True)
        for name in self.filterset_class.base_filters:
            if value := params.get(name, ""):
                kept[name] = value[:30]
        return kept

    def in_words(self, user: User, query: str) -> list[tuple[str, str]]:
        """The filters of an address by their labels, for somebody to read."""
        form = self.filters(user, self.filters_only(QueryDict(query))).form
        return [
            (str(field.label), str(dict(field.field.choices).get(field.value(), "")))
            for field in form
            if field.value()
        ]

    def order(self, rows: QuerySet, params: QueryDict) -> QuerySet:
        raise NotImplementedError

    def place_of(self, row, params: QueryDict) -> Sequence[Key]:
        """Where a row stands in the order of this list, whether or not it is in it still."""
        raise NotImplementedError

    def rows(self, user: User, params: QueryDict, filters=None) -> QuerySet:
        """The bare rows this address lists for this person, in order. Forged filters are none."""
        filters = filters or self.filters(user, params)
        rows = self.visible(user)
        if filters.is_valid():
            rows = filters.filter_queryset(rows)
        if typed := params.get("q", "").strip():
            rows = self.search(rows, typed)
        return self.order(rows, params)

    def cap(self, params: QueryDict) -> int:
        """How far this address is counted and leafed through."""
        return CAP

    def count(self, user: User, params: QueryDict) -> int:
        """How many, counted no further than the cap."""
        return self.rows(user, params).order_by().values("pk")[: self.cap(params)].count()

    def beside(self, user: User, params: QueryDict, row) -> tuple[str | None, str | None]:
        """The references before and after a row: two look-ups that start at its place."""
        rows, place = self.rows(user, params), self.place_of(row, params)
        before = rows.reverse().filter(_beyond(place, onwards=False))
        after = rows.filter(_beyond(place, onwards=True))
        return (
            before.values_list("reference", flat=True).first(),
            after.values_list("reference", flat=True).first(),
        )


def _beyond(place: Sequence[Key], *, onwards: bool) -> Q:
    """Strictly after (or before) a place. The first column is bounded outright, for its index."""
    condition, first = Q(), None
    for column, value in reversed(place):
        falls, name = column.startswith("-"), column.removeprefix("-")
        side = "lt" if falls is onwards else "gt"
        first = Q(**{f"{name}__{side}e": value})
        strictly = Q(**{f"{name}__{side}": value})
        condition = strictly | (Q(**{name: value}) & condition) if condition else strictly
    return first & condition


class ReferralList(DeskList):
    name = "referrals"
    title = _("Referrals")
    permission = "intake.view_referral"
    filterset_class = ReferralFilterSet

    def visible(self, user):
        return visible_referrals(user)

    def shown(self, user):
        rows = with_reports_on_home(with_consents(self.visible(user)), self.visible(user))
        return (
            with_heard(with_open_duty(rows, duties_beside(user)))
            .select_related("room", "promise", "decision__case", "assignment__worker")
            .defer("words", "observed", "facts", "phone", "place", "safe_contact", "check_result")
        )

    def search(self, rows, typed):
        return find_referrals(rows, typed)

    def _is_queue(self, params: QueryDict) -> bool:
        state = params.get("state")
        return state == WAITING or (not state and not params.get("q", "").strip())

    def order(self, rows, params):
        if self._is_queue(params):
            return queue_order(rows)
        return rows.order_by("-received_at", "-pk")

    def place_of(self, row, params):
        if not self._is_queue(params):
            return [("-received_at", row.received_at), ("-pk", row.pk)]
        promise = getattr(row, "promise", None)
        return [
            ("queue_rank", queue_rank(row)),
            ("promise__first_due_at", promise.first_due_at if promise else NEVER),
            ("pk", row.pk),
        ]


class CaseList(DeskList):
    name = "cases"
    title = _("Cases")
    permission = "staff.view_case"
    filterset_class = CaseFilterSet

    def visible(self, user):
        return visible_cases(user)

    def shown(self, user):
        return with_open_duty(with_household(self.visible(user)), duties_beside(user))

    def cap(self, params):
        return STANDING_CAP if params.get("standing") else CAP

    def search(self, rows, typed):
        return find_cases(rows, typed)

    def _columns(self, params: QueryDict) -> list[str]:
        """What waits longest first where something is due; else what was touched last."""
        due = {"silent": "contact_due_on", "review": "review_on"}.get(params.get("attention"))
        return [due, "pk"] if due else ["-updated_at", "-pk"]

    def order(self, rows, params):
        return rows.order_by(*self._columns(params))

    def place_of(self, row, params):
        return [
            (column, getattr(row, column.removeprefix("-")) or date.max)
            for column in self._columns(params)
        ]


REFERRALS, CASES = ReferralList(), CaseList()
LISTS: dict[str, DeskList] = {each.name: each for each in (REFERRALS, CASES)}
