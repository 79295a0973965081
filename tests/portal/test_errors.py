"""What a person sees when something went wrong."""

from __future__ import annotations

import pytest

from portal import views


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.server_error, 500), (views.csrf_failure, 403)],
)
def test_a_page_for_broken_times_needs_no_database_and_gives_a_number(rf, view, status):
    response = view(rf.get("/"))

    assert response.status_code == status
    assert 'href="tel:12345"' in response.content.decode()


def test_the_chosen_text_size_holds_on_a_broken_page(rf):
    request = rf.get("/")
    request.COOKIES["display"] = "30"

    assert 'data-size="30"' in views.server_error(request).content.decode()


@pytest.mark.django_db
def test_a_missing_page_says_so_kindly_and_offers_search(client):
    response = client.get("/no-such-page/")
    html = response.content.decode()

    assert response.status_code == 404
    assert "没有找到这一页" in html
    assert 'action="/search/"' in html
