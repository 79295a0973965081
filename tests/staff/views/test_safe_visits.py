"""Planning and noting a visit where the household said how it may be approached."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from staff import actions
from staff.models import Visit
from tests.factories import PromiseFactory, ReferralDecisionFactory, VisitFactory

SECRET = {"say_who": False, "others_may_answer": False, "not_times": "晚上"}
OPEN = {"say_who": True, "others_may_answer": True}
WARNINGS = {"不要说是社工站", "只能跟本人说，不能让别人知道", "别在这时打，也别在这时来："}
BECAUSE = "她说好他上午不在家"


def address(case, view, *args):
    return reverse(f"cases:{view}", args=[case.reference, *args])


def in_a_week() -> str:
    return (timezone.localdate() + timedelta(days=7)).isoformat()


def plan(client, case, **changes):
    data = {
        "seen_version": case.version,
        "day": in_a_week(),
        "kind": "home",
        "visitor": case.worker_id,
        "purpose": "带表格",
        **changes,
    }
    return client.post(address(case, "plan_visit"), data)


def shown(response) -> set[str]:
    page = response.content.decode()
    return {words for words in WARNINGS if words in page}


@pytest.mark.parametrize(("safe_contact", "warnings"), [(SECRET, WARNINGS), (OPEN, set())])
def test_the_strip_stands_wherever_a_visit_is_planned_noted_or_agreed_on(
    client, worker, open_case, safe_contact, warnings
):
    case = open_case(safe_contact=safe_contact)
    visit = VisitFactory(case=case)
    client.force_login(worker)

    for page in (
        address(case, "plan_visit"),
        address(case, "visit", visit.pk),
        address(case, "call"),
        address(case, "detail"),
    ):
        assert shown(client.get(page)) == warnings, page


def test_the_strip_shows_the_strictest_of_all_that_the_household_told_us(client, worker, open_case):
    case = open_case(safe_contact=OPEN)
    later = PromiseFactory(
        referral__station=case.station, referral__room=case.room, referral__safe_contact=SECRET
    ).referral
    ReferralDecisionFactory(referral=later, outcome="joined", case=case)
    client.force_login(worker)

    for view in ("plan_visit", "call", "detail"):
        page = client.get(address(case, view))
        assert shown(page) == WARNINGS
    assert "什么都别说，挂掉" in page.content.decode()


def test_a_room_that_reads_no_story_reads_how_to_come_safely(
    client, room_worker, open_case, worker
):
    case = open_case(safe_contact=SECRET, room_worker=room_worker)
    visit = VisitFactory(case=case, visitor=room_worker)
    client.force_login(room_worker)

    assert shown(client.get(address(case, "visit", visit.pk))) == WARNINGS


def test_a_home_visit_is_asked_about_and_nothing_typed_is_lost(client, worker, open_case):
    case = open_case(safe_contact=SECRET)
    client.force_login(worker)

    refused = plan(client, case)

    form = refused.context["form"]
    assert refused.status_code == 422
    assert list(form.errors) == ["although"]
    assert "家里有人不能知道" in refused.content.decode()
    assert form["purpose"].value() == "带表格"
    assert not Visit.objects.exists()

    elsewhere = plan(client, case, kind="other")
    assert list(elsewhere.context["form"].errors) == ["time_agreed"]

    assert plan(client, case, kind="other", time_agreed="yes").status_code == 302
    assert Visit.objects.get().kind == "other"


def test_with_its_reason_the_visit_is_planned_and_whoever_goes_reads_it(client, worker, open_case):
    case = open_case(safe_contact=SECRET)
    client.force_login(worker)

    assert plan(client, case, although=BECAUSE).status_code == 302

    visit = Visit.objects.get()
    page = client.get(address(case, "visit", visit.pk)).content.decode()
    assert f"与本人的要求不一样，原因：{BECAUSE}" in page
    history = client.get(address(case, "history")).content.decode()
    assert "与本人的要求不一样，写了原因" in history
    assert BECAUSE not in history


def test_where_nothing_was_asked_for_nothing_more_is_asked(client, worker, open_case):
    case = open_case(safe_contact=OPEN)
    visit = VisitFactory(case=case)
    client.force_login(worker)

    for page, usual in (
        (address(case, "plan_visit"), {"day", "other_day", "kind", "visitor", "purpose"}),
        (address(case, "call"), {"line", "day", "harm", "result"}),
    ):
        assert set(client.get(page).context["form"].fields) == usual
    note = set(client.get(address(case, "visit", visit.pk)).context["form"].fields)
    assert note & {"next_kind", "although", "time_agreed"} == set()


def test_a_note_asks_where_next_time_and_keeps_what_was_written(client, worker, open_case):
    case = open_case(safe_contact={**OPEN, "say_who": False})
    visit = VisitFactory(case=case)
    client.force_login(worker)
    note = {"met": ["self"], "said": "睡得好些了", "day": in_a_week(), "urgent": "no"}
    here = address(case, "visit", visit.pk)

    refused = client.post(here, note)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["although"]
    assert "睡得好些了" in refused.content.decode()
    visit.refresh_from_db()
    assert visit.status == "planned"

    assert client.post(here, {**note, "next_kind": "station"}).status_code == 302
    assert Visit.objects.planned().get().kind == "station"


def test_a_day_agreed_on_the_phone_asks_where(client, worker, open_case):
    case = open_case(safe_contact=SECRET)
    client.force_login(worker)
    call = {"result": "appointment", "line": "下周见", "day": in_a_week()}

    refused = client.post(address(case, "call"), call)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["although"])
    assert "下周见" in refused.content.decode()

    client.post(address(case, "call"), {**call, "place": "other"})
    assert Visit.objects.planned().get().kind == "other"


@pytest.mark.parametrize("forged", [{"place": "moon"}, {"place": "phone"}])
def test_a_forged_place_is_refused(client, worker, open_case, forged):
    case = open_case(safe_contact=SECRET)
    client.force_login(worker)
    call = {"result": "appointment", "day": in_a_week(), **forged}

    refused = client.post(address(case, "call"), call)

    assert list(refused.context["form"].errors) == ["place"]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("referrals", [1, 4])
def test_the_strip_costs_one_question_however_much_was_told(
    client, worker, open_case, django_assert_num_queries, referrals
):
    case = open_case(safe_contact=SECRET)
    for _ in range(referrals - 1):
        later = PromiseFactory(
            referral__station=case.station, referral__safe_contact=SECRET
        ).referral
        ReferralDecisionFactory(referral=later, outcome="joined", case=case)
    client.force_login(worker)
    client.get(address(case, "plan_visit"))

    with django_assert_num_queries(10):
        client.get(address(case, "plan_visit"))


def test_the_reason_stands_beside_the_planned_visit_of_the_household(
    client, worker, lead, open_case
):
    case = open_case(safe_contact=SECRET)
    actions.plan_visit(
        case.pk,
        planned_for=timezone.localdate() + timedelta(days=1),
        kind="home",
        visitor=worker,
        although=BECAUSE,
        seen_version=None,
        actor=worker,
    )
    client.force_login(lead)

    assert BECAUSE in client.get(address(case, "detail")).content.decode()
