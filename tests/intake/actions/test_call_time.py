"""The places of a half-day: as many as the station has, each given once, given back in time."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from intake import actions
from intake.models import Alert, Consent, Promise, PublicStatus, Referral
from intake.queries import free_call_times, places_left
from intake.workdays import Workdays
from policy_pages.models import Station, WorkdayOverride
from tests.factories import OtherStationFactory

from ..factories import ANSWERS, StationFactory, at, submit

NOW = (2026, 11, 24)  # a Tuesday
WEDNESDAY = "2026-11-25.morning"


def ask(station, code=WEDNESDAY, **changes):
    return submit(station, call_time=code, received_at=at(*NOW), **changes)


def free(station, moment=None):
    moment = moment or at(*NOW)
    found = free_call_times(
        station,
        at=moment,
        promised=at(2026, 11, 27, 17, 30),
        workdays=Workdays(timezone.localdate(moment)),
    )
    return [one.code for one in found]


def standing(referral) -> bool:
    return Promise.objects.get(referral=referral).call_is_agreed


@pytest.mark.parametrize(
    ("capacity", "taken", "left"),
    [
        (3, [], [1, 2, 3]),
        (3, [1], [2, 3]),
        (3, [2], [1, 3]),
        (3, [1, 2, 3], []),
        (1, [], [1]),
        # The capacity was lowered from four: whoever has a place keeps it, and counts.
        (2, [4], [1]),
        (2, [3, 4], []),
        (2, [1, 3, 4], []),
    ],
)
def test_the_places_left_are_never_more_than_the_capacity_leaves(capacity, taken, left):
    assert places_left(Station(calls_per_half_day=capacity), taken) == left


@pytest.mark.django_db
class TestGiving:
    def test_the_half_day_travels_with_the_promise_in_clear(self, station):
        promise = ask(station).promise

        stored = Promise.objects.get(pk=promise.pk)
        assert (stored.call_on, stored.call_period) == (date(2026, 11, 25), "morning")
        assert stored.call_station == station
        assert 1 <= stored.call_place <= station.calls_per_half_day
        assert stored.call_code == WEDNESDAY
        assert stored.due_at == at(2026, 11, 27, 17, 30)  # choosing changes no promise

    @pytest.mark.parametrize("code", ["", "any", "nonsense"])
    def test_any_time_takes_no_place(self, station, code):
        promise = ask(station, code).promise

        assert (promise.call_on, promise.call_period, promise.call_place) == (None, "", None)
        assert not Promise.objects.call_agreed().exists()

    def test_exactly_as_many_as_the_capacity_and_then_it_is_not_offered(self, station):
        station.calls_per_half_day = 3
        station.save()
        for number in range(3):
            assert WEDNESDAY in free(station)
            ask(station, phone=f"1380013800{number}")

        assert WEDNESDAY not in free(station)
        assert "2026-11-25.afternoon" in free(station)
        with pytest.raises(actions.CallTimeGone) as refused:
            ask(station)
        (sentence,) = refused.value.message_dict["call_time"]
        assert sentence.startswith("您选的时间已经约满了。还能选：今天下午 12:00–17:30")
        places = Promise.objects.call_agreed().values_list("call_place", flat=True)
        assert sorted(places) == [1, 2, 3]

    def test_a_refused_one_leaves_nothing_behind(self, station):
        station.calls_per_half_day = 1
        station.save()
        ask(station)

        with pytest.raises(actions.CallTimeGone):
            ask(station)

        for model in (Referral, Promise, PublicStatus, Consent, Alert):
            assert model.objects.count() == 1

    @pytest.mark.parametrize(
        ("code", "changes", "said"),
        [
            ("2026-11-24.morning", {}, "已经到了或者过去了"),
            ("2026-11-23.afternoon", {}, "已经到了或者过去了"),
            (WEDNESDAY, {"safe_contact": {"bad_times": ["morning"]}}, "说过这个时段别打"),
            ("2026-11-30.morning", {}, "我们会更早给您打电话：2026年11月27日"),
            ("2026-11-26.morning", {"danger": "unsure"}, "我们会更早给您打电话：2026年11月25日"),
            ("2026-11-25.evening", {}, "已经约满了"),
        ],
    )
    def test_each_reason_has_its_own_sentence_and_names_the_next_free_ones(
        self, station, code, changes, said
    ):
        with pytest.raises(actions.CallTimeGone) as refused:
            ask(station, code, **changes)

        (sentence,) = refused.value.messages
        assert said in sentence
        assert sentence.count("；") == 2  # three of them
        assert not Referral.objects.exists()

    def test_a_day_the_station_closed_meanwhile_is_refused(self, station):
        WorkdayOverride.objects.create(day=date(2026, 11, 25), is_workday=False)

        with pytest.raises(ValidationError):
            ask(station)

        assert not Referral.objects.exists()

    def test_with_nothing_left_the_sentence_says_what_to_do(self, station):
        with pytest.raises(actions.CallTimeGone) as refused:
            ask(station, danger="shelter")

        assert refused.value.messages == [
            "我们会更早给您打电话：2026年11月24日 星期二 12:00之前。"
            "别的时间也约满了，请选「都可以」。"
        ]

    def test_another_station_has_places_of_its_own(self, station):
        other = OtherStationFactory(calls_per_half_day=1)
        station.calls_per_half_day = 1
        station.save()

        ask(station)
        ask(other)

        assert Promise.objects.call_agreed().count() == 2

    def test_sending_twice_takes_one_place_also_when_it_was_the_last(self, station):
        station.calls_per_half_day = 1
        station.save()
        token = uuid.uuid4()
        first = ask(station, submit_token=token)

        again = ask(station, submit_token=token)

        assert again.referral == first.referral
        assert again.promise.call_is_agreed

    def test_the_database_itself_gives_no_place_twice_and_none_without_a_day(self, station):
        first, second = ask(station).promise, ask(station, "2026-11-25.afternoon").promise

        with pytest.raises(IntegrityError), transaction.atomic():
            Promise.objects.filter(pk=second.pk).update(
                call_period="morning", call_place=first.call_place
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Promise.objects.filter(pk=second.pk).update(call_on=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            Promise.objects.filter(pk=second.pk).update(call_place=0)

    @pytest.mark.parametrize("already", [0, 3])
    def test_a_chosen_half_day_costs_one_query_whatever_is_there(
        self, station, django_assert_max_num_queries, already
    ):
        for _ in range(already):
            ask(station)

        with django_assert_max_num_queries(12):
            actions.submit_referral(
                {**ANSWERS, "consents": ["help"], "call_time": WEDNESDAY},
                submit_token=uuid.uuid4(),
                station=station,
                received_at=at(*NOW),
            )


@pytest.mark.django_db
class TestGivingBack:
    @pytest.fixture
    def referral(self, station):
        station.calls_per_half_day = 1
        station.save()
        return ask(station).referral

    def test_reaching_the_person_gives_it_back(self, station, referral):
        actions.keep_promise(referral, at=at(2026, 11, 24, 15))

        assert not standing(referral)
        assert WEDNESDAY in free(station)
        promise = Promise.objects.get(referral=referral)
        assert (promise.call_on, promise.call_period) == (date(2026, 11, 25), "morning")

    @pytest.mark.parametrize(
        ("state", "freed"),
        [("closed", True), ("withdrawn", True), ("worker_assigned", False), ("received", False)],
    )
    def test_an_end_gives_it_back_and_a_worker_does_not(self, station, referral, state, freed):
        actions.set_public_state(referral, state)

        assert standing(referral) is not freed
        assert (WEDNESDAY in free(station)) is freed

    def test_taking_back_the_consent_to_help_gives_it_back(self, station, referral):
        actions.withdraw_consent(referral, at=at(*NOW, 12))

        assert not standing(referral)

    def test_taking_back_another_consent_does_not(self, station):
        referral = ask(station, consents=["help", "share"]).referral

        actions.withdraw_consent(referral, at=at(*NOW, 12), purposes=["share"])

        assert standing(referral)

    def test_it_is_given_back_also_once_a_worker_has_it(self, station, referral):
        actions.set_public_state(referral, "worker_assigned")

        actions.withdraw_consent(referral, at=at(*NOW, 12))

        assert not standing(referral)

    def test_stopping_the_clock_gives_it_back(self, referral):
        actions.pause_promise(referral, why="away", until=date(2026, 12, 10))

        assert not standing(referral)

    def test_erasing_leaves_no_day(self, referral):
        actions.erase_referral(referral, at=at(2026, 12, 1))

        promise = Promise.objects.get(referral=referral)
        assert (promise.call_on, promise.call_period, promise.call_place) == (None, "", None)

    @pytest.mark.parametrize(
        ("moment", "freed"),
        [
            (at(2026, 11, 24, 16), False),
            (at(2026, 11, 25, 8, 29), False),
            (at(2026, 11, 25, 8, 30), True),
            (at(2026, 11, 26, 9), True),
        ],
    )
    def test_a_call_is_the_agreed_one_from_the_beginning_of_the_half_day_on(
        self, referral, moment, freed
    ):
        actions.note_call_tried(referral, at=moment)

        assert standing(referral) is not freed

    def test_a_place_given_back_is_taken_by_the_next_one(self, station, referral):
        actions.free_call(referral)

        assert ask(station).promise.call_place == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("capacity", [1, 4])
def test_twenty_people_at_one_moment_get_exactly_the_places_there_are(capacity):
    station = StationFactory(calls_per_half_day=capacity)
    actions.ensure_consent_texts()

    def send(number):
        try:
            return actions.submit_referral(
                {**ANSWERS, "phone": f"138001380{number:02}", "call_time": WEDNESDAY},
                submit_token=uuid.uuid4(),
                station=station,
                received_at=at(*NOW),
            )
        except actions.CallTimeGone as gone:
            return gone
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(send, range(20)))

    refused = [one for one in answers if isinstance(one, actions.CallTimeGone)]
    assert len(refused) == 20 - capacity
    assert all("还能选：今天下午" in one.messages[0] for one in refused)
    places = Promise.objects.call_agreed().values_list("call_place", flat=True)
    assert sorted(places) == list(range(1, capacity + 1))
    assert Referral.objects.count() == Promise.objects.count() == capacity


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_places_given_back_while_others_reach_for_them_are_given_once():
    station = StationFactory(calls_per_half_day=4)
    actions.ensure_consent_texts()
    first = [ask(station).referral for _ in range(4)]

    def one(number):
        try:
            if number % 2:
                actions.free_call(first[number // 2 % 4])
                return None
            return actions.submit_referral(
                {**ANSWERS, "call_time": WEDNESDAY},
                submit_token=uuid.uuid4(),
                station=station,
                received_at=at(*NOW),
            )
        except actions.CallTimeGone:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        sent = [each for each in threads.map(one, range(24)) if each]

    places = list(Promise.objects.call_agreed().values_list("call_place", flat=True))
    assert len(places) == len(set(places)) == len(sent) <= 4
    assert set(places) <= {1, 2, 3, 4}


@pytest.mark.django_db
def test_a_draft_whose_half_day_is_gone_stays_as_it_was(station):
    station.calls_per_half_day = 1
    station.save()
    with time_machine.travel(at(*NOW), tick=False):
        ask(station)
        draft = actions.start_draft({**ANSWERS, "call_time": WEDNESDAY})
        with pytest.raises(actions.CallTimeGone):
            actions.send_draft(draft, station=station, language="zh-hans", to_send=dict)

    draft.refresh_from_db()
    assert draft.sent_at is None
    assert draft.answers == {**ANSWERS, "call_time": WEDNESDAY}


@pytest.mark.django_db
def test_one_sent_before_closing_is_refused_once_it_has_begun(station):
    with pytest.raises(actions.CallTimeGone):
        submit(station, call_time=WEDNESDAY, received_at=at(2026, 11, 25, 8, 30))
    early = at(2026, 11, 25, 8, 30) - timedelta(seconds=1)

    assert submit(station, call_time=WEDNESDAY, received_at=early).promise.call_is_agreed
