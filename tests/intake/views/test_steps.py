from __future__ import annotations

import pytest
from django.test import Client

from intake.masking import IDENTITY_MASK
from intake.models import Draft, Referral

from ..journey import BY_PHONE, SHORTEST, UNAWARE, answer, walk

pytestmark = pytest.mark.usefixtures("station")


def kept() -> dict:
    return Draft.objects.get().answers


@pytest.mark.parametrize(("path", "pages"), [(SHORTEST, 9), (UNAWARE, 9), (BY_PHONE, 12)])
def test_a_path_has_few_pages_and_ends_where_everything_is_read_back(client, path, pages):
    assert walk(client, path) == "/intake/check/"
    assert len(path) + len(["check", "done"]) == pages


def test_looking_at_the_form_sets_no_cookie_of_ours_and_writes_nothing(client):
    response = client.get("/intake/")

    assert response.status_code == 200
    assert "yimi_draft" not in response.cookies
    assert not Draft.objects.exists()


def test_the_first_answer_sets_a_cookie_scripts_cannot_read(client):
    cookie = answer(client, "danger", {"danger": "none"}).cookies["yimi_draft"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 7 * 24 * 3600
    assert cookie.value == str(Draft.objects.get().pk)


@pytest.mark.parametrize(
    "address", ["/intake/", "/intake/for-whom/", "/intake/crisis/", "/status/"]
)
def test_every_page_is_kept_by_nobody(client, address):
    answer(client, "danger", {"danger": "none"})

    response = client.get(address)

    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("slug", [slug for slug, _data in BY_PHONE])
def test_an_answered_step_shows_its_answer_again_in_a_new_browser_window(client, slug):
    walk(client, BY_PHONE)
    again = Client()
    again.cookies["yimi_draft"] = client.cookies["yimi_draft"].value

    response = again.get(f"/intake/{slug}/")

    assert response.status_code == 200
    form = response.context["form"]
    for name, typed in dict(BY_PHONE)[slug].items():
        if name == "phone":
            typed = "13800138000"
        assert form[name].value() == (True if typed == "on" else typed)


def test_two_tabs_keep_both_answers(client):
    walk(client, SHORTEST[:4])
    answer(client, "name", {"called_name": "王阿姨"})
    answer(client, "words", {"words": "没钱看病"})

    assert kept()["words"] == "没钱看病"


def test_a_step_too_far_leads_to_the_first_question_not_answered(client):
    walk(client, SHORTEST[:2])

    assert client.get("/intake/name/")["Location"] == "/intake/consent/"
    refused = answer(client, "name", {"called_name": "王"})
    assert refused.context["onwards"] == "/intake/consent/"
    assert "called_name" not in kept()


def test_without_a_draft_a_later_step_leads_to_the_start(client):
    assert client.get("/intake/name/")["Location"] == "/intake/danger/"


def test_an_unknown_step_is_not_found(client):
    assert client.get("/intake/nonsense/").status_code == 404


@pytest.mark.parametrize(
    ("before", "slug", "data", "field"),
    [
        (0, "danger", {}, "danger"),
        (0, "danger", {"danger": "forged"}, "danger"),
        (1, "for-whom", {}, "on_behalf"),
        (2, "consent", {"share": "on"}, "help"),
        (2, "consent", {"help": "on", "share": "on", "station_only": "on"}, "station_only"),
        (3, "needs", {}, "needs"),
        (3, "needs", {"needs": ["moon"]}, "needs"),
        (3, "needs", {"needs": ["money", "care", "work", "talk"]}, "needs"),
        (4, "words", {"words": "长" * 301}, "words"),
        (5, "name", {"called_name": " "}, "called_name"),
        (6, "contact", {"contact_method": "phone"}, "phone"),
        (6, "contact", {"contact_method": "phone", "phone": "12"}, "phone"),
        (6, "contact", {}, "contact_method"),
    ],
)
def test_a_step_refuses_with_a_sentence_beside_the_field_and_keeps_what_was_typed(
    client, before, slug, data, field
):
    walk(client, SHORTEST[:before])

    response = answer(client, slug, data)

    form = response.context["form"]
    assert response.status_code == 200
    assert set(form.errors) == {field}
    bound = form[field]
    page = response.content.decode()
    anchor = bound.auto_id if f'id="{bound.auto_id}"' in page else bound.id_for_label
    assert f'href="#{anchor}"' in page
    assert f'id="{bound.auto_id}_error"' in page
    for name, typed in data.items():
        assert form[name].value() == (True if typed == "on" else typed)


def test_identity_numbers_are_masked_before_the_draft_is_saved(client):
    walk(client, SHORTEST[:4])

    answer(client, "words", {"words": "我11010519491231002X"})

    assert kept()["words"] == f"我{IDENTITY_MASK}"


def test_sensitive_needs_are_offered_only_after_the_second_tick(client):
    walk(client, SHORTEST[:3])
    hidden = {"health", "disability", "low_mood", "violence"}
    offered = dict(client.get("/intake/needs/").context["form"].fields["needs"].choices)
    assert not hidden & set(offered)
    assert answer(client, "needs", {"needs": ["health"]}).status_code == 200

    answer(client, "consent", {"help": "on", "sensitive": "on"})
    offered = dict(client.get("/intake/needs/").context["form"].fields["needs"].choices)
    assert hidden <= set(offered)
    assert answer(client, "needs", {"needs": ["health"]}).status_code == 302


def test_taking_back_the_second_tick_forgets_the_sensitive_needs(client):
    walk(client, SHORTEST[:2])
    answer(client, "consent", {"help": "on", "sensitive": "on"})
    answer(client, "needs", {"needs": ["health", "money"]})

    answer(client, "consent", {"help": "on"})

    assert "needs" not in kept()
    assert client.get("/intake/check/")["Location"] == "/intake/needs/"


def test_no_box_is_ticked_beforehand(client):
    walk(client, SHORTEST[:2])

    assert b"checked" not in client.get("/intake/consent/").content


def test_a_changed_answer_returns_to_the_page_that_reads_everything_back(client):
    walk(client)

    response = client.post("/intake/name/?change=1", {"called_name": "李叔"})

    assert response["Location"] == "/intake/check/"
    assert kept()["called_name"] == "李叔"


def test_a_change_that_opens_a_new_branch_asks_only_what_is_missing(client):
    walk(client)

    response = client.post(
        "/intake/contact/?change=1", {"contact_method": "sms", "phone": "13800138000"}
    )
    assert response["Location"] == "/intake/safe-contact/?change=1"
    response = client.post(response["Location"], {"say_who": "no", "others_may_answer": "hang_up"})
    assert response["Location"] == "/intake/where/?change=1"
    assert client.post(response["Location"], {})["Location"] == "/intake/check/"


def test_asking_for_a_visit_needs_a_place(client):
    walk(client, SHORTEST[:6])
    assert answer(client, "contact", {"contact_method": "visit"})["Location"] == "/intake/where/"

    refused = answer(client, "where", {"building": "3号楼"})
    assert set(refused.context["form"].errors) == {"estate"}
    assert answer(client, "where", {"place": "和平小区"})["Location"] == "/intake/check/"


def test_words_that_must_not_wait_bring_a_number_on_the_next_page(client):
    walk(client, SHORTEST[:4])
    answer(client, "words", {"words": "我真的不想活了"})

    page = client.get("/intake/name/")

    assert page.context["notices"]["self_harm"]
    assert 'href="tel:12356"' in page.content.decode()


def test_every_step_names_itself_and_its_button(client):
    walk(client, BY_PHONE)

    for slug, _data in BY_PHONE:
        response = client.get(f"/intake/{slug}/")
        page = response.content.decode()
        assert str(response.context["form"].title) in page.split("<main")[1]
        assert "继续</button>" in page


def test_danger_leads_to_the_numbers_before_any_consent(client):
    assert answer(client, "danger", {"danger": "harm"})["Location"] == "/intake/crisis/"
    assert client.get("/intake/for-whom/").status_code == 200


def test_the_person_behind_a_report_is_never_named(client):
    walk(client, UNAWARE[:4])

    assert client.get("/intake/name/")["Location"] == "/intake/seen-where/"
    assert client.get("/intake/needs/")["Location"] == "/intake/seen-where/"


def test_where_the_reader_came_from_is_remembered(client):
    page = client.get("/intake/?from=dibao")
    assert 'value="dibao"' in page.content.decode()

    answer(client, "danger", {"danger": "none", "source_page": "dibao"})
    assert kept()["source_page"] == "dibao"


def test_a_broken_source_costs_nobody_the_form(client):
    response = answer(client, "danger", {"danger": "none", "source_page": "<x>" * 200})

    assert response.status_code == 302
    assert not Referral.objects.exists()


@pytest.mark.parametrize("slug", [slug for slug, _data in BY_PHONE])
def test_a_step_asks_the_database_little(client, slug, django_assert_max_num_queries):
    walk(client, BY_PHONE)

    with django_assert_max_num_queries(9):
        client.get(f"/intake/{slug}/")
