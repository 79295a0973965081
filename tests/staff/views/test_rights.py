"""The register of rights requests, the copy, holding and erasing, feedback (PIPL 44-50, R-97)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

import intake.actions as told
from intake.models import ContactCorrection, Referral, RightsRequest
from staff.models import LegalHold, ReadLog
from staff.today import board
from tests.factories import OtherStationFactory, UserFactory
from tests.intake.factories import submit

INDEX, FEEDBACK = "/staff/rights/", "/staff/rights/feedback/"


@pytest.fixture
def referral(station, room):
    referral = submit(station, words="悄悄话", called_name="秘密").referral
    Referral.objects.filter(pk=referral.pk).update(room=room)
    return referral


def asks(referral, kind="copy", *, days_ago=0) -> RightsRequest:
    return told.ask_for_right(referral, kind=kind, at=timezone.now() - timedelta(days=days_ago))


@pytest.fixture
def desk(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def led(client, lead):
    client.force_login(lead)
    return client


def logged(referral) -> list[str]:
    entries = ModelLogEntry.objects.for_instance(referral).order_by("pk")
    return [entry.action for entry in entries]


def test_the_register_shows_the_next_to_answer_first_and_marks_what_is_late(
    desk, station, referral, now
):
    late, fresh = asks(submit(station).referral, days_ago=60), asks(referral)
    answered = asks(referral, "explain", days_ago=90)
    told.answer_rights_request(answered, outcome="done", answer="讲了", at=now)

    page = desk.get(INDEX)

    assert list(page.context_data["object_list"]) == [late, fresh, answered]
    text = page.content.decode()
    assert text.count("desk-mark--attention") == 1
    assert "秘密" not in text


def test_todays_list_names_what_is_late(worker, referral, now):
    asks(referral, days_ago=60)

    rows = {section.key: section.rows for section in board(worker, now)}["rights"]

    assert [(row.tone, row.url) for row in rows] == [
        ("late", f"/staff/rights/{RightsRequest.objects.get().pk}/")
    ]


@pytest.mark.parametrize(
    ("purposes", "who"), [(["help"], "没留称呼"), (["share"], "秘密")], ids=["help", "share"]
)
def test_todays_list_names_nobody_who_took_the_consent_to_help_back(
    worker, station, now, purposes, who
):
    sent = submit(station, called_name="秘密", consents=["help", "share"]).referral
    asks(sent, days_ago=60)
    told.withdraw_consent(sent, at=now, purposes=purposes)

    rows = {section.key: section.rows for section in board(worker, now)}["rights"]

    assert [row.who for row in rows] == [who]


def test_a_copy_holds_what_was_told_and_is_written_down(desk, worker, referral, now):
    asks(referral)
    told.correct_contact(referral, phone="13900139000", at=now)

    answer = desk.post(f"/staff/referrals/{referral.reference}/copy/")

    text = answer.content.decode()
    for word in (str(referral), "悄悄话", "秘密", "13800138000", "13900139000"):
        assert word in text
    assert "no-store" in answer["Cache-Control"]
    assert logged(referral) == ["staff.copy_data"]
    assert [(row.what, row.reader) for row in ReadLog.objects.all()] == [("contact", worker)]
    assert desk.get(f"/staff/referrals/{referral.reference}/copy/").status_code == 405


def test_a_refusal_asks_for_its_reason_and_loses_nothing(desk, referral):
    request = asks(referral, "delete")
    address = f"/staff/rights/{request.pk}/"

    refused = desk.post(address, {"outcome": "refused", "answer": "打电话说了"})
    assert refused.status_code == 422
    assert set(refused.context_data["form"].errors) == {"refusal"}
    assert "打电话说了" in refused.content.decode()

    desk.post(address, {"outcome": "refused", "refusal": "still_helping", "answer": "打电话说了"})
    request.refresh_from_db()
    assert (request.outcome, request.refusal, request.answer) == (
        "refused",
        "still_helping",
        "打电话说了",
    )
    assert logged(referral) == ["staff.answer_right"]


def test_a_correction_brings_the_newer_number(desk, referral):
    request = asks(referral, "correct")
    address = f"/staff/rights/{request.pk}/"

    assert (
        desk.post(address, {"outcome": "done", "phone": "12", "answer": "改了"}).status_code == 422
    )
    desk.post(address, {"outcome": "done", "phone": "139 0013 9000", "answer": "改了"})

    assert ContactCorrection.objects.get().phone == "13900139000"
    request.refresh_from_db()
    assert request.outcome == "done"


def test_deletion_done_as_asked_erases_and_only_a_lead_does_it(client, worker, lead, referral):
    request = asks(referral, "delete")
    address = f"/staff/rights/{request.pk}/"
    done = {"outcome": "done", "answer": "已删除，电话告知"}

    client.force_login(worker)
    assert client.post(address, done).status_code == 302
    request.refresh_from_db()
    assert request.answered_at is None

    client.force_login(lead)
    client.post(address, done)
    request.refresh_from_db()
    referral.refresh_from_db()
    assert request.outcome == "done"
    assert referral.erased_at is not None
    assert "悄悄话" not in client.get(f"/staff/referrals/{referral.reference}/").content.decode()


def test_a_hold_stands_against_deletion_and_says_so(led, lead, referral):
    request = asks(referral, "delete")
    base = f"/staff/referrals/{referral.reference}"
    led.post(f"{base}/hold/", {"why": "dispute", "words": "在复议"})
    assert LegalHold.objects.get().set_by == lead

    refused = led.post(f"/staff/rights/{request.pk}/", {"outcome": "done", "answer": "删"})
    assert refused.status_code == 422
    request.refresh_from_db()
    assert request.answered_at is None

    led.post(f"{base}/release/")
    led.post(f"{base}/erase/")
    referral.refresh_from_db()
    assert referral.erased_at is None
    led.post(f"{base}/erase/", {"sure": "yes"})
    referral.refresh_from_db()
    assert referral.erased_at is not None
    assert logged(referral) == [
        "staff.hold_referral",
        "staff.release_referral",
        "staff.erase_referral",
    ]


def test_feedback_is_read_by_the_station_and_not_by_the_room(
    client, worker, room_worker, referral, now
):
    told.give_feedback(referral, face="bad", words="没人来", at=now)
    detail = f"/staff/referrals/{referral.reference}/"

    client.force_login(worker)
    assert "没人来" in client.get(FEEDBACK).content.decode()
    assert "没人来" in client.get(detail).content.decode()

    client.force_login(room_worker)
    assert client.get(FEEDBACK).status_code == 302
    assert "没人来" not in client.get(detail).content.decode()


@pytest.mark.parametrize("role", ["room_lead", "room_worker", "editor", "district_viewer", "admin"])
def test_others_reach_nothing_of_it(client, role, room, referral):
    request = asks(referral, "delete")
    client.force_login(UserFactory(role=role, rooms=[room]))
    base = f"/staff/referrals/{referral.reference}"

    for address in (INDEX, FEEDBACK, f"/staff/rights/{request.pk}/", f"{base}/data/"):
        assert client.get(address).status_code == 302
    for name in ("copy", "erase", "hold", "release"):
        assert client.post(f"{base}/{name}/", {"sure": "yes", "why": "audit"}).status_code == 302
    referral.refresh_from_db()
    assert (referral.erased_at, LegalHold.objects.count()) == (None, 0)


def test_another_station_sees_none_of_it(client, referral, now):
    request = asks(referral)
    told.give_feedback(referral, face="bad", at=now)
    client.force_login(UserFactory(role="station_lead", station=OtherStationFactory()))
    base = f"/staff/referrals/{referral.reference}"

    assert not client.get(INDEX).context_data["object_list"]
    assert not client.get(FEEDBACK).context_data["object_list"]
    assert client.get(f"/staff/rights/{request.pk}/").status_code == 404
    assert client.get(f"{base}/data/").status_code == 404
    for name in ("copy", "erase", "hold", "release"):
        assert client.post(f"{base}/{name}/").status_code == 404


def test_the_lists_cost_the_same_with_many(desk, station, django_assert_max_num_queries, now):
    desk.get(INDEX)
    for _ in range(8):
        referral = submit(station).referral
        asks(referral)
        told.give_feedback(referral, face="good", at=now)
    for address in (INDEX, FEEDBACK):
        with django_assert_max_num_queries(12):
            desk.get(address)


def test_the_worker_calls_the_corrected_number_and_finds_the_household_by_it(desk, referral, now):
    told.correct_contact(referral, phone="13900139000", at=now - timedelta(days=1))
    told.correct_contact(referral, phone="13700137001", at=now)
    detail = f"/staff/referrals/{referral.reference}/"

    masked = desk.get(detail).content.decode()
    assert "137****01" in masked
    assert "13700137001" not in masked
    desk.post(f"{detail}contact/")
    assert 'href="tel:13700137001"' in desk.get(detail).content.decode()

    for typed in ("13700137001", "139 0013 9000", "13800138000"):
        found = desk.get("/staff/referrals/", {"q": typed}).context_data["object_list"]
        assert list(found) == [referral], typed
    assert not desk.get("/staff/referrals/", {"q": "13700137002"}).context_data["object_list"]


def test_a_room_the_phone_is_kept_from_learns_no_corrected_number(
    client, room_worker, referral, now
):
    told.correct_contact(referral, phone="13700137001", at=now)
    client.force_login(room_worker)
    detail = f"/staff/referrals/{referral.reference}/"
    client.post(f"{detail}contact/")

    page = client.get(detail)

    assert page.status_code == 200
    assert "13700137001" not in page.content.decode()
    assert "137****01" not in page.content.decode()
