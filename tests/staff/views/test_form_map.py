"""The map of the form as its reviewers see it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from intake.form_map import screens
from policy_pages.eligibility import QUESTIONS
from tests.factories import RuleSetFactory, UserFactory

ADDRESS = "/staff/form-map/"


def test_every_screen_and_every_way_on_is_on_the_page(client, lead):
    RuleSetFactory()
    client.force_login(lead)

    page = client.get(ADDRESS).content.decode()

    parts = dict(re.findall(r'data-screen="([^"]+)">(.*?)</section>', page, re.DOTALL))
    assert list(parts) == [screen.slug for screen in screens()]
    for screen in screens():
        leads_to = parts[screen.slug].split("通到哪里")[1]
        assert re.findall(r'href="#screen-([^"]+)"', leads_to) == [
            slug for _when, slug in screen.leads_to
        ]
    anchors = set(re.findall(r'href="#([^"]+)"', page.split('class="desk-page"')[1]))
    assert anchors <= set(re.findall(r' id="([^"]+)"', page))
    for question in QUESTIONS:
        assert question.text.zh in page


@pytest.mark.parametrize("role", ["editor", "fact_checker", "admin"])
def test_reviewers_find_it_in_the_menu(client, station, role):
    client.force_login(UserFactory(role=role))

    assert reverse("form_map") == ADDRESS
    assert client.get(ADDRESS).status_code == 200
    assert ADDRESS in client.get("/staff/").content.decode()


@pytest.mark.parametrize("role", ["room_worker", "district_viewer", "social_worker"])
def test_others_are_refused_and_not_offered_it(client, station, room, role):
    where = {"rooms": [room]} if role == "room_worker" else {}
    client.force_login(UserFactory(role=role, **where))

    assert client.get(ADDRESS).status_code == 302
    assert ADDRESS not in client.get("/staff/").content.decode()


def test_it_is_only_read(client, lead):
    client.force_login(lead)

    assert client.post(ADDRESS).status_code == 405


def test_it_costs_few_queries(client, lead, django_assert_max_num_queries):
    client.force_login(lead)
    client.get(ADDRESS)

    with django_assert_max_num_queries(12):
        client.get(ADDRESS)
