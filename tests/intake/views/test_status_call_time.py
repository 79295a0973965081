"""The status page: change or give back the half-day to be called in."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intake import actions, budgets
from intake.models import Promise

from ..factories import at, submit
from .test_status import look_up

pytestmark = pytest.mark.usefixtures("station")

WEDNESDAY, THURSDAY = "2026-11-25.morning", "2026-11-26.morning"
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


@pytest.fixture
def sent(station):
    return submit(station, call_time=WEDNESDAY)


def page_of(client, sent):
    return look_up(client, sent.referral.reference, sent.status_code)


def save(client, sent, code, token=None):
    data = {"token": token or page_of(client, sent).context["token"]}
    data |= {"half_day-call_time": code} if code else {}
    return client.post("/status/call-time/", data)


def offered(response) -> list[str]:
    pattern = r'type="radio" name="half_day-call_time" value="([^"]*)"'
    return re.findall(pattern, response.content.decode())


def chosen(response) -> list[str]:
    radios = re.findall(r'<input type="radio" name="half_day[^>]*>', response.content.decode())
    return [re.search(r'value="([^"]*)"', one).group(1) for one in radios if "checked" in one]


def take_all_of(station, *codes):
    for code in codes:
        taken = Promise.objects.filter(call_on=code[:10], call_period=code[11:]).count()
        for _ in range(station.calls_per_half_day - taken):
            submit(station, call_time=code)


def test_the_half_days_are_offered_in_words_with_the_one_agreed_chosen(client, sent):
    page = page_of(client, sent)

    assert offered(page) == ALL
    assert chosen(page) == [WEDNESDAY]
    text = page.content.decode()
    assert "改打电话的时间" in text
    assert "11月26日 星期四 上午\n8:30–12:00" in text
    assert "我们最晚2026年11月27日 星期五 17:30前打给您" in text
    assert "<details" in text.split("改打电话的时间")[0].splitlines()[-1]


def test_saving_shows_the_new_one_and_chooses_it(client, sent):
    page = save(client, sent, THURSDAY)

    text = page.content.decode()
    assert "打电话的时间记下了" in text
    assert "11月26日 星期四 上午 8:30–12:00" in text
    assert chosen(page) == [THURSDAY]
    assert Promise.objects.get().call_code == THURSDAY
    assert page["Cache-Control"] == "no-store"


def test_any_time_gives_it_back(client, sent):
    page = save(client, sent, "any")

    assert "给您打电话的时间" not in page.content.decode()
    assert "选打电话的时间" in page.content.decode()
    assert chosen(page) == ["any"]
    assert not Promise.objects.call_agreed().exists()


def test_whoever_chose_none_may_choose_one(client, station):
    sent = submit(station)
    assert chosen(page_of(client, sent)) == ["any"]

    save(client, sent, THURSDAY)

    assert Promise.objects.get().call_code == THURSDAY


def test_when_not_to_call_is_not_offered(client, station):
    sent = submit(station, safe_contact={"bad_times": ["morning"]})

    assert offered(page_of(client, sent)) == [code for code in ALL if "morning" not in code]
    page = save(client, sent, WEDNESDAY)
    assert "说过这个时段别打" in page.content.decode()
    assert not Promise.objects.call_agreed().exists()


def test_a_lost_race_is_told_beside_the_field_and_keeps_the_old_one(client, station, sent):
    token = page_of(client, sent).context["token"]
    take_all_of(station, THURSDAY)

    page = save(client, sent, THURSDAY, token)

    (sentence,) = page.context["half_day"].errors["call_time"]
    assert sentence == (
        "您选的时间已经约满了。还能选：今天下午 12:00–17:30（11月24日 星期二）；"
        "明天下午 12:00–17:30（11月25日 星期三）；11月26日 星期四 下午 12:00–17:30。"
        "原来约的还留着：明天上午 8:30–12:00（11月25日 星期三）。"
    )
    text = page.content.decode()
    assert text.count(sentence) == 2  # above, and beside the field
    assert re.search(r'<details class="more" open><summary>改打电话的时间', text)
    assert THURSDAY not in offered(page)
    assert chosen(page) == [WEDNESDAY]
    assert "明天上午 8:30–12:00（11月25日 星期三）" in text
    assert Promise.objects.get(referral=sent.referral).call_code == WEDNESDAY


def test_with_nothing_else_free_nobody_is_told_to_give_up_what_they_hold(client, station, sent):
    token = page_of(client, sent).context["token"]
    take_all_of(station, *ALL[1:])

    page = save(client, sent, THURSDAY, token)

    assert page.context["half_day"].errors["call_time"] == [
        "您选的时间已经约满了。别的时间也约满了。"
        "原来约的还留着：明天上午 8:30–12:00（11月25日 星期三）。"
    ]
    assert offered(page) == ["any", WEDNESDAY]
    assert chosen(page) == [WEDNESDAY]
    assert chosen(save(client, sent, WEDNESDAY)) == [WEDNESDAY]
    assert Promise.objects.get(referral=sent.referral).call_code == WEDNESDAY


def test_one_whose_half_day_is_full_sees_it_among_those_to_choose(client, station, sent):
    take_all_of(station, WEDNESDAY, THURSDAY)

    assert offered(page_of(client, sent)) == [code for code in ALL if code != THURSDAY]
    assert chosen(save(client, sent, WEDNESDAY)) == [WEDNESDAY]


def test_with_everything_given_away_there_is_nothing_to_choose_and_a_choice_is_refused(
    client, station
):
    sent = submit(station)
    token = page_of(client, sent).context["token"]
    take_all_of(station, *ALL[1:])

    assert offered(page_of(client, sent)) == []
    page = save(client, sent, THURSDAY, token)

    assert "别的时间也约满了，请选「都可以」。" in page.content.decode()
    assert "这几天的时段都约满了" in page.content.decode()
    assert "原来约的" not in page.content.decode()
    assert offered(page) == chosen(page) == ["any"]


@pytest.mark.parametrize("code", ["", "nonsense", "2026-11-26.night", "\0"])
def test_no_line_and_nonsense_change_nothing(client, sent, code):
    page = save(client, sent, code)

    assert page.context["half_day"].errors["call_time"] == ["请选一项。"]
    assert chosen(page) == [WEDNESDAY]
    assert Promise.objects.get().call_code == WEDNESDAY


ENDED = {
    "reached": lambda one: actions.keep_promise(one, at=at(2026, 11, 24, 10)),
    "paused": lambda one: actions.pause_promise(one, why="away", until=date(2026, 12, 10)),
    "withdrawn": lambda one: actions.withdraw_consent(one, at=at(2026, 11, 24, 10)),
    "closed": lambda one: actions.set_public_state(one, "closed"),
}


@pytest.mark.parametrize("ended", ENDED.values(), ids=ENDED)
def test_once_nobody_is_going_to_call_it_is_not_offered_and_refused_with_a_sentence(
    client, sent, ended
):
    token = page_of(client, sent).context["token"]
    ended(sent.referral)

    assert offered(page_of(client, sent)) == []
    page = save(client, sent, THURSDAY, token)

    assert "这里不能再改打电话的时间了" in page.content.decode()
    assert offered(page) == []
    assert not Promise.objects.call_agreed().exists()


def test_help_taken_back_counts_also_once_a_worker_has_it(client, sent):
    actions.set_public_state(sent.referral, "worker_assigned")
    assert offered(page_of(client, sent)) == ALL
    actions.withdraw_consent(sent.referral, at=at(2026, 11, 24, 10))

    assert offered(page_of(client, sent)) == []


@pytest.mark.parametrize(
    "told",
    [
        {"channel": "report", "awareness": "unaware", "consents": []},
        {"on_behalf": "neighbour", "awareness": "unaware"},
        {"contact_method": "come"},
        {"danger": "harm"},
    ],
    ids=["report", "unaware", "comes", "today"],
)
def test_whoever_is_not_asked_on_sending_is_offered_nothing(client, station, told):
    sent = submit(station, **told)

    assert offered(page_of(client, sent)) == []
    assert "不能再改" in save(client, sent, THURSDAY).content.decode()
    assert not Promise.objects.call_agreed().exists()


def test_after_a_missed_promise_a_half_day_before_the_new_date_is_chosen_and_shown(
    client, station, tuesday
):
    sent = submit(station)
    tuesday.move_to(at(2026, 11, 28))
    page = page_of(client, sent)
    assert page.context["missed"]
    assert offered(page) == ["any", "2026-11-30.morning", "2026-11-30.afternoon"]

    text = save(client, sent, "2026-11-30.afternoon").content.decode()

    assert "对不起" in text
    assert "11月30日 星期一 下午 12:00–17:30" in text


def test_one_that_slipped_by_is_not_chosen_any_more(client, sent, tuesday):
    tuesday.move_to(at(2026, 11, 26, 10))

    page = page_of(client, sent)

    assert chosen(page) == ["any"]
    assert offered(page) == ["any", *ALL[5:]]


def test_a_page_open_for_too_long_changes_nothing(client, sent, tuesday):
    token = page_of(client, sent).context["token"]
    tuesday.shift(timedelta(minutes=16))

    page = save(client, sent, THURSDAY, token)

    assert page.context["expired"]
    assert Promise.objects.get().call_code == WEDNESDAY


def test_a_lost_page_token_shows_the_choice_again_and_changes_nothing(client, sent):
    token = page_of(client, sent).context["token"]

    page = save(Client(enforce_csrf_checks=True), sent, THURSDAY, token)

    assert page.status_code == 403
    assert page.context["press_again"]
    assert chosen(page) == [THURSDAY]
    assert Promise.objects.get().call_code == WEDNESDAY


def correct(client, sent, phone):
    token = page_of(client, sent).context["token"]
    return client.post("/status/contact/", {"token": token, "contact-phone": phone})


def test_after_five_changes_in_an_hour_the_sixth_is_refused_and_nothing_is_lost(
    client, station, sent
):
    assert save(client, sent, "nonsense").status_code == 200  # what is no choice counts as none
    for code in [THURSDAY, WEDNESDAY, THURSDAY, WEDNESDAY, THURSDAY]:
        assert save(client, sent, code).context["just_timed"]

    page = save(client, sent, WEDNESDAY)

    assert page.status_code == 429
    (sentence,) = page.context["half_day"].non_field_errors()
    assert "一小时里已经改了好几次" in sentence
    text = page.content.decode()
    assert sentence in text
    assert re.search(r'<details class="more" open><summary>改打电话的时间', text)
    assert chosen(page) == [WEDNESDAY]
    assert "just_timed" not in page.context
    assert Promise.objects.get(referral=sent.referral).call_code == THURSDAY
    assert sent.referral.alerts.filter(kind="call_time").count() == 1

    other = submit(station, phone="13800138001")
    assert save(client, other, WEDNESDAY).context["just_timed"]
    assert correct(client, sent, "13900139000").context["just_corrected"]


def test_after_five_corrected_numbers_in_an_hour_the_sixth_is_refused_and_nothing_is_lost(
    client, sent
):
    assert correct(client, sent, "12").context["correction"].errors  # no number counts as none
    for last in range(budgets.CORRECTING_CONTACT.limit):
        assert correct(client, sent, f"1390013900{last}").context["just_corrected"]

    page = correct(client, sent, "13900139009")

    assert page.status_code == 429
    assert "just_corrected" not in page.context
    (sentence,) = page.context["correction"].non_field_errors()
    assert sentence in page.content.decode()
    assert page.context["correction"]["phone"].value() == "13900139009"
    assert (
        sent.referral.corrections.count()
        == sent.referral.alerts.filter(kind="corrected").count()
        == 5
    )
    assert save(client, sent, THURSDAY).context["just_timed"]


def queries(client, sent) -> int:
    with CaptureQueriesContext(connection) as captured:
        page_of(client, sent)
    return len(captured)


@pytest.mark.parametrize("others", [0, 3])
def test_a_page_that_offers_nothing_costs_what_it_did_and_one_that_does_three_more(
    client, station, others
):
    """Site and station, referral, promise (in a savepoint), consents, sharings; then the day's
    exceptions, the places taken and when not to call."""
    offering = submit(station, call_time=WEDNESDAY)
    coming = submit(station, contact_method="come", consents=["help", "share"])
    for _ in range(others):
        submit(station, call_time=THURSDAY)
    page_of(client, offering)

    assert queries(client, coming) == 8
    assert queries(client, offering) == 11
