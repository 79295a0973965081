"""The call panel on the referral and on the household."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from intake.actions import change_call_time
from staff.models import ContactTry, ReferralDecision, Visit
from staff.today import board
from tests.intake.factories import at, submit


def of_referral(referral):
    return reverse("referrals:call", args=[referral.reference])


def test_the_panel_stands_on_the_card_and_says_what_may_be_said(client, worker, refer):
    referral = refer(safe_contact={"say_who": False, "others_may_answer": False})
    client.force_login(worker)

    page = client.get(reverse("referrals:detail", args=[referral.reference])).content.decode()

    assert f'action="{of_referral(referral)}"' in page
    for words in ("打通了", "没人接", "别人接的", "约好了", "什么都别说"):
        assert words in page


def test_the_half_day_agreed_stands_on_the_card_and_in_the_panel_until_it_is_given_back(
    client, worker, refer
):
    referral = refer()
    day = timezone.localdate() + timedelta(days=2)
    referral.promise.call_on, referral.promise.call_period = day, "afternoon"
    referral.promise.call_station, referral.promise.call_place = referral.station, 1
    referral.promise.save()
    client.force_login(worker)
    detail = reverse("referrals:detail", args=[referral.reference])
    said = f"约好打电话：{day.month}月{day.day}日"

    assert client.get(detail).content.decode().count(said) == 2
    assert "这个时段就让出来" in client.get(of_referral(referral)).content.decode()
    client.post(of_referral(referral), {"result": "appointment", "day": f"{day:%Y-%m-%d}"})

    assert said not in client.get(detail).content.decode()
    referral.promise.refresh_from_db()
    assert referral.promise.call_place is None


def test_a_half_day_the_person_changed_stands_on_card_panel_and_board(client, worker, station):
    now = at(2026, 11, 24)
    with time_machine.travel(now, tick=False):
        referral = submit(
            station, call_time="2026-11-24.afternoon", called_name="改时间的"
        ).referral
        detail = reverse("referrals:detail", args=[referral.reference])
        client.force_login(worker)
        assert calls_of(worker, now) == ["改时间的"]

        change_call_time(referral, "2026-11-26.morning", at=now)

        for address in (detail, of_referral(referral)):
            page = client.get(address).content.decode()
            assert "约好打电话：11月26日 星期四 上午" in page
            assert "约好打电话：11月24日" not in page
        assert calls_of(worker, now) == []
        assert calls_of(worker, at(2026, 11, 26, 9)) == ["改时间的"]


def calls_of(worker, moment) -> list[str]:
    return [row.who for each in board(worker, moment) if each.key == "calls" for row in each.rows]


def test_one_tap_keeps_the_promise_and_leads_back_to_the_card(client, worker, refer):
    referral = refer()
    client.force_login(worker)

    response = client.post(of_referral(referral), {"result": "reached", "line": "他在家"})

    referral.promise.refresh_from_db()
    assert response.url == reverse("referrals:detail", args=[referral.reference])
    assert referral.promise.kept_at is not None
    assert "他在家" in client.get(response.url).content.decode()


def test_an_agreed_day_without_the_day_is_asked_for_and_nothing_typed_is_lost(
    client, worker, refer
):
    referral = refer()
    client.force_login(worker)

    refused = client.post(of_referral(referral), {"result": "appointment", "line": "下周见"})

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"day"}
    assert "下周见" in refused.content.decode()
    assert not ContactTry.objects.exists()


def test_a_room_reads_the_card_but_notes_no_call_there(client, room_worker, refer):
    referral = refer()
    client.force_login(room_worker)

    assert client.get(of_referral(referral)).status_code == 302
    client.post(of_referral(referral), {"result": "reached"})

    assert not ContactTry.objects.exists()


def test_a_decided_referral_has_no_panel(client, worker, refer, open_case):
    case = open_case()
    assert ReferralDecision.objects.get().case == case
    client.force_login(worker)

    response = client.get(reverse("referrals:call", args=[case.reference]))

    assert (response.status_code, response.url) == (302, "/staff/")


def test_a_call_from_the_household_is_in_its_story(client, worker, open_case):
    case = open_case()
    client.force_login(worker)
    page = client.get(reverse("cases:detail", args=[case.reference])).content.decode()
    address = reverse("cases:call", args=[case.reference])
    assert f'action="{address}"' in page

    response = client.post(address, {"result": "no_answer", "line": "响了很久"})

    assert response.url == reverse("cases:detail", args=[case.reference])
    assert "响了很久" in client.get(response.url).content.decode()
    assert set(case.visits.values_list("status", flat=True)) == {"missed", "planned"}


@pytest.mark.parametrize("result", ["", "sms", "<script>"])
def test_a_forged_answer_is_refused(client, worker, refer, result):
    referral = refer()
    client.force_login(worker)

    assert client.post(of_referral(referral), {"result": result}).status_code == 422
    assert not ContactTry.objects.exists()


def test_calls_before_the_case_are_in_the_story(client, worker, refer, open_case):
    case = open_case()
    referral = case.decisions.get().referral
    ContactTry.objects.create(
        referral=referral,
        result="no_answer",
        line="第一次没打通",
        tried_by=worker,
        tried_at=timezone.now() - timedelta(hours=1),
    )
    client.force_login(worker)

    page = client.get(reverse("cases:detail", args=[case.reference])).content.decode()

    assert "第一次没打通" in page
    assert not Visit.objects.exists()
