"""Look-alikes on the screen: what is offered to whom, and what one tap does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from staff import actions
from staff.domain.stages import Stage
from staff.models import Case, CaseMerge, ReferralDecision, ToldApart
from tests.factories import CaseFactory, OtherStationFactory
from tests.intake.factories import submit


def page(client, referral):
    return client.get(reverse("referrals:detail", args=[referral.reference]))


def tap(client, name, referral, other):
    return client.post(
        reverse(f"referrals:{name}", args=[referral.reference]),
        {"other": str(other)},
        follow=True,
    )


def test_a_look_alike_is_put_together_or_told_apart_with_one_tap(client, worker, twice):
    first, second = twice
    client.force_login(worker)
    assert "同一件事，一起处理" in page(client, first).content.decode()

    answer = tap(client, "merge", first, second)

    assert "对两件都算数" in answer.content.decode()
    assert ReferralDecision.objects.get().same_as == first
    assert "拆分" in answer.content.decode()
    client.post(reverse("referrals:split", args=[second.reference]))
    assert not ReferralDecision.objects.exists()

    answer = tap(client, "tell_apart", first, second)
    assert answer.context["duplicates"] == []
    assert [str(each) for each in answer.context["told_apart"]] == [str(second)]
    answer = tap(client, "offer_again", first, second)
    assert not ToldApart.objects.exists()
    assert len(answer.context["duplicates"]) == 1


def test_what_cannot_be_put_together_is_said(client, worker, twice):
    first, second = twice
    actions.advise_and_close(second, reason="讲清楚了", actor=worker)
    client.force_login(worker)

    answer = tap(client, "merge", first, second)

    assert "同事已经处理过这件来件" in answer.content.decode()
    assert ReferralDecision.objects.get().outcome == "advised"


@pytest.mark.parametrize("typed", ["", "00000000", "\x00", "9" * 40])
def test_another_that_is_not_there_is_not_found(client, worker, twice, typed):
    client.force_login(worker)
    address = reverse("referrals:merge", args=[twice[0].reference])

    assert client.post(address, {"other": typed}).status_code == 404


@pytest.mark.parametrize("name", ["merge", "tell_apart", "offer_again"])
def test_rooms_say_nothing_of_it(client, room_worker, room, station, name, now):
    first, second = (
        submit(station, received_at=now, phone="13800005678", room=room).referral
        for _each in range(2)
    )
    client.force_login(room_worker)

    answer = client.post(
        reverse(f"referrals:{name}", args=[first.reference]), {"other": second.reference}
    )

    assert answer.url == "/staff/"
    assert not ReferralDecision.objects.exists()
    assert not ToldApart.objects.exists()


def test_a_lead_looks_at_both_cases_before_they_are_put_together(client, lead, station, worker):
    into, case = (
        CaseFactory(station=station, worker=worker, stage=Stage.T1_JOINT_HELP) for _each in "ab"
    )
    client.force_login(lead)
    address = reverse("cases:merge", args=[into.reference])
    typed = {"other": str(case), "reason": "同一个门牌，同一个人", "seen_version": into.version}

    looked = client.post(address, typed)
    assert looked.context["other"] == case
    assert "同一个门牌，同一个人" in looked.content.decode()
    assert not CaseMerge.objects.exists()

    seen = typed | {"seen_reference": case.reference, "seen_other": case.version}
    actions.add_note(case.pk, kind="note", text="…", actor=worker)
    actions.set_review(
        case.pk,
        review_on=timezone.localdate() + timedelta(days=3),
        seen_version=case.version,
        actor=worker,
    )
    stale = client.post(address, seen)
    assert stale.status_code == 409
    assert "同一个门牌，同一个人" in stale.content.decode()
    assert stale.context["other"].version == case.version + 1

    done = client.post(address, seen | {"seen_other": case.version + 1}, follow=True)
    assert "已合并" in done.content.decode()
    assert Case.objects.get(pk=case.pk).stage == Stage.CLOSED

    there = client.get(reverse("cases:detail", args=[case.reference]))
    assert there.context["merge"].into == into
    back = client.post(
        reverse("cases:split", args=[case.reference]),
        {"seen_version": case.version + 2, "seen_into": into.version + 1},
        follow=True,
    )
    assert "已拆开" in back.content.decode()
    assert Case.objects.get(pk=case.pk).stage == Stage.T1_JOINT_HELP


def test_a_case_that_is_not_there_is_said_beside_the_field(client, lead, station, worker):
    case = CaseFactory(station=station, worker=worker, stage=Stage.T1_JOINT_HELP)
    elsewhere = CaseFactory(station=OtherStationFactory(), stage=Stage.T1_JOINT_HELP)
    client.force_login(lead)
    address = reverse("cases:merge", args=[case.reference])

    for typed in (str(elsewhere), str(case), "\x00", "9" * 40):
        answer = client.post(address, {"other": typed, "reason": "…", "seen_version": 1})
        assert answer.status_code == 422
        assert answer.context["form"].errors["other"]
    assert not CaseMerge.objects.exists()


def test_joining_a_case_that_changed_meanwhile_shows_what_changed(client, worker, lead, twice):
    first, second = twice
    case = actions.open_case(
        first,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="难",
        clients_words="怕",
        worker=worker,
        reason="难",
        actor=worker,
    )
    client.force_login(worker)
    assert page(client, second).context["likely_case"] == case
    day = timezone.localdate() + timedelta(days=3)
    actions.set_review(case.pk, review_on=day, seen_version=case.version, actor=lead)
    typed = {
        "outcome": "join",
        "why": "same",
        "worker": worker.pk,
        "reason": "同一个电话",
        "case_reference": str(case),
        "seen_reference": case.reference,
        "seen_version": case.version,
    }

    stale = client.post(reverse("referrals:detail", args=[second.reference]), typed)

    assert stale.status_code == 409
    assert "同一个电话" in stale.content.decode()
    assert not ReferralDecision.objects.filter(referral=second).exists()
    typed["seen_version"] = stale.context["likely_case"].version
    client.post(reverse("referrals:detail", args=[second.reference]), typed)
    assert ReferralDecision.objects.get(referral=second).case == case
