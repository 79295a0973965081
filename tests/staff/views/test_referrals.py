"""The queue, and the desk where a referral is decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from intake.models import Consent, ConsentText, PublicStatus, Referral, Sharing
from staff import actions
from staff.domain.stages import Stage
from staff.forms import DecideForm
from staff.models import Case, ReferralDecision, StageMove, Visit
from tests.factories import FactValueFactory, UserFactory

DECIDE = {
    "why": "extreme",
    "reason": "",
    "difficulty": "药费付不起",
    "clients_words": "我怕影响孩子",
    "life_after_help": "",
    "assessment": "",
    "assessment_kind": "home",
    "case_reference": "",
}
INDEX = "/staff/referrals/"


def detail(referral) -> str:
    return reverse("referrals:detail", args=[referral.reference])


def listed(response) -> list[str]:
    return [referral.reference for referral in response.context["object_list"]]


def decide(client, referral, outcome, worker, **changes):
    data = {**DECIDE, "outcome": outcome, "worker": worker.pk, **changes}
    return client.post(detail(referral), data)


def test_the_queue_shows_waiting_ones_with_danger_first(client, worker, refer, open_case):
    normal, harm = refer(), refer(danger="harm", due_in=timedelta(days=5))
    open_case()
    client.force_login(worker)

    assert listed(client.get(INDEX)) == [harm.reference, normal.reference]


def test_decided_ones_are_shown_when_asked_for(client, worker, refer, open_case):
    refer()
    case = open_case()
    client.force_login(worker)

    assert listed(client.get(INDEX, {"state": "decided"})) == [case.reference]
    assert len(listed(client.get(INDEX, {"state": "all"}))) == 2


def test_a_search_looks_through_decided_ones_too(client, worker, refer, open_case):
    case = open_case(phone="13911112222")
    refer(phone="13833334444")
    client.force_login(worker)

    assert listed(client.get(INDEX, {"q": "139 1111 2222"})) == [case.reference]


@pytest.mark.parametrize("hostile", ['"', "'; drop", "\x00", " ", "%", "１" * 300, "<script>"])
def test_a_hostile_search_finds_nothing_and_breaks_nothing(client, worker, refer, hostile):
    refer()
    client.force_login(worker)

    assert client.get(INDEX, {"q": hostile}).status_code == 200


@pytest.mark.parametrize("query", [{"p": "0"}, {"p": "x"}, {"state": "x"}, {"room": "x"}])
def test_a_forged_filter_shows_a_list(client, worker, refer, query):
    refer()
    client.force_login(worker)

    assert client.get(INDEX, query).status_code == 200


def test_a_room_sees_its_own_but_not_what_was_kept_from_it(client, room_worker, refer):
    own = refer()
    refer(station_only=True)
    refer(room=None)
    client.force_login(room_worker)

    assert listed(client.get(INDEX)) == [own.reference]


@pytest.mark.parametrize("role", ["editor", "district_viewer"])
def test_editors_and_district_viewers_get_no_list(client, refer, role, request):
    referral = refer(words="没钱看病")
    client.force_login(request.getfixturevalue(role))

    for address in (INDEX, detail(referral)):
        response = client.get(address)
        assert (response.status_code, response.url) == (302, "/staff/")


def test_a_referral_of_another_station_does_not_exist(client, stranger, refer):
    referral = refer()
    client.force_login(stranger)

    assert listed(client.get(INDEX)) == []
    assert client.get(detail(referral)).status_code == 404
    assert decide(client, referral, "advise", stranger).status_code == 404
    assert not ReferralDecision.objects.exists()


def test_the_persons_own_words_and_safe_contact_come_before_the_decision(client, worker, refer):
    referral = refer(
        words="别让他知道", safe_contact={"say_who": False, "others_may_answer": False}
    )
    client.force_login(worker)

    page = client.get(detail(referral)).content.decode()

    words = [page.index(each) for each in ("「别让他知道」", "不要说是社工站", "怎么办")]
    assert words == sorted(words)


def test_a_room_reads_no_household_facts_without_consent_to_share(
    client, room_worker, worker, refer
):
    referral = refer(facts={"illness": "糖尿病"})
    client.force_login(room_worker)
    assert "糖尿病" not in client.get(detail(referral)).content.decode()

    client.force_login(worker)
    assert "糖尿病" in client.get(detail(referral)).content.decode()

    share = ConsentText.objects.create(
        purpose="share", version=9, language="zh-hans", text="同意", in_force_from="2026-01-01"
    )
    Consent.objects.create(referral=referral, text=share, given_at=referral.received_at)
    client.force_login(room_worker)
    assert "糖尿病" in client.get(detail(referral)).content.decode()


def test_a_duplicate_is_shown_with_its_case(client, worker, refer, open_case):
    case = open_case(phone="13911112222")
    again = refer(phone="13911112222")
    client.force_login(worker)

    assert str(case) in client.get(detail(again)).content.decode()


def test_tier_1_is_opened_in_one_go_with_its_grounds(client, worker, room_worker, refer):
    referral = refer()
    client.force_login(worker)

    response = decide(
        client, referral, "tier1", worker, room_worker=room_worker.pk, reason="药断了"
    )

    case = Case.objects.get()
    assert response.url == reverse("cases:detail", args=[referral.reference])
    assert (case.stage, case.worker, case.room_worker, case.provisional) == (
        Stage.T1_EMERGENCY_HANDLING,
        worker,
        room_worker,
        True,
    )
    move = StageMove.objects.get()
    assert (move.difficulty, move.clients_words) == ("药费付不起", "我怕影响孩子")
    assert case.decisions.get().reason == "经济极度困难：药断了"
    assert referral.public_status.__class__.objects.get().state == (
        PublicStatus.State.WORKER_ASSIGNED
    )
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(case)] == [
        "staff.open_case"
    ]


def test_tier_2_needs_an_assessment_and_keeps_what_was_typed(client, worker, refer):
    referral = refer()
    client.force_login(worker)

    refused = decide(client, referral, "tier2", worker, reason="一直这样")

    assert refused.status_code == 422
    assert "一直这样" in refused.content.decode()
    assert list(refused.context["form"].errors) == ["assessment"]
    assert not Case.objects.exists()

    decide(client, referral, "tier2", worker, assessment="上门看过，能自理")

    assert Case.objects.get().stage == Stage.T2_ACCOMPANIED_GROWTH
    assert Visit.objects.get().seen == "上门看过，能自理"


def test_joining_needs_an_open_case_of_this_station(client, worker, refer, open_case):
    referral, case = refer(), open_case()
    client.force_login(worker)

    refused = decide(client, referral, "join", worker, case_reference="12345678")
    assert list(refused.context["form"].errors) == ["case_reference"]

    decide(client, referral, "join", worker, case_reference=str(case), why="same")
    assert ReferralDecision.objects.get(referral=referral).case == case


TELLING = {
    "recipient": "police",
    "purpose": "上门看看",
    "parts": ["place"],
    "ground": "life",
    "without_consent": "两天没应门",
}


@pytest.mark.parametrize(
    ("outcome", "more", "stored"),
    [("advise", {}, "advised"), ("refer_on", TELLING, "referred_on")],
)
def test_a_settled_referral_leads_to_the_next_one(client, worker, refer, outcome, more, stored):
    first, second = refer(), refer(due_in=timedelta(days=2))
    client.force_login(worker)

    response = decide(client, first, outcome, worker, why="question", reason="问低保", **more)

    decision = ReferralDecision.objects.get()
    assert (decision.outcome, decision.reason) == (stored, "只是问政策：问低保")
    assert response.url == detail(second)


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"ground": "consent"}, {"ground"}),
        ({"without_consent": ""}, {"without_consent"}),
        ({"recipient": "", "parts": [], "ground": ""}, {"recipient", "parts", "ground"}),
        ({"purpose": ""}, {"purpose"}),
    ],
)
def test_referring_on_is_refused_beside_what_is_missing(client, worker, refer, changes, beside):
    referral = refer()
    client.force_login(worker)

    refused = decide(client, referral, "refer_on", worker, reason="转走", **(TELLING | changes))

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == beside
    assert "转走" in refused.content.decode()
    assert not Sharing.objects.exists()
    assert not ReferralDecision.objects.exists()


def test_nothing_chosen_is_refused_beside_the_fields(client, worker, refer):
    referral = refer()
    client.force_login(worker)

    refused = client.post(detail(referral), {})

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"outcome", "why", "worker"}
    assert not ReferralDecision.objects.exists()


def test_a_room_may_read_but_not_decide(client, room_worker, refer):
    referral = refer()
    client.force_login(room_worker)

    assert client.get(detail(referral)).context["form"] is None
    decide(client, referral, "advise", room_worker)
    assert not ReferralDecision.objects.exists()


def test_a_second_decision_changes_nothing(client, worker, lead, refer):
    referral = refer()
    client.force_login(worker)
    decide(client, referral, "advise", worker)
    client.force_login(lead)

    second = decide(client, referral, "tier1", lead, difficulty="今天没饭吃", reason="要快")

    assert ReferralDecision.objects.get().decided_by == worker
    assert not Case.objects.exists()
    assert second.status_code == 409
    page = second.content.decode()
    assert worker.first_name in page
    assert "今天没饭吃" in page
    assert "要快" in page
    assert str(dict(DecideForm.base_fields["outcome"].choices)["tier1"]) in page


def test_who_decides_second_sees_nothing_of_the_household_they_did_not_write(
    client, worker, refer, station
):
    referral = refer(words="隔壁天天吵", called_name="郑阿姨")
    client.force_login(worker)
    decide(client, referral, "tier1", worker, reason="很急")
    client.force_login(UserFactory(role="social_worker", station=station))

    second = decide(client, referral, "advise", worker, why="question")

    page = second.content.decode()
    assert second.status_code == 409
    assert Case.objects.count() == 1
    for secret in ("隔壁天天吵", "郑阿姨", "很急", "13800000000"):
        assert secret not in page


def test_previous_and_next_follow_the_queue(client, worker, refer):
    third = refer(due_in=timedelta(days=3))
    first = refer(danger="harm")
    second = refer(due_in=timedelta(days=1))
    client.force_login(worker)

    shown = [client.get(detail(each)).context for each in (first, second, third)]

    assert [(each["previous"], each["following"]) for each in shown] == [
        (None, detail(second)),
        (detail(first), detail(third)),
        (detail(second), None),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_the_queue_asks_the_same_number_of_questions_at_1_and_30(
    client, worker, refer, django_assert_num_queries, count
):
    for _ in range(count):
        refer()
    client.force_login(worker)
    client.get(INDEX)

    with django_assert_num_queries(11):
        client.get(INDEX)


@pytest.mark.parametrize("count", [2, 12])
def test_the_desk_asks_the_same_number_of_questions_in_a_full_queue(
    client, worker, refer, django_assert_num_queries, count
):
    referral, *_others = [refer(place="锦绣小区") for _ in range(count)]
    client.force_login(worker)
    client.get(detail(referral))

    with django_assert_num_queries(24):
        client.get(detail(referral))


def test_the_suggestion_shows_its_reasons_and_sources_to_whoever_decides(
    client, worker, room_worker, refer
):
    referral = refer(danger="harm", words="摔倒了起不来")
    client.force_login(worker)

    response = client.get(detail(referral))

    suggestion = response.context["suggestion"]
    assert suggestion["tier"] == "tier1_urgent"
    page = response.content.decode()
    for reason in suggestion["reasons"]:
        assert reason["wording"] in page
        assert reason["source"] in page
    client.force_login(room_worker)
    assert client.get(detail(referral)).context["suggestion"] is None


def test_deciding_otherwise_than_suggested_asks_why_and_an_alarm_asks_a_lead(
    client, worker, lead, refer
):
    referral = refer(danger="harm", words="摔倒了起不来")
    client.force_login(worker)

    refused = decide(client, referral, "advise", worker, why="question")
    assert list(refused.context["form"].errors) == ["reason"]
    refused = decide(client, referral, "advise", worker, why="question", reason="家人在旁")
    assert list(refused.context["form"].errors) == ["outcome"]
    assert "请站长来定" in refused.content.decode()
    assert "家人在旁" in refused.content.decode()
    assert not ReferralDecision.objects.exists()

    client.force_login(lead)
    decide(client, referral, "advise", worker, why="question", reason="已经打120，家人在旁")
    assert ReferralDecision.objects.get().outcome == "advised"


@pytest.mark.parametrize(
    "broken", [[1, 2], {"members": "x"}, {"age": {"a": 1}}, {"income": "很多"}]
)
def test_facts_nobody_expected_do_not_break_the_desk(client, worker, refer, broken):
    referral = refer(facts=broken if isinstance(broken, dict) else {"members": broken})
    client.force_login(worker)

    assert client.get(detail(referral)).status_code == 200


def test_somebody_who_was_here_before_is_judged_from_where_the_case_stands(
    client, worker, refer, open_case
):
    case = open_case(phone="13911112222", stage=Stage.T2_ACCOMPANIED_GROWTH)
    neighbour = refer(phone="13700000000", called_name="别人")
    again = refer(phone="13911112222", words="还是老样子")
    client.force_login(worker)

    context = client.get(detail(again)).context

    assert context["earlier"] == case
    assert (context["suggestion"]["outcome"], context["suggestion"]["stage"]) == (
        "keep_stage",
        "t2_accompanied_growth",
    )
    other = client.get(detail(neighbour)).context
    assert other["earlier"] is None
    assert other["suggestion"]["outcome"] != "keep_stage"


def test_the_same_place_alone_makes_nobody_the_same_person(client, worker, refer, open_case):
    open_case(phone="13911112222", place="东街3号楼", called_name="王阿姨")
    neighbour = refer(phone="13700000000", place="东街3号楼", called_name="李叔")
    client.force_login(worker)

    context = client.get(detail(neighbour)).context

    assert context["duplicates"] == []
    assert context["earlier"] is None


def test_the_card_judges_money_by_todays_checked_line(client, worker, station, refer):
    referral = refer(facts={"income_per_head": "1000-1100"}, needs=["money"], words="")
    client.force_login(worker)

    without = client.get(detail(referral)).context["suggestion"]
    FactValueFactory(fact__code="dibao_standard", value="2400")
    high = client.get(detail(referral)).context["suggestion"]

    assert (without["dibao_line"], without["tier_number"]) == (None, 2)
    assert any("低保标准" in each for each in without["missing"])
    assert (high["dibao_line"], high["tier_number"]) == (2400.0, 1)


def test_signals_and_what_was_not_understood_are_on_the_card(client, worker, refer):
    referral = refer(words="孩子还小，我不想活了", facts={"怪": "什么", "strengths": "会修车"})
    client.force_login(worker)

    page = client.get(detail(referral)).content.decode()

    assert "「不想活」" in page
    assert "这几项没看懂，请您自己看： 怪" in page


def joined(refer, open_case, worker):
    case = open_case()
    referral = refer(phone="13911112222")
    actions.join_case(referral, case=case, reason="同一户", seen_version=None, actor=worker)
    case.refresh_from_db()
    return case, referral


def split(client, case, referral):
    return client.post(
        f"/staff/referrals/{referral.reference}/split/", {"seen_version": case.version}
    )


def test_a_wrong_join_is_undone_and_the_referral_waits_again(client, worker, refer, open_case):
    case, referral = joined(refer, open_case, worker)
    promised = referral.promise.first_due_at
    client.force_login(worker)
    assert client.get(detail(referral)).context["may_split"] is True

    split(client, case, referral)

    assert not ReferralDecision.objects.filter(referral=referral).exists()
    status = PublicStatus.objects.get(referral=referral)
    assert status.state == PublicStatus.State.RECEIVED
    assert referral.promise.__class__.objects.get(referral=referral).first_due_at == promised
    entry = ModelLogEntry.objects.get(action="staff.split_referral")
    assert (entry.object_id, entry.data["version"]) == (str(case.pk), case.version + 1)
    assert client.get(detail(referral)).context["may_decide"] is True


def test_only_a_join_is_undone_and_only_on_what_was_seen(client, worker, refer, open_case):
    case, referral = joined(refer, open_case, worker)
    client.force_login(worker)
    case.version -= 1

    split(client, case, referral)
    assert ReferralDecision.objects.count() == 2
    first = Referral.objects.exclude(pk=referral.pk).get()
    split(client, case, first)

    assert ReferralDecision.objects.count() == 2


def test_a_room_does_not_split(client, room_worker, worker, refer, open_case):
    case, referral = joined(refer, open_case, worker)
    client.force_login(room_worker)

    split(client, case, referral)

    assert ReferralDecision.objects.count() == 2
