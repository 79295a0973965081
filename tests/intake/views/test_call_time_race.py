"""Many people press "send" for the last place at one moment, through the real pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from intake.actions import ensure_consent_texts
from intake.models import Draft, Promise, Referral

from ..factories import StationFactory
from ..journey import BY_PHONE, answer, walk

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("patient"),
]
CROWD, PLACES = 8, 2


def test_all_but_the_places_there_are_lead_back_to_the_times_with_nothing_lost():
    StationFactory(calls_per_half_day=PLACES)
    ensure_consent_texts()
    people = [Client(REMOTE_ADDR=f"10.0.0.{number}") for number in range(CROWD)]
    for number, person in enumerate(people):
        walk(person, BY_PHONE[:6])
        answer(person, "contact", {"contact_method": "phone", "phone": f"1380013800{number}"})
        walk(person, BY_PHONE[7:8])
        code = person.get("/intake/call-time/").context["form"].free[-1].code
        walk(person, [("call-time", {"call_time": code}), BY_PHONE[-1]])
    start = Barrier(CROWD)

    def send(person):
        try:
            start.wait(timeout=30)
            return person.post("/intake/check/")["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as threads:
        led_to = list(threads.map(send, people))

    assert sorted(led_to) == sorted(
        ["/intake/done/"] * PLACES + ["/intake/call-time/?change=1"] * (CROWD - PLACES)
    )
    assert Referral.objects.count() == Promise.objects.call_agreed().count() == PLACES
    assert Draft.objects.filter(sent_at=None).count() == CROWD - PLACES
    for person, address in zip(people, led_to, strict=True):
        if address != "/intake/done/":
            (sentence,) = person.get(address).context["form"].errors["call_time"]
            assert sentence.startswith("您选的时间已经约满了。还能选：")
