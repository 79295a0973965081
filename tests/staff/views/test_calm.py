"""The calm first response on the page of a household in tier 1, and in its story (R-61)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from staff import actions
from staff.domain.calm import CalmStep
from staff.domain.stages import Stage
from staff.models import CalmTick
from tests.factories import CaseFactory, OtherStationFactory, UserFactory


def on(case, view="detail"):
    return reverse(f"cases:{view}", args=[case.reference])


def state(page) -> dict[str, bool]:
    return {item["step"]: bool(item["tick"]) for item in page.context["calm"]["items"]}


def test_the_list_stands_on_the_page_and_is_ticked_in_one_go(client, worker, open_case):
    case = open_case()
    client.force_login(worker)
    assert state(client.get(on(case))) == dict.fromkeys(CalmStep, False)

    answer = client.post(
        on(case, "calm"),
        {"steps": ["one_contact_person", "no_photos"], "contact": worker.pk},
    )

    assert answer.url == f"{on(case)}#calm"
    page = client.get(on(case))
    assert state(page) == {
        "one_contact_person": True,
        "not_told_twice": False,
        "no_photos": True,
        "restricted_view": False,
    }
    assert {entry.key.split("-")[0] for entry in page.context["story"]} == {
        "calm",
        "move",
        "referral",
    }
    assert "不拍照、不录像" in page.content.decode()


@pytest.mark.parametrize(
    "data",
    [{}, {"steps": ["x"]}, {"steps": ["one_contact_person"]}],
)
def test_a_wrong_tick_is_said_and_saves_nothing(client, worker, open_case, data):
    case = open_case()
    client.force_login(worker)

    answer = client.post(on(case, "calm"), data, follow=True)

    assert [str(each.level_tag) for each in answer.context["messages"]] == ["error"]
    assert not CalmTick.objects.exists()


def test_whoever_takes_over_is_named_anew(client, worker, lead, open_case):
    case = open_case()
    actions.tick_calm(case.pk, steps=["one_contact_person"], contact=worker, actor=worker)
    actions.assign_case(
        case.pk, worker=lead, room_worker=None, reason="休假", seen_version=None, actor=lead
    )
    client.force_login(lead)

    assert state(client.get(on(case)))["one_contact_person"] is False


def test_outside_tier_1_there_is_no_list_but_the_story_keeps_the_ticks(
    client, worker, station, open_case
):
    case = open_case()
    actions.tick_calm(case.pk, steps=["no_photos"], actor=worker)
    case.stage, case.tier = Stage.T2_ACCOMPANIED_GROWTH, "tier2_easing"
    case.save()
    client.force_login(worker)

    page = client.get(on(case))

    assert page.context["calm"] is None
    assert [e.key.split("-")[0] for e in page.context["story"]].count("calm") == 1
    assert client.get(on(CaseFactory(station=station, worker=worker))).context["calm"] is None


def test_a_room_ticks_what_it_saw_to_and_others_do_not(client, room_worker, open_case):
    case = open_case()
    for person in (
        UserFactory(role="social_worker", station=OtherStationFactory()),
        UserFactory(role="editor"),
    ):
        client.force_login(person)
        client.post(on(case, "calm"), {"steps": ["no_photos"]})
    assert not CalmTick.objects.exists()

    client.force_login(room_worker)
    client.post(on(case, "calm"), {"steps": ["no_photos"]})

    assert CalmTick.objects.get().ticked_by == room_worker
