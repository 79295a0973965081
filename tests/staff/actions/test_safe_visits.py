"""What a household asked for when it was to be reached holds for visits too (ux_content 3, 7a;
docs/decisions/0019)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.models import Consent, ConsentText
from staff import actions
from staff.models import ContactTry, Visit
from tests.factories import (
    CaseFactory,
    PromiseFactory,
    ReferralDecisionFactory,
    VisitFactory,
)

SECRET = {"say_who": True, "others_may_answer": False}
OPEN = {"say_who": True, "others_may_answer": True}
BECAUSE = "她说好他上午不在家"


@pytest.fixture
def case(station, room, worker):
    return CaseFactory(station=station, room=room, worker=worker)


@pytest.fixture
def ask(case):
    """The case hears of one more referral with these safe-contact answers."""

    def add(safe_contact, **fields):
        referral = PromiseFactory(
            referral__station=case.station,
            referral__room=case.room,
            referral__safe_contact=safe_contact,
            **{f"referral__{name}": value for name, value in fields.items()},
        ).referral
        ReferralDecisionFactory(referral=referral, outcome="opened", case=case)
        return referral

    return add


def the_next(weekday: int) -> date:
    """The next such day of the week after today, Monday 0."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return tomorrow + timedelta(days=(weekday - tomorrow.weekday()) % 7)


def plan(case, actor, *, weekday=1, **changes):
    return actions.plan_visit(
        case.pk,
        **{
            "planned_for": the_next(weekday),
            "kind": Visit.Kind.HOME,
            "visitor": actor,
            "purpose": "带表格",
            "seen_version": None,
            "actor": actor,
            **changes,
        },
    )


@pytest.mark.parametrize(
    ("safe_contact", "plan_of", "code"),
    [
        (OPEN, {}, None),
        (None, {}, None),
        (SECRET, {}, "home_not_open"),
        (SECRET, {"although": "  "}, "home_not_open"),
        (SECRET, {"time_agreed": True}, "home_not_open"),
        ({"say_who": False, "others_may_answer": True}, {}, "home_not_open"),
        (SECRET, {"kind": "station"}, None),
        (SECRET, {"kind": "other"}, None),
        (SECRET, {"kind": "phone"}, None),
        ({**OPEN, "not_times": "周二"}, {}, "not_then"),
        ({**OPEN, "not_times": "周二"}, {"kind": "phone"}, "not_then"),
        ({**OPEN, "not_times": "周二"}, {"weekday": 2}, None),
        ({**OPEN, "not_times": "周二"}, {"time_agreed": True}, None),
        ({**OPEN, "not_times": "晚上"}, {}, "times_unread"),
        ({**OPEN, "not_times": "晚上"}, {"time_agreed": True}, None),
        ({**SECRET, "not_times": "周二"}, {"kind": "station"}, "not_then"),
    ],
)
def test_a_plan_against_a_wish_is_refused_and_another_place_or_day_is_not(
    case, worker, ask, safe_contact, plan_of, code
):
    ask(safe_contact)

    if code is None:
        assert plan(case, worker, **plan_of).purpose == "带表格"
        assert ModelLogEntry.objects.get().action == "staff.plan_visit"
        return
    with pytest.raises(ValidationError) as refused:
        plan(case, worker, **plan_of)
    assert refused.value.code == code
    assert not Visit.objects.exists()
    assert not ModelLogEntry.objects.exists()
    case.refresh_from_db()
    assert case.version == 1


@pytest.mark.parametrize(
    ("safe_contact", "wishes"),
    [
        (SECRET, ["home"]),
        ({**OPEN, "not_times": "周二"}, ["not_then"]),
        ({**OPEN, "not_times": "晚上"}, ["times"]),
        ({**SECRET, "not_times": "周二"}, ["home", "not_then"]),
    ],
)
def test_a_reason_goes_with_the_visit_and_the_log_says_so_without_it(
    case, worker, ask, safe_contact, wishes
):
    ask(safe_contact)

    visit = plan(case, worker, although=BECAUSE)

    visit.refresh_from_db()
    entry = ModelLogEntry.objects.get()
    assert visit.purpose.splitlines()[0] == "带表格"
    assert BECAUSE in visit.purpose.splitlines()[1]
    assert (entry.action, entry.data["wishes"]) == ("staff.plan_visit_although", wishes)
    assert BECAUSE not in str(entry.data) + str(entry.message)


def test_a_reason_nobody_asked_for_is_not_kept(case, worker, ask):
    ask(OPEN)

    assert plan(case, worker, although=BECAUSE).purpose == "带表格"
    assert ModelLogEntry.objects.get().action == "staff.plan_visit"


def test_of_several_referrals_the_strictest_holds(case, worker, ask):
    ask(OPEN)
    ask({**SECRET, "not_times": "周二"})

    with pytest.raises(ValidationError) as refused:
        plan(case, worker)
    assert refused.value.code == "home_not_open"


def test_what_was_taken_back_is_used_for_nothing(case, worker, ask):
    referral = ask(SECRET)
    text = ConsentText.objects.filter(purpose="help").first() or ConsentText.objects.create(
        purpose="help", version=1, language="zh-hans", text="同意", valid_from=date(2026, 1, 1)
    )
    now = timezone.now()
    Consent.objects.create(referral=referral, text=text, given_at=now, withdrawn_at=now)

    assert plan(case, worker).pk


@pytest.mark.parametrize("record", [actions.record_visit, actions.miss_visit])
def test_the_next_visit_planned_with_a_note_is_asked_the_same(case, worker, ask, record):
    ask(SECRET)
    visit = VisitFactory(case=case)
    note = {"seen": "敲了门", "next_on": the_next(1), "actor": worker}

    with pytest.raises(ValidationError) as refused:
        record(visit.pk, **note)
    visit.refresh_from_db()
    assert refused.value.code == "home_not_open"
    assert (visit.status, visit.seen) == ("planned", "")

    record(visit.pk, **note, next_kind="station")
    following = Visit.objects.planned().get()
    assert (following.kind, following.planned_for) == ("station", the_next(1))

    record(following.pk, **note, next_kind="home", although=BECAUSE)
    assert BECAUSE in Visit.objects.planned().get().purpose


def test_a_day_agreed_on_the_phone_is_agreed_and_the_home_is_not(case, worker, ask):
    ask({**SECRET, "not_times": "周二"})
    call = {"result": "appointment", "agreed_on": the_next(1), "actor": worker}

    with pytest.raises(ValidationError) as refused:
        actions.record_call(case.pk, **call)
    assert refused.value.code == "home_not_open"
    assert not Visit.objects.exists()

    actions.record_call(case.pk, **call, agreed_kind="station")
    assert list(Visit.objects.planned().values_list("kind", "planned_for")) == [
        ("station", the_next(1))
    ]


def test_the_next_try_is_not_put_on_a_day_they_asked_us_to_leave_out(case, worker, ask):
    ask({**OPEN, "not_times": "周一到周四"})

    actions.record_call(case.pk, result="no_answer", actor=worker)

    assert Visit.objects.planned().get().planned_for.weekday() >= 4


def test_nor_is_the_next_try_of_a_referral_that_waits(station, room, worker):
    referral = PromiseFactory(
        referral__station=station,
        referral__room=room,
        referral__safe_contact={**OPEN, "not_times": "周一到周四"},
    ).referral

    actions.record_try(referral, result="no_answer", actor=worker)

    assert ContactTry.objects.get().next_on.weekday() >= 4


def test_whom_to_try_on_every_day_left_out_is_tried_all_the_same(case, worker, ask):
    ask({**OPEN, "not_times": "周一到周日"})

    actions.record_call(case.pk, result="no_answer", actor=worker)

    assert Visit.objects.planned().exists()
