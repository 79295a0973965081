"""The screens of the nine categories and of the policy gap, and what the case page shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from staff import actions
from staff.domain.categories import Category
from staff.models import Case, CaseCategory, CaseGap, ReadLog
from tests.factories import CaseCategoryFactory, CaseGapFactory, UserFactory

BEFORE_THE_LAW = datetime(2026, 6, 1, 4, tzinfo=UTC)
GAP = {"need": "health", "rule": "cat3_low_income", "reason": "just_over"}


def address(case, name="detail", *args) -> str:
    return reverse(f"cases:{name}", args=[case.reference, *args])


def send(client, case, name, data, *args):
    version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    return client.post(address(case, name, *args), {"seen_version": version, **data})


def standing(case) -> dict[str, str]:
    return dict(case.categories.standing().values_list("category", "status"))


@pytest.fixture
def case(client, worker, open_case):
    client.force_login(worker)
    return open_case(needs=["money"], facts={"no_income": True})


@pytest.fixture
def desk(client, case):
    return client


def test_the_form_offers_the_nine_under_todays_label_in_plain_words_and_as_they_stand(desk, case):
    CaseCategoryFactory(case=case, category="cat2_tekun", status="applied")
    CaseCategoryFactory(case=case, status="suspected", ended_at=BEFORE_THE_LAW)

    answer = desk.get(address(case, "categories"))

    form, page = answer.context["form"], answer.content.decode()
    assert list(form.fields) == [category.value for category in Category]
    assert {name: form[name].value() for name in form.fields if form[name].value()} == {
        "cat2_tekun": "applied"
    }
    assert "刚性支出困难家庭" in page
    assert "支出型贫困家庭" not in page
    assert "看病、上学、照护花的钱，家里撑不住" in page
    assert [row.category for row in answer.context["standing"]] == ["cat2_tekun"]
    assert [row.category for row in answer.context["past"]] == ["cat1_dibao"]


def test_what_was_told_points_at_a_category_and_chooses_nothing(desk, case):
    form = desk.get(address(case, "categories")).context["form"]

    pointed = {name for name, field in form.fields.items() if "来件里的情况" in field.help_text}
    assert "cat1_dibao" in pointed
    assert "cat5_disaster" not in pointed
    assert not form["cat1_dibao"].value()


def test_saving_keeps_status_person_and_day_and_shows_them_on_the_case(desk, case, worker):
    answer = send(desk, case, "categories", {"cat1_dibao": "applied", "cat5_disaster": ""})

    assert answer.url == address(case)
    assert standing(case) == {"cat1_dibao": "applied"}
    row = case.categories.get()
    assert (row.set_by, row.label) == (worker, "最低生活保障家庭")
    page = desk.get(address(case))
    assert [each.pk for each in page.context["standing"].categories] == [row.pk]
    [entry] = [each for each in page.context["story"] if each.key.startswith("categories-")]
    assert (entry.title, entry.who, entry.parts) == (
        "九类救助对象",
        worker.first_name,
        [("最低生活保障家庭", "已申请")],
    )


def test_the_story_tells_each_change_once_with_what_was_taken_away(desk, case, worker):
    send(desk, case, "categories", {"cat1_dibao": "applied", "cat2_tekun": "suspected"})
    send(desk, case, "categories", {"cat1_dibao": "confirmed"})

    story = desk.get(address(case)).context["story"]
    told = [entry.parts for entry in story if entry.key.startswith("categories-")]
    assert told == [
        [("最低生活保障家庭", "已认定"), ("特困人员", "去掉了")],
        [("最低生活保障家庭", "已申请"), ("特困人员", "疑似")],
    ]


def test_a_label_from_before_the_law_stands_beside_todays(desk, case):
    CaseCategoryFactory(
        case=case, category="cat3_low_income", label="低收入家庭", set_at=BEFORE_THE_LAW
    )
    assert "低收入家庭（现在叫最低生活保障边缘家庭）" in desk.get(address(case)).content.decode()


@pytest.mark.parametrize("forged", [{"cat1_dibao": "maybe"}, {"cat2_tekun": "applied'--"}])
def test_a_forged_status_is_refused_beside_its_field(desk, case, forged):
    answer = send(desk, case, "categories", forged)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {next(iter(forged)): ["请从列表里选。"]}
    assert standing(case) == {}


def test_a_colleague_was_first_and_the_difference_is_shown(desk, case, lead, worker):
    seen = case.version
    actions.set_categories(
        case.pk, categories={"cat1_dibao": "confirmed"}, seen_version=seen, actor=lead
    )
    actions.add_gap(case.pk, seen_version=None, actor=lead, **GAP)

    stale = send(desk, case, "categories", {"cat1_dibao": "not_met", "seen_version": seen})

    assert stale.status_code == 409
    assert standing(case) == {"cat1_dibao": "confirmed"}
    first, second = stale.context["stale"]
    assert [(line.label, line.before, line.after) for line in first.lines] == [
        ("最低生活保障家庭", "", "已认定")
    ]
    assert [(line.label, line.before, line.after) for line in second.lines] == [
        ("政策缝隙", "", "看病：收入比线高一点（最低生活保障边缘家庭）")
    ]
    assert stale.context["form"]["cat1_dibao"].value() == "not_met"


def test_a_gap_is_written_down_shown_and_told(desk, case, worker):
    answer = send(desk, case, "add_gap", {**GAP, "offered": ["goods", "care"], "words": "差三十块"})

    assert answer.url == address(case)
    gap = CaseGap.objects.get()
    assert (gap.need, gap.rule, gap.reason, gap.offered, gap.words, gap.set_by) == (
        "health",
        "cat3_low_income",
        "just_over",
        ["goods", "care"],
        "差三十块",
        worker,
    )
    page = desk.get(address(case))
    assert [each.pk for each in page.context["standing"].gaps] == [gap.pk]
    [entry] = [each for each in page.context["story"] if each.key == f"gap-{gap.pk}"]
    assert entry.parts == [
        ("需要什么", "看病"),
        ("够不着哪条政策", "最低生活保障边缘家庭"),
        ("为什么够不着", "收入比线高一点"),
        ("另外给了什么帮助", "送东西、走访、照料"),
        ("", "差三十块"),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"need": ""}, "need"),
        ({"need": "horse"}, "need"),
        ({"rule": ""}, "rule"),
        ({"reason": ""}, "reason"),
        ({"offered": ["horse"]}, "offered"),
        ({"rule": "other", "words": ""}, "words"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    desk, case, wrong, field
):
    answer = send(desk, case, "add_gap", {**GAP, "words": "差三十块", **wrong})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not CaseGap.objects.exists()
    if "words" not in wrong:
        assert "差三十块" in answer.content.decode()


def test_the_same_gap_again_is_refused_with_where_to_go(desk, case):
    send(desk, case, "add_gap", GAP)
    answer = send(desk, case, "add_gap", GAP)

    assert answer.context["form"].errors["reason"] == [
        "这一条已经记过了。请在那一条里补充给了什么帮助。"
    ]
    assert CaseGap.objects.count() == 1


def test_a_gap_is_added_to_and_ended_and_stays_in_the_story(desk, case, worker):
    gap = CaseGapFactory(case=case)
    send(desk, case, "gap", {"offered": ["goods"], "words": "米和油"}, gap.pk)
    gap.refresh_from_db()
    assert (gap.offered, gap.words, gap.ended_at) == (["goods"], "米和油", None)

    end = {"offered": ["goods"], "words": "米和油", "ended_how": "rule_fits"}
    assert send(desk, case, "gap", end, gap.pk).url == address(case)

    gap.refresh_from_db()
    assert (gap.ended_how, gap.ended_by) == ("rule_fits", worker)
    page = desk.get(address(case))
    assert page.context["standing"].gaps == []
    [entry] = [each for each in page.context["story"] if each.key == f"gap-{gap.pk}-ended"]
    assert entry.parts == [("需要什么", "钱不够用"), ("后来怎样了", "现在够得着政策了")]
    assert desk.get(address(case, "gap", gap.pk)).url == f"{address(case)}#gap-{gap.pk}"


def test_a_gap_of_another_household_does_not_exist_here(desk, case, open_case):
    elsewhere = CaseGapFactory(case=open_case())
    assert desk.get(address(case, "gap", elsewhere.pk)).status_code == 404
    assert send(desk, case, "gap", {"words": "x"}, elsewhere.pk).status_code == 404


def test_a_closed_case_has_no_forms(desk, station, worker, case):
    gap = CaseGapFactory(case=case)
    Case.objects.filter(pk=case.pk).update(
        stage="closed", tier="", provisional=False, closed_at=BEFORE_THE_LAW, close_reason="moved"
    )
    for name, args in (("categories", []), ("add_gap", []), ("gap", [gap.pk])):
        assert desk.get(address(case, name, *args)).url == address(case)
    assert address(case, "categories") not in desk.get(address(case)).content.decode()
    answer = send(desk, case, "categories", {"cat1_dibao": "applied"})
    assert (answer.status_code, standing(case)) == (422, {})


def test_opening_a_form_is_a_reading_and_a_colleague_says_why_first(client, case, station):
    colleague = UserFactory(role="social_worker", station=station)
    gap = CaseGapFactory(case=case)
    client.force_login(colleague)
    for name, args in (("categories", []), ("add_gap", []), ("gap", [gap.pk])):
        assert "/why/" in client.get(address(case, name, *args)).url
    assert not ReadLog.objects.filter(reader=colleague).exists()

    actions.give_reason(case, why="cover", words="", actor=colleague)
    client.get(address(case, "categories"))
    read = ReadLog.objects.filter(reader=colleague, what="categories")
    assert [(row.why, row.case) for row in read] == [("cover", case)]


@pytest.mark.parametrize("role", ["room_lead", "room_worker", "district_viewer", "editor", "admin"])
def test_other_roles_set_nothing(client, case, room, role):
    gap = CaseGapFactory(case=case)
    rooms = [room] if role.startswith("room") else []
    client.force_login(UserFactory(role=role, rooms=rooms))

    for name, data, args in (
        ("categories", {"cat1_dibao": "applied"}, []),
        ("add_gap", GAP, []),
        ("gap", {"ended_how": "mistake"}, [gap.pk]),
    ):
        assert client.get(address(case, name, *args)).url == "/staff/"
        assert send(client, case, name, data, *args).url == "/staff/"
    assert not CaseCategory.objects.exists()
    assert list(CaseGap.objects.values_list("pk", "ended_how")) == [(gap.pk, "")]


def test_the_room_sees_neither_without_the_persons_consent_nor_a_filter_for_them(
    client, case, room_worker
):
    CaseCategoryFactory(case=case, category="cat2_tekun", label="特困人员")
    CaseGapFactory(case=case)
    client.force_login(room_worker)

    page = client.get(address(case))
    assert page.context["standing"].kept
    text = page.content.decode()
    assert "特困人员" not in text
    assert "收入比线高一点" not in text
    listed = client.get(reverse("cases:index"), {"standing": "cat2_tekun"})
    assert "standing" not in listed.context["filters"].form.fields
    assert list(listed.context["object_list"]) == [case]


def test_no_sentence_of_the_history_names_a_category_or_a_need(desk, case):
    send(desk, case, "categories", {"cat1_dibao": "applied"})
    send(desk, case, "add_gap", {**GAP, "words": "差三十块"})

    entries = ModelLogEntry.objects.for_instance(case)
    told = " ".join(f"{entry.message} {entry.data}" for entry in entries)
    assert "定了九类救助对象的情况" in told
    assert "记下了一条政策缝隙" in told
    for secret in ("cat1", "最低", "health", "just_over", "差三十块"):
        assert secret not in told


@pytest.mark.parametrize("count", [1, 12])
def test_form_and_case_cost_the_same_for_a_short_and_a_long_history(
    desk, case, django_assert_num_queries, count
):
    for number in range(count):
        at = BEFORE_THE_LAW.replace(hour=number)
        CaseCategoryFactory(case=case, set_at=at, ended_at=at, ended_by=case.worker)
        CaseGapFactory(case=case, set_at=at, ended_at=at, ended_how="mistake")
    gap = CaseGapFactory(case=case)
    for name, args, queries in (
        ("detail", [], 22),
        ("categories", [], 15),
        ("add_gap", [], 9),
        ("gap", [gap.pk], 10),
    ):
        desk.get(address(case, name, *args))
        with django_assert_num_queries(queries, info=name):
            desk.get(address(case, name, *args))


def test_the_list_is_narrowed_to_a_category_or_a_gap(desk, case, open_case):
    gone, refused, gap = open_case(), open_case(), open_case()
    CaseCategoryFactory(case=case)
    CaseCategoryFactory(case=gone, ended_at=BEFORE_THE_LAW)
    CaseCategoryFactory(case=refused, status="not_met")
    CaseGapFactory(case=gap)
    CaseGapFactory(case=gone, ended_at=BEFORE_THE_LAW, ended_how="rule_fits")

    def listed(value):
        return set(desk.get(reverse("cases:index"), {"standing": value}).context["object_list"])

    assert listed("cat1_dibao") == {case}
    assert listed("gap") == {gap}
    assert listed("cat2_tekun") == set()


def test_the_copy_a_person_may_ask_for_holds_them(desk, case, worker):
    CaseCategoryFactory(case=case)
    CaseGapFactory(case=case, words="同事之间的话")
    copy = desk.post(reverse("referrals:copy_of_data", args=[case.reference])).content.decode()

    assert "类别: 最低生活保障家庭 疑似" in copy
    assert "政策缝隙: 钱不够用：收入比线高一点（最低生活保障家庭）" in copy
    assert "同事之间的话" not in copy
