"""Several reports about one home: counted, marked, looked at by a lead (R-86, ux_content 5.8)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from staff import actions
from staff.models import ReportsLookedAt
from staff.permissions import visible_referrals
from staff.repeated_reports import repeated
from tests.factories import OtherStationFactory, UserFactory
from tests.intake.factories import submit

HOME = {"channel": "report", "awareness": "unaware", "place": "和平里3号楼"}


@pytest.fixture
def report(station, now):
    def make(*, days_ago=1, where=None, **changes):
        return submit(
            where or station, received_at=now - timedelta(days=days_ago), **{**HOME, **changes}
        ).referral

    return make


def test_reports_about_one_home_are_counted_here_and_nowhere_else(worker, station, report):
    first, second = report(days_ago=3), report()
    report(place="别处1号楼")
    report(where=OtherStationFactory())
    submit(station, place=HOME["place"])  # the household itself asks: no report

    found = repeated(second, visible_referrals(worker))

    assert (found.count, found.look, found.asks_lead) == (2, None, False)
    assert repeated(first, visible_referrals(worker)).count == 2


def test_one_report_alone_is_marked_nowhere(client, worker, report):
    referral = report()
    client.force_login(worker)

    assert repeated(referral, visible_referrals(worker)) is None
    assert "条反映" not in client.get("/staff/referrals/").content.decode()


def test_queue_and_detail_say_how_many(client, worker, report):
    referrals = [report(days_ago=day) for day in (1, 2, 3)]
    client.force_login(worker)

    listed = client.get("/staff/referrals/")
    assert {row.reports_on_home for row in listed.context_data["object_list"]} == {3}
    assert listed.content.decode().count("3条反映") == 3
    page = client.get(f"/staff/referrals/{referrals[0].reference}/").content.decode()
    assert "恶意" in page
    assert f"{referrals[0].reference}/reports/" not in page


def test_a_lead_says_what_it_is_until_the_next_report(client, lead, report):
    referral, *_more = [report(days_ago=day) for day in (1, 2, 3)]
    address = f"/staff/referrals/{referral.reference}/reports/"
    client.force_login(lead)

    assert client.post(address, {"verdict": "malice"}).status_code == 422
    assert not ReportsLookedAt.objects.exists()
    client.post(address, {"verdict": "malice", "reason": "两家为停车吵过"})

    look = ReportsLookedAt.objects.get()
    assert (look.verdict, look.reason, look.looked_by) == ("malice", "两家为停车吵过", lead)
    found = repeated(referral, visible_referrals(lead))
    assert (found.look, found.asks_lead) == (look, False)
    entry = ModelLogEntry.objects.for_instance(referral).get(action="staff.look_at_reports")
    assert entry.data == {"verdict": "malice"}

    report(days_ago=-1)
    assert repeated(referral, visible_referrals(lead)).asks_lead


@pytest.mark.parametrize("role", ["social_worker", "room_lead"])
def test_nobody_but_the_lead_says_it(client, station, room, report, role):
    referral = report()
    rooms = [room] if role == "room_lead" else []
    user = UserFactory(role=role, station=None if rooms else station, rooms=rooms)
    client.force_login(user)

    answer = client.post(
        f"/staff/referrals/{referral.reference}/reports/", {"verdict": "worry", "reason": "…"}
    )

    assert answer.status_code in {302, 404}
    with pytest.raises(PermissionDenied):
        actions.look_at_reports(referral, verdict="worry", reason="…", actor=user)
    assert not ReportsLookedAt.objects.exists()


def test_the_queue_counts_in_one_question_whatever_is_on_it(
    client, worker, report, django_assert_max_num_queries
):
    client.force_login(worker)
    report()
    client.get("/staff/referrals/")
    for number in range(9):
        report(place=f"和平里{number}号楼")
        report(place=f"和平里{number}号楼")
    with django_assert_max_num_queries(13):
        client.get("/staff/referrals/")
