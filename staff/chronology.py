"""Everything that happened with one household as one story, newest first.

Referrals, calls, moves, visits, notes, reports and ticks are read with one query each and woven
together here, so that a worker reads a narrative and never a set of tabs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from intake.models import Referral

from .labels import (
    CATEGORY_STATUS_CHOICES,
    CLOSE_REASON_CHOICES,
    CRITERION_LABELS,
    GAP_OFFER_CHOICES,
    GROUND_LABELS,
    GROWTH_CHECK_CHOICES,
    MET_CHOICES,
    MOVE_KIND_CHOICES,
    ROOM_CHECK_CHOICES,
    STAGE_CHOICES,
)
from .models import (
    CalmTick,
    CaseCategory,
    CaseGap,
    CaseNote,
    ContactTry,
    ReportDuty,
    ReportMade,
    StageMove,
    User,
    Visit,
)
from .standing import rule_name

STAGE_NAMES, MOVE_KINDS = dict(STAGE_CHOICES), dict(MOVE_KIND_CHOICES)
CLOSE_REASONS, MET = dict(CLOSE_REASON_CHOICES), dict(MET_CHOICES)
STATUSES, OFFERS = dict(CATEGORY_STATUS_CHOICES), dict(GAP_OFFER_CHOICES)
ROOM_CHECKS, GROWTH_CHECKS = dict(ROOM_CHECK_CHOICES), dict(GROWTH_CHECK_CHOICES)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. ``quote`` is the person's own words; ``parts`` are (label, text)."""

    key: str
    at: datetime
    icon: str
    title: str
    who: str = ""
    tone: str = ""
    quote: str = ""
    parts: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""


def _name(user) -> str:
    return get_user_display_name(user) if user else ""


def _from_referral(referral: Referral) -> Entry:
    observed = referral.observed or {}
    return Entry(
        key=f"referral-{referral.pk}",
        at=referral.received_at,
        icon="mail",
        title=_("Asked for help: %(channel)s") % {"channel": referral.get_channel_display()},
        quote=referral.words or observed.get("words", ""),
        url=reverse("referrals:detail", args=[referral.reference]),
    )


def _from_move(move: StageMove) -> Entry:
    kind = str(MOVE_KINDS.get(move.kind, ""))
    to_stage = str(STAGE_NAMES[move.to_stage])
    title = f"{kind}：{to_stage}"
    if move.from_stage:
        title = f"{kind}：{STAGE_NAMES[move.from_stage]} → {to_stage}"
    parts = [
        (str(GROUND_LABELS[name]), getattr(move, name))
        for name in ("difficulty", "life_after_help")
        if getattr(move, name)
    ]
    if move.criteria_met:
        parts.append(
            (
                _("Checked"),
                "；".join(str(CRITERION_LABELS.get(code, code)) for code in move.criteria_met),
            )
        )
    if move.close_reason:
        parts.append((_("Why closed"), str(CLOSE_REASONS.get(move.close_reason, ""))))
    tone = "move"
    if move.declined_at:
        tone = "declined"
        parts.append((_("Declined"), move.decline_reason))
    elif move.needs_signature and move.signed_by_id:
        parts.append((_("Signed by"), _name(move.signed_by)))
    elif move.needs_signature:
        tone = "waiting"
        parts.append((_("Signature"), _("waiting for a second person")))
    return Entry(
        key=f"move-{move.pk}",
        at=move.effective_at,
        icon="arrow-right-full",
        title=title,
        who=_name(move.moved_by),
        tone=tone,
        quote=move.clients_words,
        parts=parts,
    )


def _from_visit(visit: Visit) -> Entry:
    parts = []
    if visit.met:
        parts.append((_("Met"), "、".join(str(MET.get(code, code)) for code in visit.met)))
    if visit.seen:
        parts.append((_("Seen"), visit.seen))
    if visit.done:
        parts.append((_("Done"), visit.done))
    for label, codes, names in (
        (_("The person's growth"), visit.growth_checks, GROWTH_CHECKS),
        (_("The room's service"), visit.room_checks, ROOM_CHECKS),
    ):
        if codes:
            parts.append((label, "；".join(str(names.get(code, code)) for code in codes)))
    if visit.room_feedback:
        parts.append((_("To tell the room"), visit.room_feedback))
    return Entry(
        key=f"visit-{visit.pk}",
        at=visit.done_at,
        icon="calendar-check",
        title=visit.get_kind_display(),
        who=_name(visit.recorded_by or visit.visitor),
        tone="danger" if visit.urgent else "",
        quote=visit.said,
        parts=parts,
    )


def _from_missed(visit: Visit) -> Entry:
    """Nobody was met, so there is no time of its own: it stands at noon of the planned day."""
    noon = timezone.make_aware(datetime.combine(visit.planned_for, time(12)))
    return Entry(
        key=f"visit-{visit.pk}",
        at=noon,
        icon="calendar-check",
        title=f"{visit.get_kind_display()}：{visit.get_status_display()}",
        who=_name(visit.recorded_by or visit.visitor),
        tone="declined",
        parts=[(_("Seen"), visit.seen)] if visit.seen else [],
    )


def _from_try(attempt: ContactTry) -> Entry:
    """A call made before there was a case."""
    return Entry(
        key=f"try-{attempt.pk}",
        at=attempt.tried_at,
        icon="comment",
        title=_("Call: %(result)s") % {"result": attempt.get_result_display()},
        who=_name(attempt.tried_by),
        tone="" if attempt.met else "declined",
        parts=[("", attempt.line)] if attempt.line else [],
    )


def _from_note(note: CaseNote) -> Entry:
    icons = {"change": "warning", "explained": "doc-full", "willingness": "comment"}
    return Entry(
        key=f"note-{note.pk}",
        at=note.written_at,
        icon=icons.get(note.kind, "edit"),
        title=note.get_kind_display(),
        who=_name(note.written_by),
        parts=[("", note.text)],
    )


def _from_categories(rows: Iterable[CaseCategory]) -> Iterable[tuple[Entry, User | None]]:
    """One entry for each time somebody set the categories: what came, and what was taken away."""
    came, gone, who = defaultdict(dict), defaultdict(dict), {}
    for row in rows:
        came[row.set_at][row.category] = row
        who[row.set_at] = row.set_by
        if row.ended_at:
            gone[row.ended_at][row.category] = row
            who[row.ended_at] = row.ended_by
    for at in who:
        parts = [(row.label, str(STATUSES[row.status])) for row in came[at].values()]
        parts += [
            (row.label, _("taken away")) for code, row in gone[at].items() if code not in came[at]
        ]
        entry = Entry(
            key=f"categories-{at.timestamp():.0f}",
            at=at,
            icon="list-ul",
            title=_("The nine categories"),
            who=_name(who[at]),
            parts=parts,
        )
        yield entry, who[at]


def _from_gap(gap: CaseGap) -> Iterable[tuple[Entry, User | None]]:
    """When it was written down, with what is offered; and what became of it."""
    need = (_("What is needed"), gap.get_need_display())
    parts = [
        need,
        (_("Which rule it misses"), rule_name(gap)),
        (_("Why no rule fits"), gap.get_reason_display()),
    ]
    if gap.offered:
        parts.append((_("What is offered instead"), "、".join(str(OFFERS[c]) for c in gap.offered)))
    if gap.words:
        parts.append(("", gap.words))
    yield (
        Entry(
            key=f"gap-{gap.pk}",
            at=gap.set_at,
            icon="warning",
            title=_("Policy gap"),
            who=_name(gap.set_by),
            parts=parts,
        ),
        gap.set_by,
    )
    if gap.ended_at:
        yield (
            Entry(
                key=f"gap-{gap.pk}-ended",
                at=gap.ended_at,
                icon="check",
                title=_("Policy gap ended"),
                who=_name(gap.ended_by),
                parts=[need, (_("What became of it"), gap.get_ended_how_display())],
            ),
            gap.ended_by,
        )


def _from_duty(duty: ReportDuty) -> Entry:
    """That the law may ask for a report; with a lead's reason where none was needed."""
    parts = [(_("Seen or heard"), duty.seen)] if duty.seen else []
    if duty.outcome == ReportDuty.Outcome.NO_DUTY:
        who = _name(duty.answered_by)
        parts.append((_("No report was needed (%(name)s)") % {"name": who}, duty.reason))
    return Entry(
        key=f"duty-{duty.pk}",
        at=duty.known_at,
        icon="warning",
        title=_("The law may ask for a report: %(duty)s") % {"duty": duty.get_duty_display()},
        who=_name(duty.raised_by),
        tone="danger" if duty.is_open else "",
        parts=parts,
        url=reverse("mandatory:detail", args=[duty.pk]),
    )


def _from_report(report: ReportMade) -> Entry:
    parts = [
        (_("How"), report.get_how_display()),
        (_("Which one"), report.body_name),
        (_("Their number"), report.number),
        (_("They answered"), report.reply),
    ]
    return Entry(
        key=f"report-{report.pk}",
        at=report.reported_at,
        icon="mail",
        title=_("Reported to %(body)s") % {"body": report.get_body_display()},
        who=_name(report.reported_by),
        tone="move",
        parts=[(label, text) for label, text in parts if text],
        url=reverse("mandatory:detail", args=[report.duty_id]),
    )


def _from_tick(tick: CalmTick) -> Entry:
    named = tick.contact and _("%(name)s keeps in touch") % {"name": _name(tick.contact)}
    return Entry(
        key=f"calm-{tick.pk}",
        at=tick.ticked_at,
        icon="check",
        title=_("Calm first response: %(step)s") % {"step": tick.get_step_display()},
        who=_name(tick.ticked_by),
        parts=[("", named)] if named else [],
    )


def _sealed(entry: Entry) -> Entry:
    """That it happened, without what was written."""
    return replace(entry, quote="", parts=[("", _("kept at the station"))])


def story(
    *,
    referrals: Iterable[Referral],
    tries: Iterable[ContactTry],
    moves: Iterable[StageMove],
    visits: Iterable[Visit],
    notes: Iterable[CaseNote],
    categories: Iterable[CaseCategory],
    gaps: Iterable[CaseGap],
    duties: Iterable[ReportDuty],
    ticks: Iterable[CalmTick],
    readable: Callable[[User | None], bool],
) -> list[Entry]:
    """All entries of one case, newest first. Planned and cancelled visits are not part of it.

    The referrals come without what their reader may not see; ``readable`` says of our own entries,
    by who wrote them, whether their words are shown (``permissions.readable_records``). ``duties``
    are those their reader may see, with their reports; ``ticks`` say nothing personal.
    """
    missed = Visit.Status.MISSED
    ours = [
        *((_from_try(each), each.tried_by) for each in tries),
        *((_from_move(each), each.moved_by) for each in moves),
        *((_from_visit(each), each.recorded_by) for each in visits if each.done_at),
        *((_from_missed(each), each.recorded_by) for each in visits if each.status == missed),
        *((_from_note(each), each.written_by) for each in notes),
        *_from_categories(categories),
        *(pair for gap in gaps for pair in _from_gap(gap)),
    ]
    entries = [
        *map(_from_referral, referrals),
        *map(_from_duty, duties),
        *(_from_report(report) for duty in duties for report in duty.reports.all()),
        *map(_from_tick, ticks),
        *(entry if readable(author) else _sealed(entry) for entry, author in ours),
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.key), reverse=True)
