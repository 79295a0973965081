"""Many people at once, on PostgreSQL: SQLite has one writer and shows nothing."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from wagtail.models import ModelLogEntry

from intake.actions import change_call_time, withdraw_consent
from intake.models import Alert, Consent, Promise
from staff import actions
from staff.domain.stages import MOVES, CloseReason, ExitCriterion, Stage
from staff.models import Case, CaseGap, ReportDuty, ReportMade, StageMove
from tests.factories import (
    CaseFactory,
    DoneVisitFactory,
    ReferralFactory,
    StationFactory,
    UserFactory,
)
from tests.intake.factories import at, submit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 50
GROUNDS = {"difficulty": "难", "life_after_help": "好些", "clients_words": "想往前走"}


@pytest.fixture
def people():
    station = StationFactory()
    return {
        "worker": UserFactory(role="social_worker", station=station),
        "colleague": UserFactory(role="social_worker", station=station),
        "lead": UserFactory(role="station_lead", station=station),
    }


@pytest.fixture
def case(people):
    return CaseFactory(
        station=people["worker"].station, worker=people["worker"], stage=Stage.T1_JOINT_HELP
    )


def at_once(tasks):
    """Run all tasks at the same moment, each on its own connection; what each gave or raised."""
    start = Barrier(len(tasks))

    def run(task):
        try:
            start.wait(timeout=30)
            return task()
        except (ValidationError, actions.StaleCase) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def move(case, to_stage, actor, visit, seen_version):
    return actions.move_case(
        case.pk,
        to_stage=to_stage,
        evidence=[visit],
        criteria_met=list(ExitCriterion),
        close_reason=CloseReason.MOVED if to_stage == Stage.CLOSED else "",
        seen_version=seen_version,
        actor=actor,
        **GROUNDS,
    )


def test_of_fifty_who_saw_the_same_version_one_wins_and_the_rest_see_the_difference(case, people):
    visit = DoneVisitFactory(case=case)
    targets = [Stage.T1_EMERGENCY_HANDLING, Stage.T1_STEP_DOWN_REFERRAL] * (CROWD // 2)

    given = at_once(
        [lambda to=to: move(case, to, people["worker"], visit, case.version) for to in targets]
    )

    won = [each for each in given if isinstance(each, StageMove)]
    stale = [each for each in given if isinstance(each, actions.StaleCase)]
    case.refresh_from_db()
    assert (len(won), len(stale)) == (1, CROWD - 1)
    assert (case.stage, case.version) == (won[0].to_stage, 2)
    assert ModelLogEntry.objects.count() == StageMove.objects.count() == 1
    for each in stale:
        assert [change.fields["stage"] for change in each.changes] == [
            ["t1_joint_help", won[0].to_stage]
        ]


def test_fifty_moves_at_once_make_exactly_one_legal_sequence(case, people):
    visit = DoneVisitFactory(case=case)
    chance = random.Random(7)
    targets = [chance.choice(list(Stage)) for _ in range(CROWD)]

    given = at_once([lambda to=to: move(case, to, people["worker"], visit, None) for to in targets])

    made = [each for each in given if isinstance(each, StageMove)]
    case.refresh_from_db()
    sequence = list(StageMove.objects.effective().order_by("pk"))
    stage = Stage.T1_JOINT_HELP
    for step in sequence:
        assert step.from_stage == stage
        assert (Stage(step.from_stage), Stage(step.to_stage)) in MOVES
        stage = Stage(step.to_stage)
    assert case.stage == stage
    assert case.version == 1 + len(made)
    assert sorted(entry.data["version"] for entry in ModelLogEntry.objects.all()) == list(
        range(2, 2 + len(made))
    )
    assert StageMove.objects.waiting().count() <= 1


def test_two_who_edit_at_once_one_wins_and_both_histories_are_right(case, people):
    assign = {"room_worker": None, "reason": "休假", "seen_version": case.version}

    given = at_once(
        [
            lambda: actions.assign_case(
                case.pk, worker=people["colleague"], actor=people["lead"], **assign
            ),
            lambda: actions.assign_case(
                case.pk, worker=people["lead"], actor=people["worker"], **assign
            ),
        ]
    )

    [won] = [each for each in given if isinstance(each, Case)]
    [lost] = [each for each in given if isinstance(each, actions.StaleCase)]
    case.refresh_from_db()
    assert case.worker == won.worker
    [change] = lost.changes
    assert change.fields["worker"] == [str(people["worker"].pk), str(won.worker_id)]
    assert ModelLogEntry.objects.get().user == change.who


def test_a_move_is_signed_once_however_many_sign(case, people):
    case.stage = Stage.T1_STEP_DOWN_REFERRAL
    case.save()
    waiting = move(
        case, Stage.T2_REFERRAL_OBSERVATION, people["worker"], DoneVisitFactory(case=case), 1
    )
    leads = [UserFactory(role="station_lead", station=case.station) for _ in range(8)]

    given = at_once([lambda lead=lead: actions.sign_move(waiting.pk, actor=lead) for lead in leads])

    case.refresh_from_db()
    assert sum(isinstance(each, StageMove) for each in given) == 1
    assert (case.stage, case.version) == (Stage.T2_REFERRAL_OBSERVATION, 3)


def test_of_two_who_set_the_categories_at_once_one_wins_and_nothing_is_mixed(case, people):
    wanted = [{"cat1_dibao": "applied"}, {"cat1_dibao": "not_met", "cat2_tekun": "suspected"}]

    given = at_once(
        [
            lambda actor=actor, each=each: actions.set_categories(
                case.pk, categories=each, seen_version=case.version, actor=actor
            )
            for actor, each in zip((people["worker"], people["colleague"]), wanted, strict=True)
        ]
    )

    [stale] = [each for each in given if isinstance(each, actions.StaleCase)]
    won = wanted[0] if given.index(stale) else wanted[1]
    assert dict(case.categories.values_list("category", "status")) == won
    assert [change.action for change in stale.changes] == ["staff.set_categories"]
    assert ModelLogEntry.objects.count() == 1


def test_of_a_crowd_who_write_the_same_gap_one_does(case, people):
    given = at_once(
        [
            lambda: actions.add_gap(
                case.pk,
                need="money",
                rule="cat1_dibao",
                reason="just_over",
                seen_version=None,
                actor=people["worker"],
            )
        ]
        * 12
    )

    assert len([each for each in given if isinstance(each, CaseGap)]) == 1
    assert {each.code for each in given if isinstance(each, ValidationError)} == {"gap_known"}
    case.refresh_from_db()
    assert (case.gaps.count(), case.version) == (1, 2)


def test_of_many_who_write_down_the_same_report_one_wins_and_the_rest_must_read_it(case, people):
    duty = actions.raise_duty(case, duty="minor", seen="烫伤", actor=people["worker"])

    def report(body):
        return actions.record_report(
            duty.pk,
            body=body,
            how="phone",
            reported_at=case.opened_at,
            reported_by=people["worker"],
            signs=["injuries"],
            parts=["place"],
            seen_version=duty.version,
            actor=people["colleague"],
        )

    given = at_once([lambda body=body: report(body) for body in ["police", "education"] * 5])

    won = [each for each in given if isinstance(each, ReportMade)]
    refused = {each.code for each in given if isinstance(each, ValidationError)}
    duty.refresh_from_db()
    assert (len(won), refused) == (1, {"report_changed"})
    assert list(ReportMade.objects.all()) == won
    assert (duty.outcome, duty.version) == ("reported", 2)


def test_of_many_who_open_one_card_a_duty_is_opened_once(people):
    referral = ReferralFactory(station=people["worker"].station, words="孩子他爸喝了酒打孩子")

    given = at_once([lambda: actions.hear_duties(referral, at=referral.received_at)] * 10)

    opened = [duty for each in given for duty in each]
    assert {duty.pk for duty in opened} == set(ReportDuty.objects.values_list("pk", flat=True))
    assert len(opened) == ReportDuty.objects.count() == Alert.objects.count() > 0


def test_a_person_who_changes_or_takes_back_while_being_called_stands_in_nobodys_way(people):
    """The desk holds the referral, then its promise; whoever does it the other way round, waits
    for ever."""
    now = at(2026, 11, 24)
    waiting = [
        submit(people["worker"].station, call_time="2026-11-25.morning", received_at=now).referral
        for _ in range(4)
    ]

    def all_at(one):
        return [
            lambda: change_call_time(one, "2026-11-26.morning", at=now),
            lambda: withdraw_consent(one, at=now),
            lambda: actions.record_try(one, result="reached", actor=people["worker"], at=now),
            lambda: actions.record_try(one, result="no_answer", actor=people["worker"], at=now),
        ]

    given = at_once([task for one in waiting for task in all_at(one)])

    assert len(given) == 16
    assert not Promise.objects.call_agreed().exists()
    assert not Consent.objects.filter(withdrawn_at__isnull=True).exists()
