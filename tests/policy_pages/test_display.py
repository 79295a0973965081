"""Text size and contrast without JavaScript."""

from __future__ import annotations

import pytest

from policy_pages.display import Display


@pytest.mark.parametrize(
    ("cookie", "display"),
    [
        ("24", Display(24)),
        ("30h", Display(30, high_contrast=True)),
        ("18h", Display(18, high_contrast=True)),
        ("", Display()),
        ("h", Display()),
        ("24hh", Display()),
        ("9999", Display()),
        ('24" onload=', Display()),
    ],
)
def test_a_cookie_says_the_display_and_a_strange_one_says_nothing(cookie, display):
    assert Display.from_cookie(cookie) == display


@pytest.mark.parametrize("display", [Display(24), Display(30, True), Display(18, True)])
def test_a_display_survives_its_cookie(display):
    assert Display.from_cookie(display.to_cookie()) == display


@pytest.mark.django_db
def test_a_press_is_remembered_and_the_next_page_follows_it(client):
    response = client.get("/display/", {"size": "24", "next": "/rooms/?q=x"})

    assert (response.status_code, response.url) == (302, "/rooms/?q=x")
    assert response.cookies["display"].value == "24"
    assert 'data-size="24"' in client.get("/rooms/").content.decode()


@pytest.mark.django_db
def test_size_and_contrast_are_set_apart(client):
    client.get("/display/", {"size": "30"})
    client.get("/display/", {"contrast": "high"})

    page = client.get("/rooms/").content.decode()
    assert 'data-size="30" data-contrast="high"' in page


@pytest.mark.django_db
def test_the_standard_display_leaves_no_cookie(client):
    client.get("/display/", {"size": "24"})
    response = client.get("/display/", {"size": "18"})

    assert response.cookies["display"].value == ""
    assert response.cookies["display"]["max-age"] == 0


@pytest.mark.parametrize(
    "next_url", ["https://example.com/", "//example.com", "javascript:alert(1)", "", "\\\\evil"]
)
def test_the_way_back_never_leads_to_another_site(client, next_url):
    assert client.get("/display/", {"size": "24", "next": next_url}).url == "/"


@pytest.mark.django_db
def test_an_unknown_size_changes_nothing(client):
    client.get("/display/", {"size": "24"})
    response = client.get("/display/", {"size": "24px;"})

    assert response.cookies["display"].value == "24"


@pytest.mark.django_db
def test_enter_in_the_self_check_answers_it_and_does_not_change_the_text_size(client):
    html = client.get("/check/urgent/").content.decode()
    buttons = [part[: part.index(">")] for part in html.split("<button")[1:]]
    of_the_form = [button for button in buttons if 'form="check"' in button]

    assert "name=" not in of_the_form[0]
