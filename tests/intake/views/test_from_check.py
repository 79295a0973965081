from __future__ import annotations

from datetime import date

import pytest

from intake.models import Draft, Referral
from intake.views.from_check import taken_over
from policy_pages import self_check
from policy_pages.eligibility import check, read_answers

from ..journey import SHORTEST, walk

pytestmark = pytest.mark.usefixtures("station", "patient")
ADDRESS = "/intake/from-check/"


def handed_over(**raw) -> str:
    result = check(
        read_answers(raw), day=date(2026, 11, 24), places=["全国"], rulesets=[], facts=[]
    )
    return self_check.sign_handover(result)


def test_with_the_tick_the_answers_wait_in_the_encrypted_draft(client):
    token = handed_over(for_whom="self", household=["illness"], urgent=["no_food"])

    response = client.post(ADDRESS, {"check": token, "agreed": "yes"})

    assert (response.status_code, response.headers["Location"]) == (302, "/intake/")
    draft = Draft.objects.get()
    assert draft.answers["check_result"]["answers"]["household"] == ["illness"]
    assert draft.answers["on_behalf"] == "self"
    assert draft.answers["danger"] == "shelter"
    assert "for-whom" in draft.answers["_done"]
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"agreed": "yes"},
        {"agreed": "yes", "check": "forged"},
        {"agreed": "yes", "check": "x" * 100_000},
        {"check": "VALID"},
        {"agreed": "no", "check": "VALID"},
    ],
)
def test_without_the_tick_or_with_a_forged_check_the_form_begins_empty(client, data):
    data = {name: handed_over() if value == "VALID" else value for name, value in data.items()}

    response = client.post(ADDRESS, data)

    assert (response.status_code, response.headers["Location"]) == (302, "/intake/")
    assert not Draft.objects.exists()
    assert not response.cookies


def test_another_site_cannot_plant_answers(client):
    data = {"check": handed_over(), "agreed": "yes"}

    client.post(ADDRESS, data, headers={"Sec-Fetch-Site": "cross-site"})

    assert not Draft.objects.exists()


def test_a_form_already_begun_keeps_what_was_answered(client):
    client.post("/intake/", {"danger": "none"})
    (before,) = Draft.objects.all()

    client.post(ADDRESS, {"check": handed_over(for_whom="other"), "agreed": "yes"})

    (draft,) = Draft.objects.all()
    assert draft.pk == before.pk
    assert draft.answers["danger"] == "none"
    assert "on_behalf" not in draft.answers
    assert draft.answers["check_result"]["answers"] == {"for_whom": "other"}


def test_an_answer_given_in_the_form_is_not_written_over():
    handed = {"answers": {"for_whom": "self", "urgent": ["no_food"]}}

    taken = taken_over({"danger": "none", "on_behalf": "family", "_done": ["for-whom"]}, handed)

    assert (taken["danger"], taken["on_behalf"]) == ("none", "family")


def handed_over_and_sent(client, consents: dict) -> Referral:
    token = handed_over(for_whom="self", household=["illness"])
    client.post(ADDRESS, {"check": token, "agreed": "yes"})
    steps = [
        (slug, consents if slug == "consent" else data)
        for slug, data in SHORTEST
        if slug != "for-whom"
    ]
    assert walk(client, steps) == "/intake/check/"
    client.post("/intake/check/")
    return Referral.objects.get()


def test_the_check_reaches_the_referral_and_for_whom_is_not_asked_again(client):
    referral = handed_over_and_sent(client, {"help": "on", "sensitive": "on"})

    assert referral.on_behalf == "self"
    assert referral.check_result["answers"]["household"] == ["illness"]
    assert referral.facts == {"illness": ["chronic_illness"]}


def test_without_the_sensitive_tick_the_check_is_forgotten(client):
    referral = handed_over_and_sent(client, {"help": "on"})

    assert referral.check_result is None
    assert referral.facts is None


def test_opened_by_its_address_it_goes_to_the_form(client):
    assert client.get(ADDRESS).headers["Location"] == "/intake/"
