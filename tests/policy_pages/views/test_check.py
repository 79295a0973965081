"""The self-check as a browser without JavaScript plays it: forms that carry their own answers."""

from __future__ import annotations

import gzip
import re
from datetime import date

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policy_pages import demo, self_check
from policy_pages.eligibility import QUESTIONS, ReplayCodeError, Unknown, read_answers
from policy_pages.models import FactValue, PolicyFact, PolicySource, Station
from staff.models import User

pytestmark = pytest.mark.django_db
CODES = [question.code for question in QUESTIONS]
HOSTILE = [
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}{% load x %}",
    "\x00\x01\x02",
    "💥" * 50,
    "../../etc/passwd",
    "%s%s%n",
    "0x7fffffff",
    "1e999",
    "NaN",
    "-1",
    "9" * 5_000,
    "٣",
    "\u202e\u2066",
    "null",
    "[]",
    '{"$gt": ""}',
    "a:b:c",
    " ",
]
USUAL = {
    "urgent": "none",
    "for_whom": "self",
    "hukou": "here",
    "people": "3",
    "money": "very_tight",
    "household": ["over_60", "illness"],
    "costs": "medical",
    "assets": "none",
    "receiving": "none",
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo content, loaded once and rolled back after the last test of this file."""
    from django.db import transaction  # noqa: PLC0415
    from wagtail.models import Site  # noqa: PLC0415

    with django_db_blocker.unblock(), transaction.atomic():
        demo.load()
        yield
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


@pytest.fixture(autouse=True)
def demo_content(loaded, db):
    pass


def state_in(response) -> str:
    return re.search(r'name="state" value="([^"]*)"', response.content.decode())[1]


def answers_in(response) -> dict:
    answers, lost = self_check.read_state(state_in(response))
    assert not lost
    return answers


def play(client, answers: dict, until: str = "result"):
    """Answer page after page; gives back the page reached."""
    state = ""
    for code, following in zip(CODES, [*CODES[1:], "result"], strict=True):
        response = client.post(
            f"/check/{following}/", {"state": state, "from": code, "answer": answers[code]}
        )
        assert response.status_code == 200
        if following == until:
            return response
        state = state_in(response)
    raise AssertionError(until)


def test_the_start_leads_to_the_first_question(client):
    assert 'href="/check/urgent/"' in client.get("/check/").content.decode()


def test_every_question_offers_i_do_not_know_and_one_heading(client):
    for code in CODES:
        html = client.get(f"/check/{code}/").content.decode()
        assert html.count("<h1") == 1
        assert 'value="unknown"' in html
        assert "不知道" in html


def test_the_whole_check_ends_with_reasons_and_sets_no_cookie(client):
    response = play(client, USUAL)
    html = response.content.decode()

    assert "这不是决定" in html
    assert [html.index(text) for text in ("可能可以", "还差一点信息", "现在可能不行")] == sorted(
        html.index(text) for text in ("可能可以", "还差一点信息", "现在可能不行")
    )
    assert "符合" not in html
    assert "1114" not in html
    assert "最新数请问社工站" in html
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in html


def test_neither_address_nor_any_table_holds_an_answer(client):
    with CaptureQueriesContext(connection) as queries:
        response = play(client, USUAL)

    writes = [q["sql"] for q in queries if not q["sql"].lstrip().upper().startswith("SELECT")]
    assert writes == []
    assert "very_tight" not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]


def test_an_urgent_need_comes_first_with_numbers_to_call(client):
    html = play(client, USUAL | {"urgent": ["no_food"]}).content.decode()

    assert html.index("先办急事") < html.index("临时救助") < html.index("可能可以")
    assert 'href="tel:110"' in html


def test_dont_know_everywhere_closes_nothing(client):
    html = play(client, dict.fromkeys(CODES, "unknown")).content.decode()

    assert "还差一点信息" in html
    assert "现在可能不行" not in html


def test_reload_shows_the_same_page_again(client):
    first = play(client, USUAL, until="money")
    data = {"state": state_in(first), "from": "money", "answer": "unknown"}

    once, twice = (client.post("/check/household/", data) for _ in range(2))

    assert answers_in(once) == answers_in(twice)


def test_back_keeps_what_was_ticked_and_all_before(client):
    page = play(client, USUAL, until="household")

    back = client.post(
        "/check/money/",
        {"state": state_in(page), "from": "household", "answer": ["child"], "go": "back"},
    )

    answers = answers_in(back)
    assert answers["household"] == frozenset({"child"})
    assert answers["hukou"] == "here"
    assert 'value="very_tight" checked' in back.content.decode()


def test_back_with_nothing_ticked_is_no_error(client):
    page = play(client, USUAL, until="household")
    back = client.post(
        "/check/money/", {"state": state_in(page), "from": "household", "go": "back"}
    )

    assert "error-summary" not in back.content.decode()
    assert "<h1>每个人每月有多少钱？</h1>" in back.content.decode()


@pytest.mark.parametrize(
    "answer", [[], ["none", "no_food"], ["unknown", "no_food"], ["moon"], ["no_food"] * 29 + ["x"]]
)
def test_what_cannot_be_taken_shows_the_question_again_with_a_sentence(client, answer):
    response = client.post("/check/for_whom/", {"state": "", "from": "urgent", "answer": answer})
    html = response.content.decode()

    assert response.status_code == 200
    assert "error-summary" in html
    assert 'aria-describedby="why answers-error"' in html
    assert "<h1>现在有没有特别急的事？</h1>" in html


@pytest.mark.parametrize("token", ["x", "a:b:c", "é" * 50, "A" * 100_000, '{"money": 0}'])
def test_a_forged_state_begins_again_with_what_this_page_brings(client, token):
    response = client.post("/check/people/", {"state": token, "from": "hukou", "answer": "here"})

    assert response.status_code == 200
    assert "前面的回答没有传过来" in response.content.decode()
    answers = answers_in(response)
    assert answers.pop("hukou") == "here"
    assert set(answers.values()) == {Unknown.NOT_ASKED}


def test_a_state_signed_for_something_else_is_not_taken():
    other = signing.dumps({"hukou": "here"}, salt="another")
    broken = signing.dumps({"hukou": "moon"}, salt=self_check.STATE_SALT)

    assert self_check.read_state(other)[1]
    assert self_check.read_state(broken)[1]
    assert self_check.read_state(signing.dumps([1], salt=self_check.STATE_SALT))[1]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_is_never_an_error_of_ours_nor_shown(client, text):
    for data in (
        {"state": text, "from": text, "answer": text, "go": text},
        {"from": "money", "go": "work_out", "total": text, "heads": text},
        {"from": "people", "answer": text, "size": text, "contrast": text, "code": text},
    ):
        for path in ("/check/money/", "/check/result/"):
            response = client.post(path, data)
            assert response.status_code == 200
            assert "<script>alert" not in response.content.decode()


def test_an_unknown_question_is_not_found(client):
    assert client.get("/check/moon/").status_code == 404
    assert client.post("/check/moon/").status_code == 404
    assert client.put("/check/money/").status_code == 405


def test_the_result_without_answers_goes_to_the_start(client):
    response = client.get("/check/result/")

    assert (response.status_code, response.headers["Location"]) == (302, "/check/")


def test_a_private_page_is_kept_by_the_readers_browser_alone(client):
    response = play(client, USUAL)

    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_larger_text_comes_with_all_answers_and_the_tick_on_the_page(client):
    page = play(client, USUAL, until="household")
    larger = client.post(
        "/check/household/",
        {"state": state_in(page), "from": "household", "answer": "child", "size": "24"},
    )

    assert 'data-size="24"' in larger.content.decode()
    assert answers_in(larger)["household"] == frozenset({"child"})
    assert larger.cookies["display"].value == "24"


def number(code: str, value: str) -> FactValue:
    return FactValue.objects.create(
        fact=PolicyFact.objects.get(code=code),
        place="槐荫区",
        value=value,
        valid_from=date(2026, 1, 1),
        source=PolicySource.objects.first(),
        entered_by=User.objects.get(username="bianji"),
        checked_by=User.objects.get(username="hedui"),
        checked_on=date(2026, 1, 2),
    )


def test_with_todays_number_the_question_has_bands_and_the_result_is_sharp(client):
    number("dibao_standard", "1200")
    question = client.get("/check/money/").content.decode()
    poor = play(client, USUAL | {"money": "0-1200"}).content.decode()
    richer = play(client, USUAL | {"money": "1200-"}).content.decode()

    assert "不到1200元" in question
    assert "1200元，或者更多" in question
    assert "几乎没有钱" not in question
    may, rest = poor.split("还差一点信息")
    assert "<h3>低保</h3>" in may
    assert "<h3>低保</h3>" not in rest
    assert "低保标准：1200元，2026-01-01起" in richer
    assert "您说的钱，不比低保标准低" in richer
    assert "怎样会变" in richer


def test_a_sum_is_divided_used_once_and_not_kept(client):
    number("dibao_standard", "1200")
    data = {"from": "money", "go": "work_out", "total": "3000", "heads": "3"}

    html = client.post("/check/money/", data).content.decode()

    assert 'value="0-1200" checked' in html
    assert "每人大约 1000 元" in html
    answers, _lost = self_check.read_state(re.search(r'name="state" value="([^"]*)"', html)[1])
    assert "1000" not in str(answers["money"])


@pytest.mark.parametrize(("total", "heads"), [("", ""), ("x", "2"), ("3000", "0"), ("-1", "2")])
def test_a_sum_that_cannot_be_worked_out_says_what_to_write(client, total, heads):
    number("dibao_standard", "1200")
    data = {"from": "money", "go": "work_out", "total": total, "heads": heads}

    assert "请写两个数" in client.post("/check/money/", data).content.decode()


def test_a_number_is_given_only_when_asked_and_a_worker_sees_the_same(client):
    page = play(client, USUAL)
    assert "check-code" not in page.content.decode()

    asked = client.post("/check/result/", {"state": state_in(page), "code": "1"})

    html = asked.content.decode()
    digits = "".join(re.findall(r"<span>(\d{6})</span>", html))
    assert len(digits) == 18
    assert "<svg" in html
    station = Station.objects.get()
    seen = self_check.replay(digits, station)
    on = self_check.ground(station, timezone.localdate())
    expected = self_check.result(answers_in(page), on)
    assert seen.as_json() == expected.as_json()
    with pytest.raises(ReplayCodeError):
        self_check.replay(digits[:-1], station)


def test_the_handover_holds_answers_and_outcome_and_only_ours_is_read(client):
    html = play(client, USUAL).content.decode()
    token = re.search(r'name="check" value="([^"]*)"', html)[1]

    handed = self_check.read_handover(token)

    assert handed["answers"]["household"] == ["illness", "over_60"]
    assert "linshi_jiuzhu" in handed["sections"]["may"]
    assert self_check.read_handover(token[:-1] + "x") is None
    assert self_check.read_handover("x" * 99_999) is None
    assert self_check.read_handover(self_check.sign_state(read_answers({}))) is None


def test_the_pages_are_small_and_cheap(client):
    with CaptureQueriesContext(connection) as queries:
        response = play(client, USUAL, until="money")
    per_page = len(queries) / 4
    page = state_in(response)
    with CaptureQueriesContext(connection) as queries:
        result = client.post(
            "/check/result/", {"state": page, "from": "money", "answer": "very_tight"}
        )

    assert per_page <= 6
    assert len(queries) <= 15
    assert len(gzip.compress(result.content)) <= 14_000


def test_the_check_speaks_english_too(client):
    html = client.get("/en/check/hukou/").content.decode()

    assert "Is the household registered (hukou) here?" in html
    assert 'action="/en/check/people/"' in html
