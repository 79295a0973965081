"""A child asks for itself: heard before anybody's consent, asked little, and told to nobody."""

from __future__ import annotations

import pytest
from django.test import Client

from intake.models import Alert, ChildRequest, Consent, ConsentText, Draft, Referral
from intake.steps import BY_SLUG, to_send
from policy_pages.models import UrgentContact
from tests.factories import UrgentContactFactory

from ..journey import OLDER_CHILD, SHORTEST, YOUNG_CHILD, answer, walk

pytestmark = pytest.mark.usefixtures("station", "patient")

PAGES_OF_THE_CHILD = ["child", "child-notice", "child-tell", "child-contact"]


def send(client, steps) -> Referral:
    assert walk(client, steps) == "/intake/check/"
    assert client.post("/intake/check/")["Location"] == "/intake/done/"
    return Referral.objects.select_related("child__text", "promise").get()


def test_under_fourteen_nothing_is_ticked_and_the_ground_is_protection(client):
    referral = send(client, YOUNG_CHILD)

    child = referral.child
    assert (child.age, child.at_home, child.ground) == ("under_14", "nobody", "protection")
    assert (child.text.reader, child.text.purpose) == ("young_child", "help")
    assert not Consent.objects.exists()
    assert (referral.on_behalf, referral.awareness) == ("child", "willing")
    assert (referral.called_name, referral.phone) == ("小雨", "13800138000")
    assert referral.needs == ["violence"]
    assert referral.safe_contact == {
        "say_who": False,
        "others_may_answer": False,
        "good_times": [],
    }


def test_from_fourteen_on_the_child_agrees_itself_to_words_of_its_own(client):
    referral = send(client, OLDER_CHILD)

    child = referral.child
    assert (child.age, child.ground) == ("from_14", "consent")
    consent = Consent.objects.get()
    assert consent.text == child.text
    assert (consent.text.reader, consent.text.purpose) == ("child", "help")
    assert referral.safe_contact["say_who"] is True
    assert referral.safe_contact["proxy"]["name"] == "李老师"
    assert referral.safe_contact["proxy"]["phone"] == "13900139000"


def test_a_screen_the_browser_had_forgotten_is_shown_again_in_its_words(client):
    strict = Client(enforce_csrf_checks=True)
    walk(client, YOUNG_CHILD[:4])
    strict.cookies = client.cookies

    page = strict.post("/intake/child-tell/", {"child_words": "我怕"}).content.decode()

    assert "请再按一次按钮。你写的都还在。" in page
    assert "我怕" in page
    assert "我们替你写" in page


def test_who_does_not_say_how_old_it_is_is_treated_as_under_fourteen(client):
    steps = list(YOUNG_CHILD)
    steps[2] = ("child", {"child_age": "not_said", "at_home": "unsure"})

    child = send(client, steps).child

    assert (child.age, child.ground) == ("not_said", "protection")
    assert child.is_kept_from_home


@pytest.mark.parametrize("steps", [YOUNG_CHILD, OLDER_CHILD])
def test_it_is_promised_the_day_alerted_and_kept_at_the_station(client, steps):
    referral = send(client, steps)

    assert referral.urgency == "today"
    assert referral.station_only
    assert Alert.objects.filter(referral=referral, kind="arrived").count() == 1
    assert (referral.facts, referral.access_needs, referral.check_result) == (None, [], None)


@pytest.mark.parametrize("slug", ["consent", "needs", "contact", "household", "access", "where"])
def test_the_screens_of_grown_ups_are_not_on_its_way(client, slug):
    walk(client, YOUNG_CHILD)

    response = client.get(f"/intake/{slug}/")

    assert response.status_code == 302
    assert b"household" not in client.get("/intake/check/").content


def test_kept_from_home_it_is_kept_so_for_visits_too_however_it_is_reached(client):
    steps = [*YOUNG_CHILD[:5], ("child-contact", {"child_contact": "come"})]

    referral = send(client, steps)

    assert (referral.contact_method, referral.phone) == ("come", "")
    assert referral.safe_contact["say_who"] is False
    assert referral.safe_contact["others_may_answer"] is False


def test_no_screen_of_the_child_is_open_to_anybody_else(client):
    walk(client, SHORTEST)
    for slug in [slug for slug in BY_SLUG if slug.startswith("child")]:
        assert client.get(f"/intake/{slug}/").status_code == 302


def test_what_a_grown_up_had_answered_before_stays_behind(client):
    """Somebody fills in the long form first, then says that it is a child."""
    walk(client, [*SHORTEST[:2], ("consent", {"help": "on", "sensitive": "on", "share": "on"})])
    walk(client, [*SHORTEST[3:], ("household", {"people": "我和妈妈"})])

    referral = send(client, YOUNG_CHILD[1:])

    assert (referral.facts, referral.child.ground) == (None, "protection")
    assert not Consent.objects.exists()


def test_a_changed_age_asks_for_the_words_of_that_age(client):
    walk(client, YOUNG_CHILD)

    response = answer(client, "child", {"child_age": "from_14", "at_home": "nobody"})

    assert response["Location"] == "/intake/child-consent/"
    assert client.get("/intake/check/")["Location"] == "/intake/child-consent/"


def test_who_may_no_longer_be_called_is_not_the_way_to_reach_the_child(client):
    walk(client, [*OLDER_CHILD[:5], ("child-contact", {"child_contact": "proxy"})])
    assert client.get("/intake/check/").status_code == 200

    answer(client, "child", {"child_age": "from_14", "at_home": "nobody"})

    assert client.get("/intake/check/")["Location"] == "/intake/child-contact/"
    assert "proxy" not in (to_send(Draft.objects.get().answers)["safe_contact"] or {})


def test_every_page_of_the_child_shows_the_way_out(client):
    walk(client, YOUNG_CHILD)
    for slug in PAGES_OF_THE_CHILD:
        assert 'action="/intake/leave/"' in client.get(f"/intake/{slug}/").content.decode()
    assert 'action="/intake/leave/"' in client.get("/intake/check/").content.decode()
    client.post("/intake/check/")
    done = client.get("/intake/done/").content.decode()
    assert 'action="/intake/leave/"' in done
    assert "/privacy-children/" in done
    walk(client, SHORTEST[:2])
    client.cookies.clear()
    walk(client, SHORTEST[:2])
    assert 'action="/intake/leave/"' not in client.get("/intake/consent/").content.decode()


def test_the_numbers_shown_are_those_of_the_station(client):
    UrgentContact.objects.all().delete()
    UrgentContactFactory(number="110", name="报警", is_emergency=True)
    UrgentContactFactory(number="12355", name="青少年热线", is_emergency=False)
    UrgentContactFactory(number="12333", name="社保", is_emergency=False)
    walk(client, YOUNG_CHILD[:2])

    page = client.get("/intake/child/")

    assert [contact.number for contact in page.context["form"].numbers] == ["110", "12355"]


def test_it_is_asked_nothing_of_money_or_health(client):
    walk(client, YOUNG_CHILD[:4])
    form = client.get("/intake/child-tell/").context["form"]
    offered = {code for code, _label in form.fields["child_needs"].choices}
    assert not offered & {"money", "health", "disability", "work"}


def test_the_words_shown_are_those_in_force_and_none_asks_to_be_told_on(client):
    walk(client, YOUNG_CHILD[:4])
    page = client.get("/intake/child-notice/")
    shown = ConsentText.objects.get(reader="young_child", language="zh-hans")
    assert shown.text in page.content.decode()
    assert all(line in page.content.decode() for _heading, line in shown.notice_lines)
    assert 'type="checkbox"' not in page.content.decode()


def test_the_child_is_stored_once_however_often_it_is_sent(client):
    send(client, YOUNG_CHILD)
    client.post("/intake/check/")
    assert ChildRequest.objects.count() == 1
