"""A child's sensitive data: closed, asked for, opened by the lead or for danger, and logged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from staff import actions
from staff.models import MinorsAccess, ReadLog
from tests.factories import OtherStationFactory, UserFactory

SECRET = "哮喘，要天天用药"
FACTS = {"illness": SECRET, "members": [{"who": "self", "age": 35}, {"who": "son", "age": 6}]}
QUEUE = "/staff/children/"


@pytest.fixture
def referral(refer):
    return refer(facts=FACTS, words="孩子他爸走了")


def of(referral, view="detail"):
    return reverse(f"referrals:{view}", args=[referral.reference])


def shows(client, address):
    return SECRET in client.get(address).content.decode()


def ask(client, referral, **data):
    return client.post(of(referral, "ask_minors"), {"purpose": "约医生", **data})


def test_closed_until_the_lead_agrees_and_every_reading_is_logged(client, worker, lead, referral):
    client.force_login(worker)
    page = client.get(of(referral)).content.decode()
    assert SECRET not in page
    assert "孩子他爸走了" in page
    assert of(referral, "ask_minors") in page
    assert ask(client, referral).url == of(referral)
    assert not shows(client, of(referral))

    client.force_login(lead)
    assert "约医生" in client.get(QUEUE).content.decode()
    client.post(f"{QUEUE}{MinorsAccess.objects.get().pk}/", {"answer": "allow"})

    client.force_login(worker)
    assert shows(client, of(referral))
    request = MinorsAccess.objects.get()
    assert (request.asked_by, request.decided_by, request.granted) == (worker, lead, True)
    assert timedelta(days=29) < request.open_until - timezone.now() <= timedelta(days=30)
    assert ReadLog.objects.filter(what="child").values_list("reader", "why").get() == (
        worker.pk,
        "queue",
    )
    assert list(
        ModelLogEntry.objects.filter(action__contains="minors")
        .order_by("pk")
        .values_list("action", "user")
    ) == [("staff.ask_minors", worker.pk), ("staff.allow_minors", lead.pk)]


def test_the_case_is_as_closed_as_the_referral(client, worker, lead, open_case):
    case = open_case(facts=FACTS)
    client.force_login(worker)
    assert not shows(client, reverse("cases:detail", args=[case.reference]))

    client.force_login(lead)  # the responsible person reads, and is logged
    assert shows(client, reverse("cases:detail", args=[case.reference]))
    assert ReadLog.objects.get(what="child").reader == lead


def test_access_ends_by_itself_and_is_nobody_elses(client, worker, lead, station, referral):
    colleague = UserFactory(role="social_worker", station=station)
    request = actions.ask_for_minors_data(referral, purpose="约医生", actor=worker)
    then = timezone.now() - timedelta(days=31)
    actions.answer_for_minors_data(request.pk, granted=True, actor=lead, at=then)

    client.force_login(worker)
    assert not shows(client, of(referral))

    again = actions.ask_for_minors_data(referral, purpose="还要用", actor=worker)
    actions.answer_for_minors_data(again.pk, granted=True, actor=lead)
    assert shows(client, of(referral))
    client.force_login(colleague)
    assert not shows(client, of(referral))


def test_danger_opens_at_once_for_a_day_and_the_lead_answers_after(client, worker, lead, referral):
    client.force_login(worker)
    ask(client, referral, emergency="on", purpose="孩子昏倒，医生问病史")

    assert shows(client, of(referral))
    request = MinorsAccess.objects.get()
    assert request.open_until - request.asked_at <= timedelta(hours=24)
    client.force_login(lead)
    assert "孩子昏倒，医生问病史" in client.get(QUEUE).content.decode()

    client.post(f"{QUEUE}{request.pk}/", {"answer": "refuse"})

    client.force_login(worker)
    assert not shows(client, of(referral))
    assert ModelLogEntry.objects.filter(action="staff.open_minors_for_danger").count() == 1


def test_a_waiting_request_becomes_an_emergency_but_is_not_asked_twice(worker, referral):
    first = actions.ask_for_minors_data(referral, purpose="约医生", actor=worker)
    with pytest.raises(ValidationError) as refusal:
        actions.ask_for_minors_data(referral, purpose="再问", actor=worker)
    assert refusal.value.code == "asked_already"

    second = actions.ask_for_minors_data(referral, purpose="昏倒", emergency=True, actor=worker)

    assert second.pk == first.pk
    assert MinorsAccess.objects.get().emergency is True


@pytest.mark.parametrize("data", [{"purpose": " "}, {"purpose": "", "emergency": "on"}])
def test_a_purpose_is_always_said(client, worker, referral, data):
    client.force_login(worker)
    assert client.post(of(referral, "ask_minors"), data).status_code == 422
    assert not MinorsAccess.objects.exists()


def test_only_another_person_who_leads_this_station_answers(
    client, worker, lead, referral, room_worker
):
    request = actions.ask_for_minors_data(referral, purpose="约医生", actor=worker)
    own = actions.ask_for_minors_data(referral, purpose="约医生", actor=lead)
    elsewhere = UserFactory(role="station_lead", station=OtherStationFactory())

    for person in (worker, room_worker, elsewhere):
        with pytest.raises(PermissionDenied):
            actions.answer_for_minors_data(request.pk, granted=True, actor=person)
        client.force_login(person)
        answer = client.post(f"{QUEUE}{request.pk}/", {"answer": "allow"})
        assert answer.status_code in {302, 404}
    with pytest.raises(PermissionDenied):
        actions.answer_for_minors_data(own.pk, granted=True, actor=lead)
    client.force_login(elsewhere)
    assert "约医生" not in client.get(QUEUE).content.decode()

    assert set(MinorsAccess.objects.values_list("granted", "decided_by")) == {(False, None)}


def test_an_answer_is_given_once(lead, worker, referral):
    request = actions.ask_for_minors_data(referral, purpose="约医生", actor=worker)
    actions.answer_for_minors_data(request.pk, granted=False, actor=lead)
    with pytest.raises(ValidationError) as refusal:
        actions.answer_for_minors_data(request.pk, granted=True, actor=lead)
    assert refusal.value.code == "answered_already"
    assert MinorsAccess.objects.get().granted is False


def test_the_rules_still_hear_what_the_worker_may_not_read(client, worker, refer):
    """Closing a child's facts must not silence an alert."""
    referral = refer(facts={**FACTS, "event": "child_missing", "event_when": "days"})
    client.force_login(worker)

    page = client.get(of(referral))

    assert SECRET not in page.content.decode()
    assert page.context["suggestion"]["tier_number"] == 1


def test_only_what_may_be_read_is_quoted(client, worker, lead, refer):
    referral = refer(words="他打我", facts={**FACTS, "support": "老公天天喝酒"})

    def quoted(user):
        client.force_login(user)
        page = client.get(of(referral))
        return {signal["code"] for signal in page.context["suggestion"]["signals"]}

    assert quoted(lead) > quoted(worker) == {"violence"}


@pytest.mark.parametrize("count", [1, 12])
def test_the_leads_list_asks_the_same_number_of_questions(
    client, lead, worker, refer, django_assert_num_queries, count
):
    for _ in range(count):
        actions.ask_for_minors_data(refer(facts=FACTS), purpose="约医生", actor=worker)
    client.force_login(lead)
    client.get(QUEUE)
    with django_assert_num_queries(9):
        client.get(QUEUE)
