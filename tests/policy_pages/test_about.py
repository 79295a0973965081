"""Rooms, privacy, accessibility, and what machines ask for."""

from __future__ import annotations

import re

import pytest

from policy_pages.models import Estate
from tests.factories import CommunityRoomFactory, StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return StationFactory(data_handler="槐荫区某某社工中心", is_sample=True)


@pytest.fixture
def room(station):
    room = CommunityRoomFactory(
        station=station, name="纬十二路社工室", community="纬十二路社区", phone="0531-11112222"
    )
    Estate.objects.create(room=room, name="阳光花园")
    CommunityRoomFactory(station=station, name="经七路社工室", community="经七路社区")
    return room


@pytest.mark.parametrize(
    "words", ["阳光花园", "阳光", "阳光花园3号楼", " 阳光 花园 ", "纬十二路", "纬十二路社工室"]
)
def test_a_room_is_found_by_estate_community_or_name_written_long_or_short(client, room, words):
    response = client.get("/rooms/", {"q": words})

    assert [found.name for found in response.context["found"]] == ["纬十二路社工室"]
    assert 'href="tel:053111112222"' in response.content.decode()


@pytest.mark.parametrize("words", ["月球", "", "   ", "\x00", "花" * 500])
def test_a_name_nobody_knows_still_shows_every_room(client, room, words):
    response = client.get("/rooms/", {"q": words})

    assert response.context["found"] == []
    assert len(response.context["rooms"]) == 2


def test_what_was_typed_is_shown_as_text_only(client, room):
    html = client.get("/rooms/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in html


def test_rooms_cost_the_same_queries_for_one_and_for_twenty(
    client, station, room, django_assert_max_num_queries
):
    def queries() -> int:
        with django_assert_max_num_queries(15) as captured:
            client.get("/rooms/", {"q": "阳光"})
        return len(captured)

    queries()
    few = queries()
    for number in range(18):
        Estate.objects.create(room=CommunityRoomFactory(station=station), name=f"小区{number}")

    assert queries() == few


def test_a_site_without_a_station_still_answers(client):
    assert client.get("/rooms/").status_code == 200
    assert client.get("/privacy/").status_code == 200
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_privacy_notice_names_the_handler_and_says_when_it_is_a_sample(client, station):
    html = client.get("/privacy/").content.decode()
    assert "槐荫区某某社工中心" in html
    assert "这是示例" in html

    station.is_sample = False
    station.save()
    assert "这是示例" not in client.get("/privacy/").content.decode()


def test_the_page_for_children_says_you_names_the_station_and_breaks_no_word(client, station):
    html = client.get("/privacy-children/").content.decode()
    article = html[html.index("<article") : html.index("</article>")]

    assert station.name in article
    assert "您" not in article
    assert f'href="tel:{"".join(filter(str.isdigit, station.phone))}"' in article
    sentences = re.split(r"[。！？：；]", re.sub(r"<[^>]+>|\s+", "", article.split("依据")[0]))
    assert max(map(len, sentences)) <= 40
    assert "/privacy-children/" in client.get("/privacy/").content.decode()
    assert "这是示例" in html

    station.is_sample = False
    station.save()
    assert "这是示例" not in client.get("/privacy-children/").content.decode()


def test_robots_are_kept_from_forms_answers_and_the_desk(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /staff/", "Disallow: /intake/", "Disallow: /en/status/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_the_sitemap_and_the_icon_are_there(client):
    assert client.get("/sitemap.xml").status_code == 200
    assert client.get("/favicon.ico").url.endswith("portal/icon.svg")


def test_security_txt_gives_the_stations_phone(client, station):
    text = client.get("/.well-known/security.txt").content.decode()

    assert text.startswith("Contact: tel:+86531")
    assert "Expires: 20" in text
