"""The status page of a child that asked for itself says 「你」; everybody else's says 「您」."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from intake import actions, budgets
from intake.models import HelpFeedback
from intake.status_words import STATES, STATES_TO_A_CHILD, TO_A_CHILD, TO_GROWN_UPS

from ..factories import at, submit
from .test_status import look_up

pytestmark = pytest.mark.usefixtures("station")

YOUNG = {"age": "under_14", "at_home": "nobody"}
OLDER = {"age": "from_14", "at_home": "nobody"}


def childs(station, child=YOUNG, **changes):
    consents = ["help"] if child is OLDER else []
    return submit(station, on_behalf="child", child=child, consents=consents, **changes)


def main_of(response) -> str:
    return re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()


def words_of(response) -> str:
    """The words of the page itself, without its frame."""
    return re.sub(r"<[^>]*>", " ", main_of(response))


def page_of(client, sent):
    return look_up(client, sent.referral.reference, sent.status_code)


def test_both_readers_are_told_the_same_things():
    assert TO_A_CHILD.keys() == TO_GROWN_UPS.keys()
    assert STATES_TO_A_CHILD.keys() == STATES.keys()
    for words in (*TO_A_CHILD.values(), *STATES_TO_A_CHILD.values()):
        assert "您" not in str(words)


@pytest.mark.parametrize("child", [YOUNG, OLDER], ids=["young", "older"])
@pytest.mark.parametrize("state", ["received", "worker_assigned", "appointment", "closed"])
def test_a_child_reads_no_word_for_grown_ups_in_any_state(client, station, child, state):
    sent = childs(station, child)
    actions.set_public_state(sent.referral, state)

    words = words_of(page_of(client, sent))

    assert "您" not in words
    assert "社工会在这个时间以前找你" in words
    assert "你想要什么？" in words


def test_a_grown_up_reads_what_it_did(client, station):
    words = words_of(page_of(client, submit(station)))

    assert not re.search("你(?!们)", words)
    assert "我们会在这之前联系您" in words
    assert "您想要什么？" in words


def test_it_may_leave_quickly_and_finds_the_numbers_and_the_page_for_children(client, station):
    childs_own, grown_ups = page_of(client, childs(station)), page_of(client, submit(station))

    assert "快速离开" in childs_own.content.decode()
    assert "快速离开" not in grown_ups.content.decode()
    for found in ("tel:110", "/privacy-children/"):
        assert found in main_of(childs_own)
        assert found not in main_of(grown_ups)


def test_a_late_call_and_one_made_are_told_in_its_words(client, station):
    sent = childs(station, received_at=at(2026, 11, 2))
    assert "没有按时找你" in words_of(page_of(client, sent))
    actions.keep_promise(sent.referral, at=at(2026, 11, 3))

    words = words_of(page_of(client, sent))

    assert "我们已经联系过了" in words
    assert "您" not in words


def test_saying_no_and_asking_and_rating_are_answered_in_its_words(client, station):
    sent = childs(station, OLDER)
    actions.keep_promise(sent.referral, at=at(2026, 11, 3))
    token = page_of(client, sent).context["token"]

    def post(address, **data):
        return words_of(client.post(f"/status/{address}/", {"token": token, **data}))

    said = [
        post("rights", **{"rights-kind": "nonsense"}),
        post("rights", **{"rights-kind": "copy"}),
        post("contact", **{"contact-phone": "12"}),
        post("feedback", **{"feedback-face": "good"}),
        post("withdraw"),
        post("withdraw", sure="1"),
    ]

    assert "15个工作日里回答你" in said[1]
    assert "谢谢你" in said[3]
    assert "想好了吗？" in said[4]
    assert "你写的，我们不再用了" in said[5]
    assert not any("您" in words for words in said)


PARTS = [
    ("contact", {"contact-phone": "13900139000"}),
    ("rights", {"rights-kind": "copy"}),
    ("feedback", {"feedback-face": "good"}),
    ("withdraw", {}),
    ("call-time", {"half_day-call_time": "any"}),
]


@pytest.mark.parametrize(("part", "typed"), PARTS, ids=[part for part, _typed in PARTS])
def test_a_page_the_browser_had_forgotten_is_shown_again_in_its_words(client, station, part, typed):
    def forgotten(sent):
        token = page_of(client, sent).context["token"]
        strict = Client(enforce_csrf_checks=True)
        return strict.post(f"/status/{part}/", {"token": token, **typed})

    childs_page = forgotten(childs(station, OLDER))

    assert childs_page.status_code == 403
    assert "请再按一次按钮。你写的都还在。" in words_of(childs_page)
    assert "您" not in words_of(childs_page)
    assert "请再按一次按钮。您写的都还在。" in words_of(forgotten(submit(station)))


def test_changing_its_number_too_often_is_refused_in_its_words(client, station):
    sent = childs(station, OLDER)
    token = page_of(client, sent).context["token"]
    number = {"token": token, "contact-phone": "13900139000"}
    for _time in range(budgets.CORRECTING_CONTACT.limit):
        client.post("/status/contact/", number)

    words = words_of(client.post("/status/contact/", number))

    assert "一小时里已经改了好几次" in words
    assert "您" not in words


def test_the_frame_offers_a_child_the_telephone_in_its_words(client, station):
    for sent, offer in [(childs(station), "我们替你写"), (submit(station), "我们替您写")]:
        assert offer in page_of(client, sent).content.decode()


def test_it_is_never_offered_a_half_day(client, station):
    page = page_of(client, childs(station))

    assert not page.context["half_day"].is_offered


PROMISES = ("我们会在这之前联系您", "对不起", "我们已经联系过了", "社工会去看看", "我们帮得怎么样")


def withdrawn_words(client, sent):
    words = words_of(page_of(client, sent))
    assert [said for said in PROMISES if said in words] == []
    return words


@pytest.mark.parametrize("state", ["received", "worker_assigned", "appointment"])
def test_whoever_took_it_back_reads_that_we_stopped_whatever_is_being_done(client, station, state):
    sent = submit(station, received_at=at(2026, 11, 2))
    day = date(2026, 12, 3)
    actions.set_public_state(sent.referral, state, appointment_on=day)
    actions.withdraw_consent(sent.referral, at=at(2026, 11, 24))

    words = withdrawn_words(client, sent)

    assert "您撤回了同意" in words
    assert "12月3日" not in words


def test_one_closed_stays_closed_and_asks_nothing_more(client, station):
    sent = submit(station)
    actions.set_public_state(sent.referral, "closed")
    actions.withdraw_consent(sent.referral, at=at(2026, 11, 24))

    assert "您撤回了同意" not in withdrawn_words(client, sent)


def test_one_purpose_taken_back_leaves_the_promise_and_the_question(client, station):
    sent = submit(station, consents=["help", "share"])
    actions.withdraw_consent(sent.referral, at=at(2026, 11, 24), purposes=["share"])
    assert "我们会在这之前联系您" in words_of(page_of(client, sent))

    actions.keep_promise(sent.referral, at=at(2026, 11, 25))

    assert page_of(client, sent).context["promise"].kept_at
    assert "我们已经联系过了" in words_of(page_of(client, sent))


def test_what_was_said_of_the_help_after_taking_it_back_is_refused_and_can_be_copied(
    client, station
):
    sent = submit(station)
    actions.keep_promise(sent.referral, at=at(2026, 11, 24))
    token = page_of(client, sent).context["token"]
    actions.withdraw_consent(sent.referral, at=at(2026, 11, 24))
    said = {"token": token, "feedback-face": "good", "feedback-words": "电话打得很及时"}

    words = words_of(client.post("/status/feedback/", said))

    assert "这里不再记评价" in words
    assert "电话打得很及时" in words
    assert not HelpFeedback.objects.exists()
