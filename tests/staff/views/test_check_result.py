"""The self-check a person handed on: its answers beside the referral, its result as it was seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from intake.models import Referral
from policy_pages import self_check
from policy_pages.actions.publishing import grant_content_permissions
from policy_pages.eligibility import read_answers
from policy_pages.models import RuleSet
from staff.roles import write_groups
from tests.factories import (
    CriterionFactory,
    OtherStationFactory,
    PolicySourceFactory,
    RuleSetFactory,
    UserFactory,
)
from tests.intake.factories import submit


def live(version: int, expression: str, *, since: date, until: date | None = None) -> RuleSet:
    rules = RuleSetFactory(
        programme="dibao",
        title=f"低保第{version}版",
        place="全国",
        version=version,
        criteria=[CriterionFactory.build(expression=expression, source=PolicySourceFactory())],
    )
    fields = {"went_live_on": since, "retired_on": until, "checked_by": UserFactory()}
    state = RuleSet.State.RETIRED if until else RuleSet.State.LIVE
    RuleSet.objects.filter(pk=rules.pk).update(state=state, **fields)
    return rules


@pytest.fixture
def handed(station, room, today):
    """A referral with what the check's hand-over keeps, shared with the room or not."""

    def make(*consents: str) -> Referral:
        answers = read_answers({"hukou": "here"})
        outcome = self_check.result(answers, self_check.ground(station, today))
        kept = self_check.read_handover(self_check.sign_handover(outcome))
        referral = submit(
            station,
            consents=["help", "sensitive", *consents],
            check_result=kept,
            source_page="dibao",
        ).referral
        Referral.objects.filter(pk=referral.pk).update(room=room)
        return referral

    return make


def address(referral, name="check/") -> str:
    return f"/staff/referrals/{referral.reference}/{name}"


def test_the_answers_stand_beside_the_referral_with_the_explainer_read(
    client, worker, handed, today
):
    live(1, 'answer("hukou") == "here"', since=today - timedelta(days=9))
    referral = handed()
    client.force_login(worker)

    page = client.get(address(referral, "")).content.decode()

    assert address(referral) in page
    assert 'href="/policies/dibao/"' in page
    assert "户口" in page


def test_the_result_is_that_of_the_rules_the_person_saw_though_they_changed_that_day(
    client, worker, handed, today
):
    yesterday = today - timedelta(days=1)
    first = live(1, 'answer("hukou") == "here"', since=yesterday)
    referral = handed()
    client.force_login(worker)
    before = client.get(address(referral)).context_data
    assert [one.ruleset.version for one in before["result"].may] == [1]

    RuleSet.objects.filter(pk=first.pk).update(state=RuleSet.State.RETIRED, retired_on=today)
    live(2, 'answer("hukou") == "elsewhere"', since=today)
    after = client.get(address(referral)).context_data

    assert after["is_exact"]
    assert [one.ruleset.version for one in after["result"].may] == [1]


def test_where_the_rules_are_gone_the_page_says_so(client, worker, handed, today):
    rules = live(1, 'answer("hukou") == "here"', since=today - timedelta(days=9))
    referral = handed()
    RuleSet.objects.filter(pk=rules.pk).update(went_live_on=today + timedelta(days=1))
    client.force_login(worker)

    answer = client.get(address(referral))

    assert answer.status_code == 200
    assert not answer.context_data["is_exact"]


@pytest.mark.parametrize(("consents", "status"), [((), 404), (("share",), 200)])
def test_a_room_opens_it_only_when_it_is_shared(client, room_worker, handed, consents, status):
    referral = handed(*consents)
    client.force_login(room_worker)

    assert client.get(address(referral)).status_code == status
    page = client.get(address(referral, "")).content.decode()
    assert (address(referral) in page) == (status == 200)


def test_nothing_opens_elsewhere_or_without_a_check(client, worker, station, handed):
    referral = handed()
    client.force_login(UserFactory(role="social_worker", station=OtherStationFactory()))
    assert client.get(address(referral)).status_code == 404
    client.force_login(UserFactory(role="editor"))
    assert client.get(address(referral)).status_code == 302

    client.force_login(worker)
    assert client.get(address(submit(station).referral)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("social_worker", 200), ("room_worker", 200), ("district_viewer", 302)],
)
def test_who_opens_a_number_a_person_kept(client, role, status, station, room):
    rooms = [room] if role.startswith("room") else []
    write_groups()
    grant_content_permissions()
    client.force_login(UserFactory(role=role, rooms=rooms))

    assert client.get("/staff/self-check/replay/").status_code == status
