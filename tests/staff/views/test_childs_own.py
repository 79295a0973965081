"""A child who asks for itself, at the desk: seen, opened by approval, its guardian noted."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from intake.models import Referral
from staff import actions
from staff.copy_of_data import as_text
from staff.models import GuardianAnswer, ReadLog
from staff.triage_report import suggestion_for
from tests.factories import CommunityRoomFactory, OtherStationFactory, UserFactory
from tests.intake.factories import submit

WORDS = "爸爸喝了酒就打我"
SAID = {"age": "under_14", "at_home": "nobody"}


@pytest.fixture
def ask(station, room):
    def make(**changes):
        answers = {
            **{"on_behalf": "child", "consents": [], "child": SAID, "needs": ["violence"]},
            **{"words": WORDS, "called_name": "小雨", "station_only": True, **changes},
        }
        return submit(station, **answers).referral

    return make


def of(referral, view="detail"):
    return reverse(f"referrals:{view}", args=[referral.reference])


def page_of(client, address):
    return client.get(address).content.decode()


def test_the_card_says_plainly_who_asks_and_that_nobody_at_home_may_know(client, worker, ask):
    referral = ask()
    client.force_login(worker)

    page = page_of(client, of(referral))

    assert "孩子给自己求助" in page
    assert "不能让家里任何人知道" in page
    assert "为保护未成年人，不等同意先听" in page
    assert "还没问" in page
    assert of(referral, "guardian") in page
    assert "孩子给自己求助" in page_of(client, reverse("referrals:index"))


def test_a_grown_ups_card_says_nothing_of_it(client, worker, refer):
    client.force_login(worker)

    assert "孩子给自己求助" not in page_of(client, of(refer()))


def test_its_words_are_opened_by_approval_and_at_once_for_danger(client, worker, lead, ask):
    referral = ask()
    client.force_login(worker)
    page = page_of(client, of(referral))
    assert WORDS not in page
    assert "打我" not in page  # nor quoted as what the rules heard
    assert of(referral, "ask_minors") in page
    assert not ReadLog.objects.filter(what="child").exists()

    client.post(of(referral, "ask_minors"), {"purpose": "今天就要打给他", "emergency": "on"})

    assert WORDS in page_of(client, of(referral))
    assert ReadLog.objects.get(what="child").reader == worker
    client.force_login(lead)
    assert WORDS in page_of(client, of(referral))


def test_the_rules_hear_what_is_closed_and_ask_for_the_report(client, worker, ask):
    referral = ask()
    client.force_login(worker)

    suggestion = client.get(of(referral)).context["suggestion"]

    alerts = {alert["code"] for alert in suggestion["alerts"]}
    assert alerts >= {"mandatory_report_minor", "mandatory_report_violence", "violence"}
    assert suggestion["tier_number"] == 1


def test_a_child_who_names_no_harm_is_looked_at_for_the_report_too(ask):
    referral = ask(needs=["talk"], words="就想说说话")

    told = suggestion_for(referral, earlier=None, now=referral.received_at)

    assert {alert["code"] for alert in told["alerts"]} >= {
        "mandatory_report_minor",
        "minor_in_household",
    }


def test_no_worker_alone_leaves_it_without_a_case(worker, ask):
    with pytest.raises(ValidationError) as refused:
        actions.advise_and_close(ask(needs=["talk"], words=""), reason="没事", actor=worker)
    assert refused.value.code == "alarm_needs_lead"


def test_the_room_sees_nothing_of_it(client, room_worker, room, ask, station):
    referral = ask()
    Referral.objects.filter(pk=referral.pk).update(room=room)
    client.force_login(room_worker)

    assert client.get(of(referral)).status_code == 404


def test_the_case_shows_the_strip_too(client, worker, ask):
    referral = ask()
    case = actions.open_case(
        referral,
        stage="t1_emergency_handling",
        difficulty="挨打",
        clients_words="怕回家",
        worker=worker,
        reason="有危险",
        actor=worker,
    )
    actions.note_guardian(referral, state="not_asked", words="说爸爸打他", actor=worker)
    client.force_login(worker)

    page = page_of(client, reverse("cases:detail", args=[case.reference]))

    assert "没问：监护人可能就是伤害孩子的人" in page
    assert "说爸爸打他" in page
    assert WORDS not in page


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"state": "asked", "who": " 奶奶 "}, ("asked", "奶奶", "")),
        ({"state": "given", "who": "奶奶", "words": "签了字"}, ("given", "奶奶", "签了字")),
        ({"state": "refused", "who": "爸爸", "words": "不让管"}, ("refused", "爸爸", "不让管")),
        # Of a guardian who is not asked nothing is kept but why.
        (
            {"state": "not_asked", "who": "爸爸", "words": "打他"},
            ("not_asked", "", "打他"),
        ),
    ],
)
def test_the_guardians_answer_is_noted_with_who_and_when(client, worker, ask, sent, stored):
    referral = ask()
    client.force_login(worker)

    assert client.post(of(referral, "guardian"), sent).url == of(referral)

    answer = GuardianAnswer.objects.get()
    assert (answer.state, answer.who, answer.words) == stored
    assert (answer.referral, answer.noted_by) == (referral, worker)
    entry = ModelLogEntry.objects.get(action="staff.note_guardian")
    assert (entry.user, entry.data) == (worker, {"state": sent["state"]})
    assert entry.message == "记下了监护人的答复"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "请选一项"),
        ({"state": "?"}, "请选一项"),
        ({"state": "asked"}, "请写是哪位监护人"),
        ({"state": "refused", "who": "爸爸"}, "请写一句为什么"),
        ({"state": "not_asked", "who": "爸爸"}, "请写一句为什么"),
        ({"state": "given", "who": "长" * 50}, "40"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_noted(client, worker, ask, sent, says):
    referral = ask()
    client.force_login(worker)

    response = client.post(of(referral, "guardian"), sent)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not GuardianAnswer.objects.exists()


def test_the_newest_note_stands_and_the_others_stay_readable(client, worker, ask):
    referral = ask()
    actions.note_guardian(referral, state="asked", who="奶奶", actor=worker)
    actions.note_guardian(referral, state="given", who="奶奶", actor=worker)
    client.force_login(worker)

    assert client.get(of(referral)).status_code == 200
    assert "同意了" in page_of(client, of(referral))
    assert "问了，还没答复" not in page_of(client, of(referral))
    assert "问了，还没答复" in page_of(client, of(referral, "guardian"))


def test_only_the_own_station_notes_it(client, lead, room, ask):
    referral = ask()
    allowed = UserFactory(role="social_worker", station=referral.station)
    others = [
        UserFactory(role="social_worker", station=OtherStationFactory()),
        UserFactory(role="room_worker", rooms=[room]),
        UserFactory(role="room_lead", rooms=[CommunityRoomFactory(station=referral.station)]),
        UserFactory(role="editor"),
    ]
    for person in others:
        with pytest.raises(PermissionDenied):
            actions.note_guardian(referral, state="asked", who="奶奶", actor=person)
        client.force_login(person)
        assert client.get(of(referral, "guardian")).status_code in {302, 404}
    assert not GuardianAnswer.objects.exists()
    for person in (allowed, lead):
        client.force_login(person)
        assert client.get(of(referral, "guardian")).status_code == 200
        actions.note_guardian(referral, state="asked", who="奶奶", actor=person)


def test_a_grown_ups_referral_has_no_guardian_and_an_erased_one_no_more(
    client, worker, lead, refer, ask
):
    with pytest.raises(ValidationError) as refused:
        actions.note_guardian(refer(), state="asked", who="奶奶", actor=worker)
    assert refused.value.code == "not_a_childs_own"
    client.force_login(worker)
    assert client.get(of(refer(), "guardian")).status_code == 404

    referral = ask()
    actions.note_guardian(referral, state="refused", who="爸爸", words="不让管", actor=worker)
    actions.erase_referral(referral, actor=lead)
    with pytest.raises(ValidationError) as refused:
        actions.note_guardian(referral, state="asked", who="奶奶", actor=worker)
    assert refused.value.code == "already_erased"
    kept = GuardianAnswer.objects.get()
    assert (kept.state, kept.who, kept.words) == ("refused", "", "")


def test_the_copy_says_on_which_ground_and_not_what_the_guardian_said(worker, ask):
    referral = ask()
    actions.note_guardian(referral, state="refused", who="爸爸", words="不让管", actor=worker)

    text = as_text(Referral.objects.get(pk=referral.pk))

    assert "不满14岁" in text
    assert "你先说，我们先听" in text
    assert "不让管" not in text


@pytest.mark.parametrize("notes", [1, 9])
def test_the_card_and_the_guardians_page_ask_no_more_with_more_notes(
    client, worker, ask, notes, django_assert_max_num_queries
):
    referral = ask()
    for _ in range(notes):
        actions.note_guardian(referral, state="asked", who="奶奶", actor=worker)
    client.force_login(worker)
    client.get(of(referral))

    with django_assert_max_num_queries(25):
        client.get(of(referral))
    with django_assert_max_num_queries(25):
        client.get(of(referral, "guardian"))
