"""The board of the day: who, why, and nobody who is not this worker's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from intake.models import Consent, ConsentText, PublicStatus
from staff import actions
from staff.domain.stages import Stage
from staff.models import HeardInWords
from staff.queue import queue_order, waiting_for
from staff.templatetags.desk import promise_mark
from staff.today import board, duties, referrals
from tests.factories import (
    CaseFactory,
    DoneVisitFactory,
    OtherStationFactory,
    PromiseFactory,
    ReferralDecisionFactory,
    ReferralFactory,
    UserFactory,
    VisitFactory,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def waiting(station, now, *, due=DAY, call=None, **fields):
    referral = ReferralFactory(station=station, **fields)
    PromiseFactory(referral=referral, due_at=now + due, **(call or {}))
    PublicStatus.objects.create(referral=referral)
    return referral


def shown(user, now, key):
    """The names and reasons a section of the board shows."""
    (section,) = [section for section in board(user, now) if section.key == key]
    return [(row.who, row.tone) for row in section.rows]


def test_urgent_holds_danger_and_numbers_left_on_the_crisis_page(station, worker, now):
    waiting(station, now, called_name="不急的")
    waiting(station, now, called_name="摔倒的", danger="harm")
    waiting(station, now, called_name="", channel="crisis", due=-HOUR)
    waiting(station, now, called_name="没饭吃的", danger="shelter", due=-HOUR)

    assert shown(worker, now, "urgent") == [
        ("没留称呼", "danger"),
        ("摔倒的", "danger"),
        ("没饭吃的", "danger"),
    ]


def test_promises_of_today_and_late_ones_with_their_tone(station, worker, now):
    waiting(station, now, called_name="明天的", due=2 * DAY)
    waiting(station, now, called_name="超时的", due=-DAY)
    kept = waiting(station, now, called_name="回复过的", due=-DAY)
    kept.promise.kept_at = now
    kept.promise.save()

    assert shown(worker, now, "promises") == [("超时的", "late")]


def test_a_new_date_hides_no_missed_promise(station, worker, now):
    referral = waiting(station, now, called_name="改过期的", due=-3 * DAY)
    waiting(station, now, called_name="昨天的", due=-DAY)
    referral.promise.due_at = now + DAY
    referral.promise.save()

    (section,) = [each for each in board(worker, now) if each.key == "promises"]

    assert [(row.who, row.tone) for row in section.rows] == [
        ("改过期的", "late"),
        ("昨天的", "late"),
    ]
    assert "答应的时间过了3天" in section.rows[0].why or "3" in section.rows[0].why
    new = timezone.localtime(referral.promise.due_at)
    assert f"{new.month}/{new.day}" in section.rows[0].detail.replace("月", "/")
    mark = promise_mark(referral.promise)
    assert "desk-mark--danger" in mark
    assert queue_order(waiting_for(worker)).first() == referral


def agreed(station, day, period="morning", place=1):
    return {
        "call_station": station,
        "call_on": day,
        "call_period": period,
        "call_place": place,
    }


def test_calls_agreed_for_today_stand_in_their_order_and_those_let_slip_first(station, worker, now):
    today = timezone.localdate(now)
    later = {"due": 5 * DAY}
    waiting(station, now, called_name="下午的", call=agreed(station, today, "afternoon"), **later)
    waiting(station, now, called_name="上午的", call=agreed(station, today), **later)
    slipped = agreed(station, today - timedelta(days=1))
    waiting(station, now, called_name="昨天没打的", call=slipped, **later)
    waiting(station, now, called_name="明天的", call=agreed(station, today + DAY), **later)
    freed = waiting(
        station, now, called_name="打过的", call=agreed(station, today, place=2), **later
    )
    actions.record_try(freed, result="reached", actor=worker, at=now)

    assert shown(worker, now, "calls") == [("昨天没打的", "late"), ("上午的", ""), ("下午的", "")]
    (section,) = [section for section in board(worker, now) if section.key == "calls"]
    assert "约好打电话：上午" in section.rows[1].why
    assert section.rows[1].url.endswith("#call")


def test_one_household_stands_in_one_list_only(station, worker, now):
    """A promise of today is told by its call; a late one by its promise; danger above both."""
    today = timezone.localdate(now)
    waiting(station, now, called_name="今天的", due=timedelta(0), call=agreed(station, today))
    late = agreed(station, today, place=2)
    waiting(station, now, called_name="过了时间的", due=-DAY, call=late)
    waiting(station, now, called_name="危险", danger="harm", call=agreed(station, today, place=3))
    tried = waiting(
        station,
        now,
        called_name="早上打过一次的",
        due=9 * DAY,
        call=agreed(station, today, "evening", place=1),
    )
    actions.record_try(tried, result="no_answer", actor=worker, at=now - 9 * DAY)

    lists = [(key, shown(worker, now, key)) for key in ("urgent", "promises", "calls", "again")]

    assert lists == [
        ("urgent", [("危险", "danger")]),
        ("promises", [("过了时间的", "late")]),
        ("calls", [("今天的", ""), ("早上打过一次的", "")]),
        ("again", []),
    ]


def test_whom_we_could_not_reach_comes_back_on_the_day(station, worker, now):
    away = waiting(station, now, called_name="没接的", due=9 * DAY)
    met = waiting(station, now, called_name="约好的", due=9 * DAY)
    actions.record_try(away, result="no_answer", actor=worker, at=now - 9 * DAY)
    actions.record_try(
        met,
        result="appointment",
        agreed_on=timezone.localdate(now),
        actor=worker,
        at=now - DAY,
    )

    assert shown(worker, now, "again") == [("没接的", ""), ("约好的", "")]

    actions.record_try(away, result="reached", actor=worker)
    actions.advise_and_close(met, reason="见过了", actor=worker)
    assert shown(worker, now, "again") == []


def test_a_promise_of_a_colleagues_case_is_not_mine_but_the_leads(station, worker, lead, now):
    colleague = UserFactory(role="social_worker", station=station)
    referral = waiting(station, now, called_name="同事的", due=-DAY)
    actions.open_case(
        referral,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="难",
        clients_words="话",
        worker=colleague,
        reason="突发",
        actor=colleague,
    )

    assert shown(worker, now, "promises") == []
    assert shown(colleague, now, "promises") == [("同事的", "late")]
    assert shown(lead, now, "promises") == [("同事的", "late")]


def opened(referral, worker):
    return actions.open_case(
        referral,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="难",
        clients_words="话",
        worker=worker,
        reason="突发",
        actor=worker,
    )


def test_one_found_the_same_as_a_waiting_one_keeps_its_promise_call_and_danger(
    station, worker, lead, now
):
    first = waiting(station, now, called_name="先来的", due=9 * DAY)
    today = timezone.localdate(now)
    others = [
        waiting(station, now, called_name="答应过的", due=-DAY),
        waiting(station, now, called_name="约了电话的", due=5 * DAY, call=agreed(station, today)),
        waiting(station, now, called_name="没饭吃的", danger="shelter", due=-DAY),
        waiting(station, now, called_name="话里有急事的", due=-DAY),
    ]
    HeardInWords.objects.create(referral=others[-1], urgent=True, heard_at=now)
    for other in others:
        actions.merge_referrals(other, into=first, actor=lead)
    colleague = UserFactory(role="social_worker", station=station)

    def lists(user):
        return {key: shown(user, now, key) for key in ("urgent", "promises", "calls")}

    expected = {
        "urgent": [("没饭吃的", "danger"), ("话里有急事的", "danger")],
        "promises": [("答应过的", "late")],
        "calls": [("约了电话的", "")],
    }
    assert lists(worker) == lists(colleague) == lists(lead) == expected

    opened(first, worker)

    late = {"答应过的", "没饭吃的", "话里有急事的"}
    assert {name for name, _tone in shown(worker, now, "promises")} == late
    assert shown(worker, now, "calls") == [("约了电话的", "")]
    assert lists(colleague) == {"urgent": [], "promises": [], "calls": []}


def test_one_found_the_same_as_a_settled_one_is_nobodys_to_do(station, worker, now):
    first = waiting(station, now, called_name="先来的", due=9 * DAY)
    other = waiting(station, now, called_name="同一件", danger="harm", due=-DAY)
    actions.merge_referrals(other, into=first, actor=worker)
    ReferralDecisionFactory(referral=first, outcome="advised", decided_by=worker)

    assert shown(worker, now, "urgent") == shown(worker, now, "promises") == []


def test_a_duty_heard_in_a_merged_one_waits_for_every_worker(station, worker, lead, now):
    first, other = waiting(station, now), waiting(station, now, words="孩子他爸喝了酒打孩子")
    actions.hear_duties(other, at=now - DAY)
    actions.merge_referrals(other, into=first, actor=lead)
    colleague = UserFactory(role="social_worker", station=station)

    def of_whom(user):
        return {who for who, _tone in shown(user, now, "duties")}

    assert of_whom(worker) == of_whom(colleague) == of_whom(lead) == {str(other)}

    case = opened(first, worker)
    assert (of_whom(worker), of_whom(colleague)) == ({str(case)}, set())


@pytest.mark.parametrize("purpose", ["help", "share"])
def test_whoever_took_back_the_consent_to_help_is_called_by_nobody(
    station, worker, lead, now, purpose
):
    """Also where the promise stayed open, as it did before taking back ended it."""
    today = timezone.localdate(now)
    late = waiting(station, now, called_name="过了时间的", due=-DAY)
    call = waiting(station, now, called_name="约好的", due=5 * DAY, call=agreed(station, today))
    text = ConsentText.objects.create(
        purpose=purpose, version=9, language="zh-hans", text="…", in_force_from=today
    )
    for referral in (late, call):
        opened(referral, worker)
        Consent.objects.create(referral=referral, text=text, given_at=now, withdrawn_at=now)

    for user in (worker, lead):
        found = shown(user, now, "promises") + shown(user, now, "calls")
        assert found == ([] if purpose == "help" else [("过了时间的", "late"), ("约好的", "")])


@pytest.mark.parametrize("reader", ["worker", "room_worker"])
def test_the_rows_of_a_list_join_no_more_tables_than_postgresql_puts_in_order(request, now, reader):
    """Eight (``join_collapse_limit``), with the two in which a consent taken back is looked up."""
    user, in_brackets = request.getfixturevalue(reader), 2
    for of_the_day, most in (
        (referrals.urgent, 8),
        (referrals.promised, 8 - in_brackets),
        (referrals.calls, 8 - in_brackets),
        (duties.duties_to_answer, 8),
    ):
        sql = str(of_the_day(user, now).query)
        while (without := re.sub(r"\([^()]*\)", "", sql)) != sql:
            sql = without
        assert 1 + sql.count(" JOIN ") <= most, of_the_day.__name__


def test_visits_of_today_and_overdue_ones_are_those_i_go_to(station, worker, lead, now):
    case = CaseFactory(station=station, worker=worker)
    today = timezone.localdate(now)
    VisitFactory(case=case, visitor=worker, planned_for=today)
    VisitFactory(case=case, visitor=worker, planned_for=today - DAY)
    VisitFactory(case=case, visitor=worker, planned_for=today + DAY)
    VisitFactory(case=case, visitor=lead, planned_for=today)
    DoneVisitFactory(case=case, visitor=worker, planned_for=today)

    assert shown(worker, now, "visits") == [("没留称呼", "late"), ("没留称呼", "")]


def test_a_long_list_on_the_page_leads_to_the_whole_of_it(client, station, worker, now):
    case = CaseFactory(station=station, stage=Stage.T2_ACCOMPANIED_GROWTH)
    for _visit in range(32):
        VisitFactory(case=case, visitor=worker, planned_for=timezone.localdate(now))
    client.force_login(worker)

    def visits(address):
        (section,) = [
            section
            for section in client.get(address).context["sections"]
            if section.key == "visits"
        ]
        return len(section.rows), section.has_more

    assert visits("/staff/today/") == (30, True)
    page = client.get("/staff/today/").content.decode()
    assert 'href="/staff/today/?all=visits#desk-visits"' in page
    assert visits("/staff/today/?all=visits") == (32, False)
    assert visits("/staff/today/?all=nonsense") == (30, True)


def test_silence_is_judged_by_the_stage(station, worker, now):
    for stage, days in [
        (Stage.T1_EMERGENCY_HANDLING, 4),
        (Stage.T2_ACCOMPANIED_GROWTH, 4),
        (Stage.T3_FOLLOW_UP, 40),
        (Stage.CLOSED, 400),
    ]:
        CaseFactory(station=station, worker=worker, stage=stage, opened_at=now - days * DAY)

    (section,) = [each for each in board(worker, now) if each.key == "silent"]
    assert [row.why for row in section.rows] == ["4 天没联系"]


def test_a_move_waits_for_the_lead_and_not_for_who_proposed_it(station, worker, lead, now):
    case = CaseFactory(
        station=station, worker=worker, stage=Stage.T1_STEP_DOWN_REFERRAL, opened_at=now
    )
    visit = DoneVisitFactory(case=case)
    actions.move_case(
        case.pk,
        to_stage=Stage.T2_REFERRAL_OBSERVATION,
        difficulty="轻了",
        life_after_help="稳了",
        clients_words="愿意",
        evidence=[visit],
        criteria_met=["recovering", "willing"],
        seen_version=case.version,
        actor=worker,
    )

    assert [len(shown(user, now, "signatures")) for user in (lead, worker)] == [1, 0]


def test_nothing_of_another_station_is_on_the_board(station, now):
    stranger = UserFactory(role="station_lead", station=OtherStationFactory())
    waiting(station, now, danger="harm", due=-DAY)
    CaseFactory(station=station, opened_at=now - 400 * DAY)

    assert [row for section in board(stranger, now) for row in section.rows] == []


def test_the_queue_puts_danger_first_then_the_promise_that_ends_first(station, worker, now):
    later = waiting(station, now, due=3 * DAY)
    sooner = waiting(station, now, due=DAY)
    soon = waiting(station, now, urgency="soon", due=5 * DAY)
    harm = waiting(station, now, danger="harm", urgency="today", due=9 * DAY)

    assert list(queue_order(waiting_for(worker))) == [harm, soon, sooner, later]


@pytest.mark.parametrize("households", [1, 8])
def test_the_board_asks_the_same_number_of_questions_for_one_and_many(
    station, worker, now, django_assert_num_queries, households
):
    for _ in range(households):
        waiting(station, now, danger="harm")
        waiting(station, now, due=-DAY)
        case = CaseFactory(station=station, worker=worker, opened_at=now - 400 * DAY)
        VisitFactory(case=case, visitor=worker)
    worker.has_perm("staff.view_case")

    with django_assert_num_queries(9):
        board(worker, now)
