"""The page of the policy gap: whose households, of which quarter, what is hidden, taken out."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from staff import actions
from staff.domain.periods import Span, period
from staff.domain.policy_gap import Outcome
from staff.domain.small_numbers import Hidden
from staff.domain.stages import Stage
from staff.gap_report import gap_report_of
from tests.factories import (
    CaseCategoryFactory,
    CaseFactory,
    CaseGapFactory,
    CommunityRoomFactory,
    DoneVisitFactory,
    OtherStationFactory,
    UserFactory,
)

PAGE = reverse("gap_report")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def quarter(today):
    return period(Span.QUARTER, today)


def midday(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def households(station, room, worker):
    """So many households with one gap each; ``of_case`` and ``of_gap`` say how they are."""

    def make(number, *, of_case=None, **of_gap):
        where = {"station": station, "room": room, "worker": worker, **(of_case or {})}
        return [CaseGapFactory(case=CaseFactory(**where), **of_gap).case for _ in range(number)]

    return make


def outcomes(report) -> dict[str, int]:
    return {
        outcome.value: told
        for outcome, told in zip(Outcome, report.by_place.column_totals, strict=True)
        if told
    }


def test_a_lead_counts_the_own_station_by_room_and_the_district_all_by_station(
    client, lead, station, room, households
):
    elsewhere = OtherStationFactory()
    other = CommunityRoomFactory(station=station)
    households(12)
    households(6, of_case={"room": other})
    households(8, of_case={"station": elsewhere, "room": None})

    client.force_login(lead)
    seen = client.get(PAGE).context["report"]
    assert (seen.households, seen.places) == (18, tuple(sorted([room.name, other.name])))
    client.force_login(UserFactory(role="district_viewer", station=None))
    seen = client.get(PAGE).context["report"]
    assert (seen.households, seen.places) == (26, tuple(sorted([station.name, elsewhere.name])))


def test_an_empty_quarter_says_so_and_a_small_one_says_no_more(client, lead, households):
    client.force_login(lead)
    assert "这段时间没有记过政策缝隙" in client.get(PAGE).content.decode()

    households(4)
    page = client.get(PAGE)
    assert page.context["tables"] == []
    assert "少于5户" in page.content.decode()
    assert "钱不够用" not in page.content.decode()


def test_a_quarter_holds_what_stood_in_it_as_it_stood_at_its_end(lead, households, quarter, today):
    before = quarter.before
    long_ago, inside = midday(before.first), midday(quarter.first)
    households(20, set_at=long_ago)
    households(6, set_at=long_ago, ended_at=inside, ended_how="met_otherwise")
    households(7, set_at=long_ago, ended_at=midday(before.last), ended_how="rule_fits")
    households(8, set_at=inside)
    closed = {"stage": Stage.CLOSED}
    households(9, set_at=long_ago, of_case={**closed, "closed_at": inside})
    households(10, set_at=long_ago, of_case={**closed, "closed_at": midday(before.last)})

    assert outcomes(gap_report_of(lead, quarter, today)) == {
        "still": 28,
        "met_otherwise": 6,
        "closed": 9,
    }
    assert outcomes(gap_report_of(lead, before, today)) == {
        "still": 35,
        "rule_fits": 7,
        "closed": 10,
    }


def test_mistakes_and_cases_put_into_another_are_counted_nowhere(lead, households, quarter, today):
    now = timezone.now()
    households(5)
    households(5, ended_at=now, ended_how="mistake")
    gone = {"stage": Stage.CLOSED, "closed_at": now, "close_reason": "opened_in_error"}
    households(5, of_case=gone)

    assert gap_report_of(lead, quarter, today).households == 5


def test_visits_and_the_nine_are_of_these_households_in_this_quarter(
    lead, households, station, quarter, today
):
    cases = households(30, set_at=midday(quarter.before.first))
    for case in cases[:10]:
        DoneVisitFactory(case=case)
        DoneVisitFactory(case=case)
        CaseCategoryFactory(case=case, status="not_met")
    for case in cases[10:20]:
        DoneVisitFactory(case=case, done_at=midday(quarter.before.last))
        ended = midday(quarter.before.last)
        CaseCategoryFactory(case=case, set_at=midday(quarter.before.first), ended_at=ended)
    for _ in range(8):
        DoneVisitFactory(case=CaseFactory(station=station))

    report = gap_report_of(lead, quarter, today)

    assert dict(report.given) == {"visited": 10, "nothing": 30}
    assert report.by_category.rows[0] == (0, 0, 0, 10, 20)


def test_small_numbers_are_hidden_on_the_page_and_in_the_spreadsheet(
    client, lead, households, quarter, today
):
    households(20)
    households(13, need="care", rule="other", reason="refused", offered=["goods"])
    households(3, need="work")
    client.force_login(lead)

    page = client.get(PAGE)
    report = page.context["report"]
    assert report.households == 36
    needs = dict(report.needs)
    assert needs["work"] is Hidden.FEW
    assert sorted(isinstance(told, Hidden) for told in needs.values()) == [False, True, True]
    assert "少于5" in page.content.decode()

    sheet = load_workbook(BytesIO(client.post(PAGE).content)).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    assert rows[0] == ["户数", 36]
    assert ["找工作", "少于5"] in rows
    assert ["最低生活保障家庭", "不显示"] in rows or ["最低生活保障家庭", 23] in rows
    assert 3 not in [cell for row in rows for cell in row]


def test_what_a_room_is_called_is_never_a_formula(client, lead, station, households):
    households(6, of_case={"room": CommunityRoomFactory(station=station, name="=1+1")})
    client.force_login(lead)

    sheet = load_workbook(BytesIO(client.post(PAGE).content)).active
    assert "'=1+1" in [cell for row in sheet.values for cell in row]


@pytest.mark.parametrize("asked", [{}, {"on": "x"}, {"span": "month"}, {"on": "9999-01-01"}])
def test_what_cannot_be_read_is_this_quarter_and_other_lengths_are_not_told(
    client, lead, quarter, asked
):
    client.force_login(lead)
    assert client.get(PAGE, asked).context["period"] == quarter


def test_earlier_quarters_are_a_tap_away(client, lead, quarter):
    client.force_login(lead)
    page = client.get(PAGE, {"on": f"{quarter.before.first}"})
    assert page.context["period"] == quarter.before
    assert page.context["after"] == quarter


def test_taking_it_out_is_written_down(client, lead, station, households, quarter, today):
    households(6)
    client.force_login(lead)
    answer = client.post(PAGE, {"span": "quarter", "on": f"{today}"})

    assert answer["Content-Disposition"] == 'attachment; filename="policy-gap.xlsx"'
    [entry] = ModelLogEntry.objects.for_instance(station)
    assert (entry.action, entry.user, entry.data) == (
        "staff.export_gaps",
        lead,
        {"from": f"{quarter.first}", "to": f"{today}"},
    )
    assert "导出了政策缝隙的统计" in entry.message


@pytest.mark.parametrize("role", ["social_worker", "room_lead", "room_worker", "editor", "admin"])
def test_other_roles_neither_see_it_nor_take_it_out(client, station, room, role, today, quarter):
    in_room = role.startswith("room")
    user = UserFactory(
        role=role, station=None if in_room else station, rooms=[room] if in_room else []
    )
    client.force_login(user)
    assert client.get(PAGE).url == "/staff/"
    assert client.post(PAGE).url == "/staff/"
    with pytest.raises(PermissionDenied):
        actions.export_gap_report(period=quarter, today=today, actor=user)
    assert not ModelLogEntry.objects.exists()


def test_the_menu_leads_there_for_those_it_is_for(client, lead, worker):
    viewer = UserFactory(role="district_viewer", station=None)
    shown = {}
    for person in (lead, viewer, worker):
        client.force_login(person)
        page = client.get("/staff/", follow=True).content.decode()
        shown[person] = f'"{PAGE}"' in page or PAGE in page
    assert shown == {lead: True, viewer: True, worker: False}


@pytest.mark.parametrize("count", [6, 60])
def test_it_asks_the_same_number_of_questions_for_few_and_for_many(
    client, lead, households, today, django_assert_num_queries, count
):
    for case in households(count):
        CaseCategoryFactory(case=case)
        DoneVisitFactory(case=case, done_at=timezone.now() - timedelta(seconds=1))
    client.force_login(lead)
    client.get(PAGE)
    with django_assert_num_queries(10):
        client.get(PAGE)
