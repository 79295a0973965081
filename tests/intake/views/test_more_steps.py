"""The optional household page and paper."""

from __future__ import annotations

import pytest

from intake.models import ConsentText, Draft, Referral

from ..journey import SHORTEST, answer, walk

pytestmark = [pytest.mark.usefixtures("station", "patient")]


def with_sensitive_tick(client):
    walk(client, SHORTEST[:2])
    answer(client, "consent", {"help": "on", "sensitive": "on"})
    walk(client, SHORTEST[3:])


def test_the_household_page_is_met_only_after_the_second_tick(client):
    walk(client)
    assert client.get("/intake/household/").status_code == 302

    answer(client, "consent", {"help": "on", "sensitive": "on"})
    assert client.get("/intake/household/").status_code == 200


def test_household_facts_travel_as_said_and_unsaid_ones_do_not(client):
    with_sensitive_tick(client)
    assert "/intake/household/?change=1" in client.get("/intake/check/").content.decode()

    client.post(
        "/intake/household/?change=1",
        {"event": ["illness"], "event_when": "days", "people": "我72，女儿40", "insurance": "no"},
    )
    client.post("/intake/check/")

    referral = Referral.objects.get()
    assert referral.facts == {
        "event": ["illness"],
        "event_when": "days",
        "members": [{"who": "我72，女儿40"}],
        "insurance": "no",
    }
    assert referral.urgency == "soon"


def test_taking_back_the_second_tick_forgets_the_household(client):
    with_sensitive_tick(client)
    client.post("/intake/household/?change=1", {"insurance": "no"})

    client.post("/intake/consent/?change=1", {"help": "on"})

    assert "insurance" not in Draft.objects.get().answers
    client.post("/intake/check/")
    assert Referral.objects.get().facts is None


def test_the_paper_form_asks_the_same_and_no_identity_number(client):
    page = client.get("/intake/paper/").content.decode()

    for title in ("想让我们帮什么", "怎么称呼您", "怎么联系您最方便", "我们怎么用您写的话"):
        assert title in page
    for _heading, line in ConsentText.objects.get(
        version=2, purpose="help", language="zh-hans"
    ).notice_lines:
        assert line in page


def test_the_paper_form_has_a_sheet_for_somebody_who_does_not_know(client):
    page = client.get("/intake/paper/").content.decode()

    assert "您看到了什么" in page.split("还不知道")[-1]
    assert "/intake/paper/" in client.get("/intake/").content.decode()
    assert "/intake/paper/" not in client.get("/intake/danger/").content.decode()
