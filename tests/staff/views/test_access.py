"""Reading is asked about, masked and written down."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from staff import actions
from staff.models import ReadLog
from tests.factories import CommunityRoomFactory, UserFactory, VisitFactory

DOOR = re.compile(r"(?<!\d)402(?!\d)")  # never a part of a time or a reference


@pytest.fixture
def colleague(station):
    return UserFactory(role="social_worker", station=station)


def address(case, view="detail"):
    return reverse(f"cases:{view}", args=[case.reference])


def of_referral(case, view="detail"):
    """The referral the case was opened from; it carries the same reference."""
    return reverse(f"referrals:{view}", args=[case.reference])


def test_ones_own_household_opens_at_once_and_the_reading_is_written_once(
    client, worker, open_case
):
    case = open_case()
    client.force_login(worker)

    assert client.get(address(case)).status_code == 200
    assert client.get(address(case)).status_code == 200

    [reading] = ReadLog.objects.all()
    assert (reading.reader, reading.case, reading.what, reading.why) == (
        worker,
        case,
        "case",
        "held",
    )


def test_a_colleagues_household_asks_why_and_shows_nothing_before(client, open_case, colleague):
    case = open_case(called_name="郑阿姨")
    client.force_login(colleague)

    asked = client.get(address(case))
    assert asked.status_code == 302
    assert asked.url.startswith(address(case, "why"))
    question = client.get(asked.url)
    assert "郑阿姨" not in question.content.decode()
    assert not ReadLog.objects.exists()

    answered = client.post(asked.url, {"why": "cover", "words": ""})
    assert answered.url == address(case)
    assert client.get(address(case)).status_code == 200
    assert list(ReadLog.objects.order_by("pk").values_list("what", "why")) == [
        ("reason", "cover"),
        ("case", "cover"),
    ]


@pytest.mark.parametrize(
    "answer", [{}, {"why": "held"}, {"why": "other", "words": " "}, {"why": "nonsense"}]
)
def test_a_reason_that_says_nothing_opens_nothing(client, open_case, colleague, answer):
    case = open_case()
    client.force_login(colleague)

    assert client.post(address(case, "why"), answer).status_code == 422

    assert client.get(address(case)).status_code == 302
    assert not ReadLog.objects.exists()


def test_no_screen_below_a_case_goes_round_the_question(client, open_case, colleague):
    case = open_case()
    client.force_login(colleague)

    for view in ("detail", "history", "readers", "plan_visit", "add_note"):
        assert client.get(address(case, view)).status_code == 302
    assert client.post(address(case, "contact")).status_code == 302
    for answer in (
        client.get(of_referral(case)),
        client.post(of_referral(case, "contact")),
    ):
        assert answer.status_code == 302
        assert answer.url.startswith(address(case, "why"))
    assert not ReadLog.objects.exists()
    assert "contact_shown" not in client.session


def test_a_room_colleague_is_asked_about_the_referral_of_a_household_too(
    client, open_case, room_worker, room
):
    case = open_case(room=room, room_worker=room_worker)
    client.force_login(UserFactory(role="room_worker", rooms=[room]))

    assert client.get(of_referral(case)).url.startswith(address(case, "why"))


def test_a_referral_of_a_household_is_read_for_the_reason_that_was_given(
    client, open_case, colleague
):
    case = open_case(phone="13812345678")
    client.force_login(colleague)
    asked = client.get(of_referral(case)).url

    answered = client.post(asked, {"why": "duty", "words": ""})
    assert answered.url == of_referral(case)
    assert client.get(answered.url).status_code == 200
    client.post(of_referral(case, "contact"))

    assert list(ReadLog.objects.order_by("pk").values_list("what", "why")) == [
        ("reason", "duty"),
        ("referral", "duty"),
        ("contact", "duty"),
    ]


def test_a_referral_settled_by_a_colleague_asks_why_by_itself(
    client, refer, worker, colleague, lead
):
    referral = refer(words="药费付不起")
    actions.advise_and_close(referral, reason="问清楚了", actor=worker)
    here = reverse("referrals:detail", args=[referral.reference])
    client.force_login(worker)
    assert client.get(here).status_code == 200
    client.force_login(lead)
    assert client.get(here).status_code == 200

    client.force_login(colleague)
    asked = client.get(here).url
    assert asked.startswith(reverse("referrals:why", args=[referral.reference]))
    assert "药费付不起" not in client.get(asked).content.decode()
    assert client.post(asked, {"why": "together", "words": ""}).url == here
    assert client.get(here).status_code == 200

    assert list(
        ReadLog.objects.order_by("pk").values_list("reader", "referral", "what", "why")
    ) == [
        (worker.pk, referral.pk, "referral", "held"),
        (lead.pk, referral.pk, "referral", "leads"),
        (colleague.pk, referral.pk, "reason", "together"),
        (colleague.pk, referral.pk, "referral", "together"),
    ]


def test_a_room_does_not_read_what_another_rooms_household_was_joined_from(
    client, refer, open_case, worker, room_worker, room, station
):
    case = open_case(room=CommunityRoomFactory(station=station))
    referral = refer(room=room)
    actions.join_case(referral, case=case, reason="同一户", seen_version=None, actor=worker)
    client.force_login(room_worker)

    assert client.get(reverse("referrals:detail", args=[referral.reference])).status_code == 404


def test_the_answer_leads_nowhere_else(client, open_case, colleague):
    case = open_case()
    client.force_login(colleague)

    answered = client.post(
        address(case, "why") + "?next=https://elsewhere.example/", {"why": "duty", "words": ""}
    )

    assert answered.url == address(case)


def test_a_lead_looks_without_being_asked_and_is_written_down_as_lead(client, open_case, lead):
    case = open_case()
    client.force_login(lead)

    assert client.get(address(case)).status_code == 200
    assert ReadLog.objects.get().why == "leads"


def test_phone_and_door_are_masked_until_asked_for(client, worker, open_case):
    case = open_case(phone="13812345678", place="东街小区 3号楼 402")
    client.force_login(worker)

    before = client.get(address(case)).content.decode()
    assert "13812345678" not in before
    assert not DOOR.search(before)
    assert "138****78" in before

    client.post(address(case, "contact"))

    after = client.get(address(case)).content.decode()
    assert "13812345678" in after
    assert DOOR.search(after)
    assert ReadLog.objects.filter(what="contact", reader=worker, case=case).count() == 1


def test_a_waiting_referral_is_masked_and_logged_too(client, worker, refer):
    referral = refer(phone="13812345678")
    client.force_login(worker)
    here = reverse("referrals:detail", args=[referral.reference])

    assert "13812345678" not in client.get(here).content.decode()
    client.post(reverse("referrals:contact", args=[referral.reference]))
    assert "13812345678" in client.get(here).content.decode()

    assert set(ReadLog.objects.values_list("what", "why")) == {
        ("referral", "queue"),
        ("contact", "queue"),
    }


def test_the_log_of_a_household_and_of_a_station_can_be_read(client, open_case, lead, worker):
    case = open_case()
    client.force_login(worker)
    client.get(address(case))
    client.force_login(lead)

    of_case = client.get(address(case, "readers")).content.decode()
    of_station = client.get(reverse("readings")).content.decode()

    for page in (of_case, of_station):
        assert worker.first_name in page
        assert "自己的住户" in page
    client.force_login(worker)
    assert client.get(reverse("readings")).status_code in {302, 403}


def test_the_log_is_only_ever_added_to(client, worker, open_case):
    client.force_login(worker)
    client.get(address(open_case()))
    reading = ReadLog.objects.get()

    for change in (
        reading.delete,
        reading.save,
        ReadLog.objects.all().delete,
        lambda: ReadLog.objects.update(why="other"),
    ):
        with pytest.raises(TypeError):
            change()
    assert ReadLog.objects.get().why == "held"


def test_each_screen_is_read_as_what_it_is(client, worker, open_case):
    case = open_case()
    visit = VisitFactory(case=case)
    client.force_login(worker)

    client.get(reverse("cases:visit", args=[case.reference, visit.pk]))
    client.get(reverse("cases:move", args=[case.reference, "t1_joint_help"]))
    client.get(address(case, "history"))

    assert list(ReadLog.objects.order_by("pk").values_list("what", "why", "case")) == [
        ("visit", "held", case.pk),
        ("move", "held", case.pk),
        ("history", "held", case.pk),
    ]


def test_lists_with_names_are_one_reading_and_each_search_is_one(client, worker, open_case):
    open_case(called_name="郑阿姨")
    client.force_login(worker)

    for _ in range(2):
        client.get(reverse("cases:index"))
    for _ in range(2):
        client.get(reverse("cases:index") + "?q=郑阿姨")
    client.get(reverse("cases:index") + "?q=没有这个人")

    readings = list(ReadLog.objects.order_by("pk").values_list("what", "why", "words"))
    [case] = worker.cases.all()
    assert readings == [
        ("list", "listed", "1"),
        ("search", "search", f"郑阿姨 → {case}"),
        ("search", "search", f"郑阿姨 → {case}"),
    ]


def test_a_lead_filters_by_worker_day_and_kind(client, open_case, lead, worker, room_worker):
    case = open_case(room_worker=room_worker)
    yesterday = timezone.now() - timedelta(days=1)
    actions.record_reading(case, why="held", actor=worker, at=yesterday)
    actions.record_reading(case, why="held", actor=room_worker)
    actions.reveal_contact(case, why="held", actor=worker)
    client.force_login(lead)
    today = timezone.localdate().isoformat()

    def found(**query):
        page = client.get(reverse("readings"), query)
        return [(row.reader, row.what) for row in page.context["object_list"]]

    assert found() == [(worker, "contact"), (room_worker, "case"), (worker, "case")]
    assert found(reader=worker.pk) == [(worker, "contact"), (worker, "case")]
    assert found(at_from=today) == [(worker, "contact"), (room_worker, "case")]
    assert found(what="contact") == [(worker, "contact")]
    page = client.get(address(case, "readers"), {"reader": room_worker.pk})
    assert [row.what for row in page.context["object_list"]] == ["case"]


def test_readings_of_another_station_are_not_listed(client, lead, stranger, refer, other_station):
    elsewhere = refer(station=other_station, room=None)
    actions.record_reading(elsewhere, why="queue", actor=stranger)
    client.force_login(lead)

    page = client.get(reverse("readings"), {"reader": stranger.pk})

    assert list(page.context["object_list"]) == []


def test_a_household_lists_the_readings_of_all_its_referrals(
    client, refer, open_case, worker, lead
):
    case = open_case()
    joined = refer()
    actions.record_reading(joined, why="queue", actor=worker)
    actions.join_case(joined, case=case, reason="同一户", seen_version=None, actor=worker)

    assert [row.referral for row in ReadLog.objects.of_case(case)] == [joined]


@pytest.mark.parametrize("count", [2, 15])
def test_the_log_asks_the_same_number_of_questions(
    client, lead, worker, open_case, django_assert_num_queries, count
):
    for _ in range(count):
        actions.record_reading(open_case(), why="held", actor=worker)
    client.force_login(lead)
    client.get(reverse("readings"))
    with django_assert_num_queries(11):
        client.get(reverse("readings"))
