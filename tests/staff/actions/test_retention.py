"""What goes when its time is over, what stays, and what erasing leaves in every table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from captcha.models import CaptchaStore
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

import intake.actions as told
from intake.human_check import new_question
from intake.models import Alert, Consent, Draft, PublicStatus, Referral
from staff import actions
from staff.domain.retention import Class, Stored, against_erasing, kept
from staff.domain.stages import Stage
from staff.models import Case, CaseNote, LegalHold, ReadLog, ReferralDecision, StageMove, Visit
from tests.factories import OtherStationFactory, UserFactory
from tests.intake.factories import submit

SECRET = "秘密"


def sent(station, *, days=0, closed=False, **answers):
    answers.setdefault("words", SECRET)
    answers.setdefault("called_name", SECRET)
    referral = submit(
        station, received_at=timezone.now() - timedelta(days=days), **answers
    ).referral
    if closed:
        told.set_public_state(referral, PublicStatus.State.CLOSED)
    return referral


def everything_stored() -> str:
    """Every value of every table of ours, decrypted, as one text."""
    models = [Referral, Draft, Alert, Consent, ReferralDecision, StageMove, Visit, CaseNote, Case]
    rows = [str(row) for model in models for row in model._base_manager.values()]
    rows += [str(row) for row in ModelLogEntry.objects.values()]
    return "\n".join(rows)


def test_drafts_go_after_seven_days_and_receipts_after_half_an_hour(db, now):
    def old_draft(**age) -> Draft:
        draft = told.start_draft({"danger": "none"})
        Draft.objects.filter(pk=draft.pk).update(updated_at=now - timedelta(**age))
        return draft

    kept_one, gone = old_draft(days=6), old_draft(days=8)
    for minutes in (10, 40):
        draft = old_draft(days=0)
        Draft.objects.filter(pk=draft.pk).update(sent_at=now - timedelta(minutes=minutes))

    counts = actions.purge_expired(now)

    assert (counts["drafts"], counts["receipts"]) == (1, 1)
    assert Draft.objects.filter(pk=kept_one.pk).exists()
    assert not Draft.objects.filter(pk=gone.pk).exists()


def test_questions_past_their_time_go(db, now):
    new_question()
    CaptchaStore.objects.update(expiration=now - timedelta(seconds=1))
    new_question()

    assert actions.purge_expired(now)["questions"] == 1
    assert CaptchaStore.objects.count() == 1


def test_settled_enquiries_past_their_time_hold_nobody_any_more(station, now):
    closed = sent(station, days=200, closed=True)
    waiting, recent = sent(station, days=200), sent(station, days=100, closed=True)

    counts = actions.purge_expired(now)
    again = actions.purge_expired(now)

    assert (counts["enquiries"], counts["reports"], again["enquiries"]) == (1, 0, 0)
    assert set(Referral.objects.filter(erased_at__isnull=True)) == {waiting, recent}
    closed.refresh_from_db()
    assert (closed.words, closed.called_name, closed.phone, closed.name_hash) == ("", "", "", "")
    assert closed.needs == ["money"]
    assert Consent.objects.filter(referral=closed).exists()


@pytest.mark.parametrize(
    ("days", "answers", "goes"),
    [
        (31, {"channel": "report"}, 1),
        (29, {"channel": "report"}, 0),
        (31, {"on_behalf": "neighbour", "awareness": "unaware"}, 1),
        (31, {}, 0),
    ],
)
def test_an_unconfirmed_report_about_another_goes_after_thirty_days(
    station, days, answers, goes, now
):
    sent(station, days=days, closed=True, **answers)

    assert actions.purge_expired(now)["reports"] == goes
    assert Referral.objects.filter(erased_at__isnull=True).count() == 1 - goes


@pytest.fixture
def closed_case(station, room, worker, now):
    """A household accompanied and closed; its words lie in every table."""

    def make(*, closed_days_ago: int) -> Case:
        referral = sent(station, days=closed_days_ago + 30)
        case = actions.open_case(
            referral,
            stage=Stage.T1_EMERGENCY_HANDLING,
            difficulty=SECRET,
            clients_words=SECRET,
            worker=worker,
            reason=SECRET,
            actor=worker,
        )
        actions.add_note(case.pk, kind="note", text=SECRET, actor=worker)
        Visit.objects.create(
            case=case,
            visitor=worker,
            status=Visit.Status.DONE,
            planned_for=now.date(),
            done_at=now - timedelta(days=closed_days_ago),
            said=SECRET,
            recorded_by=worker,
        )
        Case.objects.filter(pk=case.pk).update(
            stage=Stage.CLOSED,
            tier="",
            close_reason="moved",
            closed_at=now - timedelta(days=closed_days_ago),
        )
        return case

    return make


def test_three_years_after_closing_a_case_holds_nobody_and_keeps_its_counts(closed_case, now):
    old = closed_case(closed_days_ago=3 * 365 + 2)
    assert SECRET in everything_stored()
    entries = ModelLogEntry.objects.for_instance(old)
    assert entries.exists()

    counts = actions.purge_expired(now)
    again = actions.purge_expired(now)

    assert (counts["cases"], again["cases"]) == (1, 0)
    assert SECRET not in everything_stored()
    old.refresh_from_db()
    assert (old.anonymised_at, old.stage, old.close_reason) == (now, Stage.CLOSED, "moved")
    assert not entries.all().exists()
    assert [model.objects.count() for model in (StageMove, Visit, CaseNote)] == [1, 1, 1]
    assert ReferralDecision.objects.get().reason == ""


def test_a_case_closed_lately_or_held_stays_whole(closed_case, lead, now):
    closed_case(closed_days_ago=3 * 365 - 1)
    held = closed_case(closed_days_ago=4 * 365)
    referral = Referral.objects.get(decision__case=held)
    actions.hold_referral(referral, why="dispute", actor=lead)

    assert actions.purge_expired(now)["cases"] == 0
    assert not Referral.objects.filter(erased_at__isnull=False).exists()

    actions.release_referral(referral, actor=lead)
    assert actions.purge_expired(now)["cases"] == 1


def test_readings_go_after_three_years(station, worker, now):
    referral = sent(station)
    actions.record_reading(referral, why="queue", actor=worker, at=now - timedelta(days=1100))
    actions.record_reading(referral, why="queue", actor=worker, at=now)

    assert actions.purge_expired(now)["readings"] == 1
    assert ReadLog.objects.get().at == now


def test_the_command_says_what_it_did(db, capsys):
    call_command("purge_expired")

    out = capsys.readouterr().out
    assert {line.partition(":")[0] for line in out.splitlines()} == {
        "drafts",
        "receipts",
        "questions",
        "duty",
        "alerts",
        "staff_drafts",
        "reports",
        "enquiries",
        "cases",
        "readings",
    }


def test_erasing_leaves_nobody_in_any_table_and_no_look_up_finds_it(station, lead, now):
    referral = sent(station, facts={"people": SECRET}, place=SECRET)
    told.keep_receipt(
        told.submit_referral(
            {}, submit_token=referral.submit_token, station=station, channel="crisis"
        )
    )
    told.correct_contact(referral, phone="13900139000", at=now)
    told.ask_for_right(referral, kind="delete", words=SECRET, at=now)
    told.give_feedback(referral, face="good", words=SECRET, at=now)

    actions.erase_referral(referral, actor=lead)

    referral.refresh_from_db()
    assert SECRET not in everything_stored()
    assert (referral.phone_hash, referral.name_hash, referral.place_hash) == ("", "", "")
    assert referral.status_code_hash == ""
    assert not referral.corrections.exists()
    assert not Draft.objects.exists()
    assert not Alert.objects.filter(referral=referral).exists()
    assert not Revision.objects.exists()
    assert [request.words for request in referral.rights_requests.all()] == [""]
    assert referral.feedback.words == ""
    assert referral.public_status.state == PublicStatus.State.CLOSED
    assert referral.promise.kept_at is not None
    entry = ModelLogEntry.objects.for_instance(referral).get()
    assert (entry.action, entry.user) == ("staff.erase_referral", lead)


def test_what_a_case_or_a_hold_needs_is_refused_with_the_reason(closed_case, station, lead):
    closed_case(closed_days_ago=10)
    accompanied = Referral.objects.get()
    with pytest.raises(ValidationError) as refused:
        actions.erase_referral(accompanied, actor=lead)
    assert refused.value.code == "held_case_closed"

    held = sent(station)
    actions.hold_referral(held, why="report", actor=lead)
    with pytest.raises(ValidationError) as refused:
        actions.erase_referral(held, actor=lead)
    assert refused.value.code == "held_by_law"
    with pytest.raises(ValidationError):
        actions.hold_referral(held, why="audit", actor=lead)
    assert LegalHold.objects.count() == 1
    assert not Referral.objects.filter(erased_at__isnull=False).exists()


@pytest.mark.parametrize("role", ["social_worker", "room_lead", "station_lead elsewhere"])
def test_only_the_lead_of_the_station_erases_and_holds(station, room, role):
    referral = sent(station)
    if role == "room_lead":
        user = UserFactory(role=role, rooms=[room])
    elif role == "social_worker":
        user = UserFactory(role=role, station=station)
    else:
        user = UserFactory(role="station_lead", station=OtherStationFactory())

    for act in (
        lambda: actions.erase_referral(referral, actor=user),
        lambda: actions.hold_referral(referral, why="audit", actor=user),
        lambda: actions.release_referral(referral, actor=user),
    ):
        with pytest.raises(PermissionDenied):
            act()
    referral.refresh_from_db()
    assert referral.words == SECRET


DAY = date(2026, 11, 2)
ASKED = {"received_on": DAY, "is_about_another": False, "is_settled": True}


@pytest.mark.parametrize(
    ("changes", "why", "until"),
    [
        ({}, Class.ENQUIRY, date(2027, 5, 4)),
        ({"is_about_another": True}, Class.REPORT, date(2026, 12, 2)),
        ({"is_settled": False}, Class.WAITING, None),
        ({"has_case": True}, Class.CASE_OPEN, None),
        ({"has_case": True, "case_closed_on": DAY}, Class.CASE_CLOSED, date(2029, 11, 2)),
        ({"has_case": True, "is_held": True}, Class.HELD, None),
        ({"is_held": True, "is_erased": True}, Class.ERASED, None),
    ],
)
def test_the_class_of_a_referral(changes, why, until):
    found = kept(Stored(**{**ASKED, **changes}))

    assert (found.why, found.until) == (why, until)


def test_what_stands_against_erasing():
    closed = Stored(**ASKED, has_case=True, case_closed_on=DAY)

    assert against_erasing(Stored(**ASKED), DAY) is None
    assert against_erasing(Stored(**{**ASKED, "is_settled": False}), DAY) is None
    assert against_erasing(Stored(**ASKED, has_case=True), DAY) == "held_case_open"
    assert against_erasing(closed, date(2029, 11, 2)) == "held_case_closed"
    assert against_erasing(closed, date(2029, 11, 3)) is None
    assert against_erasing(Stored(**ASKED, is_held=True), DAY) == "held_by_law"
    assert against_erasing(Stored(**ASKED, is_erased=True), DAY) == "already_erased"
