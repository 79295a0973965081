"""Danger is read wherever somebody wrote it: on the way, when sending, and beside the receipt."""

from __future__ import annotations

import pytest

from intake.models import Referral
from intake.steps import BY_SLUG
from intake.steps.base import LimitedText
from intake.views.steps import notices
from intake.written import FREE_TEXTS, written_by_hand

from .journey import BY_PHONE, SHORTEST, UNAWARE, answer, walk

NEVER_A_STORY = {
    *("place", "building", "door", "child_place"),
    *("phone", "proxy_phone", "reporter_phone", "child_phone", "grown_up_phone"),
}
BEATEN = "他喝了酒就打我"


def test_every_field_to_write_in_is_read_but_addresses_and_numbers():
    free = {
        name
        for step in BY_SLUG.values()
        for name, field in step.base_fields.items()
        if isinstance(field, LimitedText)
    }
    assert free - FREE_TEXTS == NEVER_A_STORY


@pytest.mark.parametrize(
    "name",
    sorted(
        name
        for step in BY_SLUG.values()
        for name, field in step.base_fields.items()
        if isinstance(field, LimitedText) and name not in NEVER_A_STORY
    ),
)
def test_violence_and_despair_are_heard_in_every_field_to_write_in(name):
    assert notices({name: BEATEN})["violence"]
    assert notices({name: "不想活了"})["self_harm"]
    assert not any(notices({name: "信箱满了"}).values())


def test_nested_answers_are_read_and_codes_are_not():
    answers = {
        "needs": ["violence"],
        "danger": "harm",
        "words": "钱不够",
        "observed": {"signs": ["crying_out"], "words": "天天吵"},
        "facts": {"members": [{"who": "我和他"}], "event": ["illness"]},
        "safe_contact": {"proxy": {"name": "姐姐", "phone": "13800138000"}, "not_times": "晚上"},
    }
    assert list(written_by_hand(answers)) == ["钱不够", "天天吵", "我和他", "姐姐", "晚上"]
    assert list(written_by_hand(None)) == []


@pytest.mark.usefixtures("station", "patient")
class TestTheWayOut:
    def test_beside_the_receipt_of_what_a_neighbour_saw(self, client):
        walk(client, UNAWARE[:5])
        answer(client, "seen", {"seen_words": "他天天打她，不让她出门"})
        walk(client, UNAWARE[6:])
        client.post("/intake/check/")

        receipt = client.get("/intake/done/").content.decode()
        assert "/intake/leave/" in receipt
        assert "tel:12338" in receipt
        assert "打她" not in receipt

    def test_where_it_was_written_under_when_not_to_call(self, client):
        walk(client, BY_PHONE[:7])
        data = {"say_who": "no", "others_may_answer": "hang_up", "not_times": BEATEN}
        answer(client, "safe-contact", data)

        assert "/intake/leave/" in client.get("/intake/call-time/").content.decode()
        walk(client, BY_PHONE[8:])
        client.post("/intake/check/")
        assert Referral.objects.get().urgency == "soon"
        assert "/intake/leave/" in client.get("/intake/done/").content.decode()

    def test_not_where_nothing_of_the_kind_was_written(self, client):
        walk(client, SHORTEST)
        client.post("/intake/check/")

        assert Referral.objects.get().urgency == "normal"
        assert "/intake/leave/" not in client.get("/intake/done/").content.decode()
