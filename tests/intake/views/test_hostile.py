"""Whatever is sent: no 5xx, nothing echoed as markup, nothing stored that was not asked for.

Each page takes every text of ``hostile.HOSTILE`` in all its free fields at once; the fields are
read off the forms, so a new one is among them.
"""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from intake import actions
from intake.actions import start_draft
from intake.call_form import HalfDayForm
from intake.form_map import walks
from intake.models import Draft, Referral
from intake.report_form import ReportForm
from intake.steps import BY_SLUG, DONE, Step
from intake.steps.base import LimitedText
from intake.views.base import DRAFT_COOKIE
from intake.views.crisis import CallBackForm
from intake.views.status import CorrectionForm, FeedbackForm, LookUpForm, RightsForm

from ..factories import submit
from ..hostile import HOSTILE, IDENTITY_NUMBER, body, harm_done
from .test_status import look_up

pytestmark = [pytest.mark.usefixtures("station", "patient")]

FORM = "application/x-www-form-urlencoded"
LETS_WORDS_IN = {"at_home": "trusted"}
"""Choices without which what is written beside them is not kept."""
OWN_PHONE = {"phone", "proxy_phone", "reporter_phone", "child_phone", "grown_up_phone"}


def free(form_class) -> list[str]:
    return [
        name for name, field in form_class.base_fields.items() if isinstance(field, LimitedText)
    ]


def chosen(form_class) -> list[str]:
    return [name for name, field in form_class.base_fields.items() if hasattr(field, "choices")]


STEPS_WITH_WORDS = [step for step in BY_SLUG.values() if free(step)]


def send(client, address, fields):
    response = client.post(address, body(fields), content_type=FORM)
    assert response.status_code < 500
    assert harm_done(response) == [], fields
    return response


def draft_before(client, step: type[Step]) -> Draft:
    """A draft that has come as far as this screen, with the second tick."""
    on_it = [walk for walk in walks() if any(hop.screen == step.slug for hop in walk)]
    answers = dict((on_it or walks())[-1][-1].answers)
    done = [slug for slug in answers[DONE] if slug != step.slug]
    draft = start_draft({**answers, "consents": ["help", "sensitive"], DONE: done})
    client.cookies[DRAFT_COOKIE] = str(draft.pk)
    return draft


def test_the_texts_are_many_and_the_free_fields_are_all_tried():
    assert len(HOSTILE) >= 200
    tried = {name for step in STEPS_WITH_WORDS for name in free(step)}
    assert tried >= {
        *("words", "called_name", "phone", "not_times", "place", "building", "door", "seen_words"),
        *("proxy_name", "proxy_relation", "proxy_phone", "reporter_name", "reporter_phone"),
        *("people", "helpers", "strengths"),
        *("child_words", "child_name", "child_not_times", "child_place"),
        *("grown_up_name", "grown_up_phone", "child_phone"),
    }


def typed_on(step: type[Step], text: str | bytes) -> dict[str, str | bytes]:
    """The text in every free field, cut to the shortest, with what the screen needs beside it."""
    shortest = min(step.base_fields[name].max_length for name in free(step))
    words = dict.fromkeys(set(free(step)) - OWN_PHONE, text[:shortest])
    return words | dict.fromkeys(OWN_PHONE & set(free(step)), "13800138000")


@pytest.mark.parametrize("step", STEPS_WITH_WORDS, ids=lambda step: step.slug)
def test_no_screen_breaks_on_hostile_words(client, step):
    """Whole, in all its free fields; and cut to the shortest of them, so that it is stored."""
    draft_before(client, step)
    address = f"/intake/{step.slug}/"
    with_it = {
        name: LETS_WORDS_IN.get(name) or step.base_fields[name].choices[-1][0]
        for name in chosen(step)
        if step.base_fields[name].choices and name != "estate"
    }
    stored = set()
    for text in HOSTILE:
        send(client, address, {**with_it, **dict.fromkeys(free(step), text)})
        send(client, address, {**with_it, **typed_on(step, text)})
        answers = Draft.objects.get().answers
        stored |= {name for name in free(step) if "<" in (answers.get(name) or "")}
    assert stored == set(free(step)) - OWN_PHONE
    kept = json.dumps([draft.answers for draft in Draft.objects.all()])
    assert IDENTITY_NUMBER not in kept
    assert "\\u0000" not in kept


@pytest.mark.parametrize("step", list(BY_SLUG.values()), ids=lambda step: step.slug)
def test_no_screen_breaks_on_hostile_choices(client, step):
    draft_before(client, step)
    names = set(step.own_fields()) - set(free(step)) | {"source_page", "surname_confirm", "draft"}
    for text in HOSTILE[::8]:
        send(client, f"/intake/{step.slug}/?change=1", dict.fromkeys(names, text))


@pytest.mark.parametrize("step", STEPS_WITH_WORDS, ids=lambda step: step.slug)
def test_hostile_words_are_read_back_and_sent_as_text(client, step):
    """A household in which every answer is hostile reaches the station, whichever way it came."""
    for text in HOSTILE[::7]:
        if isinstance(text, bytes):
            continue
        client.cookies.clear()
        draft = draft_before(client, step)
        typed = {DONE: [*draft.answers[DONE], step.slug]}
        for other in STEPS_WITH_WORDS:
            for name, words in typed_on(other, text).items():
                typed[name] = other.base_fields[name].to_python(words) or "王阿姨"
        actions.change_draft(draft.pk, lambda answers, typed=typed: {**answers, **typed})

        assert harm_done(client.get("/intake/check/")) == []
        assert client.post("/intake/check/")["Location"] == "/intake/done/"
        assert harm_done(client.get("/intake/done/")) == []
        cache.clear()

    sent = Referral.objects.all()
    assert len(sent) >= 30
    assert all("\0" not in one.words and len(one.words) <= 320 for one in sent)


@pytest.mark.parametrize(
    ("address", "form"),
    [("/status/", LookUpForm), ("/report/", ReportForm), ("/intake/crisis/", CallBackForm)],
)
def test_no_page_of_one_form_breaks_on_hostile_text(client, address, form):
    names = {*form.base_fields, "question", "answer"}
    for text in HOSTILE:
        send(client, address, {**dict.fromkeys(names, text), "seen_signs": "silent"})
        cache.clear()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("status_contact", CorrectionForm),
        ("status_rights", RightsForm),
        ("status_feedback", FeedbackForm),
        ("status_call_time", HalfDayForm),
        ("status_withdraw", None),
    ],
)
def test_nothing_done_after_a_look_up_breaks_on_hostile_text(client, station, name, form):
    """With the token of one's own look-up, and with a hostile one."""
    receipt = submit(station, consents=["help", "share"])
    found = look_up(client, receipt.referral.reference, receipt.status_code)
    prefix = {"status_feedback": "feedback", "status_contact": "contact"}.get(name, "rights")
    prefix = "half_day" if form is HalfDayForm else prefix
    names = [f"{prefix}-{field}" for field in form.base_fields] if form else ["what"]
    address = reverse(f"intake:{name}")
    for text in HOSTILE[:: 1 if form else 3]:
        sent = dict.fromkeys(names, text)
        send(client, address, {**sent, "token": found.context["token"], "sure": "1"})
    for text in HOSTILE[::10]:
        send(client, address, dict.fromkeys([*names, "token"], text))


@pytest.mark.parametrize(
    ("content_type", "sent"),
    [
        ("application/x-www-form-urlencoded; charset=gb2312", b"danger=%D6%D0"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"danger=none"),
        ("application/json", b"{"),
        ("multipart/form-data; boundary=x", b"--y"),
        ("application/x-www-form-urlencoded", b"danger=" + b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"&" * 5_000),
        ("application/x-www-form-urlencoded", b"danger=" + b"a" * 2_000_000),
    ],
)
@pytest.mark.parametrize("address", ["/intake/danger/", "/status/", "/report/", "/intake/"])
def test_a_malformed_request_is_answered_below_500(client, address, content_type, sent):
    response = client.generic("POST", address, sent, content_type=content_type)

    assert response.status_code < 500


@pytest.mark.parametrize("cookie", ["", "x", "0" * 4000, "00000000-0000-4000-8000-000000000000"])
def test_a_forged_cookie_finds_no_draft(client, cookie):
    client.cookies["yimi_draft"] = cookie

    assert client.get("/intake/name/")["Location"] == "/intake/danger/"
    assert client.get("/intake/done/")["Location"] == "/intake/"
    assert client.post("/intake/check/")["Location"] == "/intake/"


@pytest.mark.parametrize(
    "result",
    ["", "{", "[]", "1", "null", "[" * 5000, json.dumps({"a": "x" * 30_000}), '{"a":"\\u0000"}'],
)
def test_a_broken_hand_over_from_the_self_check_is_forgotten(client, result):
    response = client.post("/intake/from-check/", {"agreed": "yes", "check": result})

    assert (response.status_code, response["Location"]) == (302, "/intake/")
    assert not Draft.objects.exists()
