from __future__ import annotations

import re
import sys
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import actions, budgets
from intake.models import Consent, ContactCorrection
from intake.references import check_digit
from tests.factories import OtherStationFactory

from ..factories import at, submit

pytestmark = pytest.mark.usefixtures("station")


def look_up(client, reference, code, **extra):
    return client.post("/status/", {"reference": reference, "code": code}, **extra)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10_000:04d}"


def test_number_and_code_show_the_state_and_the_promised_day_and_nothing_else(client, station):
    receipt = submit(station, words="家里没钱", place="和平小区", consents=["help"])

    page = look_up(client, receipt.referral.reference, receipt.status_code).content.decode()

    assert timezone.localtime(receipt.promise.due_at).strftime("%H:%M") in page
    for kept in ("王阿姨", "13800138000", "和平小区", "家里没钱"):
        assert kept not in page


def test_spaces_and_full_width_digits_are_forgiven(client, station):
    receipt = submit(station)
    reference = receipt.referral.reference.translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )

    response = look_up(client, f" {reference[:4]} {reference[4:]} ", receipt.status_code)

    assert response.context["found"]


class Work:
    """What a request cost: its queries, and how often something slow was done for it."""

    SLOW = frozenset({"decrypt", "encrypt", "_digest", "blind_index", "get", "incr", "add"})

    def __enter__(self):
        self.calls = Counter()
        self.queries = CaptureQueriesContext(connection).__enter__()
        sys.setprofile(self._count)
        return self

    def _count(self, frame, event, _argument):
        name = frame.f_code.co_name
        if event == "call" and name in self.SLOW and "intake" in frame.f_code.co_filename:
            self.calls[name] += 1

    def __exit__(self, *error):
        sys.setprofile(None)
        self.queries.__exit__(*error)
        self.sql = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in self.queries]


def without_keys(response, typed: str) -> str:
    """The page without what differs for everybody: keys of the form, and what was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return page.replace(f'value="{typed}"', "")


def test_no_kind_of_wrong_look_up_is_told_from_another(client, station):
    """A wrong code, a number nobody has, one of another station, one that cannot be: all alike."""
    receipt, elsewhere = submit(station), submit(OtherStationFactory())
    code = receipt.status_code
    unknown = "1234567"
    tries = {
        "wrong code": (receipt.referral.reference, wrong(code)),
        "unknown": (unknown + check_digit(unknown), code),
        "elsewhere": (elsewhere.referral.reference, elsewhere.status_code),
        "no number": ("11111111", code),
        "too short": ("12", code),
        "too long": ("9" * 30, code),
        "a word": ("救命", code),
        "long code": (receipt.referral.reference, code + "0"),
    }
    look_up(client, "22222222", "0000")

    seen = {}
    for name, (reference, typed_code) in tries.items():
        with Work() as work:
            response = look_up(client, reference, typed_code)
        page = without_keys(response, reference).replace(f'value="{typed_code}"', "")
        headers = {key: value for key, value in response.items() if key != "Content-Length"}
        seen[name] = (response.status_code, page, headers, work.sql, dict(work.calls))

    assert {name for name, found in seen.items() if found != seen["wrong code"]} == set()
    status, page, _headers, sql, calls = seen["wrong code"]
    assert (status, len(sql), calls) == (200, 3, {"decrypt": 1, "_digest": 1})
    assert "对不上" in page


def test_after_five_wrong_tries_the_right_code_is_refused_as_well(client, station):
    receipt = submit(station)
    for number in range(5):
        look_up(
            client,
            receipt.referral.reference,
            wrong(receipt.status_code),
            REMOTE_ADDR=f"10.0.0.{number}",
        )

    response = look_up(
        client, receipt.referral.reference, receipt.status_code, REMOTE_ADDR="10.0.0.9"
    )

    assert response.status_code == 429
    assert "found" not in response.context


def test_an_estate_behind_one_address_is_asked_a_sum_after_many_wrong_tries(client, station):
    receipt = submit(station)
    right = {"reference": receipt.referral.reference, "code": receipt.status_code}
    for number in range(budgets.STATUS_PER_NETWORK.limit):
        look_up(client, f"1111{number:04d}", "0000")

    asked = client.post("/status/", right)
    assert "found" not in asked.context
    question = asked.context["human_question"]
    answered = client.post(
        "/status/", {**right, "question": question.hashkey, "answer": question.response}
    )
    assert answered.context["found"]
    assert "found" not in client.post("/status/", right).context, "a sum for each look-up"


def test_a_closed_report_does_not_promise_another_visit(client, station):
    receipt = submit(station, channel="report", awareness="unaware", consents=[])
    assert (
        "社工会去看看"
        in look_up(client, receipt.referral.reference, receipt.status_code).content.decode()
    )
    actions.set_public_state(receipt.referral, "closed")

    page = look_up(client, receipt.referral.reference, receipt.status_code).content.decode()

    assert "已处理" in page
    assert "社工会去看看" not in page


def test_right_codes_use_up_no_budget(client, station):
    receipt = submit(station)

    for _ in range(8):
        response = look_up(client, receipt.referral.reference, receipt.status_code)
        assert response.context["found"]


def test_a_missed_promise_brings_an_apology_and_a_new_day(client, station):
    receipt = submit(station, received_at=at(2026, 11, 2))

    response = look_up(client, receipt.referral.reference, receipt.status_code)

    assert response.context["missed"]
    assert "对不起" in response.content.decode()
    assert response.context["promise"].due_at > timezone.now()


def test_a_kept_promise_brings_no_apology(client, station):
    receipt = submit(station, received_at=at(2026, 11, 2))
    actions.keep_promise(receipt.referral, at=at(2026, 11, 3))

    assert not look_up(client, receipt.referral.reference, receipt.status_code).context["missed"]


class TestWithdrawing:
    def token(self, client, receipt):
        response = look_up(client, receipt.referral.reference, receipt.status_code)
        return response.context["token"]

    def test_it_takes_two_taps(self, client, station):
        receipt = submit(station, consents=["help", "share"])
        token = self.token(client, receipt)

        first = client.post("/status/withdraw/", {"token": token})
        assert first.context["ask_withdraw"]
        assert not Consent.objects.filter(withdrawn_at__isnull=False).exists()

        client.post("/status/withdraw/", {"token": token, "sure": "1"})
        assert not Consent.objects.filter(withdrawn_at__isnull=True).exists()

    def test_one_purpose_is_taken_back_and_the_others_stand(self, client, station):
        receipt = submit(station, consents=["help", "sensitive", "share"])
        token = self.token(client, receipt)
        asked = client.post("/status/withdraw/", {"token": token})
        choices = [code for code, _label in asked.context["ask_withdraw"].fields["what"].choices]

        page = client.post("/status/withdraw/", {"token": token, "sure": "1", "what": "share"})

        assert choices == ["everything", "sensitive", "share"]
        withdrawn = {
            consent.text.purpose: bool(consent.withdrawn_at) for consent in Consent.objects.all()
        }
        assert withdrawn == {"help": False, "sensitive": False, "share": True}
        assert page.context["in_part"]
        assert [consent.text.purpose for consent in page.context["consents"]] == [
            "help",
            "sensitive",
        ]

    def test_a_purpose_never_agreed_to_is_refused_with_a_sentence(self, client, station):
        receipt = submit(station, consents=["help", "sensitive"])
        token = self.token(client, receipt)

        page = client.post("/status/withdraw/", {"token": token, "sure": "1", "what": "share"})

        assert page.context["ask_withdraw"].errors["what"]
        assert not Consent.objects.filter(withdrawn_at__isnull=False).exists()

    def test_the_words_agreed_to_and_whom_we_told_can_be_read(self, client, station):
        receipt = submit(station, consents=["help", "share"])
        actions.record_sharing(
            receipt.referral,
            recipient="sub_district",
            recipient_name="民政办王科长",
            purpose="临时救助",
            parts=["needs"],
            ground="consent",
            asked_again=True,
            by_id=1,
            at=timezone.now(),
        )

        page = look_up(client, receipt.referral.reference, receipt.status_code).content.decode()

        for consent in Consent.objects.all():
            assert consent.text.text in page
        assert "街道办" in page
        for kept in ("王科长", "临时救助"):
            assert kept not in page

    def test_a_report_the_law_asks_for_is_not_read_there(self, client, station):
        receipt = submit(station, consents=["help", "share"])
        for ground, recipient in (("duty", "police"), ("life", "sub_district")):
            actions.record_sharing(
                receipt.referral,
                recipient=recipient,
                purpose="孩子被打",
                parts=["place"],
                ground=ground,
                without_consent="等不得",
                by_id=1,
                at=timezone.now(),
            )

        page = look_up(client, receipt.referral.reference, receipt.status_code)

        assert [each.recipient for each in page.context["sharings"]] == ["sub_district"]
        assert "警察或急救" not in page.content.decode()

    @pytest.mark.parametrize("token", ["", "forged", "1:1:1"])
    def test_a_forged_token_changes_nothing(self, client, station, token):
        submit(station)

        response = client.post("/status/withdraw/", {"token": token, "sure": "1"})

        assert response.context["expired"]
        assert not Consent.objects.filter(withdrawn_at__isnull=False).exists()

    def test_a_new_number_is_noted_beside_the_one_sent(self, client, station):
        receipt = submit(station)
        token = self.token(client, receipt)

        refused = client.post("/status/contact/", {"token": token, "contact-phone": "12"})
        assert "phone" in refused.context["correction"].errors
        client.post("/status/contact/", {"token": token, "contact-phone": "139 0013 9000"})

        assert ContactCorrection.objects.get().phone == "13900139000"
        receipt.referral.refresh_from_db()
        assert receipt.referral.phone == "13800138000"
