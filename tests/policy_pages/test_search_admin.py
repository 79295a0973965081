from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from policy_pages.actions.publishing import grant_content_permissions
from policy_pages.models import PolicyPage, Replacement, Saying, SearchLog, SynonymGroup
from staff.roles import write_groups
from tests.factories import PolicyPageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    write_groups()
    grant_content_permissions()
    user = UserFactory()
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user)
    return user


def listed(response) -> list:
    return [str(row) for row in response.context["object_list"]]


def test_an_editor_adds_everyday_words_for_an_explainer(client, editor):
    page = PolicyPageFactory()

    client.post(
        reverse(Saying.snippet_viewset.get_url_name("add")),
        {"name": "没钱", "words": "没钱\n缺钱", "pages": [page.pk]},
    )

    saying = Saying.objects.get()
    assert (saying.all_words, list(saying.pages.all())) == (["没钱", "缺钱"], [page])


def test_one_word_alone_is_no_group_of_equal_words(client, editor):
    response = client.post(
        reverse(SynonymGroup.snippet_viewset.get_url_name("add")), {"words": "低保\n低保\n"}
    )

    assert SynonymGroup.objects.count() == 0
    assert "至少写两个词" in response.content.decode()


@pytest.mark.parametrize("model", [Saying, SynonymGroup, Replacement])
def test_words_are_the_editors_and_nobody_elses(client, editor, model):
    address = reverse(model.snippet_viewset.get_url_name("list"))
    assert client.get(address).status_code == 200

    worker = UserFactory()
    worker.groups.add(Group.objects.get(name="social_worker"))
    client.force_login(worker)
    assert client.get(address).status_code in {302, 403}


def test_the_report_lists_what_was_not_found_most_asked_first(client, editor):
    for day, query, found, times in (
        (24, "彩票", "nothing", 2),
        (23, "彩票", "nothing", 3),
        (24, "护照", "nothing", 4),
        (24, "低保", "many", 90),
    ):
        SearchLog.objects.create(day=date(2026, 11, day), query=query, found=found, times=times)

    response = client.get(reverse("search_report"))

    rows = [(row["query"], row["total"]) for row in response.context["object_list"]]
    assert rows == [("彩票", 5), ("护照", 4)]
    everything = client.get(reverse("search_report"), {"found": "many"})
    assert [row["query"] for row in everything.context["object_list"]] == ["低保"]
    assert client.get(reverse("search_report"), {"export": "csv"}).status_code == 200


def test_the_report_is_closed_to_others(client, editor):
    SearchLog.objects.create(day=date(2026, 11, 24), query="彩票", found="nothing", times=1)
    worker = UserFactory()
    worker.groups.add(Group.objects.get(name="social_worker"))
    client.force_login(worker)

    response = client.get(reverse("search_report"))

    assert response.status_code in {302, 403}
    assert "彩票" not in response.content.decode()


def test_the_page_editor_shows_hard_places_and_what_to_write(client, editor):
    page = PolicyPageFactory(short_answer="<p>街道予以核实，应当告知本人。</p>")

    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    text = response.content.decode()
    assert "换个说法：给" in text
    assert PolicyPage.objects.get(pk=page.pk).live
