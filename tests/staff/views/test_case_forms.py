"""What a worker writes: moves, signatures, visits, notes; and two people at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from staff import actions
from staff.domain.stages import Stage
from staff.models import Case, CaseNote, StageMove, Visit
from tests.factories import CaseFactory, CaseNoteFactory, DoneVisitFactory, VisitFactory

GROUNDS = {"difficulty": "轻了一些", "life_after_help": "饭有着落", "clients_words": "愿意试试"}


def address(case, view, *args) -> str:
    return reverse(f"cases:{view}", args=[case.reference, *args])


def log_of(case) -> list[str]:
    entries = ModelLogEntry.objects.for_instance(case).order_by("timestamp", "pk")
    return [entry.action for entry in entries]


def seen_at_home(case) -> Case:
    """Tier 1 is no longer provisional, as after a home visit."""
    Case.objects.filter(pk=case.pk).update(provisional=False)
    case.refresh_from_db()
    return case


def go_on(client, case, visit, **changes):
    """Move from emergency handling to joint help."""
    data = {
        **GROUNDS,
        "seen_version": case.version,
        "from_stage": Stage.T1_EMERGENCY_HANDLING,
        "criteria_met": ["safe_now", "one_contact_person", "needs_known"],
        "evidence": [f"visit-{visit.pk}"],
        **changes,
    }
    return client.post(address(case, "move", "t1_joint_help"), data)


def test_a_move_is_made_with_grounds_evidence_and_criteria(client, worker, open_case):
    case = seen_at_home(open_case())
    visit = DoneVisitFactory(case=case)
    client.force_login(worker)

    response = go_on(client, case, visit)

    case.refresh_from_db()
    move = case.moves.last()
    assert response.url == address(case, "detail")
    assert (case.stage, case.version) == (Stage.T1_JOINT_HELP, 2)
    assert (move.life_after_help, list(move.evidence.all())) == ("饭有着落", [visit])
    assert log_of(case) == ["staff.open_case", "staff.move_case"]


def test_the_last_grounds_are_filled_in(client, worker, open_case):
    case = open_case()
    client.force_login(worker)

    form = client.get(address(case, "move", "t1_joint_help")).context["form"]

    assert (form.initial["difficulty"], form.initial["clients_words"]) == ("没钱看病", "想先听听")


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"evidence": []}, "evidence"),
        ({"criteria_met": ["safe_now"]}, "criteria_met"),
        ({"clients_words": " "}, "clients_words"),
        ({"evidence": ["visit-999999"]}, "evidence"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(client, worker, open_case, missing, field):
    case = seen_at_home(open_case())
    visit = DoneVisitFactory(case=case)
    client.force_login(worker)

    refused = go_on(client, case, visit, **missing)

    case.refresh_from_db()
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert case.stage == Stage.T1_EMERGENCY_HANDLING


def test_tier_1_no_visit_has_confirmed_goes_no_further_and_says_so(client, worker, open_case):
    case = open_case()
    note = CaseNoteFactory(case=case)
    client.force_login(worker)
    assert "第一次上门" in client.get(address(case, "move", "t1_joint_help")).content.decode()

    refused = go_on(client, case, note, evidence=[f"note-{note.pk}"])

    case.refresh_from_db()
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors()
    assert (case.stage, case.provisional) == (Stage.T1_EMERGENCY_HANDLING, True)


def close_it(client, case, **changes):
    data = {**GROUNDS, "seen_version": case.version, "from_stage": case.stage, **changes}
    return client.post(address(case, "move", "closed"), data)


def test_goals_reached_is_offered_from_follow_up_only(client, worker, station):
    client.force_login(worker)
    offered = {}
    for stage in (Stage.T1_EMERGENCY_HANDLING, Stage.T3_FOLLOW_UP):
        case = CaseFactory(station=station, worker=worker, stage=stage)
        form = client.get(address(case, "move", "closed")).context["form"]
        offered[stage] = [value for value, _ in form.fields["close_reason"].choices]
        assert {reason for reason, _ in form.by_reason} == set(offered[stage]) - {"opened_in_error"}

    assert "goals_met" not in offered[Stage.T1_EMERGENCY_HANDLING]
    assert offered[Stage.T3_FOLLOW_UP] == [
        "goals_met",
        *offered[Stage.T1_EMERGENCY_HANDLING],
    ]


def test_each_reason_to_close_asks_its_own_questions(client, worker, station):
    case = CaseFactory(station=station, worker=worker)
    note = CaseNoteFactory(case=case, kind="willingness")
    client.force_login(worker)
    ticked = {"criteria_moved": ["new_place_asked"], "evidence": [f"note-{note.pk}"]}

    refused = close_it(client, case, close_reason="declined", **ticked)

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["criteria_declined"]
    close_it(client, case, close_reason="moved", **ticked)
    move = StageMove.objects.get()
    assert (move.close_reason, move.criteria_met) == ("moved", ["new_place_asked"])


def test_a_forged_reason_to_close_is_refused(client, worker, station):
    case = CaseFactory(station=station, worker=worker)
    client.force_login(worker)

    refused = close_it(client, case, close_reason="goals_met")

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["close_reason"])
    assert not StageMove.objects.exists()


def test_the_two_lists_are_asked_in_tier_3_only(client, worker, station):
    client.force_login(worker)
    asked = {}
    for stage in (Stage.T2_ACCOMPANIED_GROWTH, Stage.T3_FOLLOW_UP):
        visit = VisitFactory(case=CaseFactory(station=station, worker=worker, stage=stage))
        asked[stage] = (
            "growth_checks"
            in client.get(address(visit.case, "visit", visit.pk)).context["form"].fields
        )

    assert asked == {Stage.T2_ACCOMPANIED_GROWTH: False, Stage.T3_FOLLOW_UP: True}
    note_visit(
        client,
        visit,
        growth_checks=["daily_life", "money_lasts"],
        room_checks=["visits_made"],
        room_feedback="下次带上新通知",
    )
    visit.refresh_from_db()
    assert (visit.growth_checks, visit.room_checks, visit.room_feedback) == (
        ["daily_life", "money_lasts"],
        ["visits_made"],
        "下次带上新通知",
    )
    assert "下次带上新通知" in client.get(address(visit.case, "detail")).content.decode()


def test_an_illegal_move_does_not_exist(client, worker, open_case):
    case = open_case()
    client.force_login(worker)

    for stage in ("t3_follow_up", "t2_accompanied_growth", "nonsense"):
        assert client.get(address(case, "move", stage)).status_code == 404
        assert client.post(address(case, "move", stage), GROUNDS).status_code == 404
    assert case.moves.count() == 1


def test_a_room_worker_may_not_move_a_case(client, room_worker, open_case):
    case = open_case()
    visit = DoneVisitFactory(case=case)
    client.force_login(room_worker)

    go_on(client, case, visit)

    case.refresh_from_db()
    assert case.stage == Stage.T1_EMERGENCY_HANDLING


def test_a_stale_move_shows_the_difference_and_overwrites_nothing(client, worker, lead, open_case):
    case = seen_at_home(open_case())
    visit = DoneVisitFactory(case=case)
    actions.set_review(
        case.pk,
        review_on=timezone.localdate() + timedelta(days=9),
        seen_version=case.version,
        actor=lead,
    )
    client.force_login(worker)

    stale = go_on(client, case, visit, difficulty="我刚写的")

    case.refresh_from_db()
    page = stale.content.decode()
    assert stale.status_code == 409
    assert case.stage == Stage.T1_EMERGENCY_HANDLING
    assert "我刚写的" in page
    assert [change.who for change in stale.context["stale"]] == [lead.first_name]
    assert f'name="seen_version" value="{case.version}"' in page

    go_on(client, case, visit, seen_version=case.version, difficulty="我刚写的")

    case.refresh_from_db()
    assert (case.stage, case.moves.last().difficulty) == (Stage.T1_JOINT_HELP, "我刚写的")


def test_a_stale_move_of_a_case_that_moved_on_is_no_404(client, worker, lead, open_case):
    case = seen_at_home(open_case())
    visit = DoneVisitFactory(case=case)
    client.force_login(lead)
    go_on(client, case, visit)
    client.force_login(worker)

    stale = go_on(client, case, visit, difficulty="我刚写的")

    assert stale.status_code == 409
    assert "我刚写的" in stale.content.decode()


def test_what_closed_under_ones_feet_is_told_in_words(client, worker, lead, open_case):
    case = seen_at_home(open_case())
    visit = DoneVisitFactory(case=case)
    seen = case.version
    move = actions.move_case(
        case.pk,
        to_stage=Stage.CLOSED,
        close_reason="opened_in_error",
        seen_version=seen,
        actor=worker,
        difficulty="是隔壁那家",
        life_after_help="没有帮过",
        clients_words="找错人了",
    )
    actions.sign_move(move.pk, actor=lead)
    client.force_login(worker)

    stale = go_on(client, case, visit, seen_version=seen, difficulty="我刚写的")

    box = stale.content.decode().split("desk-stale", 1)[1].split("</ul>", 1)[0]
    assert stale.status_code == 409
    for words in ("紧急处理", "已结案", "是隔壁那家", "找错人了", f"{timezone.localdate().day}日"):
        assert words in box, words
    for code in ("closed", "t1_", "tier1", "opened_in_error", "+00:00", "%("):
        assert code not in box, code


@pytest.mark.parametrize("forged", ["", "x", "-1", "99999999999999999999", "１"])
def test_a_forged_version_counts_as_stale(client, worker, open_case, forged):
    case = open_case()
    visit = DoneVisitFactory(case=case)
    client.force_login(worker)

    assert go_on(client, case, visit, seen_version=forged).status_code in {409, 302}
    case.refresh_from_db()
    assert case.stage == Stage.T1_EMERGENCY_HANDLING


@pytest.fixture
def waiting(open_case, worker):
    case = open_case()
    return actions.move_case(
        case.pk,
        to_stage=Stage.CLOSED,
        close_reason="opened_in_error",
        seen_version=None,
        actor=worker,
        **GROUNDS,
    )


def test_a_second_person_signs(client, lead, waiting):
    client.force_login(lead)

    client.post(address(waiting.case, "sign", waiting.pk))

    waiting.refresh_from_db()
    assert (waiting.signed_by, Case.objects.get().stage) == (lead, Stage.CLOSED)


def test_who_proposed_may_not_sign(client, worker, waiting):
    client.force_login(worker)

    client.post(address(waiting.case, "sign", waiting.pk))

    assert Case.objects.get().stage == Stage.T1_EMERGENCY_HANDLING


def test_a_room_worker_and_a_stranger_may_not_sign(client, room_worker, stranger, waiting):
    client.force_login(room_worker)
    client.post(address(waiting.case, "sign", waiting.pk))
    client.force_login(stranger)
    assert client.post(address(waiting.case, "sign", waiting.pk)).status_code == 404

    assert Case.objects.get().stage == Stage.T1_EMERGENCY_HANDLING


def test_a_move_of_another_case_cannot_be_signed_from_here(client, lead, waiting, open_case):
    client.force_login(lead)

    assert client.post(address(open_case(), "sign", waiting.pk)).status_code == 404
    waiting.refresh_from_db()
    assert waiting.signed_by is None


def test_declining_needs_a_reason_which_is_kept(client, lead, waiting):
    client.force_login(lead)
    client.post(address(waiting.case, "decline", waiting.pk), {"reason": " "})
    waiting.refresh_from_db()
    assert waiting.declined_at is None

    client.post(address(waiting.case, "decline", waiting.pk), {"reason": "再看两周"})

    waiting.refresh_from_db()
    assert waiting.decline_reason == "再看两周"
    assert Case.objects.get().stage == Stage.T1_EMERGENCY_HANDLING


def test_signing_twice_is_said_and_not_broken(client, lead, waiting):
    client.force_login(lead)
    client.post(address(waiting.case, "sign", waiting.pk))

    response = client.post(address(waiting.case, "sign", waiting.pk), follow=True)

    assert response.status_code == 200
    assert "这条变动已经" in response.content.decode()


def plan(client, case, **changes):
    data = {
        "seen_version": case.version,
        "day": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "kind": "home",
        "visitor": case.worker_id,
        "purpose": "带表格",
        **changes,
    }
    return client.post(address(case, "plan_visit"), data)


def test_a_visit_is_planned_by_a_chip(client, room_worker, open_case):
    case = open_case()
    client.force_login(room_worker)

    plan(client, case, visitor=room_worker.pk)

    visit = Visit.objects.get()
    assert (visit.planned_for, visit.visitor, visit.purpose) == (
        timezone.localdate() + timedelta(days=7),
        room_worker,
        "带表格",
    )


def test_another_day_must_be_written(client, worker, open_case):
    case = open_case()
    client.force_login(worker)

    refused = plan(client, case, day="other")
    assert list(refused.context["form"].errors) == ["other_day"]

    past = plan(client, case, day="other", other_day="2020-01-01")
    assert list(past.context["form"].errors) == ["day"]

    beyond = plan(client, case, day="other", other_day="2099-01-02")
    assert list(beyond.context["form"].errors) == ["other_day"]

    in_time = timezone.localdate() + timedelta(days=300)
    plan(client, case, day="other", other_day=in_time.isoformat())
    assert Visit.objects.get().planned_for == in_time


def test_a_stale_plan_keeps_what_was_typed(client, worker, lead, open_case):
    case = open_case()
    plan_by_lead = {"day": timezone.localdate().isoformat(), "purpose": "先去的"}
    client.force_login(lead)
    plan(client, case, visitor=lead.pk, **plan_by_lead)
    client.force_login(worker)

    stale = plan(client, case, purpose="后写的")

    assert stale.status_code == 409
    assert "后写的" in stale.content.decode()
    assert Visit.objects.count() == 1


def note_visit(client, visit, **changes):
    data = {
        "met": ["self", "family"],
        "said": "怕孩子抬不起头",
        "seen_chips": ["tidy"],
        "seen": "药快吃完了",
        "done_chips": ["listened"],
        "done": "",
        "day": (timezone.localdate() + timedelta(days=14)).isoformat(),
        "urgent": "no",
        **changes,
    }
    return client.post(address(visit.case, "visit", visit.pk), data)


def test_a_visit_note_is_written_with_taps_and_plans_the_next(client, worker, open_case):
    case = open_case()
    visit = VisitFactory(case=case)
    client.force_login(worker)

    note_visit(client, visit)

    visit.refresh_from_db()
    following = Visit.objects.planned().get()
    assert (visit.status, visit.met, visit.said) == (
        Visit.Status.DONE,
        ["self", "family"],
        "怕孩子抬不起头",
    )
    assert (visit.seen, visit.done, visit.recorded_by) == (
        "家里整齐；药快吃完了",
        "听他说，安慰",
        worker,
    )
    assert following.planned_for == timezone.localdate() + timedelta(days=14)
    assert log_of(case) == [
        "staff.open_case",
        "staff.record_visit",
        "staff.confirm_tier",
        "staff.plan_visit",
    ]


def test_nobody_met_is_recorded_as_such(client, worker, open_case):
    visit = VisitFactory(case=open_case())
    client.force_login(worker)

    note_visit(client, visit, met=["nobody"], said="", seen_chips=[], seen="敲门没人", day="none")

    visit.refresh_from_db()
    assert (visit.status, visit.seen) == (Visit.Status.MISSED, "敲门没人")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"met": []}, "met"),
        ({"met": ["nobody", "self"]}, "met"),
        ({"said": "", "seen_chips": [], "seen": "", "done_chips": []}, "said"),
        ({"day": "other"}, "other_day"),
        ({"day": "1900-13-45"}, "day"),
    ],
)
def test_an_empty_or_contradictory_note_is_refused(client, worker, open_case, changes, field):
    visit = VisitFactory(case=open_case())
    client.force_login(worker)

    refused = note_visit(client, visit, **changes)

    visit.refresh_from_db()
    assert list(refused.context["form"].errors) == [field]
    assert visit.status == Visit.Status.PLANNED


def test_a_note_is_written_once(client, worker, open_case):
    visit = VisitFactory(case=open_case())
    client.force_login(worker)
    note_visit(client, visit, day="none")

    again = note_visit(client, visit, said="又写一次", day="none")

    visit.refresh_from_db()
    assert again.status_code == 422
    assert visit.said == "怕孩子抬不起头"
    assert client.get(address(visit.case, "visit", visit.pk)).status_code == 302


def test_a_visit_of_another_case_is_a_404(client, worker, open_case):
    visit, other = VisitFactory(case=open_case()), open_case()
    client.force_login(worker)

    assert client.get(address(other, "visit", visit.pk)).status_code == 404


def add_note(client, case, **fields):
    return client.post(address(case, "add_note"), fields)


def test_an_unwilling_answer_needs_its_reason(client, room_worker, open_case):
    case = open_case()
    client.force_login(room_worker)

    refused = add_note(client, case, kind="willingness", will="unwilling", text="")
    assert list(refused.context["form"].errors) == ["text"]
    assert not CaseNote.objects.exists()

    add_note(client, case, kind="willingness", will="unwilling", text="怕影响儿女前途")
    assert CaseNote.objects.get().text == "不愿意。怕影响儿女前途"


def test_an_explained_policy_names_the_explainer_and_whether_it_was_understood(
    client, worker, open_case, explainer
):
    case = open_case()
    client.force_login(worker)

    assert list(add_note(client, case, kind="explained").context["form"].errors) == ["explainer"]
    add_note(client, case, kind="explained", explainer=explainer.slug, understood="yes")

    note = CaseNote.objects.get()
    assert (note.explainer, note.text) == (
        explainer.slug,
        f"讲解了《{explainer.title}》；说得出来",
    )


@pytest.fixture
def explainer(db):
    from tests.factories import PolicyPageFactory  # noqa: PLC0415

    return PolicyPageFactory(title="办低保会影响子女吗", slug="yingxiang-zinv")


@pytest.mark.parametrize("kind", ["", "nonsense", "change"])
def test_an_empty_note_is_refused(client, worker, open_case, kind):
    case = open_case()
    client.force_login(worker)

    assert add_note(client, case, kind=kind, text="  ").status_code == 422
    assert not CaseNote.objects.exists()


def test_notes_by_two_people_never_conflict(client, worker, lead, open_case):
    case = open_case()
    client.force_login(worker)
    add_note(client, case, kind="change", text="女儿住院了")
    client.force_login(lead)
    add_note(client, case, kind="note", text="已问医院")

    assert [note.text for note in CaseNote.objects.all()] == ["女儿住院了", "已问医院"]


def test_notes_are_evidence_too(client, worker, open_case):
    case = seen_at_home(open_case())
    note = CaseNoteFactory(case=case, kind="willingness", text="愿意")
    visit = DoneVisitFactory(case=case)
    client.force_login(worker)

    go_on(client, case, visit, evidence=[f"note-{note.pk}"])

    assert list(StageMove.objects.last().evidence_notes.all()) == [note]
