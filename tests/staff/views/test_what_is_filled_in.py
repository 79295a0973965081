"""What stands in the form before a worker writes: the person's words are nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

SEEN = {"signs": ["silent"], "words": "四楼两天没动静"}


@pytest.mark.parametrize(
    ("told", "difficulty", "clients_words"),
    [
        ({"words": "没钱看病", "needs": ["money"]}, "钱不够用", "没钱看病"),
        (
            {"words": "", "needs": [], "observed": SEEN, "channel": "report"},
            "四楼两天没动静",
            "还没有说上话。",
        ),
        (
            {"words": "", "needs": ["care"], "observed": SEEN, "channel": "room_signal"},
            "吃饭或照料；四楼两天没动静",
            "还没有说上话。",
        ),
    ],
)
def test_what_a_neighbour_noticed_is_not_put_into_the_persons_mouth(
    client, worker, refer, told, difficulty, clients_words
):
    referral = refer(**told)
    client.force_login(worker)

    form = client.get(reverse("referrals:detail", args=[referral.reference])).context["form"]

    assert form["difficulty"].value() == difficulty
    assert form["clients_words"].value() == clients_words
