"""Keying in for a caller, at the desk, and a room's need signal (R-16, R-40)."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.actions import ensure_consent_texts
from intake.keyed_forms import KeyedReferralForm
from intake.models import Alert, Consent, Referral
from policy_pages.models import Estate
from staff import actions
from tests.factories import CommunityRoomFactory, UserFactory

KEY, SIGNAL = "/staff/referrals/key/", "/staff/referrals/signal/"
CALL = {
    "channel": "phone",
    "danger": "none",
    "on_behalf": "self",
    "help": "on",
    "needs": ["money"],
    "words": "钱不够用。",
    "called_name": "王阿姨",
    "contact_method": "phone",
    "phone": "13800138000",
    "say_who": "no",
    "others_may_answer": "hang_up",
    "not_times": "中午别打",
}
NOT_ASKED = {
    **CALL,
    "on_behalf": "neighbour",
    "awareness": "unaware",
    "seen_signs": ["silent"],
    "seen_words": "三天没见出门。",
    "place": "和平里3号楼",
    "reporter_name": "李邻居",
    "reporter_phone": "13900139000",
}


@pytest.fixture(autouse=True)
def texts(db):
    ensure_consent_texts()


@pytest.fixture
def estate(room):
    return Estate.objects.create(room=room, name="和平小区")


@pytest.fixture
def desk(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def in_the_room(client, room_worker):
    client.force_login(room_worker)
    return client


def test_a_call_becomes_a_referral_with_its_keyer_promise_and_code(desk, worker):
    answer = desk.post(KEY, CALL)

    referral = Referral.objects.get()
    assert (referral.channel, referral.keyed_by_id, referral.called_name) == (
        "phone",
        worker.pk,
        "王阿姨",
    )
    assert referral.safe_contact == {
        "say_who": False,
        "others_may_answer": False,
        "good_times": [],
        "bad_times": [],
        "not_times": "中午别打",
    }
    assert list(referral.consents.values_list("text__purpose", flat=True)) == ["help"]
    page = answer.content.decode()
    assert str(referral) in page
    assert answer.context_data["receipt"].status_code in page
    assert "no-store" in answer["Cache-Control"]
    assert Alert.objects.filter(referral=referral, kind="arrived").exists()
    assert [
        (entry.action, entry.user, entry.data)
        for entry in ModelLogEntry.objects.for_instance(referral)
    ] == [("staff.key_referral", worker, {"channel": "phone"})]


def test_a_half_day_is_agreed_at_the_desk_and_printed_on_the_receipt(desk):
    code = desk.get(KEY).context["form"].screens["call_time"].free[-1].code

    answer = desk.post(KEY, {**CALL, "call_time": code})

    promise = Referral.objects.get().promise
    assert promise.call_code == code
    assert promise.call_in_words in answer.content.decode()


def test_one_given_away_meanwhile_is_refused_beside_the_field_and_nothing_typed_is_lost(
    desk, station
):
    station.calls_per_half_day = 1
    station.save()
    code = desk.get(KEY).context["form"].screens["call_time"].free[-1].code
    desk.post(KEY, {**CALL, "call_time": code})

    refused = desk.post(KEY, {**CALL, "call_time": code})

    assert refused.status_code == 422
    (sentence,) = refused.context["form"].screens["call_time"].errors["call_time"]
    assert sentence.startswith("您选的时间已经约满了。")
    assert "钱不够用。" in refused.content.decode()
    assert Referral.objects.count() == 1


def test_a_half_day_when_not_to_call_is_refused_and_one_without_a_call_is_forgotten(desk):
    code = desk.get(KEY).context["form"].screens["call_time"].free[-1].code
    period = code.rpartition(".")[2]

    assert desk.post(KEY, {**CALL, "call_time": code, "bad_times": [period]}).status_code == 422
    assert not Referral.objects.exists()
    desk.post(KEY, {**CALL, "contact_method": "come", "call_time": code})

    assert Referral.objects.get().promise.call_place is None


def test_the_household_goes_with_the_second_tick_and_never_without(desk):
    told = {**CALL, "event": ["illness"], "people": "我和女儿", "insurance": "no"}

    refused = desk.post(KEY, told)
    assert refused.status_code == 422
    assert "钱不够用。" in refused.content.decode()
    assert not Referral.objects.exists()

    desk.post(KEY, {**told, "sensitive": "on"})
    facts = Referral.objects.get().facts
    assert facts == {"event": ["illness"], "insurance": "no", "members": [{"who": "我和女儿"}]}


def test_a_sensitive_need_asks_for_the_second_tick(desk):
    refused = desk.post(KEY, {**CALL, "needs": ["violence"]})
    assert refused.status_code == 422

    desk.post(KEY, {**CALL, "needs": ["violence"], "sensitive": "on"})
    assert Referral.objects.get().needs == ["violence"]


def test_another_person_may_be_named_for_contact(desk):
    proxy = {
        "contact_method": "proxy",
        "proxy_name": "小刘",
        "proxy_relation": "外甥",
        "proxy_phone": "13700137000",
    }

    assert desk.post(KEY, {**CALL, "contact_method": "proxy"}).status_code == 422
    desk.post(KEY, {**CALL, **proxy})

    assert Referral.objects.get().safe_contact == {
        "proxy": {"name": "小刘", "relation": "外甥", "phone": "13700137000"}
    }


@pytest.mark.parametrize("awareness", ["unwilling", "unaware", "unable", "child"])
def test_whoever_did_not_agree_is_not_named(desk, awareness):
    desk.post(KEY, {**NOT_ASKED, "awareness": awareness})

    referral = Referral.objects.get()
    assert (referral.awareness, referral.called_name, referral.phone) == (
        awareness,
        "李邻居",
        "13900139000",
    )
    assert referral.observed == {"signs": ["silent"], "words": "三天没见出门。"}
    assert (referral.needs, referral.words, referral.facts) == ([], "", None)


def test_the_short_path_asks_for_a_place_and_what_was_seen(desk):
    refused = desk.post(KEY, {**NOT_ASKED, "place": "", "seen_signs": [], "seen_words": ""})

    assert refused.status_code == 422
    named = {field.name for field in refused.context_data["form"] if field.errors}
    assert named == {"estate", "seen_signs"}


@pytest.mark.parametrize(
    ("left_out", "field"),
    [
        ("help", "help"),
        ("danger", "danger"),
        ("called_name", "called_name"),
        ("needs", "needs"),
        ("phone", "phone"),
        ("say_who", "say_who"),
        ("channel", "channel"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(desk, left_out, field):
    answer = desk.post(KEY, {name: value for name, value in CALL.items() if name != left_out})

    assert answer.status_code == 422
    assert {bound.name for bound in answer.context_data["form"] if bound.errors} == {field}
    assert "王阿姨" in answer.content.decode() or left_out == "called_name"
    assert not Referral.objects.exists()


def test_sending_twice_is_one_referral_and_the_code_is_shown_once(desk):
    token = desk.get(KEY).context_data["form"].extras["token"].value()
    desk.post(KEY, {**CALL, "token": token})
    second = desk.post(KEY, {**CALL, "token": token})

    assert second.context_data["receipt"].status_code is None
    assert Referral.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="staff.key_referral").count() == 1


def test_a_signal_is_three_taps_and_belongs_to_the_room(in_the_room, room, estate):
    answer = in_the_room.post(SIGNAL, {"danger": "none", "needs": ["care"], "estate": estate.pk})

    referral = Referral.objects.get()
    assert answer.status_code == 200
    assert (referral.channel, referral.room, referral.awareness, referral.called_name) == (
        "room_signal",
        room,
        "unaware",
        "",
    )
    assert not Consent.objects.exists()
    assert in_the_room.get(f"/staff/referrals/{referral.reference}/").status_code == 200


def test_a_place_off_the_list_still_belongs_to_the_room(in_the_room, room):
    in_the_room.post(
        SIGNAL, {"danger": "none", "needs": ["care"], "place": "北边平房", "words": "冷锅冷灶"}
    )

    referral = Referral.objects.get()
    assert referral.room == room
    assert (referral.words, referral.observed["words"]) == ("", "冷锅冷灶")


def test_a_signal_takes_a_name_only_with_agreement(in_the_room, estate):
    signal = {
        "danger": "none",
        "needs": ["care"],
        "estate": estate.pk,
        "called_name": "赵大爷",
        "phone": "13800138000",
    }

    refused = in_the_room.post(SIGNAL, signal)
    assert set(refused.context_data["form"].errors) == {"called_name", "phone"}
    assert not Referral.objects.exists()

    in_the_room.post(SIGNAL, {**signal, "agrees": "on"})
    referral = Referral.objects.get()
    assert (referral.called_name, referral.awareness) == ("赵大爷", "willing")
    assert [consent.text.purpose for consent in referral.consents.all()] == ["help"]


def test_a_room_is_offered_its_own_estates_and_sends_no_other(in_the_room, station, estate):
    elsewhere = Estate.objects.create(room=CommunityRoomFactory(station=station), name="别处小区")
    for address in (KEY, SIGNAL):
        page = in_the_room.get(address).content.decode()
        assert estate.name in page
        assert elsewhere.name not in page

    refused = in_the_room.post(
        SIGNAL, {"danger": "none", "needs": ["care"], "estate": elsewhere.pk}
    )
    assert set(refused.context_data["form"].errors) == {"estate"}
    assert not Referral.objects.exists()


def test_the_action_itself_refuses_another_room(room_worker, room, station, estate):
    other = CommunityRoomFactory(station=station)
    elsewhere = Estate.objects.create(room=other, name="别处小区")
    token = KeyedReferralForm(station=station, language="zh-hans").extras["token"].value()
    options = {"channel": "room_signal", "submit_token": token, "actor": room_worker}

    for answers, keyed_in_room in (({"estate": elsewhere.pk}, room), ({}, other), ({}, None)):
        with pytest.raises(PermissionDenied):
            actions.key_referral(answers, keyed_in_room=keyed_in_room, **options)
    editor = UserFactory(role="editor", station=station)
    with pytest.raises(PermissionDenied):
        actions.key_referral({}, **{**options, "actor": editor})
    assert not Referral.objects.exists()


def test_several_rooms_are_chosen_between(client, station, room):
    second = CommunityRoomFactory(station=station)
    client.force_login(UserFactory(role="room_worker", rooms=[room, second]))

    client.post(SIGNAL, {"danger": "none", "needs": ["care"], "place": "平房", "room": second.pk})

    assert Referral.objects.get().room == second


def test_only_the_station_keeps_it_from_the_room(desk, client, estate, room_worker):
    desk.post(KEY, {**CALL, "estate": estate.pk, "station_only": "on"})
    referral = Referral.objects.get()
    assert referral.station_only

    client.force_login(room_worker)
    assert "station_only" not in client.get(KEY).content.decode()
    assert client.get(f"/staff/referrals/{referral.reference}/").status_code == 404


CHILD = {
    **{"channel": "phone", "danger": "none", "on_behalf": "child"},
    **{"child_age": "under_14", "at_home": "nobody", "child_needs": ["violence"]},
    **{"child_name": "小雨", "child_contact": "phone", "child_phone": "13800138000"},
}


def test_a_child_who_calls_is_keyed_without_a_tick_and_kept_at_the_station(desk):
    # What a put-away part of the page still holds is not sent.
    desk.post(KEY, {**CHILD, "called_name": "别人", "phone": "13900139000", "people": "五口人"})

    referral = Referral.objects.get()
    assert (referral.on_behalf, referral.called_name, referral.phone) == (
        "child",
        "小雨",
        "13800138000",
    )
    assert (referral.facts, referral.station_only, referral.urgency) == (None, True, "today")
    assert (referral.child.ground, referral.consents.count()) == ("protection", 0)


def test_from_fourteen_on_a_child_who_calls_agrees_first(desk):
    refused = desk.post(KEY, {**CHILD, "child_age": "from_14"})

    assert refused.status_code == 422
    assert not Referral.objects.exists()

    desk.post(KEY, {**CHILD, "child_age": "from_14", "child_help": "on"})

    referral = Referral.objects.get()
    assert (referral.child.ground, referral.consents.get().text.reader) == ("consent", "child")


def test_a_room_that_keys_a_child_hears_it_as_it_is_said(client, room_worker, room):
    client.force_login(room_worker)

    client.post(KEY, CHILD)

    referral = Referral.objects.get()
    assert (referral.room, referral.station_only) == (room, False)


@pytest.mark.parametrize("address", [KEY, SIGNAL])
def test_the_pages_cost_few_queries_whatever_the_queue(
    desk, refer, estate, address, django_assert_max_num_queries
):
    desk.get(address)
    with django_assert_max_num_queries(16):
        desk.get(address)
    for _ in range(5):
        refer(received_at=timezone.now())
    with django_assert_max_num_queries(16):
        desk.get(address)


def test_the_browser_stops_nobody_over_a_field_put_away(desk):
    assert not re.search(r"<(input|textarea|select)[^>]* required", desk.get(KEY).content.decode())


def test_the_menu_leads_there(desk):
    page = desk.get("/staff/").content.decode()

    assert reverse("referrals:key") in page
    assert reverse("referrals:signal") in page
