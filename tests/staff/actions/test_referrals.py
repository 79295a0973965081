from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.actions import ensure_consent_texts
from intake.models import Consent, Sharing
from staff import actions
from staff.domain.deadlines import DEFAULT_RHYTHM
from staff.domain.stages import Stage
from staff.models import Case, ReferralDecision, StageMove, Visit
from tests.factories import (
    CaseFactory,
    OtherStationFactory,
    PromiseFactory,
    ReferralFactory,
    UserFactory,
)

E1, G2 = Stage.T1_EMERGENCY_HANDLING, Stage.T2_ACCOMPANIED_GROWTH


@pytest.fixture
def referral(station, room):
    return PromiseFactory(referral__station=station, referral__room=room).referral


def opening(actor, **changes):
    return {
        "stage": E1,
        "difficulty": "没有收入，女儿重病",
        "clients_words": "怕影响孩子",
        "worker": actor,
        "reason": "生活非常困难",
        "actor": actor,
    } | changes


def test_tier_1_opens_at_once_and_stays_provisional_until_a_visit(referral, worker, room_worker):
    case = actions.open_case(referral, **opening(worker, room_worker=room_worker))

    stored = Case.objects.get()
    assert stored == case
    assert (stored.reference, stored.tier, stored.stage) == (
        referral.reference,
        "tier1_urgent",
        E1,
    )
    assert stored.provisional
    assert stored.room_worker == room_worker
    days = DEFAULT_RHYTHM[E1].review_after
    assert stored.review_on == timezone.localdate() + timedelta(days=days)
    move = StageMove.objects.get()
    assert (move.kind, move.difficulty, move.clients_words) == (
        "entry",
        "没有收入，女儿重病",
        "怕影响孩子",
    )
    assert referral.decision.outcome == ReferralDecision.Outcome.OPENED
    assert referral.public_status.state == "worker_assigned"
    referral.promise.refresh_from_db()
    assert referral.promise.kept_at is None
    assert list(ModelLogEntry.objects.values_list("action", "label")) == [
        ("staff.open_case", str(case))
    ]


def test_tier_2_opens_after_an_assessment_which_is_its_evidence(referral, worker):
    case = actions.open_case(
        referral, **opening(worker, stage=G2, assessment="去家里看过，低保差一点")
    )

    visit = Visit.objects.get()
    assert (visit.status, visit.seen) == ("done", "去家里看过，低保差一点")
    assert list(StageMove.objects.get().evidence.all()) == [visit]
    assert case.tier == "tier2_easing"
    assert not case.provisional
    referral.promise.refresh_from_db()
    assert referral.promise.kept_at == visit.done_at


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"stage": G2}, "assessment_missing"),
        ({"stage": Stage.T3_REFERRAL_OBSERVATION}, "no_entry_to_tier3"),
        ({"stage": Stage.T1_JOINT_HELP}, "move_not_allowed"),
        ({"difficulty": " "}, "ground_missing"),
        ({"clients_words": ""}, "ground_missing"),
        ({"reason": ""}, "reason_missing"),
    ],
)
def test_a_refused_opening_saves_nothing(referral, worker, changes, code):
    with pytest.raises(ValidationError) as refused:
        actions.open_case(referral, **opening(worker, **changes))

    assert refused.value.code == code
    assert not Case.objects.exists()
    assert not ReferralDecision.objects.exists()
    assert not StageMove.objects.exists()
    assert not ModelLogEntry.objects.exists()


def test_a_referral_is_decided_once(referral, worker):
    actions.open_case(referral, **opening(worker))

    with pytest.raises(ValidationError) as refused:
        actions.advise_and_close(referral, reason="讲清楚了", actor=worker)

    assert refused.value.code == "referral_settled"
    assert ReferralDecision.objects.count() == 1


def test_workers_come_from_the_station_and_its_room(referral, worker, station):
    from_elsewhere = UserFactory(role="social_worker")
    other_room = UserFactory(role="room_worker")

    with pytest.raises(ValidationError) as refused:
        actions.open_case(referral, **opening(worker, worker=from_elsewhere))
    assert refused.value.code == "worker_elsewhere"
    with pytest.raises(ValidationError) as refused:
        actions.open_case(referral, **opening(worker, room_worker=other_room))
    assert refused.value.code == "room_worker_elsewhere"


def test_who_asked_to_keep_the_room_out_gets_no_room_worker(station, room, worker, room_worker):
    referral = ReferralFactory(station=station, room=room, station_only=True)

    with pytest.raises(ValidationError) as refused:
        actions.open_case(referral, **opening(worker, room_worker=room_worker))

    assert refused.value.code == "kept_from_room"
    assert actions.open_case(referral, **opening(worker)).station_only


TELLING = {
    "recipient": "sub_district",
    "recipient_name": "民政窗口",
    "purpose": "问临时救助",
    "parts": ["called_name", "needs"],
    "ground": "consent",
}


def with_consents(referral, *purposes):
    texts = {text.purpose: text for text in ensure_consent_texts()}
    for purpose in purposes:
        Consent.objects.create(referral=referral, text=texts[purpose], given_at=timezone.now())
    return referral


@pytest.mark.parametrize(
    ("action", "more", "outcome"),
    [
        (actions.advise_and_close, {}, ReferralDecision.Outcome.ADVISED),
        (actions.refer_on, TELLING, ReferralDecision.Outcome.REFERRED_ON),
    ],
)
def test_settling_without_a_case_keeps_the_promise(referral, worker, action, more, outcome):
    with_consents(referral, "help", "share")

    decision = action(referral, reason="告诉他去街道窗口", actor=worker, **more)

    assert (decision.outcome, decision.case) == (outcome, None)
    referral.promise.refresh_from_db()
    assert referral.promise.kept_at is not None
    assert referral.public_status.state == "closed"
    assert not Case.objects.exists()


def test_referring_on_keeps_whom_we_told_what_and_on_which_consent(referral, worker):
    with_consents(referral, "help", "share")

    actions.refer_on(referral, reason="街道来办", actor=worker, **TELLING)

    told = Sharing.objects.get()
    assert (told.recipient, told.recipient_name, told.purpose, told.parts) == (
        "sub_district",
        "民政窗口",
        "问临时救助",
        ["called_name", "needs"],
    )
    assert told.consent == Consent.objects.get(text__purpose="share")
    assert told.shared_by_id == worker.pk
    [entry] = ModelLogEntry.objects.all()
    assert (entry.action, entry.user, entry.data) == (
        "staff.refer_on",
        worker,
        {"recipient": "sub_district", "ground": "consent"},
    )


@pytest.mark.parametrize(
    ("agreed", "changes", "code"),
    [
        (["help"], {}, "share_consent"),
        (["help", "share"], {"parts": ["facts"]}, "sensitive_consent"),
        (["help", "share"], {"parts": []}, "parts"),
        (["help"], {"ground": "life"}, "without_consent_missing"),
        (["help"], {"ground": "duty", "without_consent": " "}, "without_consent_missing"),
    ],
)
def test_nobody_is_told_and_nothing_decided_without_a_ground(
    referral, worker, agreed, changes, code
):
    with_consents(referral, *agreed)

    with pytest.raises(ValidationError) as refused:
        actions.refer_on(referral, reason="街道来办", actor=worker, **(TELLING | changes))

    assert refused.value.code == code
    assert not Sharing.objects.exists()
    assert not ReferralDecision.objects.exists()
    assert not ModelLogEntry.objects.exists()
    referral.promise.refresh_from_db()
    assert referral.promise.kept_at is None


def test_danger_is_told_without_consent_with_its_reason(referral, worker):
    with_consents(referral, "help")

    actions.refer_on(
        referral,
        reason="派出所到场",
        actor=worker,
        **TELLING | {"ground": "life", "without_consent": "门里没有回应"},
    )

    told = Sharing.objects.get()
    assert (told.ground, told.consent, told.without_consent) == ("life", None, "门里没有回应")


@pytest.mark.parametrize(
    "told",
    [
        {"danger": "harm"},
        {"words": "我不想活了"},
        {"words": "他天天打我，不敢回家"},
        {"words": "孩子走丢了"},
    ],
)
def test_an_alarm_is_ended_without_a_case_by_a_lead_alone(station, room, worker, lead, told):
    told = {f"referral__{name}": value for name, value in told.items()}
    alarming = PromiseFactory(referral__station=station, referral__room=room, **told).referral

    with pytest.raises(ValidationError) as refused:
        actions.advise_and_close(alarming, reason="讲清楚了", actor=worker)

    assert refused.value.code == "alarm_needs_lead"
    assert not ReferralDecision.objects.exists()
    assert not ModelLogEntry.objects.exists()
    for duty in actions.hear_duties(alarming, at=timezone.now()):
        actions.waive_duty(duty.pk, reason="当面看过", seen_version=None, actor=lead)
    actions.advise_and_close(alarming, reason="当面看过，没有危险", actor=lead)
    assert ReferralDecision.objects.get().decided_by == lead


def test_an_alarm_told_in_the_second_of_two_referrals_counts(station, room, worker):
    first = ReferralFactory(station=station, room=room, words="问问手续")
    second = ReferralFactory(station=station, room=room, danger="harm")
    actions.merge_referrals(second, into=first, actor=worker)

    with pytest.raises(ValidationError) as refused:
        actions.advise_and_close(first, reason="讲清楚了", actor=worker)
    assert refused.value.code == "alarm_needs_lead"


def test_a_second_referral_joins_the_open_case_and_its_wish_for_secrecy(station, room, worker):
    case = CaseFactory(station=station, room=room, worker=worker)
    again = ReferralFactory(station=station, room=room, station_only=True)

    actions.join_case(again, case=case, reason="同一家", seen_version=None, actor=worker)

    case.refresh_from_db()
    assert again.decision.case == case
    assert (case.station_only, case.version) == (True, 2)


def test_nothing_joins_a_closed_case_or_one_of_another_station(station, worker):
    referral = ReferralFactory(station=station)

    with pytest.raises(ValidationError) as refused:
        actions.join_case(
            referral,
            case=CaseFactory(station=station, stage=Stage.CLOSED),
            reason="同一家",
            seen_version=None,
            actor=worker,
        )
    assert refused.value.code == "case_closed"
    with pytest.raises(PermissionDenied):
        actions.join_case(
            referral,
            case=CaseFactory(station=OtherStationFactory()),
            reason="同一家",
            seen_version=None,
            actor=worker,
        )


@pytest.mark.parametrize("role", ["room_lead", "room_worker", "editor", "district_viewer", "admin"])
def test_only_the_station_decides_on_referrals(referral, room, worker, role):
    outsider = UserFactory(role=role, rooms=[room])

    with pytest.raises(PermissionDenied):
        actions.open_case(referral, **(opening(worker) | {"actor": outsider}))
    with pytest.raises(PermissionDenied):
        actions.advise_and_close(referral, reason="讲清楚了", actor=outsider)

    assert not ReferralDecision.objects.exists()


def test_another_station_cannot_decide(referral, worker):
    with pytest.raises(PermissionDenied):
        actions.open_case(
            referral, **(opening(worker) | {"actor": UserFactory(role="station_lead")})
        )
