from __future__ import annotations

import uuid

import pytest
from captcha.models import CaptchaStore

from intake.models import Alert, Consent, Draft, Referral, ReporterLink
from intake.references import shown

from ..factories import EstateFactory, RoomFactory
from ..journey import SHORTEST, walk

pytestmark = pytest.mark.usefixtures("station")

SEEN = {"place": "和平小区", "building": "3号楼", "seen_signs": ["silent"]}


@pytest.fixture
def unhurried(monkeypatch):
    monkeypatch.setattr("intake.report_form.QUICKEST", 0)


def report(client, address="/report/", **changes):
    page = client.get(address)
    form = page.context["form"]
    hidden = {"token": str(form["token"].value()), "opened": form["opened"].value()}
    return client.post(address, {**SEEN, **hidden, **changes})


@pytest.mark.usefixtures("unhurried")
class TestReporting:
    def test_a_place_and_what_was_seen_reach_the_station_and_nothing_else_is_kept(self, client):
        assert report(client)["Location"] == "/intake/done/"

        referral = Referral.objects.get()
        assert (referral.channel, referral.on_behalf, referral.awareness) == (
            "report",
            "neighbour",
            "unaware",
        )
        assert referral.observed == {"signs": ["silent"], "words": ""}
        assert (referral.called_name, referral.phone, referral.facts) == ("", "", None)
        assert referral.urgency == "today"
        assert Alert.objects.get().kind == "arrived"
        assert not Consent.objects.exists()
        assert "最后怎么样" in client.get("/intake/done/").content.decode()

    def test_a_report_of_violence_has_the_way_out_beside_its_receipt(self, client):
        report(client, seen_words="夜里他打孩子")
        assert "/intake/leave/" in client.get("/intake/done/").content.decode()

        client.cookies.clear()
        report(client, seen_words="信箱满了")
        assert "/intake/leave/" not in client.get("/intake/done/").content.decode()

    def test_a_report_of_despair_has_the_line_of_those_who_listen_beside_its_receipt(self, client):
        report(client, seen_words="她说不想活了")

        assert "tel:12356" in client.get("/intake/done/").content.decode()

    def test_a_captains_link_knows_its_room_and_needs_no_account(self, client, station):
        link = ReporterLink.objects.create(room=RoomFactory(station=station), holder="刘楼长")

        page = client.get(f"/report/{link.key}/").content.decode()
        assert link.room.name in page
        assert "刘楼长" not in page
        report(client, f"/report/{link.key}/")

        referral = Referral.objects.get()
        assert (referral.room, referral.on_behalf) == (link.room, "captain")
        assert referral.reporter_link == link

    def test_a_retired_or_unknown_link_is_not_found(self, client, station):
        link = ReporterLink.objects.create(
            room=RoomFactory(station=station), holder="x", retired_at="2026-01-01T00:00Z"
        )

        assert client.get(f"/report/{link.key}/").status_code == 404
        assert client.get("/report/nonsense/").status_code == 404

    def test_a_double_tap_reports_once(self, client):
        token = str(uuid.uuid4())
        report(client, token=token)
        first = Draft.objects.get().answers
        report(client, token=token)

        assert Referral.objects.count() == 1
        assert Draft.objects.get().answers == first

    def test_a_second_report_on_the_same_building_is_found(self, client, station):
        estate = EstateFactory(room=RoomFactory(station=station))
        for building in ("3号楼", "３号楼", "4号楼"):
            report(client, estate=str(estate.pk), place="", building=building)
        first, second, other = Referral.objects.order_by("pk")

        assert list(Referral.objects.same_home(first)) == [second]
        assert not Referral.objects.same_home(other).exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"place": ""}, "estate"),
            ({"seen_signs": []}, "seen_signs"),
            ({"reporter_phone": "12"}, "reporter_phone"),
            ({"estate": "999999"}, "estate"),
            ({"seen_signs": ["forged"]}, "seen_signs"),
        ],
    )
    def test_a_report_that_leads_nowhere_is_refused_and_kept(self, client, changes, field):
        response = report(client, **changes)

        assert field in response.context["form"].errors
        assert not Referral.objects.exists()
        if "place" not in changes:
            assert "和平小区" in response.content.decode()


def test_a_machine_is_asked_a_sum_and_a_person_passes_with_it(client):
    response = report(client)
    assert not Referral.objects.exists()
    question = CaptchaStore.objects.get()
    assert question.challenge in response.content.decode()

    report(client, question=question.hashkey, answer=question.response)

    assert Referral.objects.count() == 1


def test_a_flood_of_questions_fills_no_table(client, monkeypatch):
    monkeypatch.setattr("intake.human_check.MOST_WAITING", 3)
    for _ in range(6):
        assert report(client).context["human_question"]

    assert CaptchaStore.objects.count() == 3


@pytest.mark.usefixtures("unhurried")
def test_reporting_keeps_ones_own_half_written_form_and_both_receipts(client, patient):
    walk(client, SHORTEST[:5])
    report(client)
    assert client.get("/intake/name/").status_code == 200
    reported = Referral.objects.get()

    walk(client, SHORTEST[5:])
    client.post("/intake/check/")

    own = Referral.objects.exclude(pk=reported.pk).get()
    page = client.get("/intake/done/").content.decode()
    assert shown(own.reference) in page
    assert shown(reported.reference) in page


def test_the_signed_opening_time_cannot_be_forged(client):
    report(client, opened="1:forged")

    assert not Referral.objects.exists()
