"""Choosing a half-day to be called in, from the screen to the receipt and the status page."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine

from intake import actions
from intake.models import Draft, Promise, Referral
from tests.intake.views.test_sending import send

from ..factories import at, submit
from ..journey import BY_PHONE, SHORTEST, UNAWARE, answer, walk

pytestmark = pytest.mark.usefixtures("station", "patient")

TO_CHOOSE = BY_PHONE[:8]
WEDNESDAY = "2026-11-25.morning"
ALL = [
    *("any", "2026-11-24.afternoon", "2026-11-25.morning", "2026-11-25.afternoon"),
    *("2026-11-26.morning", "2026-11-26.afternoon"),
    *("2026-11-27.morning", "2026-11-27.afternoon"),
]


@pytest.fixture(autouse=True)
def tuesday():
    """The 24th of November 2026, ten in the morning."""
    with time_machine.travel(at(2026, 11, 24, 10), tick=False) as clock:
        yield clock


def offered(client, query="") -> list[str]:
    page = client.get(f"/intake/call-time/{query}").content.decode()
    return re.findall(r'type="radio" name="call_time" value="([^"]*)"', page)


def take_all_of(station, code=WEDNESDAY):
    for _ in range(station.calls_per_half_day):
        submit(station, call_time=code)


def ready(client, code=WEDNESDAY):
    walk(client, [*TO_CHOOSE, ("call-time", {"call_time": code}), BY_PHONE[-1]])


class TestTheScreen:
    def test_any_time_comes_first_and_is_chosen_then_the_half_days_in_words(self, client):
        walk(client, TO_CHOOSE)

        assert offered(client) == ALL
        page = client.get("/intake/call-time/").content.decode()
        first = re.search(r"<input[^>]*>", page.split('class="choices')[1]).group()
        assert 'value="any"' in first
        assert "checked" in first
        for words in (
            "都可以",
            "今天下午 12:00–17:30\n11月24日 星期二",
            "明天上午 8:30–12:00\n11月25日 星期三",
            "11月26日 星期四 上午\n8:30–12:00",
            "我们最晚2026年11月27日 星期五 17:30前打给您",
        ):
            assert words in page

    @pytest.mark.parametrize(
        ("answers", "asked"),
        [
            ({}, True),
            ({"contact_method": "sms"}, False),
            ({"contact_method": "visit"}, False),
            ({"contact_method": "come"}, False),
            ({"contact_method": "proxy"}, False),
            ({"danger": "shelter"}, False),
            ({"danger": "harm"}, False),
            ({"danger": "unsure"}, True),
            ({"words": "我不想活了"}, False),
        ],
    )
    def test_it_is_asked_of_whoever_wants_a_call_and_need_not_be_called_within_hours(
        self, client, answers, asked
    ):
        walk(client, BY_PHONE)
        draft = Draft.objects.get()
        actions.change_draft(draft.pk, lambda known: {**known, **answers})

        assert (client.get("/intake/call-time/").status_code == 200) is asked

    def test_it_is_never_asked_about_somebody_who_does_not_know(self, client):
        walk(client, UNAWARE)

        assert client.get("/intake/call-time/").status_code == 302

    def test_when_not_to_call_is_not_offered(self, client):
        walk(client, TO_CHOOSE[:-1])
        answer(client, "safe-contact", {**TO_CHOOSE[-1][1], "bad_times": ["morning"]})

        assert offered(client) == [code for code in ALL if "morning" not in code]

    def test_something_that_cannot_wait_is_offered_the_next_working_day_at_most(self, client):
        walk(client, TO_CHOOSE)
        actions.change_draft(Draft.objects.get().pk, lambda known: {**known, "danger": "unsure"})

        assert offered(client) == ALL[:4]

    def test_a_half_day_with_no_place_left_is_not_offered_and_cannot_be_forged(
        self, client, station
    ):
        walk(client, TO_CHOOSE)
        take_all_of(station)

        assert offered(client) == [code for code in ALL if code != WEDNESDAY]
        refused = answer(client, "call-time", {"call_time": WEDNESDAY})
        (sentence,) = refused.context["form"].errors["call_time"]
        assert sentence.startswith("您选的时间已经约满了。还能选：今天下午")
        assert refused.content.decode().count(sentence) == 2

    def test_with_every_place_given_away_any_time_is_left_and_the_page_says_why(
        self, client, station
    ):
        walk(client, TO_CHOOSE)
        for code in ALL[1:]:
            take_all_of(station, code)

        assert offered(client) == ["any"]
        assert "都约满了" in client.get("/intake/call-time/").content.decode()

    def test_an_empty_answer_is_any_time(self, client):
        walk(client, [*TO_CHOOSE, ("call-time", {})])

        assert Draft.objects.get().answers["call_time"] == "any"

    def test_looking_takes_no_place(self, client):
        ready(client)

        assert not Promise.objects.exists()


class TestSending:
    def test_it_is_read_back_with_a_link_then_travels_to_receipt_and_status(self, client):
        ready(client)
        page = client.get("/intake/check/").content.decode()
        assert "明天上午 8:30–12:00（11月25日 星期三）" in page
        assert 'href="/intake/call-time/?change=1"' in page

        send(client)

        promise = Referral.objects.get().promise
        assert (promise.call_on, promise.call_period) == (date(2026, 11, 25), "morning")
        receipt = client.get("/intake/done/").content.decode()
        assert "11月25日 星期三 上午 8:30–12:00" in receipt
        assert "2026年11月27日 星期五 17:30" in receipt

    def test_any_time_is_read_back_and_takes_no_place(self, client):
        walk(client, BY_PHONE)
        assert "都可以" in client.get("/intake/check/").content.decode()
        send(client)

        assert Referral.objects.get().promise.call_place is None
        assert "给您打电话的时间" not in client.get("/intake/done/").content.decode()

    def test_taken_by_others_meanwhile_it_is_refused_beside_the_field_and_nothing_is_lost(
        self, client, station
    ):
        ready(client)
        take_all_of(station)
        before = Draft.objects.get().answers
        sent_before = Referral.objects.count()
        assert "已经约满或过了时间" in client.get("/intake/check/").content.decode()

        response = send(client)

        assert response["Location"] == "/intake/call-time/?change=1"
        shown = client.get(response["Location"])
        (sentence,) = shown.context["form"].errors["call_time"]
        assert "还能选：今天下午 12:00–17:30（11月24日 星期二）；明天下午" in sentence
        assert Draft.objects.get().answers == before
        assert Referral.objects.count() == sent_before

        chosen = client.post(response["Location"], {"call_time": "2026-11-25.afternoon"})
        assert chosen["Location"] == "/intake/check/"
        assert send(client)["Location"] == "/intake/done/"
        newest = Referral.objects.order_by("pk").last()
        assert newest.promise.call_code == "2026-11-25.afternoon"
        assert newest.called_name == "王阿姨"

    def test_lapsed_between_choosing_and_sending_it_is_refused_likewise(self, client, tuesday):
        ready(client)
        tuesday.move_to(at(2026, 11, 25, 8, 31))

        response = send(client)

        shown = client.get(response["Location"])
        (sentence,) = shown.context["form"].errors["call_time"]
        assert sentence.startswith("您选的时间已经到了或者过去了。还能选：今天下午")
        assert not Referral.objects.exists()
        client.post(response["Location"], {"call_time": "any"})
        assert send(client)["Location"] == "/intake/done/"

    def test_more_told_afterwards_makes_the_call_sooner_than_the_chosen_day(self, client):
        walk(client, SHORTEST[:2])
        answer(client, "consent", {"help": "on", "sensitive": "on"})
        walk(client, BY_PHONE[3:8])
        walk(client, [("call-time", {"call_time": "2026-11-27.morning"}), BY_PHONE[-1]])
        client.post("/intake/household/?change=1", {"event": ["illness"], "event_when": "days"})

        response = send(client)

        shown = client.get(response["Location"])
        (sentence,) = shown.context["form"].errors["call_time"]
        assert sentence.startswith("我们会更早给您打电话：2026年11月25日 星期三 17:30之前。")

    def test_not_when_said_afterwards_asks_for_the_time_again(self, client):
        ready(client)

        response = client.post(
            "/intake/safe-contact/?change=1", {**TO_CHOOSE[-1][1], "bad_times": ["morning"]}
        )

        assert response["Location"] == "/intake/call-time/?change=1"
        shown = client.get(response["Location"])
        (sentence,) = shown.context["form"].errors["call_time"]
        assert sentence.startswith("您说过这个时段别打电话。")

    def test_a_half_day_of_a_branch_left_behind_takes_no_place(self, client):
        ready(client)
        client.post("/intake/contact/?change=1", {"contact_method": "come"})
        send(client)

        assert Referral.objects.get().promise.call_place is None

    def test_a_double_tap_on_the_last_place_shows_the_receipt_twice(self, client, station):
        station.calls_per_half_day = 1
        station.save()
        ready(client)

        assert [send(client)["Location"] for _ in range(2)] == ["/intake/done/"] * 2
        assert Promise.objects.call_agreed().count() == 1


class TestStatus:
    @pytest.fixture
    def sent(self, station):
        return submit(station, call_time=WEDNESDAY)

    def look_up(self, client, sent) -> str:
        data = {"reference": sent.referral.reference, "code": sent.status_code}
        return client.post("/status/", data).content.decode()

    def test_it_stands_on_the_status_page_until_the_day_is_over(self, client, sent, tuesday):
        assert "明天上午 8:30–12:00（11月25日 星期三）" in self.look_up(client, sent)
        tuesday.move_to(at(2026, 11, 25, 16))
        assert "今天上午" in self.look_up(client, sent)
        tuesday.move_to(at(2026, 11, 26, 9))
        assert "给您打电话的时间" not in self.look_up(client, sent)

    def test_once_given_back_it_is_not_shown_any_more(self, client, sent):
        actions.free_call(sent.referral)

        assert "给您打电话的时间" not in self.look_up(client, sent)

    def test_withdrawing_there_gives_the_place_back(self, client, sent):
        page = self.look_up(client, sent)
        token = re.search(r'name="token" value="([^"]+)"', page).group(1)
        client.post("/status/withdraw/", {"token": token, "sure": "1", "what": "everything"})

        assert not Promise.objects.call_agreed().exists()


def test_on_paper_there_is_a_day_to_fill_in_for_each_part_of_the_day(client):
    page = client.get("/intake/paper/").content.decode()

    assert "☐ 都可以" in page
    assert "☐ 哪一天：__________ 上午 8:30–12:00" in page
    assert "☐ 哪一天：__________ 下午 12:00–17:30" in page
    assert "12月" not in page.split("什么时候给您打电话")[1][:300]
