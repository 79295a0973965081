"""Role × consent × field: what of a household stands on the screens of whom (decision 0008)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.actions import record_sharing, withdraw_consent
from intake.models import Consent, ConsentText, Promise, PublicStatus, Referral, Sharing
from staff import actions
from staff.domain.stages import Stage
from staff.models import Case, ContactTry, LegalHold, ReadLog, ReferralDecision
from staff.today import board
from tests.factories import UserFactory

MARKS = {
    "words": "门口的药罐子",
    "observed": "楼道里喊人",
    "needs": "钱不够用",
    "facts": "糖尿病三年",
    "phone": "138****78",
    "place": "营市东街9号院",
    "called_name": "郑阿姨",
    "not_times": "孙子在家时别来",
    "grounds": "药费付不起",
    "own note": "室里自己记的",
    "their note": "站里记的病情",
    "visit": "床边有拐杖",
    "category": "特困人员",
    "gap": "取暖补贴差一点",
}
TO_GO_THERE = {"place", "called_name", "not_times", "own note"}
OURS = {"grounds", "own note", "their note", "visit", "category", "gap"}
ALL = set(MARKS)
STATION = {"station_lead", "social_worker"}
ROOM = {"room_lead", "room_worker"}

# What was agreed to, what was taken back → what the station reads, what the room reads.
TABLE = {
    "nothing agreed online": ([], [], ALL, TO_GO_THERE),
    "help": (["help"], [], ALL, TO_GO_THERE),
    "help, health": (["help", "sensitive"], [], ALL, TO_GO_THERE),
    "help, health, share": (["help", "sensitive", "share"], [], ALL, ALL),
    "help, share": (["help", "share"], [], ALL, ALL),
    "share taken back": (["help", "sensitive", "share"], ["share"], ALL, TO_GO_THERE),
    "health taken back": (
        ["help", "sensitive", "share"],
        ["sensitive"],
        ALL - {"facts"},
        ALL - {"facts"},
    ),
    "all taken back": (
        ["help", "sensitive", "share"],
        ["help", "sensitive", "share"],
        OURS,
        {"own note"},
    ),
}


def agree(referral, purposes):
    for purpose in purposes:
        text, _ = ConsentText.objects.get_or_create(
            purpose=purpose,
            version=9,
            language="zh-hans",
            defaults={"text": "同意", "in_force_from": "2026-01-01"},
        )
        Consent.objects.create(referral=referral, text=text, given_at=referral.received_at)


@pytest.fixture
def household(refer, worker, room_worker):
    """A case with something in every field; ``room_worker`` holds it in the room."""

    def make(agreed=(), taken_back=()):
        referral = refer(
            words=MARKS["words"],
            observed={"words": MARKS["observed"], "signs": []},
            needs=["money"],
            facts={"illness": MARKS["facts"]},
            phone="13812345678",
            place="营市东街9号院 3号楼 402",
            called_name=MARKS["called_name"],
            safe_contact={"not_times": MARKS["not_times"], "say_who": True},
        )
        agree(referral, agreed)
        case = actions.open_case(
            referral,
            stage=Stage.T1_EMERGENCY_HANDLING,
            difficulty=MARKS["grounds"],
            clients_words="…",
            worker=worker,
            room_worker=room_worker,
            reason="…",
            actor=worker,
        )
        actions.add_note(case.pk, kind="note", text=MARKS["their note"], actor=worker)
        actions.add_note(case.pk, kind="note", text=MARKS["own note"], actor=room_worker)
        visit = actions.plan_visit(
            case.pk,
            planned_for=timezone.localdate(),
            kind="home",
            visitor=worker,
            time_agreed=True,
            seen_version=None,
            actor=worker,
        )
        actions.record_visit(visit.pk, seen=MARKS["visit"], actor=worker)
        actions.set_categories(
            case.pk, categories={"cat2_tekun": "applied"}, seen_version=None, actor=worker
        )
        actions.add_gap(
            case.pk,
            need="care",
            rule="other",
            reason="not_listed",
            words=MARKS["gap"],
            seen_version=None,
            actor=worker,
        )
        if taken_back:
            withdraw_consent(referral, at=timezone.now(), purposes=list(taken_back))
        return case

    return make


@pytest.mark.parametrize("role", sorted(STATION | ROOM))
@pytest.mark.parametrize("name", TABLE)
def test_which_fields_stand_on_the_screens(
    client, household, lead, worker, room_worker, room, role, name
):
    agreed, taken_back, at_station, in_room = TABLE[name]
    case = household(agreed, taken_back)
    person = {
        "station_lead": lead,
        "social_worker": worker,
        "room_worker": room_worker,
        "room_lead": UserFactory(role="room_lead", rooms=[room]),
    }[role]
    client.force_login(person)

    pages = client.get(reverse("cases:detail", args=[case.reference])).content.decode()
    pages += client.get(reverse("referrals:detail", args=[case.reference])).content.decode()
    pages += client.get(reverse("referrals:index") + "?state=all").content.decode()
    pages += client.get(reverse("cases:index")).content.decode()
    pages += client.get(reverse("cases:call", args=[case.reference])).content.decode()

    expected = in_room if role in ROOM else at_station
    if role == "room_lead":
        expected = expected if {"grounds"} <= expected else expected - {"own note"}
    assert {field for field, mark in MARKS.items() if mark in pages} == expected


def test_the_room_goes_there_without_the_story(client, household, room_worker, worker):
    """The visit note offers the last visits; in the room only what is shared or one's own."""
    case = household(["help"])
    visit = actions.plan_visit(
        case.pk,
        planned_for=timezone.localdate(),
        kind="home",
        visitor=room_worker,
        purpose="送药",
        time_agreed=True,
        seen_version=None,
        actor=worker,
    )
    here = reverse("cases:visit", args=[case.reference, visit.pk])
    client.force_login(room_worker)

    page = client.get(here).content.decode()
    assert "送药" in page
    assert MARKS["visit"] not in page

    client.force_login(worker)
    assert MARKS["visit"] in client.get(here).content.decode()


def test_nobody_is_shown_a_phone_after_the_consent_was_taken_back(client, household, worker, lead):
    case = household(["help", "share"], ["help", "share"])
    for person in (worker, lead):
        client.force_login(person)
        for place in ("cases", "referrals"):
            address = reverse(f"{place}:contact", args=[case.reference])
            assert client.post(address).status_code == 302  # sent home, refused
        page = client.get(reverse("cases:detail", args=[case.reference])).content.decode()
        assert "13812345678" not in page
        assert "本人撤回了同意" in page
    assert not ReadLog.objects.filter(what="contact").exists()


@pytest.fixture
def taken_back(refer):
    referral = refer(words="门口的药罐子", called_name="郑阿姨", danger="harm")
    agree(referral, ["help"])
    withdraw_consent(referral, at=timezone.now())
    return referral


def test_taking_consent_back_leaves_the_queue_and_todays_lists(client, worker, taken_back):
    client.force_login(worker)

    waiting = client.get(reverse("referrals:index"))
    apart = client.get(reverse("referrals:index") + "?state=withdrawn")
    rows = [row for section in board(worker, timezone.now()) for row in section.rows]

    assert list(waiting.context["object_list"]) == []
    assert list(apart.context["object_list"]) == [taken_back]
    assert "撤回同意" in apart.content.decode()
    assert rows == []
    assert PublicStatus.objects.get().state == PublicStatus.State.WITHDRAWN
    assert Promise.objects.get().kept_at is not None


def test_nothing_is_decided_on_what_was_taken_back(client, worker, taken_back):
    client.force_login(worker)
    here = reverse("referrals:detail", args=[taken_back.reference])

    page = client.get(here)
    assert page.context["form"] is None
    for mark in ("门口的药罐子", "郑阿姨"):
        assert mark not in page.content.decode()
    client.post(here, {"outcome": "tier1", "why": "extreme", "worker": worker.pk})

    with pytest.raises(ValidationError) as refusal:
        actions.advise_and_close(taken_back, reason="…", actor=worker)
    assert refusal.value.code == "consent_withdrawn"
    with pytest.raises(ValidationError) as refusal:
        actions.record_try(taken_back, result="reached", actor=worker)
    assert refusal.value.code == "consent_withdrawn"
    assert not taken_back.tries.exists()
    assert not ReferralDecision.objects.exists()
    assert not Case.objects.exists()


def test_what_was_taken_back_is_erased_and_whom_we_told_is_kept(client, worker, taken_back):
    actions.record_reading(taken_back, why="queue", actor=worker)
    ContactTry.objects.create(
        referral=taken_back,
        result="no_answer",
        line="郑阿姨不在",
        tried_by=worker,
        tried_at=timezone.now(),
    )
    record_sharing(
        taken_back,
        recipient="police",
        recipient_name="大明湖派出所",
        purpose="郑阿姨有危险",
        parts=["place"],
        ground="life",
        without_consent="郑阿姨在阳台外",
        by_id=worker.pk,
        at=timezone.now(),
    )
    client.force_login(worker)

    answer = client.post(reverse("referrals:delete_withdrawn", args=[taken_back.reference]))
    again = client.post(reverse("referrals:delete_withdrawn", args=[taken_back.reference]))

    assert (answer.url, again.status_code) == (reverse("referrals:index"), 302)
    erased = Referral.objects.get()
    assert (erased.words, erased.called_name, erased.phone, erased.place) == ("", "", "", "")
    assert erased.erased_at is not None
    assert erased.tries.get().line == ""
    sharing = Sharing.objects.get()
    assert (
        sharing.recipient,
        sharing.recipient_name,
        sharing.purpose,
        sharing.without_consent,
    ) == ("police", "大明湖派出所", "", "")
    assert PublicStatus.objects.get().state == PublicStatus.State.CLOSED
    assert ReadLog.objects.get(what="referral").reference == taken_back.reference
    [entry] = ModelLogEntry.objects.filter(action="staff.delete_withdrawn")
    assert (entry.user, entry.label) == (worker, str(taken_back))
    lists = [client.get(reverse("referrals:index") + state) for state in ("", "?state=withdrawn")]
    assert [list(page.context["object_list"]) for page in lists] == [[], []]
    page = client.get(reverse("referrals:detail", args=[taken_back.reference]))
    assert page.context["form"] is None
    assert not page.context["may_delete"]


def test_what_is_held_by_law_is_not_erased(worker, lead, taken_back):
    actions.hold_referral(taken_back, why="dispute", actor=lead)

    with pytest.raises(ValidationError) as refusal:
        actions.delete_withdrawn(taken_back, actor=worker)
    assert refusal.value.code == "held_by_law"
    assert Referral.objects.get().erased_at is None

    actions.keep_withdrawn(taken_back, why="report", reason="在诉讼", actor=lead)
    assert LegalHold.objects.get().why == "dispute"

    actions.release_referral(taken_back, actor=lead)
    assert actions.purge_expired(timezone.now())["enquiries"] == 0
    assert actions.purge_expired(timezone.now() + timedelta(days=200))["enquiries"] == 1
    assert Referral.objects.get().words == ""


def test_a_lead_keeps_it_by_law_and_nobody_reads_it(client, worker, lead, taken_back):
    keep = reverse("referrals:keep_withdrawn", args=[taken_back.reference])
    client.force_login(worker)
    client.post(keep, {"why": "report", "reason": "强制报告"})
    assert not ReferralDecision.objects.exists()

    client.force_login(lead)
    client.post(keep, {"why": "report", "reason": " "})
    client.post(keep, {"why": "", "reason": "强制报告"})
    assert not ReferralDecision.objects.exists()
    client.post(keep, {"why": "report", "reason": "强制报告"})

    decision = ReferralDecision.objects.get()
    assert (decision.outcome, decision.reason, decision.decided_by) == (
        "withdrawn",
        "强制报告",
        lead,
    )
    hold = LegalHold.objects.get()
    assert (hold.why, hold.words, hold.set_by) == ("report", "强制报告", lead)
    page = client.get(reverse("referrals:detail", args=[taken_back.reference])).content.decode()
    assert "门口的药罐子" not in page


def test_only_what_was_taken_back_is_deleted(worker, stranger, refer, taken_back):
    standing = refer()
    with pytest.raises(ValidationError) as refusal:
        actions.delete_withdrawn(standing, actor=worker)
    assert refusal.value.code == "consent_stands"
    with pytest.raises(PermissionDenied):
        actions.delete_withdrawn(taken_back, actor=stranger)
    assert Referral.objects.filter(erased_at__isnull=True).count() == 2


def test_taking_back_the_consent_to_share_alone_changes_no_state(refer):
    referral = refer()
    agree(referral, ["help", "share"])

    withdraw_consent(referral, at=timezone.now(), purposes=["share"])

    assert PublicStatus.objects.get().state == PublicStatus.State.RECEIVED
    assert Promise.objects.get().kept_at is None
