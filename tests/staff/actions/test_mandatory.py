"""The duty to report harm: heard, noted, answered, called to mind; nothing ends before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.models import Alert, PublicStatus, Sharing
from staff import actions
from staff.domain.mandatory import AT_ONCE, REMIND_EVERY
from staff.domain.stages import Stage
from staff.models import Case, ReferralDecision, ReportDuty, ReportMade
from tests.factories import (
    CaseFactory,
    OtherStationFactory,
    PromiseFactory,
    ReferralDecisionFactory,
    ReferralFactory,
    UserFactory,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def referral(station, room):
    referral = PromiseFactory(
        referral__station=station, referral__room=room, referral__words="孩子他爸喝了酒打孩子"
    ).referral
    PublicStatus.objects.create(referral=referral)
    return referral


@pytest.fixture
def duty(referral, now):
    """The duty towards the child; what else was heard is left out."""
    actions.hear_duties(referral, at=now - 2 * HOUR)
    ReportDuty.objects.exclude(duty="minor").delete()
    return ReportDuty.objects.get()


def report(duty, actor, now, **changes):
    return actions.record_report(
        duty.pk,
        **{
            "body": "police",
            "body_name": "营市街派出所 王警官",
            "how": "phone",
            "reported_at": now - HOUR,
            "reported_by": actor,
            "signs": ["injuries"],
            "parts": ["place", "words"],
            "seen_version": duty.version,
            "actor": actor,
            "at": now,
        }
        | changes,
    )


def test_a_duty_heard_in_the_words_opens_once_and_tells_the_station(referral, now):
    opened = actions.hear_duties(referral, at=now)
    again = actions.hear_duties(referral, at=now + HOUR)

    assert {(each.duty, each.origin, each.raised_by) for each in opened} >= {
        ("minor", "triage", None)
    }
    assert again == []
    assert {(each.known_at, each.due_at) for each in opened} == {(now, now + AT_ONCE)}
    assert set(Alert.objects.values_list("referral", "kind")) == {(referral.pk, "report")}
    assert set(ModelLogEntry.objects.values_list("action", "object_id")) == {
        ("staff.hear_duty", str(referral.pk))
    }


def test_words_without_harm_open_nothing(station, now):
    referral = ReferralFactory(station=station, words="想问低保怎么办")

    assert actions.hear_duties(referral, at=now) == []
    assert not ReportDuty.objects.exists()


def test_a_report_to_the_police_answers_it_and_is_kept_whole(duty, worker, now):
    made = report(duty, worker, now, number="110-20261130-1", reply="")

    duty.refresh_from_db()
    assert (duty.outcome, duty.answered_by, duty.answered_at) == ("reported", worker, now)
    assert (duty.signs, duty.version) == (["injuries"], 2)
    stored = ReportMade.objects.get()
    assert stored == made
    assert (stored.body, stored.body_name, stored.how, stored.number) == (
        "police",
        "营市街派出所 王警官",
        "phone",
        "110-20261130-1",
    )
    assert (stored.reported_by, stored.reported_at) == (worker, now - HOUR)
    told = Sharing.objects.get()
    assert stored.sharing == told
    assert (told.recipient, told.ground, told.consent, told.parts) == (
        "police",
        "duty",
        None,
        ["place", "words"],
    )
    assert "未成年人保护法" in told.without_consent
    assert ModelLogEntry.objects.filter(action="staff.record_report").values_list(
        "user", "object_id"
    ).get() == (worker.pk, str(duty.referral_id))


def test_telling_the_womens_federation_alone_leaves_it_open(duty, worker, now):
    report(duty, worker, now, body="womens_federation")
    duty.refresh_from_db()
    assert duty.is_open

    report(duty, worker, now, body="civil_affairs", signs=["abandoned"])

    duty.refresh_from_db()
    assert duty.outcome == "reported"
    assert duty.signs == ["injuries", "abandoned"]
    assert duty.reports.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"body": "neighbour"}, "report_body_unknown"),
        ({"how": "telepathy"}, "report_how_unknown"),
        ({"signs": []}, "signs_missing"),
        ({"signs": ["old_age"]}, "signs_missing"),  # of the other duty
        ({"parts": []}, "parts"),
        ({"parts": ["bank_card"]}, "parts"),
        ({"seen_version": 7}, "report_changed"),
    ],
)
def test_a_refused_report_saves_nothing(duty, worker, now, changes, code):
    with pytest.raises(ValidationError) as refused:
        report(duty, worker, now, **changes)

    assert refused.value.code == code
    assert not ReportMade.objects.exists()
    assert not Sharing.objects.exists()
    duty.refresh_from_db()
    assert (duty.is_open, duty.version) == (True, 1)


def test_nobody_reports_tomorrow_or_from_another_station(duty, worker, stranger, now):
    with pytest.raises(ValidationError) as refused:
        report(duty, worker, now, reported_at=now + HOUR)
    assert refused.value.code == "done_in_future"
    with pytest.raises(ValidationError) as refused:
        report(duty, worker, now, reported_by=stranger)
    assert refused.value.code == "reporter_elsewhere"
    assert not ReportMade.objects.exists()


@pytest.fixture
def stranger(db):
    return UserFactory(role="social_worker", station=OtherStationFactory())


def test_only_who_may_see_it_answers(duty, worker, room_worker, stranger, now):
    for person in (room_worker, stranger, UserFactory(role="editor")):
        with pytest.raises(PermissionDenied):
            report(duty, person, now, reported_by=worker)
    assert not ReportMade.objects.exists()

    report(duty, worker, now)
    assert ReportMade.objects.count() == 1


def test_a_lead_alone_says_with_a_reason_that_none_is_needed(duty, lead, worker, now):
    with pytest.raises(PermissionDenied):
        actions.waive_duty(duty.pk, reason="电视里的声音", seen_version=1, actor=worker)
    with pytest.raises(ValidationError) as refused:
        actions.waive_duty(duty.pk, reason=" ", seen_version=1, actor=lead)
    assert refused.value.code == "reason_missing"

    actions.waive_duty(
        duty.pk, reason="电视里的声音，孩子好好的", seen_version=1, actor=lead, at=now
    )

    duty.refresh_from_db()
    assert (duty.outcome, duty.reason, duty.answered_by) == (
        "no_duty",
        "电视里的声音，孩子好好的",
        lead,
    )
    with pytest.raises(ValidationError) as refused:
        actions.waive_duty(duty.pk, reason="再说一次", seen_version=2, actor=lead)
    assert refused.value.code == "report_answered"


def test_a_report_after_all_turns_no_duty_into_reported(duty, lead, worker, now):
    actions.waive_duty(duty.pk, reason="看错了", seen_version=1, actor=lead, at=now)
    duty.refresh_from_db()

    report(duty, worker, now)

    duty.refresh_from_db()
    assert (duty.outcome, duty.answered_by) == ("reported", worker)


def test_the_answer_of_the_police_comes_later_and_overwrites_nobody(duty, worker, lead, now):
    made = report(duty, worker, now)
    duty.refresh_from_db()

    actions.note_reply(
        made.pk, number="槐公受字1号", reply="已出警", seen_version=duty.version, actor=lead
    )
    with pytest.raises(ValidationError) as refused:
        actions.note_reply(
            made.pk, number="", reply="不知道", seen_version=duty.version, actor=worker
        )

    assert refused.value.code == "report_changed"
    made.refresh_from_db()
    assert (made.number, made.reply) == ("槐公受字1号", "已出警")


def test_a_worker_notes_what_was_seen_on_a_case(station, worker, now):
    case = CaseFactory(station=station, worker=worker)

    first = actions.raise_duty(case, duty="minor", seen="胳膊上有烫伤", actor=worker, at=now)
    same = actions.raise_duty(case, duty="minor", seen="背上也有", actor=worker, at=now + HOUR)

    assert first.pk == same.pk
    stored = ReportDuty.objects.get()
    assert (stored.case, stored.referral, stored.raised_by) == (case, None, worker)
    assert stored.seen == "胳膊上有烫伤\n背上也有"
    assert stored.version == 2
    other = actions.raise_duty(case, duty="violence", seen="奶奶被推倒", actor=worker)
    assert other.pk != first.pk


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"duty": "nobody"}, "report_kind_unknown"), ({"seen": " "}, "note_empty")],
)
def test_a_refused_note_saves_nothing(station, worker, changes, code):
    case = CaseFactory(station=station, worker=worker)

    with pytest.raises(ValidationError) as refused:
        actions.raise_duty(case, **{"duty": "minor", "seen": "哭"} | changes, actor=worker)

    assert refused.value.code == code
    assert not ReportDuty.objects.exists()


def test_a_room_notes_its_own_and_does_not_read_the_stations(station, room, room_worker, worker):
    case = CaseFactory(station=station, room=room, worker=worker)
    of_station = actions.raise_duty(case, duty="minor", seen="烫伤", actor=worker)

    own = actions.raise_duty(case, duty="minor", seen="孩子一个人在家", actor=room_worker)

    assert own.pk != of_station.pk
    report(own, room_worker, timezone.now(), reported_by=room_worker, signs=["abandoned"])
    elsewhere = CaseFactory(station=station, worker=worker)
    with pytest.raises(PermissionDenied):
        actions.raise_duty(elsewhere, duty="minor", seen="哭", actor=room_worker)


def close(case, actor, **changes):
    return actions.move_case(
        case.pk,
        to_stage=Stage.CLOSED,
        difficulty="轻了",
        life_after_help="稳了",
        clients_words="不用了",
        close_reason="opened_in_error",
        seen_version=None,
        actor=actor,
        **changes,
    )


def test_no_case_is_closed_while_a_duty_is_open(station, worker, lead, now):
    case = CaseFactory(station=station, worker=worker)
    move = close(case, worker)
    duty = actions.raise_duty(case, duty="violence", seen="老人被锁在屋里", actor=worker)

    with pytest.raises(ValidationError) as refused:
        actions.sign_move(move.pk, actor=lead)
    assert refused.value.code == "report_unanswered"
    actions.decline_move(move.pk, reason="先报告", actor=lead)
    with pytest.raises(ValidationError) as refused:
        close(case, worker)
    assert refused.value.code == "report_unanswered"
    case.refresh_from_db()
    assert case.stage == Stage.T2_ACCOMPANIED_GROWTH

    report(duty, worker, now, signs=["old_age"])
    actions.sign_move(close(case, worker).pk, actor=lead)

    case.refresh_from_db()
    assert case.stage == Stage.CLOSED


def test_a_duty_of_the_referral_holds_its_case(referral, worker, lead, now):
    case = actions.open_case(
        referral,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="打孩子",
        clients_words="怕",
        worker=worker,
        reason="突发",
        actor=worker,
    )

    [duty, *_more] = ReportDuty.objects.filter(duty="minor")
    assert duty.household == case
    with pytest.raises(ValidationError) as refused:
        close(case, worker)
    assert refused.value.code == "report_unanswered"
    for each in ReportDuty.objects.unanswered():
        actions.waive_duty(each.pk, reason="孩子二十岁了", seen_version=None, actor=lead)
    assert close(case, worker).to_stage == Stage.CLOSED


def test_a_referral_is_not_settled_while_a_duty_is_open(referral, worker, lead, now):
    telling = {
        "recipient": "police",
        "purpose": "请上门",
        "parts": ["place"],
        "ground": "duty",
        "without_consent": "孩子被打",
    }
    for settle in (
        lambda: actions.advise_and_close(referral, reason="讲清楚了", actor=lead),
        lambda: actions.refer_on(referral, reason="派出所接手", actor=worker, **telling),
    ):
        with pytest.raises(ValidationError) as refused:
            settle()
        assert refused.value.code == "report_unanswered"
    assert not ReferralDecision.objects.exists()

    for each in actions.hear_duties(referral, at=now - HOUR):
        signs = ["injuries"] if each.duty == "minor" else ["coerced"]
        report(each, worker, now, signs=signs)
    actions.refer_on(referral, reason="派出所接手", actor=worker, **telling)

    assert ReferralDecision.objects.get().outcome == "referred_on"


def test_what_was_told_is_not_erased_while_a_duty_is_open(referral, lead, worker, now):
    ReferralDecisionFactory(referral=referral, decided_by=worker)
    duty = actions.raise_duty(referral, duty="minor", seen="听见哭喊", actor=worker)

    with pytest.raises(ValidationError) as refused:
        actions.erase_referral(referral, actor=lead)
    assert refused.value.code == "report_unanswered"

    report(duty, worker, now, number="1号", reply="出警了")
    actions.erase_referral(referral, actor=lead)

    duty.refresh_from_db()
    made = ReportMade.objects.get()
    assert (duty.seen, duty.reason, made.body_name, made.number, made.reply) == ("",) * 5
    assert (duty.outcome, made.body) == ("reported", "police")  # that it was done stays


def test_the_nightly_job_forgets_nothing_that_is_unanswered(referral, worker, now):
    long_ago = now - timedelta(days=400)
    type(referral).objects.filter(pk=referral.pk).update(received_at=long_ago)
    ReferralDecisionFactory(referral=referral, decided_by=worker, decided_at=long_ago)
    PublicStatus.objects.filter(referral=referral).update(state="closed")
    duty = actions.raise_duty(referral, duty="minor", seen="听见哭喊", actor=worker)

    actions.purge_expired(now)
    referral.refresh_from_db()
    assert referral.erased_at is None

    report(duty, worker, now)
    actions.purge_expired(now)
    referral.refresh_from_db()
    assert referral.erased_at is not None


def test_cases_are_not_put_together_over_an_open_duty(station, worker, lead):
    case, into = CaseFactory.create_batch(2, station=station, worker=worker)
    actions.raise_duty(case, duty="minor", seen="哭", actor=worker)

    with pytest.raises(ValidationError) as refused:
        actions.merge_cases(
            case.pk, into_id=into.pk, reason="同一家", seen_version=1, seen_into=1, actor=lead
        )

    assert refused.value.code == "report_unanswered"
    assert Case.objects.filter(stage=Stage.CLOSED).count() == 0


def test_the_job_hears_what_nobody_has_opened_and_reminds_once_a_day(referral, capsys, now):
    call_command("remind_reports")
    heard = ReportDuty.objects.count()
    assert heard >= 1
    assert f"heard: {heard}, reminded: 0" in capsys.readouterr().out
    Alert.objects.all().delete()
    late = ReportDuty.objects.first().due_at + timedelta(minutes=1)

    first = actions.remind_of_duties(late)
    soon = actions.remind_of_duties(late + HOUR)
    next_day = actions.remind_of_duties(late + REMIND_EVERY)

    assert [first, soon, next_day] == [heard, 0, heard]
    assert actions.hear_waiting(late) == 0
    assert set(Alert.objects.values_list("kind", flat=True)) == {"report"}
    assert Alert.objects.count() == 2 * heard


def test_nobody_is_reminded_of_what_is_answered(duty, worker, now):
    report(duty, worker, now)

    assert actions.remind_of_duties(now + timedelta(days=3)) == 0
