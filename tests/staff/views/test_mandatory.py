"""The duty to report on the screens: heard with the card, open until answered, and whose it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intake.alerts import channels_for, message
from intake.models import Alert, AlertChannel
from staff import actions
from staff.domain.calm import CalmStep
from staff.domain.stages import Stage
from staff.models import ReadLog, ReportDuty, ReportMade
from staff.today import board
from tests.factories import OtherStationFactory, UserFactory, VisitFactory

LIST = "/staff/mandatory/"
HARM = "孩子他爸喝了酒打孩子"
SIGN_OF = {"minor": ["injuries"], "violence": ["coerced"]}


def of(duty, view="detail", *args):
    return reverse(f"mandatory:{view}", args=[duty.pk, *args])


def on(case, view="detail", *args):
    return reverse(f"cases:{view}", args=[case.reference, *args])


@pytest.fixture
def case(open_case):
    return open_case(words="日子难过")


@pytest.fixture
def duty(case, worker):
    return actions.raise_duty(case, duty="minor", seen="胳膊上有烫伤", actor=worker)


def typed(duty, actor, **changes):
    return {
        "signs": ["injuries"],
        "body": "police",
        "body_name": "营市街派出所",
        "how": "phone",
        "reported_at": f"{timezone.localtime() - timedelta(minutes=5):%Y-%m-%dT%H:%M}",
        "reported_by": actor.pk,
        "parts": ["place", "words"],
        "number": "110-1",
        "reply": "",
        "seen_version": duty.version,
    } | changes


def test_opening_a_card_opens_the_duty_and_shows_it_until_it_is_answered(
    client, worker, lead, refer
):
    referral = refer(words=HARM)
    client.force_login(worker)
    address = reverse("referrals:detail", args=[referral.reference])

    first = client.get(address)
    client.get(address)

    duties = list(ReportDuty.objects.filter(referral=referral))
    assert {each.duty for each in duties} >= {"minor"}
    assert [each.pk for each in first.context["duties"]] == [each.pk for each in duties]
    assert all(of(each) in first.content.decode() for each in duties)
    assert of(duties[0], "waive") not in first.content.decode()  # a lead's
    client.force_login(lead)
    assert of(duties[0], "waive") in client.get(address).content.decode()


def test_a_card_without_harm_opens_none(client, worker, refer):
    referral = refer(words="想问低保")
    client.force_login(worker)

    page = client.get(reverse("referrals:detail", args=[referral.reference]))

    assert page.context["duties"] == []
    assert not ReportDuty.objects.exists()


def test_from_the_case_a_worker_notes_it_and_writes_the_report_down(client, worker, case):
    client.force_login(worker)
    page = client.get(on(case)).content.decode()
    assert on(case, "raise_duty") in page

    noted = client.post(on(case, "raise_duty"), {"duty": "minor", "seen": "胳膊上有烫伤"})

    duty = ReportDuty.objects.get()
    assert noted.url == of(duty)
    assert of(duty) in client.get(on(case)).content.decode()
    form = client.get(of(duty))
    assert "胳膊上有烫伤" in form.content.decode()
    assert form.context["form"].initial["reported_by"] == worker.pk

    saved = client.post(of(duty), typed(duty, worker))

    assert saved.url == of(duty)
    duty.refresh_from_db()
    assert (duty.outcome, duty.answered_by) == ("reported", worker)
    made = ReportMade.objects.get()
    assert (made.body, made.how, made.number) == ("police", "phone", "110-1")
    page = client.get(on(case))
    assert page.context["duties"] == []
    kinds = [entry.key.split("-")[0] for entry in page.context["story"]]
    assert sorted(kinds) == ["duty", "move", "referral", "report"]
    assert "营市街派出所" in page.content.decode()


def test_what_was_typed_wrong_is_said_beside_the_field_and_not_lost(client, worker, duty):
    client.force_login(worker)

    page = client.post(of(duty), typed(duty, worker, signs=[], reported_at="昨天", reply="会来"))

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"signs", "reported_at"}
    assert "会来" in page.content.decode()
    future = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    page = client.post(of(duty), typed(duty, worker, reported_at=future))
    assert set(page.context["form"].errors) == {"reported_at"}
    assert not ReportMade.objects.exists()


def test_two_colleagues_do_not_report_twice_without_reading(client, worker, lead, duty):
    client.force_login(worker)
    client.post(of(duty), typed(duty, worker))
    client.force_login(lead)

    stale = client.post(of(duty), typed(duty, lead, body="education"))

    assert stale.status_code == 422
    assert ReportMade.objects.count() == 1
    duty.refresh_from_db()
    assert f'name="seen_version" value="{duty.version}"' in stale.content.decode()
    assert client.post(of(duty), typed(duty, lead, body="education")).status_code == 302
    assert set(ReportMade.objects.values_list("body", flat=True)) == {"police", "education"}


def test_the_answer_comes_later(client, worker, duty):
    client.force_login(worker)
    client.post(of(duty), typed(duty, worker))
    duty.refresh_from_db()
    made = ReportMade.objects.get()
    address = of(duty, "reply", made.pk)
    assert client.get(address).status_code == 200

    empty = client.post(address, {"number": "", "reply": "", "seen_version": duty.version})
    assert empty.status_code == 422
    client.post(address, {"number": "2号", "reply": "已立案", "seen_version": duty.version})

    made.refresh_from_db()
    assert (made.number, made.reply) == ("2号", "已立案")
    assert client.get(of(duty, "reply", made.pk + 1)).status_code == 404


def test_a_lead_says_why_none_is_needed_and_a_worker_cannot(client, worker, lead, duty, case):
    said = {"reason": "是电视里的声音", "seen_version": duty.version}
    client.force_login(worker)
    assert client.post(of(duty, "waive"), said).url == "/staff/"
    duty.refresh_from_db()
    assert duty.is_open

    client.force_login(lead)
    assert client.get(of(duty, "waive")).status_code == 200
    assert client.post(of(duty, "waive"), said).url == of(duty)

    duty.refresh_from_db()
    assert (duty.outcome, duty.reason) == ("no_duty", "是电视里的声音")
    assert "是电视里的声音" in client.get(on(case)).content.decode()


@pytest.mark.parametrize("view", ["detail", "waive"])
def test_whose_it_is_not_finds_nothing(client, duty, room_worker, view):
    for person in (
        UserFactory(role="station_lead", station=OtherStationFactory()),
        room_worker,
        UserFactory(role="editor"),
        UserFactory(role="district_viewer"),
    ):
        client.force_login(person)
        answer = client.get(of(duty, view))
        assert (answer.status_code, getattr(answer, "url", "/staff/")) in {
            (404, "/staff/"),
            (302, "/staff/"),
        }
    client.logout()
    assert "login" in client.get(of(duty, view)).url


def test_a_room_notes_and_reports_and_sees_only_its_own(client, duty, case, room_worker):
    client.force_login(room_worker)
    assert of(duty) not in client.get(on(case)).content.decode()
    assert "胳膊上有烫伤" not in client.get(on(case)).content.decode()

    client.post(on(case, "raise_duty"), {"duty": "minor", "seen": "孩子一个人在家"})

    own = ReportDuty.objects.get(raised_by=room_worker)
    assert own.pk != duty.pk
    assert client.post(of(own), typed(own, room_worker, signs=["abandoned"])).url == of(own)
    own.refresh_from_db()
    assert own.outcome == "reported"


def test_outside_ones_caseload_a_reason_comes_first_and_the_reading_is_logged(
    client, station, duty, case
):
    colleague = UserFactory(role="social_worker", station=station)
    client.force_login(colleague)
    asked = client.get(of(duty))
    assert asked.url.startswith(on(case, "why"))

    actions.give_reason(case, why="cover", actor=colleague)

    assert client.get(of(duty)).status_code == 200
    client.get(of(duty))
    assert list(ReadLog.objects.filter(what="report").values_list("reader", "case", "why")) == [
        (colleague.pk, case.pk, "cover")
    ]


def flag(client, case, kind):
    """A note of this kind with the red flag in it; where it leads to."""
    visit = VisitFactory(case=case, visitor=case.worker)
    red = {"harm": "minor", "urgent": "no"}
    return {
        "visit": lambda: client.post(
            on(case, "visit", visit.pk), {"met": ["self"], "said": "怕", **red}
        ),
        "nobody": lambda: client.post(
            on(case, "visit", visit.pk), {"met": ["nobody"], "seen": "孩子哭", **red}
        ),
        "note": lambda: client.post(
            on(case, "add_note"), {"kind": "change", "text": "邻居说的", "harm": "minor"}
        ),
        "call": lambda: client.post(on(case, "call"), {"result": "reached", "harm": "minor"}),
    }[kind]()


@pytest.mark.parametrize("kind", ["visit", "nobody", "note", "call"])
def test_every_note_carries_the_red_flag(client, worker, case, kind):
    client.force_login(worker)

    answer = flag(client, case, kind)

    duty = ReportDuty.objects.get()
    assert (duty.case, duty.duty, duty.raised_by) == (case, "minor", worker)
    assert duty.seen
    assert answer.url == of(duty)


def test_a_note_without_the_flag_opens_nothing(client, worker, case):
    client.force_login(worker)
    client.post(on(case, "add_note"), {"kind": "change", "text": "邻居说的"})
    client.post(on(case, "add_note"), {"kind": "change", "text": "邻居说的", "harm": "x"})

    assert case.notes.count() == 1
    assert not ReportDuty.objects.exists()


def test_a_call_before_there_is_a_case_carries_it_too(client, worker, refer):
    referral = refer(words="想问低保")
    client.force_login(worker)

    answer = client.post(
        reverse("referrals:call", args=[referral.reference]),
        {"result": "reached", "line": "听见有人打骂老人", "harm": "violence"},
    )

    duty = ReportDuty.objects.get()
    assert (duty.referral, duty.duty, duty.seen) == (referral, "violence", "听见有人打骂老人")
    assert answer.url == of(duty)


def test_a_flag_with_nobody_met_needs_what_was_seen(client, worker, case):
    visit = VisitFactory(case=case, visitor=worker)
    client.force_login(worker)

    page = client.post(
        on(case, "visit", visit.pk), {"met": ["nobody"], "harm": "minor", "urgent": "no"}
    )

    assert set(page.context["form"].errors) == {"seen"}
    assert not ReportDuty.objects.exists()


def test_the_days_list_and_the_leads_list_show_what_is_open(
    client, worker, lead, station, duty, case
):
    colleague = UserFactory(role="social_worker", station=station)

    def rows(user, now):
        return [
            (row.who, row.url, row.tone)
            for section in board(user, now)
            if section.key == "duties"
            for row in section.rows
        ]

    now = timezone.now()
    assert rows(worker, now) == rows(lead, now) == [(str(case), of(duty), "late")]
    assert rows(lead, now + timedelta(hours=2)) == [(str(case), of(duty), "danger")]
    assert rows(colleague, now) == []
    client.force_login(lead)
    page = client.get(LIST)
    assert (page.context["waiting"], page.context["answered"]) == ([duty], [])
    assert ReadLog.objects.get(what="list").reader == lead

    actions.waive_duty(duty.pk, reason="看错了", seen_version=None, actor=lead)

    assert rows(worker, now) == rows(lead, now) == []
    page = client.get(LIST)
    assert (page.context["waiting"], page.context["answered"]) == ([], [duty])


MARK = "依法报告还没办"


def test_both_lists_mark_an_open_duty_for_whoever_may_see_it(
    client, worker, lead, room_worker, refer, case, duty
):
    """A referral's stands in the queue, and with its household once it has one."""
    heard = refer(words="想问低保")
    of_referral = actions.raise_duty(heard, duty="violence", seen="打骂老人", actor=worker)
    refer(words="想问低保")  # none of its own

    def marked(user, address):
        client.force_login(user)
        page = client.get(address)
        rows = [row for row in page.context["object_list"] if row.open_duty]
        assert page.content.decode().count(MARK) == len(rows)
        return rows

    queue, cases = reverse("referrals:index"), reverse("cases:index")
    for user in (worker, lead):
        assert marked(user, queue) == [heard]
        assert marked(user, cases) == [case]
    assert marked(room_worker, queue) == marked(room_worker, cases) == []

    actions.waive_duty(duty.pk, reason="看错了", seen_version=None, actor=lead)
    assert marked(worker, cases) == []
    opened = actions.open_case(
        heard,
        stage=Stage.T1_EMERGENCY_HANDLING,
        difficulty="被打骂",
        clients_words="怕",
        worker=worker,
        room_worker=None,
        reason="暴力",
        assessment="",
        actor=worker,
    )
    assert marked(worker, cases) == [opened]
    actions.waive_duty(of_referral.pk, reason="看错了", seen_version=None, actor=lead)
    assert marked(worker, cases) == []


def test_the_leads_list_is_of_the_own_station(client, duty):
    elsewhere = UserFactory(role="station_lead", station=OtherStationFactory())
    client.force_login(elsewhere)

    assert client.get(LIST).context["waiting"] == []
    assert not ReadLog.objects.filter(reader=elsewhere).exists()  # nothing was named


@pytest.mark.parametrize("count", [1, 12])
def test_the_leads_list_asks_the_same_number_of_questions(
    client, worker, lead, open_case, django_assert_num_queries, count
):
    for _ in range(count):
        duty = actions.raise_duty(open_case(), duty="minor", seen="哭", actor=worker)
        actions.record_report(
            duty.pk,
            body="womens_federation",
            how="phone",
            reported_at=timezone.now() - timedelta(minutes=1),
            reported_by=worker,
            signs=["injuries"],
            parts=["place"],
            seen_version=None,
            actor=worker,
        )
    client.force_login(lead)
    client.get(LIST)
    with django_assert_num_queries(10):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_a_duty_asks_the_same_number_of_questions(
    client, worker, duty, django_assert_num_queries, count
):
    for number in range(count):
        duty.refresh_from_db()
        client.force_login(worker)
        client.post(of(duty), typed(duty, worker, number=str(number)))
    client.get(of(duty))
    assert ReportMade.objects.count() == count
    with django_assert_num_queries(11):
        client.get(of(duty))


@pytest.mark.parametrize("count", [1, 6])
def test_card_and_case_stay_within_their_questions(
    client, worker, refer, case, duty, django_assert_max_num_queries, count
):
    referral = refer(words=HARM)
    client.force_login(worker)
    card = reverse("referrals:detail", args=[referral.reference])
    client.get(card)
    actions.tick_calm(case.pk, steps=list(CalmStep), contact=worker, actor=worker)
    for each in [duty, *ReportDuty.objects.filter(referral=referral)]:
        for _ in range(count):
            each.refresh_from_db()
            told = {"body": "womens_federation", "signs": SIGN_OF[each.duty]}
            client.post(of(each), typed(each, worker, **told))
    assert ReportMade.objects.filter(duty=duty).count() == count

    for address in (card, on(case)):
        client.get(address)
        with django_assert_max_num_queries(25):
            client.get(address)


def test_the_copy_for_the_person_does_not_name_the_report(client, worker, duty, case):
    client.force_login(worker)
    client.post(of(duty), typed(duty, worker))

    copy = client.post(reverse("referrals:copy_of_data", args=[case.reference]))

    assert ReportMade.objects.get().sharing is not None
    text = b"".join(copy).decode()
    assert "日子难过" in text
    assert "警察或急救" not in text
    assert "派出所" not in text


def test_the_station_and_not_the_room_is_told(duty, case, station, room):
    for place, address in ((None, "station@example.org"), (room, "room@example.org")):
        AlertChannel.objects.create(station=station, room=place, kind="mail", address=address)
    assert case.room == room

    told = channels_for(Alert.objects.get(kind="report"))

    assert [channel.address for channel in told] == ["station@example.org"]


def test_nothing_that_was_seen_stands_in_the_log_or_an_alert(duty):
    alert = Alert.objects.get(kind="report")
    subject, text = message(alert)

    assert "烫伤" not in subject + text + str(duty)
    assert "/staff/today/" in text
    assert all("烫伤" not in str(entry.data) for entry in ModelLogEntry.objects.all())
    assert all("烫伤" not in each.body + each.subject for each in mail.outbox)
