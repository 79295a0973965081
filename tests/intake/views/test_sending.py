from __future__ import annotations

import re
from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from intake import actions, budgets
from intake.encryption import blind_index
from intake.models import Consent, Draft, Referral
from intake.references import shown
from intake.steps import to_send
from intake.views import CheckPage

from ..factories import EstateFactory, RoomFactory
from ..journey import BY_PHONE, SHORTEST, UNAWARE, answer, walk

pytestmark = pytest.mark.usefixtures("station")


def send(client):
    return client.post("/intake/check/")


@pytest.mark.usefixtures("patient")
class TestSending:
    def test_the_shortest_path_ends_in_a_referral_and_a_receipt(self, client):
        walk(client)

        assert send(client)["Location"] == "/intake/done/"

        referral = Referral.objects.get()
        assert (referral.called_name, referral.needs) == ("王阿姨", ["money"])
        assert referral.contact_method == "come"
        page = client.get("/intake/done/").content.decode()
        assert shown(referral.reference) in page

    def test_what_was_agreed_to_is_the_text_that_was_shown(self, client):
        walk(client, SHORTEST[:2])
        page = client.get("/intake/consent/").content.decode()
        walk(client)
        send(client)

        text = Consent.objects.get().text
        assert (text.purpose, text.version, text.language) == ("help", 2, "zh-hans")
        assert text.text in page
        assert all(line in page for _heading, line in text.notice_lines)

    def test_a_double_tap_sends_once_and_shows_the_same_receipt(self, client):
        walk(client)

        send(client)
        first = client.get("/intake/done/").content
        assert send(client)["Location"] == "/intake/done/"

        assert Referral.objects.count() == 1
        code = re.search(rb"\d{4} \d{4}", first).group()
        assert code in client.get("/intake/done/").content

    def test_after_sending_no_answer_is_left_in_the_draft(self, client):
        walk(client, BY_PHONE)
        send(client)

        assert set(Draft.objects.get().answers) == {
            "reference",
            "code",
            "due_at",
            "call_time",
            "channel",
            "on_behalf",
            "awareness",
            "contact_method",
            "needs",
            "urgency",
            "self_harm",
            "violence",
            "source_page",
        }

    def test_the_receipt_is_shown_for_half_an_hour(self, client):
        walk(client)
        send(client)
        Draft.objects.update(sent_at=timezone.now() - timedelta(minutes=31))

        assert client.get("/intake/done/")["Location"] == "/intake/"

    def test_what_a_stale_step_sends_afterwards_changes_nothing_and_is_shown(self, client):
        walk(client)
        send(client)

        late = answer(client, "name", {"called_name": "别人"})
        assert (late.status_code, late.context["why"]) == (200, "sent")
        assert "别人" in late.content.decode()
        assert 'href="/intake/done/"' in late.content.decode()
        assert Referral.objects.get().called_name == "王阿姨"
        nothing_written = answer(client, "contact", {"contact_method": "come"})
        assert nothing_written["Location"] == "/intake/done/"

    def test_what_is_written_on_a_way_left_in_another_tab_is_shown(self, client):
        walk(client, SHORTEST[:4])
        answer(client, "for-whom", {"on_behalf": "neighbour"})
        walk(client, UNAWARE[2:3])

        left = answer(client, "words", {"words": "没钱看病"})

        assert (left.status_code, left.context["why"]) == (200, "changed")
        assert "没钱看病" in left.content.decode()
        assert left.context["onwards"] == "/intake/seen-where/"
        assert "words" not in Draft.objects.get().answers

    def test_one_can_begin_again_after_sending(self, client):
        walk(client)
        send(client)

        walk(client)
        send(client)

        assert Referral.objects.count() == 2

    def test_nothing_is_sent_before_everything_needed_is_answered(self, client):
        walk(client, SHORTEST[:5])

        assert send(client)["Location"] == "/intake/name/"
        assert not Referral.objects.exists()

    def test_safe_contact_and_place_travel_with_the_referral(self, client, station):
        estate = EstateFactory(room=RoomFactory(station=station), name="和平小区")
        walk(client, BY_PHONE[:9])
        answer(client, "where", {"estate": estate.pk, "building": "3号楼"})
        send(client)

        referral = Referral.objects.get()
        assert referral.safe_contact == {
            "say_who": True,
            "others_may_answer": False,
            "good_times": [],
            "bad_times": [],
            "not_times": "",
        }
        assert (referral.room, referral.place) == (estate.room, "和平小区 3号楼")
        assert referral.phone == "13800138000"

    def test_the_short_path_keeps_a_place_and_what_was_seen_only(self, client):
        walk(client, UNAWARE)
        send(client)

        referral = Referral.objects.get()
        assert referral.observed == {"signs": ["silent"], "words": ""}
        assert (referral.called_name, referral.needs, referral.facts) == ("", [], None)
        assert (referral.contact_method, referral.urgency) == ("none", "today")
        assert "最后怎么样" in client.get("/intake/done/").content.decode()

    def test_answers_of_a_branch_left_behind_are_not_sent(self, client):
        walk(client, BY_PHONE)
        answer(client, "for-whom", {"on_behalf": "neighbour"})
        walk(client, UNAWARE[2:])
        send(client)

        referral = Referral.objects.get()
        assert (referral.called_name, referral.phone, referral.words) == ("", "", "")
        assert referral.safe_contact is None

    @pytest.mark.django_db(transaction=True)
    def test_sending_takes_at_most_fifteen_queries_with_begin_commit_and_the_task(
        self, client, station, settings, django_assert_max_num_queries
    ):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        estate = EstateFactory(room=RoomFactory(station=station))
        walk(client, SHORTEST[:2])
        answer(client, "consent", {"help": "on", "sensitive": "on", "share": "on"})
        walk(client, BY_PHONE[3:8])
        last = client.get("/intake/call-time/").context["form"].free[-1]
        answer(client, "call-time", {"call_time": last.code})
        answer(client, "where", {"estate": estate.pk, "building": "3号楼"})

        with django_assert_max_num_queries(15):
            assert send(client)["Location"] == "/intake/done/"

        assert Referral.objects.get().room == estate.room
        assert Referral.objects.get().promise.call_code == last.code
        assert DBTaskResult.objects.filter(task_path__endswith="send_alerts").count() == 1

    def test_what_another_tab_changed_at_the_last_moment_is_sent(self, client, monkeypatch):
        walk(client)
        seen = []

        def to_send_while_somebody_types(answers):
            if not seen:
                actions.change_draft(
                    Draft.objects.get().pk, lambda answers: {**answers, "words": "后来写的"}
                )
            seen.append(answers["words"])
            return to_send(answers)

        monkeypatch.setattr("intake.views.sending.to_send", to_send_while_somebody_types)
        monkeypatch.setattr(CheckPage, "looks_like_a_machine", lambda page: False)
        send(client)

        assert Referral.objects.get().words == "后来写的"
        assert seen == ["", "后来写的"]

    def test_only_the_station_may_know(self, client):
        walk(client, SHORTEST[:2])
        answer(client, "consent", {"help": "on", "station_only": "on"})
        walk(client, SHORTEST[3:])
        assert "只让社工站知道" in client.get("/intake/check/").content.decode()
        send(client)

        assert Referral.objects.get().station_only

    def test_an_optional_page_can_be_added_before_sending(self, client):
        walk(client)
        client.post("/intake/access/?change=1", {"access_needs": ["hearing"]})
        send(client)

        assert Referral.objects.get().access_needs == ["hearing"]


class TestProofOfBeingAPerson:
    def question(self, client):
        return client.get("/intake/check-human/").context["human_question"]

    def suspect(self, client):
        walk(client)
        assert send(client)["Location"] == "/intake/check-human/"

    def test_a_person_is_never_asked(self, client, patient):
        walk(client)

        assert send(client)["Location"] == "/intake/done/"
        assert not CaptchaStore.objects.exists()

    def test_whoever_is_too_quick_is_asked_in_words_and_passes_with_the_sum(self, client):
        self.suspect(client)
        question = self.question(client)
        page = client.get("/intake/check-human/").content.decode()
        assert "加" in question.challenge
        assert "<img" not in page

        response = client.post(
            "/intake/check-human/", {"question": question.hashkey, "answer": question.response}
        )

        assert response["Location"] == "/intake/done/"
        assert Referral.objects.count() == 1

    def test_a_wrong_sum_keeps_everything_and_asks_another(self, client):
        self.suspect(client)
        question = self.question(client)

        response = client.post(
            "/intake/check-human/", {"question": question.hashkey, "answer": "99"}
        )

        assert response.context["wrong_sum"]
        assert not Referral.objects.exists()
        assert Draft.objects.get().answers["called_name"] == "王阿姨"
        again = client.post(
            "/intake/check-human/", {"question": question.hashkey, "answer": question.response}
        )
        assert again.context["wrong_sum"], "each question can be tried once"

    def test_the_hidden_field_makes_suspicious(self, client, patient):
        walk(client, SHORTEST[:5])
        answer(client, "name", {"called_name": "王", "surname_confirm": "spam"})
        answer(client, "contact", {"contact_method": "come"})

        assert send(client)["Location"] == "/intake/check-human/"

    def test_a_whole_estate_behind_one_address_is_let_through_then_asked(self, client, patient):
        for _ in range(budgets.SENDING.limit):
            budgets.SENDING.spend("127.0.0.1")
        walk(client)

        assert send(client)["Location"] == "/intake/check-human/"

    def test_pressing_the_button_again_uses_up_no_budget(self, client):
        """One household that presses ten times leaves its neighbours their places."""
        walk(client, BY_PHONE)

        for _ in range(10):
            assert send(client)["Location"] == "/intake/check-human/"

        network, phone = budgets.SENDING, budgets.PER_PHONE
        assert cache.get(network._key("127.0.0.1")) == 1
        assert cache.get(phone._key(blind_index("13800138000", purpose="budget"))) == 1

    def test_a_sum_in_between_counts_a_report_once(self, client):
        report = {"place": "和平小区", "seen_signs": ["silent"], "reporter_phone": "13800138000"}
        report["token"] = "5f0cfa21-7d1c-4a0a-93a4-9b3a6a1f1c11"
        question = client.post("/report/", report).context["human_question"]

        client.post(
            "/report/", {**report, "question": question.hashkey, "answer": question.response}
        )

        assert Referral.objects.count() == 1
        assert cache.get(budgets.REPORTING._key("127.0.0.1")) == 1

    def test_a_number_left_in_an_emergency_is_counted_once_however_often_it_is_sent(self, client):
        left = {"phone": "13800138000", "token": "5f0cfa21-7d1c-4a0a-93a4-9b3a6a1f1c12"}
        for _ in range(5):
            client.post("/intake/crisis/", left)

        assert cache.get(budgets.CRISIS._key("127.0.0.1")) == 1

    @pytest.mark.parametrize("posted", [{}, {"question": "x" * 500, "answer": "\0"}])
    def test_a_forged_answer_is_refused(self, client, posted):
        self.suspect(client)

        response = client.post("/intake/check-human/", posted)

        assert response.context["human_question"]
        assert not Referral.objects.exists()


class TestLeaving:
    def test_quick_exit_wipes_draft_and_cookie_and_goes_elsewhere(self, client, settings):
        walk(client, SHORTEST[:2])
        answer(client, "consent", {"help": "on", "sensitive": "on"})
        answer(client, "needs", {"needs": ["violence"]})
        assert "/intake/leave/" in client.get("/intake/words/").content.decode()

        response = client.post("/intake/leave/")

        assert not Draft.objects.exists()
        assert response.cookies["yimi_draft"].value == ""
        assert response["Refresh"] == f"0; url={settings.QUICK_EXIT_URL}"
        assert "社工" not in response.content.decode()

    def test_the_exit_is_not_shown_where_no_violence_was_named(self, client):
        walk(client, SHORTEST[:5])

        assert "/intake/leave/" not in client.get("/intake/name/").content.decode()

    @pytest.mark.parametrize("address", ["/report/", "/intake/crisis/"])
    def test_the_exit_is_beside_pages_that_may_tell_of_violence(self, client, address):
        assert "/intake/leave/" in client.get(address).content.decode()

    @pytest.mark.parametrize(("path", "slug"), [(SHORTEST, "needs"), (UNAWARE, "seen")])
    def test_the_exit_is_beside_screens_that_speak_of_violence(self, client, path, slug):
        walk(client, path[: [name for name, _data in path].index(slug)])

        assert "/intake/leave/" in client.get(f"/intake/{slug}/").content.decode()

    def test_violence_told_in_free_words_brings_the_exit_and_the_numbers(self, client):
        walk(client, SHORTEST[:4])
        answer(client, "words", {"words": "他喝了酒就打我，还不让我出门"})

        page = client.get("/intake/name/").content.decode()

        assert "/intake/leave/" in page
        assert "tel:12338" in page

    @pytest.mark.parametrize(
        "sender", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
    )
    def test_another_site_cannot_wipe_what_was_written(self, client, sender):
        walk(client)

        assert client.post("/intake/leave/", headers=sender).status_code == 200
        assert Draft.objects.exists()

    def test_leaving_works_without_any_token(self, settings):
        client = Client(enforce_csrf_checks=True)

        response = client.post("/intake/leave/")

        assert response.status_code == 200
        assert response["Refresh"] == f"0; url={settings.QUICK_EXIT_URL}"

    def test_leaving_wipes_the_receipt_of_a_number_left_too(self, client):
        client.post("/intake/crisis/", {"phone": "13800138000"})
        assert Draft.objects.exists()

        client.post("/intake/leave/")

        assert not Draft.objects.exists()

    def test_leaving_without_a_draft_works_too(self, client):
        assert client.post("/intake/leave/").status_code == 200

    def test_beginning_again_wipes_the_draft(self, client):
        walk(client)

        assert client.post("/intake/restart/")["Location"] == "/intake/"
        assert not Draft.objects.exists()


class TestCrisis:
    def test_a_number_alone_is_enough_and_is_for_today(self, client):
        response = client.post(
            "/intake/crisis/",
            {"phone": "13800138000", "token": "00000000-0000-4000-8000-000000000001"},
        )

        referral = Referral.objects.get()
        assert response["Location"] == "/intake/done/"
        assert (referral.channel, referral.urgency, referral.phone) == (
            "crisis",
            "today",
            "13800138000",
        )
        assert not Consent.objects.exists()

    def test_a_double_tap_leaves_one_number_and_the_same_receipt(self, client):
        data = {"phone": "13800138000", "token": "00000000-0000-4000-8000-000000000001"}
        client.post("/intake/crisis/", data)
        first = Draft.objects.get().answers
        client.post("/intake/crisis/", data)

        assert Referral.objects.count() == 1
        assert Draft.objects.get().answers == first

    def test_a_shared_mobile_address_over_its_budget_costs_a_sum_and_refuses_nobody(self, client):
        for _ in range(budgets.CRISIS.limit):
            budgets.CRISIS.spend("127.0.0.1")

        asked = client.post("/intake/crisis/", {"phone": "13800138000"})
        question = asked.context["human_question"]
        assert asked.status_code == 200
        assert "13800138000" in asked.content.decode()
        client.post(
            "/intake/crisis/",
            {"phone": "13800138000", "question": question.hashkey, "answer": question.response},
        )

        assert Referral.objects.get().phone == "13800138000"

    def test_a_filled_in_hidden_field_costs_a_sum(self, client):
        data = {"phone": "13800138000", "surname_confirm": "x"}

        question = client.post("/intake/crisis/", data).context["human_question"]
        assert not Referral.objects.exists()
        client.post(
            "/intake/crisis/",
            {**data, "question": question.hashkey, "answer": question.response},
        )

        assert Referral.objects.count() == 1

    def test_one_number_sent_often_costs_a_sum(self, client):
        for _ in range(budgets.PER_PHONE.limit):
            client.post("/intake/crisis/", {"phone": "13800138000"})
        again = client.post("/intake/crisis/", {"phone": "138 0013 8000"})
        other = client.post("/intake/crisis/", {"phone": "13900139000"})

        assert again.context["human_question"]
        assert other.status_code == 302
        assert Referral.objects.count() == budgets.PER_PHONE.limit + 1

    def test_leaving_a_number_keeps_ones_own_half_written_form(self, client):
        walk(client, SHORTEST[:5])

        client.post("/intake/crisis/", {"phone": "13800138000"})

        assert Draft.objects.filter(sent_at=None).get().answers["needs"] == ["money"]
        assert client.get("/intake/done/").status_code == 200
        assert client.get("/intake/name/").status_code == 200

    @pytest.mark.parametrize("data", [{}, {"phone": "1"}, {"phone": "\0" * 50, "token": "x"}])
    def test_a_number_nobody_can_dial_is_refused_with_a_sentence(self, client, data):
        response = client.post("/intake/crisis/", data)

        assert response.status_code == 200
        assert "phone" in response.context["form"].errors
        assert not Referral.objects.exists()


def test_a_post_without_the_token_loses_no_draft():
    client = Client(enforce_csrf_checks=True)
    page = client.get("/intake/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode()).group(1)
    answer(client, "danger", {"danger": "none", "csrfmiddlewaretoken": token})

    assert answer(client, "for-whom", {"on_behalf": "self"}).status_code == 403
    assert Draft.objects.get().answers["danger"] == "none"
