"""A browser that forgets its cookies, as WeChat does, loses nothing that was typed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from intake.models import Draft, Referral
from intake.views.base import KEY_SALT

from ..factories import submit
from ..journey import BY_PHONE, SHORTEST, UNAWARE, answer, walk

pytestmark = pytest.mark.usefixtures("station", "patient")


def hidden(response) -> dict[str, str]:
    """The hidden fields of the last form of a page, as the browser would send them."""
    form = re.findall(r'<form [^>]*method="post".*?</form>', response.content.decode(), re.DOTALL)[
        -1
    ]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


@pytest.fixture
def strict():
    """A browser whose tokens are checked."""
    return Client(enforce_csrf_checks=True)


def walk_with_tokens(client, steps):
    for slug, data in steps:
        page = client.get(f"/intake/{slug}/")
        response = answer(client, slug, {**hidden(page), **data})
        assert response.status_code == 302, slug


def open_step(client, path, number):
    walk_with_tokens(client, path[:number])
    return client.get(f"/intake/{path[number][0]}/")


@pytest.mark.parametrize(
    ("path", "number"),
    [(path, number) for path in (BY_PHONE, UNAWARE) for number in range(1, len(path))],
)
def test_a_step_sent_after_the_cookies_were_lost_is_shown_again_then_taken(strict, path, number):
    slug, data = path[number]
    page = open_step(strict, path, number)
    strict.cookies.clear()

    again = answer(strict, slug, {**hidden(page), **data})
    assert again.status_code == 403
    assert again.context["press_again"]
    form = again.context["form"]
    for name, typed in data.items():
        assert form[name].value() == (True if typed == "on" else typed)
    taken = answer(strict, slug, {**hidden(again), **data})

    assert taken.status_code == 302
    assert Draft.objects.count() == 1
    assert slug in Draft.objects.get().answers["_done"]


def test_losing_the_draft_cookie_alone_is_not_even_noticed(client):
    walk(client, SHORTEST[:4])
    page = client.get("/intake/words/")
    del client.cookies["yimi_draft"]

    response = answer(client, "words", {**hidden(page), "words": "没钱看病"})

    assert response["Location"] == "/intake/name/"
    assert Draft.objects.get().answers["words"] == "没钱看病"
    assert client.cookies["yimi_draft"].value == str(Draft.objects.get().pk)


def test_what_is_ready_to_be_sent_is_sent_after_the_cookies_were_lost(strict):
    walk_with_tokens(strict, SHORTEST)
    page = strict.get("/intake/check/")
    strict.cookies.clear()

    again = strict.post("/intake/check/", hidden(page))
    assert again.context["press_again"]
    assert not Referral.objects.exists()
    assert strict.post("/intake/check/", hidden(again))["Location"] == "/intake/done/"

    assert Referral.objects.get().called_name == "王阿姨"


@pytest.mark.parametrize(
    "key",
    [
        "",
        "forged",
        "x" * 100_000,
        signing.dumps("00000000-0000-4000-8000-000000000000", salt="another"),
        signing.dumps("no-uuid", salt=KEY_SALT),
    ],
)
def test_a_forged_key_opens_nothing_and_the_words_are_shown_to_be_copied(client, key):
    walk(client, SHORTEST[:4])
    client.cookies.clear()

    response = answer(client, "words", {"draft": key, "words": "没钱<b>看病"})

    page = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "没钱&lt;b&gt;看病" in page
    assert "words" not in Draft.objects.get().answers
    assert "yimi_draft" not in response.cookies


def test_the_key_of_a_wiped_draft_opens_nothing(client):
    walk(client, SHORTEST[:4])
    page = client.get("/intake/words/")
    client.post("/intake/restart/")

    response = answer(client, "words", {**hidden(page), "words": "没钱看病"})

    assert "没钱看病" in response.content.decode()
    assert not Draft.objects.exists()


def test_the_key_of_a_draft_past_its_seven_days_opens_nothing(client):
    walk(client, SHORTEST[:4])
    page = client.get("/intake/words/")
    client.cookies.clear()
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=8))

    assert answer(client, "words", {**hidden(page), "words": "x"}).status_code == 200
    assert "words" not in Draft.objects.get().answers


@pytest.mark.parametrize(
    "sender",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
    ],
)
@pytest.mark.parametrize("address", ["/intake/words/", "/report/", "/intake/crisis/", "/status/"])
def test_another_sites_form_is_not_shown_as_ours(strict, client, sender, address):
    walk(client, SHORTEST[:4])
    key = hidden(client.get("/intake/words/"))["draft"]

    response = strict.post(
        address, {"draft": key, "words": "planted", "phone": "planted"}, headers=sender
    )

    assert response.status_code == 403
    assert "planted" not in response.content.decode()
    assert key not in response.content.decode()


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/intake/danger/", {"danger": "unsure"}),
        ("/report/", {"place": "和平小区", "seen_words": "两天没动静"}),
        ("/intake/crisis/", {"phone": "13800138000"}),
        ("/status/", {"reference": "38157042", "code": "1234"}),
    ],
)
def test_every_form_is_shown_again_with_what_was_typed(strict, address, typed):
    response = strict.post(address, typed)

    assert (response.status_code, response["Cache-Control"]) == (403, "no-store")
    assert response.context["press_again"]
    for name, text in typed.items():
        assert response.context["form"][name].value() == text
    assert hidden(response)["csrfmiddlewaretoken"]
    assert "csrftoken" in response.cookies
    assert not Draft.objects.exists()
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("contact", {"contact-phone": "139 0013 9000"}),
        ("rights", {"rights-kind": "copy", "rights-words": "全部"}),
        ("feedback", {"feedback-face": "good", "feedback-words": "很好"}),
    ],
)
def test_a_change_on_the_status_page_is_shown_again_too(strict, client, station, part, typed):
    receipt = submit(station)
    found = client.post(
        "/status/", {"reference": receipt.referral.reference, "code": receipt.status_code}
    )
    token = found.context["token"]

    response = strict.post(f"/status/{part}/", {"token": token, **typed})
    late = strict.post(f"/status/{part}/", {"token": "old", **typed})

    name = {"contact": "correction"}.get(part, part)
    form = response.context[name]
    for field, text in typed.items():
        assert form[field.split("-")[1]].value() == text
    assert response.context["press_again"]
    assert not receipt.referral.corrections.exists()
    assert not receipt.referral.rights_requests.exists()
    assert late.context["expired"]
    written = [text for field, text in typed.items() if field.endswith(("words", "phone"))]
    assert all(text in late.content.decode() for text in written)


@pytest.mark.parametrize("address", ["/intake/check/", "/intake/check-human/", "/intake/done/"])
def test_ways_elsewhere_are_kept_by_nobody_either(client, address):
    response = client.get(address)

    assert (response.status_code, response["Cache-Control"]) == (302, "no-store")


@pytest.mark.parametrize("address", ["/intake/nonsense/", "/report/nonsense/"])
def test_pages_not_found_are_kept_by_nobody(client, address):
    response = client.get(address)

    assert (response.status_code, response["Cache-Control"]) == (404, "no-store")
