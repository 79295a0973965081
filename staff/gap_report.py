"""The report on the policy gap over a quarter: the counts, their words, the spreadsheet (R-97)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from intake.models import Need

from .counts import cell, in_words, never_a_formula
from .domain.categories import LABELS, Category, GapEnd, label_on
from .domain.periods import Period
from .domain.policy_gap import (
    NO_STATUS,
    NOTHING,
    STATUSES,
    VISITED,
    Gap,
    GapReport,
    Lines,
    Outcome,
    ended,
    gap_report,
)
from .domain.small_numbers import ToldTable
from .domain.stages import CloseReason
from .labels import (
    CATEGORY_STATUS_CHOICES,
    GAP_END_CHOICES,
    GAP_OFFER_CHOICES,
    GAP_REASON_CHOICES,
    GAP_RULE_CHOICES,
)
from .models import CaseCategory, CaseGap, User, Visit
from .permissions import counted_gaps


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is shown and taken out; ``lines`` is None where nothing of it may be told."""

    heading: str
    corner: str
    columns: list[str]
    lines: list[tuple[str, list[str]]] | None


def gap_report_of(user: User, period: Period, today: date) -> GapReport:
    """Over the gaps that stood within the period, until today; at most four queries.

    A station counts by room, the district by station. Left out are gaps written by mistake, and
    households opened by mistake or put into another case, which would be counted twice.
    """
    start = _midnight(period.first)
    end = _midnight(min(period.last, today) + timedelta(days=1))
    gaps = (
        counted_gaps(user)
        .standing_between(start, end)
        .exclude(ended_how=GapEnd.MISTAKE)
        .exclude(case__close_reason=CloseReason.OPENED_IN_ERROR)
        .filter(Q(case__closed_at__isnull=True) | Q(case__closed_at__gte=start))
    )
    place = "case__station__name" if user.station_id is None else "case__room__name"
    visits = Visit.objects.filter(
        case__in=gaps.values("case"), status=Visit.Status.DONE, done_at__gte=start, done_at__lt=end
    )
    return gap_report(
        [_gap(row, end) for row in gaps.annotate(place=F(place)).values(*_GAP).iterator()],
        statuses=_statuses(gaps, end),
        visited=visits.values_list("case_id", flat=True).distinct(),
    )


_GAP = (
    "case_id",
    "need",
    "rule",
    "reason",
    "offered",
    "set_at",
    "ended_at",
    "ended_how",
    "case__closed_at",
    "place",
)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _gap(row: dict, end: datetime) -> Gap:
    """One row as it stood at ``end``."""
    closed_at, ended_at = row["case__closed_at"], row["ended_at"]
    outcome, at = Outcome.STILL, row["set_at"]
    if ended_at is not None and ended_at < end:
        outcome, at = ended(row["ended_how"]), ended_at
    elif closed_at is not None and closed_at < end:
        outcome, at = Outcome.CLOSED, closed_at
    return Gap(
        household=row["case_id"],
        place=row["place"] or "",
        need=row["need"],
        rule=row["rule"],
        reason=row["reason"],
        offered=tuple(row["offered"]),
        outcome=outcome,
        at=at,
    )


def _statuses(gaps: QuerySet[CaseGap], end: datetime) -> Mapping[tuple[str, str], int]:
    held = CaseCategory.objects.filter(case__in=gaps.values("case")).standing_between(end, end)
    return Counter(held.order_by().values_list("category", "status"))


def tables_of(report: GapReport, day: date) -> list[Table]:
    """The report in words, the categories by their label in law on ``day``."""
    rules = {**dict(GAP_RULE_CHOICES), **{code: label_on(code, day) for code in LABELS}}
    given = {
        **dict(GAP_OFFER_CHOICES),
        VISITED: _("visited in this time"),
        NOTHING: _("nothing offered yet"),
    }
    statuses = {**dict(CATEGORY_STATUS_CHOICES), NO_STATUS: _("not looked at")}
    return [
        Table(
            _("Where they live, and what became of it"),
            pgettext("report", "Place"),
            [*map(outcome_label, Outcome), _("All")],
            _by_place(report),
        ),
        _list(_("What is needed"), report.needs, dict(Need.choices)),
        _list(_("Which rule it misses"), report.rules, rules),
        _list(_("Why no rule fits"), report.reasons, dict(GAP_REASON_CHOICES)),
        _list(_("What is offered instead"), report.given, given),
        Table(
            _("How they stand with the nine categories"),
            _("Category"),
            [str(statuses[status]) for status in STATUSES],
            _by_category(report.by_category, day),
        ),
    ]


def outcome_label(outcome: Outcome) -> str:
    match outcome:
        case Outcome.STILL:
            return _("still a gap")
        case Outcome.CLOSED:
            return _("case closed")
    return str(dict(GAP_END_CHOICES)[outcome])


def _list(heading: str, lines: Lines, names: Mapping[str, object]) -> Table:
    told = None if lines is None else [(str(names[code]), [in_words(n)]) for code, n in lines]
    return Table(heading, heading, [_("Households")], told)


def _by_place(report: GapReport) -> list[tuple[str, list[str]]] | None:
    table = report.by_place
    if table is None:
        return None
    return [
        (place or _("no room"), [*map(in_words, row), in_words(total)])
        for place, row, total in zip(report.places, table.rows, table.row_totals, strict=True)
    ] + [(_("All"), [*map(in_words, table.column_totals), in_words(table.total)])]


def _by_category(table: ToldTable | None, day: date) -> list[tuple[str, list[str]]] | None:
    if table is None:
        return None
    labels = [label_on(category, day) for category in Category]
    return [(label, [*map(in_words, row)]) for label, row in zip(labels, table.rows, strict=True)]


def as_workbook(report: GapReport, day: date) -> bytes:
    """All tables as xlsx, one below the other: counts, no household and no worker."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Policy gap"))
    sheet.append([_("Households"), cell(in_words(report.households))])
    for table in tables_of(report, day) if report.by_place else []:
        for row in _rows(table):
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(table: Table) -> Iterable[list[str | int]]:
    yield []
    yield [table.heading]
    yield [table.corner, *table.columns]
    if table.lines is None:
        yield ["", _("not shown")]
    for label, words in table.lines or []:
        yield [never_a_formula(label), *map(cell, words)]
