from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import Site

from intake import actions, references
from intake.masking import IDENTITY_MASK
from intake.matching import name_indexes, phone_indexes
from intake.models import Alert, Consent, Promise, PublicStatus, Referral

from ..factories import ANSWERS, EstateFactory, RoomFactory, StationFactory, at, submit

pytestmark = pytest.mark.django_db


def test_a_referral_is_stored_with_its_consent_promise_state_and_alert():
    estate = EstateFactory(name="和平小区", room=RoomFactory(station=StationFactory()))

    receipt = submit(
        estate.room.station,
        estate=estate.pk,
        building="3号楼",
        door="201",
        consents=["help", "share"],
        received_at=at(2026, 11, 24),
    )

    referral = Referral.objects.get()
    assert receipt.referral == referral
    assert references.is_reference(referral.reference)
    assert referral.room == estate.room
    assert (referral.called_name, referral.phone) == ("王阿姨", "13800138000")
    assert referral.place == "和平小区 3号楼 201"
    assert referral.urgency == "normal"
    assert referral.phone_hash in phone_indexes("+86 138 0013 8000")
    assert referral.name_hash in name_indexes(" 王阿姨 ")
    assert references.status_code_matches(receipt.status_code, referral.status_code_hash)
    assert {consent.text.purpose for consent in referral.consents.all()} == {"help", "share"}
    assert Promise.objects.get(referral=referral).due_at == at(2026, 11, 27, 17, 30)
    assert PublicStatus.objects.get(referral=referral).state == "received"
    assert Alert.objects.get(referral=referral).kind == "arrived"


def test_what_people_tell_us_is_not_in_the_table_in_clear():
    submit(words="我很难", place="和平小区3号楼")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_referral")
        row = " ".join(map(str, cursor.fetchone()))

    assert not [text for text in ("王阿姨", "13800138000", "我很难", "和平小区") if text in row]


def test_two_doors_of_one_building_have_the_same_home_index():
    estate = EstateFactory(room=RoomFactory(station=StationFactory()))
    first = submit(estate=estate.pk, building="3号楼", door="201").referral
    second = submit(estate=estate.pk, building="3号楼", door="202").referral
    other = submit(estate=estate.pk, building="4号楼", door="201").referral

    assert first.place_hash == second.place_hash != other.place_hash


def test_sending_twice_gives_the_first_referral_and_no_second_code():
    token = uuid.uuid4()
    first = submit(submit_token=token)

    again = submit(submit_token=token, words="别的话")

    assert again.referral == first.referral
    assert again.promise == first.promise
    assert again.status_code is None
    assert Referral.objects.count() == Consent.objects.count() == Alert.objects.count() == 1


def test_without_the_first_tick_nothing_is_stored():
    with pytest.raises(ValidationError) as refused:
        submit(consents=["sensitive"])

    assert refused.value.code == "consent"
    assert not Referral.objects.exists()


def test_a_number_left_in_a_crisis_needs_no_consent_and_is_for_today():
    receipt = submit(consents=[], channel="crisis", received_at=at(2026, 11, 24))

    assert receipt.referral.urgency == "today"
    assert receipt.promise.due_at == at(2026, 11, 24, 12)
    assert not Consent.objects.exists()


def test_a_need_that_is_not_on_the_list_is_refused():
    with pytest.raises(ValidationError):
        submit(needs=["money", "moon"])

    assert not Referral.objects.exists()


def test_an_identity_number_never_reaches_the_table():
    receipt = submit(words="我是11010519491231002X")

    assert receipt.referral.words == f"我是{IDENTITY_MASK}"


def test_a_taken_reference_is_drawn_again(monkeypatch):
    taken = submit().referral.reference
    drawn = iter([taken, taken, "12345674"])
    monkeypatch.setattr("intake.actions.referral.new_reference", lambda: next(drawn))

    assert submit().referral.reference == "12345674"


def test_an_estate_of_another_station_does_not_route():
    mine = StationFactory()
    site = Site.objects.create(hostname="other.example", root_page=mine.site.root_page)
    estate = EstateFactory(room__station=StationFactory(site=site))

    assert submit(mine, estate=estate.pk).referral.room is None


@pytest.mark.parametrize("already", [0, 5])
def test_submitting_takes_at_most_fifteen_queries_whatever_is_there(
    django_assert_max_num_queries, already
):
    estate = EstateFactory(room=RoomFactory(station=StationFactory()))
    for _ in range(already):
        submit()
    actions.ensure_consent_texts()

    with django_assert_max_num_queries(13):
        actions.submit_referral(
            {**ANSWERS, "estate": estate.pk, "consents": ["help", "sensitive", "share"]},
            submit_token=uuid.uuid4(),
            station=estate.room.station,
        )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_requests_with_one_token_make_one_referral():
    station = StationFactory()
    actions.ensure_consent_texts()
    token = uuid.uuid4()

    def send(_number):
        try:
            receipt = actions.submit_referral(ANSWERS, submit_token=token, station=station)
            return receipt.referral.reference, receipt.status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(send, range(20)))

    assert {reference for reference, _code in answers} == {Referral.objects.get().reference}
    assert len([code for _reference, code in answers if code]) == 1
    assert Promise.objects.count() == Alert.objects.count() == 1
