"""The ticked rows of the queue go to one worker; what is refused is said and stops nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from staff import actions
from staff.models import ReferralAssignment
from tests.factories import OtherStationFactory, UserFactory
from tests.intake.factories import submit

ASSIGN = "referrals:assign"


@pytest.fixture
def queue(station, room):
    return [submit(station, received_at=timezone.now(), room=room).referral for _each in range(3)]


@pytest.fixture
def colleague(station):
    return UserFactory(role="social_worker", station=station)


def ticked(referrals, **more):
    return {"referral": [each.reference for each in referrals], **more}


def test_ticked_rows_go_to_a_worker_each_with_its_entry(client, worker, colleague, queue):
    client.force_login(worker)
    page = client.get(reverse("referrals:index")).content.decode()
    assert page.count('form="desk-chosen"') == 3

    asked = client.post(reverse(ASSIGN), ticked(queue[:2]))
    assert asked.context["chosen"] == queue[:2]
    assert not ReferralAssignment.objects.exists()
    answer = client.post(reverse(ASSIGN), ticked(queue[:2], worker=colleague.pk), follow=True)

    given = ReferralAssignment.objects.order_by("referral_id")
    assert [(each.referral, each.worker, each.assigned_by) for each in given] == [
        (referral, colleague, worker) for referral in queue[:2]
    ]
    for referral in queue[:2]:
        [entry] = ModelLogEntry.objects.for_instance(referral)
        assert (entry.action, entry.data) == ("staff.assign_referral", {"worker": colleague.pk})
    assert answer.content.decode().count(colleague.first_name) >= 2
    card = client.get(reverse("referrals:detail", args=[queue[0].reference]))
    assert card.context["form"].initial["worker"] == colleague.pk


def test_what_was_decided_meanwhile_is_refused_by_name_and_the_rest_is_given(
    client, worker, colleague, queue
):
    actions.advise_and_close(queue[0], reason="讲清楚了", actor=colleague)
    client.force_login(worker)

    answer = client.post(reverse(ASSIGN), ticked(queue, worker=colleague.pk), follow=True)

    assert set(ReferralAssignment.objects.values_list("referral", flat=True)) == {
        queue[1].pk,
        queue[2].pk,
    }
    assert f"{queue[0]}：同事已经处理过这件来件" in answer.content.decode()


@pytest.mark.parametrize("worker_typed", ["", "x", "999999"])
def test_without_a_worker_of_the_station_nothing_is_given(client, worker, queue, worker_typed):
    client.force_login(worker)

    answer = client.post(reverse(ASSIGN), ticked(queue, worker=worker_typed))

    assert answer.status_code == 422
    assert answer.context["form"].errors["worker"]
    assert not ReferralAssignment.objects.exists()


def test_nobody_gives_what_is_elsewhere_or_to_somebody_elsewhere(client, worker, queue):
    elsewhere = OtherStationFactory()
    foreign = submit(elsewhere, received_at=timezone.now()).referral
    stranger = UserFactory(role="social_worker", station=elsewhere)
    client.force_login(worker)

    answer = client.post(reverse(ASSIGN), ticked([foreign]))
    assert answer.url == reverse("referrals:index")
    with pytest.raises(PermissionDenied):
        actions.assign_referral(foreign, worker=worker, actor=worker)
    came = actions.assign_referrals(queue, worker=stranger, actor=worker)

    assert (came.done, len(came.refused)) == ([], 3)
    assert not ReferralAssignment.objects.exists()


@pytest.mark.parametrize("role", ["room_lead", "room_worker", "editor", "district_viewer", "admin"])
def test_only_the_station_gives_rows_away(client, room, worker, queue, role):
    user = UserFactory(role=role, rooms=[room])
    client.force_login(user)

    assert client.post(reverse(ASSIGN), ticked(queue, worker=worker.pk)).url == "/staff/"
    with pytest.raises(PermissionDenied):
        actions.assign_referrals(queue, worker=worker, actor=user)
    assert "desk-chosen" not in client.get(reverse("referrals:index")).content.decode()
    assert not ReferralAssignment.objects.exists()


def test_no_more_than_fifty_at_once(worker, colleague, queue):
    came = actions.assign_referrals(queue * 20, worker=colleague, actor=worker)

    assert len(came.done) == actions.assigning.MOST_ROWS
