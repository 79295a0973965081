"""Another half-day after sending: one statement takes the new place and gives the old one back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module
from threading import Barrier

import pytest
from django.db import connection

from intake import actions
from intake.call_times import ANY
from intake.models import Alert, Promise
from intake.queries import places_taken

from ..factories import StationFactory, at, submit

NOW = (2026, 11, 24)  # a Tuesday
WEDNESDAY, AFTERNOON, THURSDAY = (
    "2026-11-25.morning",
    "2026-11-25.afternoon",
    "2026-11-26.morning",
)


def ask(station, code=WEDNESDAY, **changes):
    return submit(station, call_time=code, received_at=at(*NOW), **changes).referral


def change(referral, code, moment=None):
    return actions.change_call_time(referral, code, at=moment or at(*NOW, 11))


def stored(referral) -> tuple:
    promise = Promise.objects.get(referral=referral)
    return promise.call_code, promise.call_on, promise.call_period, promise.call_place


def changes_told() -> int:
    return Alert.objects.filter(kind=Alert.Kind.CALL_TIME).count()


@pytest.mark.django_db
class TestChanging:
    def test_the_new_place_is_taken_and_the_old_one_is_free(self, station):
        station.calls_per_half_day = 1
        station.save()
        referral = ask(station)

        promise = change(referral, THURSDAY)

        assert stored(referral) == (THURSDAY, date(2026, 11, 26), "morning", 1)
        assert promise.due_at == at(2026, 11, 27, 17, 30)  # choosing changes no promise
        assert ask(station, phone="13800138001").promise.call_code == WEDNESDAY
        assert changes_told() == 1

    def test_whoever_said_any_time_may_choose_and_take_it_back(self, station):
        referral = ask(station, "any")

        change(referral, AFTERNOON)
        assert stored(referral)[0] == AFTERNOON
        change(referral, ANY)

        assert stored(referral) == ("", None, "", None)
        assert Promise.objects.get().call_station is None

    @pytest.mark.parametrize(("before", "again"), [(WEDNESDAY, WEDNESDAY), ("any", ANY)])
    def test_what_stands_already_is_kept_and_told_to_nobody(self, station, before, again):
        referral = ask(station, before)
        was = stored(referral)

        change(referral, again)

        assert stored(referral) == was
        assert changes_told() == 0

    def test_changes_nobody_has_heard_of_yet_are_told_by_one_alert(self, station):
        referral, other = ask(station), ask(station, phone="13800138001")

        for code in (THURSDAY, AFTERNOON, ANY, THURSDAY):
            change(referral, code)
        change(other, THURSDAY)

        told = Alert.objects.filter(kind=Alert.Kind.CALL_TIME)
        assert sorted(told.values_list("referral", flat=True)) == [referral.pk, other.pk]

    @pytest.mark.parametrize(
        "became",
        [{"sent_at": at(*NOW, 11)}, {"given_up_at": at(*NOW, 11)}, {"reached": ["mail 1"]}],
        ids=["sent", "given_up", "reached_in_part"],
    )
    def test_a_change_after_one_was_heard_of_or_given_up_is_told_by_another(self, station, became):
        referral = ask(station)
        change(referral, THURSDAY)
        Alert.objects.filter(kind=Alert.Kind.CALL_TIME).update(**became)

        change(referral, AFTERNOON)
        change(referral, THURSDAY)

        assert changes_told() == 2
        assert Alert.objects.to_send(at(*NOW, 11)).filter(kind=Alert.Kind.CALL_TIME).exists()

    def test_one_that_failed_and_waits_for_its_next_try_is_told_with_it(self, station):
        referral = ask(station)
        change(referral, THURSDAY)
        later = at(*NOW, 12)
        failed = Alert.objects.filter(kind=Alert.Kind.CALL_TIME)
        failed.update(attempts=3, next_try_at=later, last_error="mail: OSError")

        change(referral, AFTERNOON)

        assert [(one.attempts, one.next_try_at) for one in failed] == [(3, later)]

    def test_the_last_place_of_a_full_half_day_is_kept_by_whoever_has_it(self, station):
        station.calls_per_half_day = 1
        station.save()
        referral = ask(station)

        change(referral, WEDNESDAY, at(2026, 11, 25, 10))  # it has begun as well

        assert stored(referral)[0] == WEDNESDAY

    def test_one_given_back_after_a_call_nobody_answered_may_be_chosen_anew(self, station):
        referral = ask(station)
        actions.note_call_tried(referral, at=at(2026, 11, 25, 9))

        change(referral, THURSDAY, at(2026, 11, 25, 10))

        assert stored(referral)[0] == THURSDAY

    def test_after_a_missed_promise_the_new_date_counts(self, station):
        referral = ask(station, "any")
        late = at(2026, 11, 28)

        with pytest.raises(actions.CallTimeGone):
            change(referral, "2026-12-01.morning", late)
        change(referral, "2026-11-30.afternoon", late)

        promise = Promise.objects.get()
        assert promise.call_code == "2026-11-30.afternoon"
        assert promise.due_at == at(2026, 11, 30, 17, 30)


@pytest.mark.django_db
class TestRefusing:
    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("2026-11-24.morning", "已经到了或者过去了"),
            ("2026-11-30.morning", "我们会更早给您打电话"),
            ("2026-11-25.evening", "已经约满了"),
            (THURSDAY, "已经约满了"),
            (AFTERNOON, "说过这个时段别打"),
        ],
    )
    def test_what_cannot_be_had_leaves_the_old_half_day_as_it_was(self, station, code, said):
        station.calls_per_half_day = 1
        station.save()
        safe = {"bad_times": ["afternoon"]}
        referral = ask(station, safe_contact=safe)
        ask(station, THURSDAY, phone="13800138001")
        was = stored(referral)

        with pytest.raises(actions.CallTimeGone) as refused:
            change(referral, code)

        (sentence,) = refused.value.message_dict["call_time"]
        assert said in sentence
        assert "还能选：" in sentence
        assert sentence.endswith("原来约的还留着：明天上午 8:30–12:00（11月25日 星期三）。")
        assert stored(referral) == was
        assert changes_told() == 0

    def test_whoever_holds_none_is_not_told_that_it_stays(self, station):
        referral = ask(station, "any")

        with pytest.raises(actions.CallTimeGone) as refused:
            change(referral, "2026-11-30.morning")

        assert "原来约的" not in refused.value.messages[0]

    def test_one_that_was_lost_on_saving_too_is_told_what_it_holds(self, station, monkeypatch):
        """Another is first between the look and the write: what was tried is not what is held."""
        station.calls_per_half_day = 1
        station.save()
        referral = ask(station)
        others = iter([lambda: ask(station, THURSDAY, phone="13800138001")])
        module = import_module("intake.actions.change_call_time")  # its name is the action's too
        looked = module.call_fields

        def look_and_lose(*args, **kwargs):
            found = looked(*args, **kwargs)
            next(others)()
            return found

        monkeypatch.setattr(module, "call_fields", look_and_lose)

        with pytest.raises(actions.CallTimeGone) as refused:
            change(referral, THURSDAY)

        assert "原来约的还留着：明天上午" in refused.value.messages[0]
        assert stored(referral)[0] == WEDNESDAY

    def test_with_nothing_left_the_sentence_says_what_to_do(self, station):
        referral = ask(station, danger="unsure")  # before Wednesday's end

        with pytest.raises(actions.CallTimeGone) as refused:
            change(referral, THURSDAY, at(2026, 11, 25, 16))

        assert refused.value.messages == [
            "我们会更早给您打电话：2026年11月25日 星期三 17:30之前。"
            "别的时间也约满了，请选「都可以」。"
        ]

    @pytest.mark.parametrize(
        "ended",
        [
            lambda one: actions.keep_promise(one, at=at(*NOW, 11)),
            lambda one: actions.pause_promise(one, why="away", until=date(2026, 12, 10)),
            lambda one: actions.withdraw_consent(one, at=at(*NOW, 11)),
            lambda one: actions.set_public_state(one, "closed"),
            lambda one: actions.erase_referral(one, at=at(*NOW, 11)),
        ],
        ids=["reached", "paused", "withdrawn", "closed", "erased"],
    )
    def test_once_nobody_is_going_to_call_none_may_be_chosen(self, station, ended):
        referral = ask(station)
        ended(referral)

        with pytest.raises(actions.CallTimeClosed) as refused:
            change(referral, THURSDAY)

        assert "不能再改" in refused.value.messages[0]
        assert not Promise.objects.call_agreed().exists()
        assert changes_told() == 0

    def test_taking_back_help_counts_also_once_a_worker_has_it(self, station):
        referral = ask(station)
        actions.set_public_state(referral, "worker_assigned")
        change(referral, THURSDAY)
        actions.withdraw_consent(referral, at=at(*NOW, 12))

        with pytest.raises(actions.CallTimeClosed):
            change(referral, AFTERNOON, at(*NOW, 12))

    def test_another_consent_taken_back_changes_nothing(self, station):
        referral = ask(station, consents=["help", "share"])
        actions.withdraw_consent(referral, at=at(*NOW, 11), purposes=["share"])

        change(referral, THURSDAY)

        assert stored(referral)[0] == THURSDAY

    @pytest.mark.parametrize(
        "told",
        [
            {"channel": "report", "awareness": "unaware", "consents": []},
            {"on_behalf": "neighbour", "awareness": "unaware"},
            {"contact_method": "come"},
            {"contact_method": "sms"},
            {"danger": "shelter"},
            {"on_behalf": "child", "child": {"age": "from_14", "at_home": "nobody"}},
        ],
        ids=["report", "unaware", "comes", "text", "today", "child"],
    )
    def test_whoever_is_not_asked_on_sending_is_not_asked_later(self, station, told):
        referral = ask(station, "any", **told)

        with pytest.raises(actions.CallTimeClosed):
            change(referral, WEDNESDAY)

    def test_somebody_who_asks_for_a_relative_that_agrees_may_choose(self, station):
        referral = ask(station, "any", on_behalf="family", awareness="willing")

        change(referral, WEDNESDAY)

        assert stored(referral)[0] == WEDNESDAY


def at_one_moment(work, count: int) -> list:
    """What each of ``count`` threads got, all of them begun together."""
    start = Barrier(count)

    def one(number):
        try:
            start.wait(timeout=60)
            return work(number)
        except (actions.CallTimeGone, actions.CallTimeClosed) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestAtOneMoment:
    @pytest.fixture
    def station(self):
        actions.ensure_consent_texts()
        return StationFactory(calls_per_half_day=10)

    def test_twenty_for_the_last_place_one_gets_it_and_nineteen_keep_theirs(self, station):
        people = [
            ask(station, WEDNESDAY if number < 10 else AFTERNOON, phone=f"138001380{number:02}")
            for number in range(20)
        ]
        for number in range(9):
            ask(station, THURSDAY, phone=f"138001381{number:02}")
        before = {one.pk: stored(one) for one in people}

        answers = at_one_moment(lambda number: change(people[number], THURSDAY), 20)

        refused = [one for one in answers if isinstance(one, actions.CallTimeGone)]
        assert len(refused) == 19
        assert all("约满了" in one.messages[0] for one in refused)
        (winner,) = [one for one in people if stored(one)[0] == THURSDAY]
        others = [one for one in people if one != winner]
        assert all(stored(one) == before[one.pk] for one in others)
        taken = places_taken(station, date(2026, 11, 25), date(2026, 11, 27))
        assert sorted(taken[date(2026, 11, 26), "morning"]) == list(range(1, 11))
        assert sum(map(len, taken.values())) == 29
        assert changes_told() == 1

    def test_two_full_half_days_that_swap_never_hold_more_than_there_are(self, station):
        station.calls_per_half_day = 4
        station.save()
        people = [
            ask(station, WEDNESDAY if number % 2 else AFTERNOON, phone=f"1380013800{number}")
            for number in range(6)
        ]
        here, there = WEDNESDAY, AFTERNOON

        at_one_moment(
            lambda number: [change(people[number], code) for code in (here, there, THURSDAY)], 6
        )

        taken = places_taken(station, date(2026, 11, 25), date(2026, 11, 27))
        assert sum(map(len, taken.values())) == 6
        assert all(len(set(places)) == len(places) <= 4 for places in taken.values())

    @pytest.mark.parametrize(
        "ended",
        [
            lambda one: actions.set_public_state(one, "closed"),
            lambda one: actions.withdraw_consent(one, at=at(*NOW, 11)),
            lambda one: actions.keep_promise(one, at=at(*NOW, 11)),
        ],
        ids=["closed", "withdrawn", "reached"],
    )
    def test_whatever_ends_the_call_leaves_no_place_whoever_was_first(self, station, ended):
        people = [ask(station, "any", phone=f"138001380{number:02}") for number in range(8)]

        def work(number):
            one = people[number // 2]
            return ended(one) if number % 2 else change(one, THURSDAY)

        at_one_moment(work, 16)

        assert not Promise.objects.call_agreed().exists()

    def test_a_double_tap_takes_one_place(self, station):
        referral = ask(station)

        at_one_moment(lambda _number: change(referral, THURSDAY), 6)

        taken = places_taken(station, date(2026, 11, 25), date(2026, 11, 27))
        assert [len(places) for places in taken.values()] == [1]
        assert changes_told() == 1
