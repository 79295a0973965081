"""Plays invented stories through the real actions, each at its moment in the past."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from intake.actions import submit_referral, withdraw_consent
from intake.call_times import ANY
from intake.models import Alert, Channel, Referral
from intake.promises import due_at
from intake.queries import free_call_times
from intake.urgency import urgency_of
from intake.workdays import Workdays
from policy_pages.models import Estate, Station

from .. import actions
from ..domain.calm import CalmStep
from ..domain.follow_up import GrowthCheck, RoomCheck
from ..domain.mandatory import Body, Duty, How
from ..domain.stages import CLOSING, EXIT_CRITERIA, CloseReason, Stage
from ..models import Case, CaseNote, LegalHold, ReportDuty, StageMove, User, Visit
from .standing import FOUND_OUT

SAMPLE = "（样例）"
SIGN_OF = {Duty.MINOR: "injuries", Duty.VIOLENCE: "coerced"}
WORKING_MORNING = {"hour": 9, "minute": 30, "second": 0, "microsecond": 0}


def token_of(key: str) -> UUID:
    """What makes loading twice the same as once."""
    return uuid5(NAMESPACE_URL, f"yimi-demo-{key}")


class Player:
    """One household's story, told in days ago. Each step happens a little after the one before."""

    def __init__(self, station: Station, people: dict[str, User], now: datetime) -> None:
        self.station = station
        self.people = people
        self.now = now
        morning = timezone.localtime(now).replace(**WORKING_MORNING)
        self.base = morning if morning <= now else morning - timedelta(days=1)
        self.clock = now
        self.case: Case | None = None
        self.referral: Referral | None = None
        self.by = "shegong1"
        self.stays_safe = ""

    def at(self, days_ago: float) -> datetime:
        """The moment of the next step: that day's morning, but after the step before."""
        moment = self.base - timedelta(days=days_ago)
        self.clock = min(max(moment, self.clock + timedelta(minutes=7)), self.now)
        return self.clock

    def actor(self, by: str | None) -> User:
        return self.people[by or self.by]

    def asks(self, key: str, *, hours_ago: float, channel: str = Channel.ONLINE, **answers) -> None:
        """Somebody asks for help; a known estate brings it to its room."""
        estate = Estate.objects.filter(
            room__station=self.station, name=answers.pop("estate", "")
        ).first()
        self.clock = self.now - timedelta(hours=hours_ago)
        if words := answers.get("words"):
            answers["words"] = SAMPLE + words
        if answers.pop("wants_a_call", False):
            answers["call_time"] = self.half_day(urgency_of(answers, channel))
        receipt = submit_referral(
            {
                "needs": ["talk"],
                "consents": ["help", "sensitive", "share"],
                "contact_method": "phone" if answers.get("phone") else "come",
                "estate": estate.pk if estate else None,
                **answers,
            },
            submit_token=token_of(key),
            station=self.station,
            channel=channel,
            received_at=self.clock,
        )
        self.referral = receipt.referral
        Alert.objects.filter(referral=self.referral).update(sent_at=self.clock)

    def half_day(self, urgency: str) -> str:
        """The first half-day of today or later that could be chosen when they asked."""
        workdays = Workdays(timezone.localdate(self.clock))
        free = free_call_times(
            self.station,
            at=self.clock,
            promised=due_at(urgency, self.clock, self.station, workdays=workdays),
            workdays=workdays,
        )
        today = timezone.localdate(self.now)
        return next((one.code for one in free if one.day >= today), ANY)

    def opens(
        self, day: float, stage: Stage, difficulty: str, words: str, *, room: str = "", **more
    ) -> None:
        self.case = actions.open_case(
            self.referral,
            stage=stage,
            difficulty=difficulty,
            clients_words=words,
            worker=self.actor(None),
            room_worker=self.people.get(room),
            reason=more.pop("reason", difficulty),
            actor=self.actor(more.pop("by", None)),
            at=self.at(day),
            **more,
        )
        self.reports(day)

    def hears(self, day: float) -> None:
        """Somebody opens the card, and with it the duty to report that speaks from it."""
        actions.hear_duties(self.referral, at=self.at(day))

    def reports(self, day: float) -> None:
        """What the law asks for goes to the police at once, and they answer."""
        duties = ReportDuty.objects.unanswered()
        mine = duties.of_case(self.case) if self.case else duties.filter(referral=self.referral)
        for duty in mine:
            moment = self.at(day)
            actions.record_report(
                duty.pk,
                body=Body.POLICE,
                body_name="营市街派出所（样例）",
                how=How.PHONE,
                reported_at=moment,
                reported_by=self.actor(None),
                signs=[SIGN_OF[duty.duty]],
                parts=["place", "words"],
                number="样例0001号",
                reply="当天上门看过，会再回访。",
                seen_version=None,
                actor=self.actor(None),
                at=self.at(day),
            )

    def keeps_calm(self, day: float, *steps: CalmStep, contact: str = "") -> None:
        """Ticks of the calm first response; all of them where none is named."""
        actions.tick_calm(
            self.case.pk,
            steps=steps or list(CalmStep),
            contact=self.actor(contact or None),
            actor=self.actor(contact or None),
            at=self.at(day),
        )

    def visits(self, day: float, *, kind: str = Visit.Kind.HOME, by: str | None = None, **note):
        moment = self.at(day)
        visit = actions.plan_visit(
            self.case.pk,
            planned_for=timezone.localdate(moment),
            kind=kind,
            visitor=self.actor(by),
            purpose=note.pop("purpose", ""),
            although=self.stays_safe,
            seen_version=None,
            actor=self.actor(by),
            at=moment,
        )
        note.setdefault("met", ["self"])
        return actions.record_visit(visit.pk, actor=self.actor(by), at=self.at(day), **note)

    def misses(self, day: float, seen: str, *, by: str | None = None) -> None:
        moment = self.at(day)
        visit = actions.plan_visit(
            self.case.pk,
            planned_for=timezone.localdate(moment),
            kind=Visit.Kind.HOME,
            visitor=self.actor(by),
            although=self.stays_safe,
            seen_version=None,
            actor=self.actor(by),
            at=moment,
        )
        actions.miss_visit(visit.pk, seen=seen, actor=self.actor(by), at=self.at(day))

    def plans(self, in_days: int, purpose: str, *, by: str | None = None, kind="home") -> None:
        """A visit still to come (or, with a negative number, one that was let slip)."""
        day = timezone.localdate(self.now) + timedelta(days=in_days)
        moment = self.at(max(0.0, -in_days + 2.0) if in_days < 0 else 0)
        actions.plan_visit(
            self.case.pk,
            planned_for=day,
            kind=kind,
            visitor=self.actor(by),
            purpose=purpose,
            although=self.stays_safe,
            seen_version=None,
            actor=self.actor(by),
            at=min(moment, self.now),
        )

    def notes(self, day: float, text: str, *, kind: str = "note", explainer="", by=None):
        actions.add_note(
            self.case.pk,
            kind=kind,
            text=text,
            explainer=explainer,
            actor=self.actor(by),
            at=self.at(day),
        )

    def stands(self, day: float, **categories: str) -> None:
        """How it is with the nine categories from that day on; what is not named is unknown."""
        actions.set_categories(
            self.case.pk,
            categories=categories,
            seen_version=None,
            actor=self.actor(None),
            at=self.at(day),
        )

    def misses_a_rule(self, day: float, **gap) -> None:
        """A need no rule meets."""
        actions.add_gap(
            self.case.pk, seen_version=None, actor=self.actor(None), at=self.at(day), **gap
        )

    def moves(
        self,
        day: float,
        to_stage: Stage,
        difficulty: str,
        after: str,
        words: str,
        *,
        close_reason: CloseReason | str = "",
        signed: bool = True,
        by: str | None = None,
    ) -> StageMove:
        """Move on, resting on the last visit and on what the person has said they want."""
        self.case.refresh_from_db()
        visits = list(self.case.visits.filter(status=Visit.Status.DONE).order_by("-done_at")[:2])
        will = list(self.case.notes.filter(kind=CaseNote.Kind.WILLINGNESS).order_by("-pk")[:1])
        move = actions.move_case(
            self.case.pk,
            to_stage=to_stage,
            difficulty=difficulty,
            life_after_help=after,
            clients_words=words,
            evidence=[*visits, *will],
            criteria_met=CLOSING[CloseReason(close_reason)].criteria
            if close_reason
            else EXIT_CRITERIA[Stage(self.case.stage)],
            close_reason=close_reason,
            seen_version=self.case.version,
            actor=self.actor(by),
            at=self.at(day),
        )
        if move.needs_signature and signed:
            actions.sign_move(move.pk, actor=self.people["zhanzhang"], at=self.at(day - 0.2))
        return move

    def declines(self, day: float, move: StageMove, reason: str) -> None:
        actions.decline_move(
            move.pk, reason=reason, actor=self.people["zhanzhang"], at=self.at(day)
        )

    def contacts(self, day: float) -> None:
        actions.record_try(self.referral, result="reached", actor=self.actor(None), at=self.at(day))

    def advises(self, day: float, reason: str) -> None:
        actions.advise_and_close(
            self.referral, reason=reason, actor=self.actor(None), at=self.at(day)
        )

    def refers_on(self, day: float, reason: str, **telling) -> None:
        actions.refer_on(
            self.referral, reason=reason, actor=self.actor(None), at=self.at(day), **telling
        )

    def takes_consent_back(self, day: float) -> None:
        withdraw_consent(self.referral, at=self.at(day))
        Alert.objects.filter(referral=self.referral).update(sent_at=self.clock)

    def keeps_by_law(self, day: float, reason: str) -> None:
        actions.keep_withdrawn(
            self.referral,
            why=LegalHold.Why.REPORT,
            reason=reason,
            actor=self.actor("zhanzhang"),
            at=self.at(day),
        )

    def is_the_same_as(self, day: float, first: Referral) -> None:
        """The last referral is the same matter as an earlier one, which is decided on next."""
        actions.merge_referrals(self.referral, into=first, actor=self.actor(None), at=self.at(day))
        self.referral = first

    def joins(self, day: float, reason: str) -> None:
        """The last referral belongs to the household already open."""
        actions.join_case(
            self.referral,
            case=self.case,
            reason=reason,
            seen_version=None,
            actor=self.actor(None),
            at=self.at(day),
        )


# How long a household of the demo stays in each stage, in days.
DAYS_IN = {
    Stage.T1_EMERGENCY_HANDLING: 2,
    Stage.T1_JOINT_HELP: 12,
    Stage.T1_STEP_DOWN_REFERRAL: 3,
    Stage.T2_REFERRAL_OBSERVATION: 15,
    Stage.T2_ACCOMPANIED_GROWTH: 60,
    Stage.T2_STEP_DOWN_REFERRAL: 8,
    Stage.T3_REFERRAL_OBSERVATION: 30,
    Stage.T3_FOLLOW_UP: 85,
}
LADDER = tuple(DAYS_IN)
ALL_WELL = {"growth_checks": list(GrowthCheck), "room_checks": list(RoomCheck)}


def walk(player: Player, household: dict) -> None:
    """Take one household up the ladder to its ``stage``, where it has been ``since`` days."""
    target = Stage(household["stage"])
    player.by = household.get("worker", "shegong1")
    player.stays_safe = household.get("stays_safe", "")
    room = household.get("room", "")
    start = Stage.T2_ACCOMPANIED_GROWTH if household.get("gap") else Stage.T1_EMERGENCY_HANDLING
    stages = LADDER[LADDER.index(start) :]
    stages = stages if target is Stage.CLOSED else stages[: stages.index(target) + 1]
    since = household.get("since", 5)
    day = sum(DAYS_IN[stage] for stage in stages[:-1]) + since
    if target is Stage.CLOSED:
        day += DAYS_IN[stages[-1]]
    player.asks(household["key"], hours_ago=24 * (day + 1), **household["asks"])
    hard, words, helped = household["hard"], household["says"], household["helped"]
    if start is Stage.T2_ACCOMPANIED_GROWTH:
        player.opens(day, start, hard, words, room=room, assessment=household["found"])
    else:
        player.opens(day, start, hard, words, room=room)
        seen_to = (CalmStep.ONE_CONTACT_PERSON, CalmStep.NO_PHOTOS) if target is start else ()
        player.keeps_calm(day, *seen_to, contact=room)
        player.visits(
            day, by=room or None, said=words, seen=household["found"], done="先安顿下来。"
        )
    if found := FOUND_OUT.get(household["key"]):
        player.stands(day, **found["categories"])
        for gap in found["gaps"]:
            player.misses_a_rule(day, **gap)
    for stage, following in zip(stages, [*stages[1:], None], strict=True):
        stay = DAYS_IN[stage] if following or target is Stage.CLOSED else since
        rest = day - stay
        if stay > 40:
            for month in range(30, stay - 10, 30):
                lists = ALL_WELL if stage is Stage.T3_FOLLOW_UP else {}
                player.visits(day - month, said="比上个月好些。", done=helped, **lists)
        if following:
            player.visits(rest + 0.5, said=household.get("wish", words), done=helped)
            player.moves(rest, following, hard, household["after"], household.get("wish", words))
        day = rest
    if target is Stage.CLOSED:
        player.visits(day + 8, said="都好。", seen="屋里收拾得干净。", **ALL_WELL)
        player.moves(
            day,
            Stage.CLOSED,
            "困难过去了。",
            household["after"],
            household.get("wish", words),
            close_reason=household["close_reason"],
        )
    for in_days, purpose in household.get("next", ()):
        player.plans(in_days, purpose, by=room or None)


def play(player_of, key: str, story) -> bool:
    """Play a story once, whole or not at all. False when it has been played before."""
    if Referral.objects.filter(submit_token=token_of(key)).exists():
        return False
    with transaction.atomic():
        story(player_of())
    return True
