"""Reads that cross models or apps. Each takes the rows the reader may see; it never widens them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.models import DutyDay, PublicStatus, Referral
from intake.workdays import is_workday, unknown_years
from policy_pages.models import Station, WorkdayOverride
from policy_pages.queries import facts_for

from .domain.deadlines import DEFAULT_RHYTHM, Rhythm
from .domain.follow_up import FollowUp, good_in_a_row, went_well
from .domain.stages import Stage
from .domain.triage import Parameters
from .models import Case, ReferralDecision, User, Visit


def case_rhythm() -> Mapping[Stage, Rhythm]:
    """The rhythm of each stage: our defaults, with what ``settings.CASE_RHYTHM`` replaces.

    The setting maps a stage's code to ``(review_after, visit_every, silence_after)`` in days.
    """
    own = getattr(settings, "CASE_RHYTHM", {})
    return {**DEFAULT_RHYTHM, **{Stage(stage): Rhythm(*days) for stage, days in own.items()}}


def follow_up(case: Case) -> FollowUp:
    """What the visits of a case show: good ones in a row and the room looked at since follow-up
    began, and on how many days nobody was met since the last contact."""
    began = (
        case.moves.effective()
        .filter(to_stage=Stage.T3_FOLLOW_UP)
        .order_by("-moved_at", "-pk")
        .values_list("moved_at", flat=True)
        .first()
    )
    visits = []
    if began and case.stage == Stage.T3_FOLLOW_UP:
        visits = list(
            case.visits.filter(status=Visit.Status.DONE, done_at__gte=began).order_by("-done_at")
        )
    missed = case.visits.filter(status=Visit.Status.MISSED)
    if case.last_contact_at:
        missed = missed.filter(planned_for__gte=timezone.localdate(case.last_contact_at))
    return FollowUp(
        good_visits=good_in_a_row(
            [
                went_well(met=each.met, growth_checks=each.growth_checks, urgent=each.urgent)
                for each in visits
                if each.kind != Visit.Kind.PHONE
            ]
        ),
        room_checked=any(each.room_checks for each in visits),
        failed_tries=missed.values("planned_for").distinct().count(),
    )


def waiting_referrals(visible: models.QuerySet[Referral]) -> models.QuerySet[Referral]:
    """Those of ``visible`` nobody has decided on.

    The missing decision is what counts. A decision also changes the public state, and that has a
    small index of what is still waiting, so a million decided ones are never looked at.
    """
    return visible.filter(public_status__state=PublicStatus.State.RECEIVED, decision__isnull=True)


def still_to_decide(referral: str = "") -> models.Q:
    """Nobody has decided on it: it waits, or a worker found it the same matter as one that does.

    ``referral`` is the way to it, ending in ``__``. A look-up where there is another, and no join.
    """
    other = ReferralDecision.objects.filter(
        referral=models.OuterRef(f"{referral}decision__same_as")
    )
    return models.Q(**{f"{referral}decision__isnull": True}) | (
        models.Q(**{f"{referral}decision__same_as__isnull": False}) & ~models.Exists(other)
    )


def triage_parameters(station: Station, day: date, *, received_at: datetime) -> Parameters:
    """The 低保 line that holds at the station on ``day``, its hours, and whether the day of
    receipt was worked there. Without a checked line money decides nothing."""
    line = facts_for(station.places, day).get("dibao_standard")
    return Parameters(
        dibao_line=float(str(line.value)) if line else None,
        opens=station.opens_at,
        closes=station.closes_at,
        received_on_workday=is_workday(timezone.localdate(received_at)),
    )


def withdrawn_referrals(visible: models.QuerySet[Referral]) -> models.QuerySet[Referral]:
    """Those of ``visible`` whose person took the consent back before anybody decided."""
    return visible.filter(public_status__state=PublicStatus.State.WITHDRAWN, decision__isnull=True)


def undecided_referrals() -> models.QuerySet[Referral]:
    """Those of everybody nobody has decided on: few, and all the others are decided.

    To leave these out costs a million decided ones nothing; to look each decision up does.
    """
    # "or", not "in": each state has a small index of its own.
    state = models.Q(public_status__state=PublicStatus.State.RECEIVED) | models.Q(
        public_status__state=PublicStatus.State.WITHDRAWN
    )
    return Referral.objects.filter(state, decision__isnull=True)


def on_duty(user: User, today: date) -> User | None:
    """Who is on duty today at this person's station; nobody for room staff. At most one query."""
    if user.station_id is None:
        return None
    duty = DutyDay.objects.filter(station=user.station_id, day=today).values("staff_id")
    return User.objects.filter(pk__in=duty).first()


def calendar_missing(user: User, today: date) -> list[int]:
    """The years nobody has given working days for, told to leads and to who can enter them.

    From November also the next one. A year with any exception entered counts as looked after.
    """
    if not (
        user.has_perm("staff.sign_stagemove") or user.has_perm("policy_pages.add_workdayoverride")
    ):
        return []
    years = unknown_years(today)
    if not years:
        return []
    entered = set(
        WorkdayOverride.objects.filter(day__year__in=years).values_list("day__year", flat=True)
    )
    return [year for year in years if year not in entered]


def rota(station: Station, days: list[date]) -> dict[date, int]:
    """The user on duty by day, for the days that have one; one query."""
    found = DutyDay.objects.filter(station=station, day__in=days)
    return dict(found.values_list("day", "staff_id"))


def seen_rota(station: Station, days: list[date]) -> str:
    """What a form on these days was opened on."""
    return ",".join(f"{day}:{pk}" for day, pk in sorted(rota(station, days).items()))


def state_of(person: User) -> str:
    """What a form about this account was opened on; it differs once anybody changed it."""
    role = person.groups.order_by("name").values_list("name", flat=True)
    rooms = person.rooms.order_by("pk").values_list("pk", flat=True)
    parts = (person.first_name, person.email, person.is_active, person.station_id, *role, *rooms)
    return "|".join(map(str, parts))
