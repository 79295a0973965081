"""Whatever is sent to a staff form, it is refused or taken; it never breaks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from staff.domain.stages import Stage
from staff.models import StageMove, Visit
from tests.factories import DoneVisitFactory, VisitFactory

WRONG = {
    "no choice of ours": "nonsense",
    "nothing": "",
    "NUL": "a\x00b",
    "a number beyond any": "9" * 40,
    "a negative number": "-1",
    "a day that is none": "2026-02-31",
    "a day long ago": "0001-01-01",
    "a day far away": "9999-12-31",
    "very long": "长" * 20_000,
    "markup": "<script>alert(1)</script>{{ 7 }}%s%(x)s",
}
TODAY = "today"  # in place of the day a form is sent
FORMS = {
    "referrals:detail": {
        "outcome": "tier2",
        "why": "extreme",
        "reason": "看过了",
        "worker": "1",
        "room_worker": "",
        "difficulty": "难",
        "clients_words": "怕",
        "life_after_help": "",
        "assessment": "上门看过",
        "assessment_kind": "home",
        "case_reference": "",
    },
    "referrals:call": {"result": "appointment", "line": "说好了", "day": TODAY},
    "cases:call": {"result": "reached", "line": "在家", "day": ""},
    "referrals:ask_minors": {"purpose": "约医生", "emergency": "on"},
    "referrals:keep_withdrawn": {"why": "report", "reason": "法律"},
    "referrals:pause": {"why": "asked", "until": TODAY},
    "referrals:why": {"why": "cover", "words": ""},
    "cases:why": {"why": "other", "words": "替班"},
    "cases:move": {
        "seen_version": "1",
        "from_stage": "t1_emergency_handling",
        "criteria_met": "safe_now",
        "difficulty": "轻",
        "life_after_help": "好",
        "clients_words": "行",
        "evidence": "visit-1",
        "review_on": TODAY,
    },
    "cases:plan_visit": {
        "seen_version": "1",
        "day": TODAY,
        "other_day": "",
        "kind": "home",
        "visitor": "1",
        "purpose": "",
    },
    "cases:visit": {
        "met": "self",
        "said": "好多了",
        "seen_chips": "tidy",
        "seen": "",
        "done_chips": "listened",
        "done": "",
        "day": "other",
        "other_day": TODAY,
        "urgent": "no",
    },
    "cases:hand_over": {"seen_version": "1", "worker": "1", "room_worker": "", "reason": "休假"},
    "cases:review": {"seen_version": "1", "review_on": TODAY},
    "cases:cancel_visit": {"reason": "住院了"},
    "cases:add_note": {
        "kind": "explained",
        "explainer": "dibao",
        "understood": "yes",
        "will": "willing",
        "text": "说了",
    },
    "cases:decline": {"reason": "再看"},
}


def days_from_now(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def filled(name, **changes):
    """A form as it would be sent today."""
    form = {**FORMS[name], **changes}
    return {field: days_from_now(0) if said == TODAY else said for field, said in form.items()}


@pytest.fixture
def addresses(open_case, refer, worker):
    case = open_case()
    DoneVisitFactory(case=case)
    visit = VisitFactory(case=case)
    move = StageMove.objects.create(
        case=case,
        from_stage=case.stage,
        to_stage=Stage.CLOSED,
        kind="close",
        difficulty="…",
        life_after_help="…",
        clients_words="…",
        close_reason="moved",
        moved_by=worker,
        moved_at=case.opened_at,
        needs_signature=True,
    )
    more = {"cases:move": ["t1_joint_help"], "cases:visit": [visit.pk], "cases:decline": [move.pk]}
    more["cases:cancel_visit"] = [visit.pk]
    waiting = refer().reference
    return {
        name: reverse(
            name,
            args=[waiting if name.startswith("referrals") else case.reference, *more.get(name, [])],
        )
        for name in FORMS
    }


@pytest.mark.parametrize("name", FORMS)
def test_no_wrong_value_breaks_a_form(client, lead, addresses, name):
    client.force_login(lead)
    address, right = addresses[name], filled(name)
    answers = {}

    for kind, wrong in WRONG.items():
        answers[kind] = client.post(address, dict.fromkeys(right, wrong)).status_code
        for field in right:
            sent = {**right, field: wrong}
            answers[kind, field] = client.post(address, sent).status_code
    for field in right:
        sent = {key: value for key, value in right.items() if key != field}
        answers["missing", field] = client.post(address, sent).status_code
        answers["twice", field] = client.post(address, {**right, field: ["a", "b"]}).status_code

    assert set(answers.values()) <= {200, 302, 404, 409, 422}


def test_sending_twice_writes_once(client, worker, addresses):
    client.force_login(worker)
    right = filled("cases:plan_visit", visitor=worker.pk)

    assert client.post(addresses["cases:plan_visit"], right).status_code == 302
    assert client.post(addresses["cases:plan_visit"], right).status_code == 409

    assert Visit.objects.planned().count() == 2  # the one there was, and one more


def test_too_much_at_once_is_refused(client, worker, addresses):
    client.force_login(worker)

    answer = client.post(addresses["cases:add_note"], {"kind": "note", "text": "a" * 1_100_000})

    assert answer.status_code == 400


@pytest.mark.parametrize("days", [0, 3, 6, 13, 29, 400])
def test_a_day_of_a_form_opened_before_midnight_is_taken(client, worker, addresses, days):
    """Yesterday's 「一周后」 is six days off today, and still the day the worker saw."""
    client.force_login(worker)
    Visit.objects.all().delete()
    plan = filled("cases:plan_visit", day=days_from_now(days), visitor=worker.pk)

    assert client.post(addresses["cases:plan_visit"], plan).status_code == 302

    assert Visit.objects.get().planned_for.isoformat() == days_from_now(days)


def test_the_next_visit_of_a_note_written_over_midnight_is_planned(client, worker, addresses):
    client.force_login(worker)
    note = filled("cases:visit", day=days_from_now(6), other_day="")

    assert client.post(addresses["cases:visit"], note).status_code == 302

    assert Visit.objects.planned().get().planned_for.isoformat() == days_from_now(6)


@pytest.mark.parametrize("day", [-1, 401, "20991201", "+1"])
def test_a_day_nobody_means_is_refused_beside_its_field(client, worker, addresses, day):
    client.force_login(worker)
    day = days_from_now(day) if isinstance(day, int) else day
    plan = filled("cases:plan_visit", day=day, visitor=worker.pk)

    refused = client.post(addresses["cases:plan_visit"], plan)

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"day"}


def test_a_plausible_day_stays_chosen_when_something_else_is_missing(client, worker, addresses):
    client.force_login(worker)
    plan = filled("cases:plan_visit", day=days_from_now(6), visitor="")

    refused = client.post(addresses["cases:plan_visit"], plan)

    assert f'value="{days_from_now(6)}"' in refused.content.decode()
    assert refused.context["form"]["day"].value() == days_from_now(6)
