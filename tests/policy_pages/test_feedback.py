from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from policy_pages import queries
from policy_pages.actions.feedback import keep_feedback
from policy_pages.models import PageFeedback
from policy_pages.views.feedback import PER_HOUR
from tests.factories import FactValueFactory, PolicyPageFactory, StationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    StationFactory()
    cache.clear()
    return PolicyPageFactory(how_long=[("paragraph", "<p>很快。</p>")])


def url_of(page) -> str:
    return reverse("policy_pages:feedback", args=[page.slug])


def stored():
    return list(PageFeedback.objects.values_list("kind", "section", "words"))


def test_a_reader_says_which_part_is_not_clear(client, page):
    html = client.get(page.url).content.decode()
    assert f"{url_of(page)}?part=how-long" in html

    asked = client.get(f"{url_of(page)}?part=how-long").content.decode()
    response = client.post(
        url_of(page), {"kind": "unclear", "section": "how-long", "words": "打13812345678告诉我"}
    )

    assert 'value="how-long"' in asked
    assert response.status_code == 302
    assert stored() == [("unclear", "how-long", "打□告诉我")]
    assert "我们改这一页时会看" in client.get(response.headers["Location"]).content.decode()


def test_nothing_about_the_reader_is_stored(page):
    fields = {field.name for field in PageFeedback._meta.get_fields()}

    assert fields == {
        "id",
        "page",
        "section",
        "kind",
        "words",
        "text_hash",
        "day",
        "is_done",
        "done_by",
    }


@pytest.mark.parametrize(
    "sent",
    [{"kind": "hate"}, {"kind": "unclear", "words": "字" * 301}, {}],
    ids=["unknown choice", "too long", "nothing"],
)
def test_a_wrong_answer_is_explained_and_nothing_is_stored(client, page, sent):
    response = client.post(url_of(page), sent)

    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert stored() == []


def test_a_machine_is_thanked_and_forgotten(client, page):
    client.post(url_of(page), {"kind": "useful", "website": "http://spam"})

    assert stored() == []


def test_one_network_may_say_only_so_much_an_hour(client, page):
    for _time in range(PER_HOUR + 5):
        client.post(url_of(page), {"kind": "useful"})

    assert PageFeedback.objects.count() == PER_HOUR


def test_feedback_on_a_draft_is_not_found(client, page):
    draft = PolicyPageFactory(live=False)

    assert client.get(url_of(draft)).status_code == 404


def test_five_open_complaints_on_a_section_make_an_item_of_work(page):
    def say(kind, section, times):
        for _time in range(times):
            keep_feedback(page, kind=kind, section=section, words="", day=date(2026, 11, 1))

    say("unclear", "how-long", 5)
    say("unclear", "steps", 4)
    say("useful", "steps", 9)

    (item,) = queries.feedback_to_look_at()
    assert (item.page, item.section, item.complaints) == (page, "how-long", 5)
    assert str(item) == f"{page.title} · 多久有结果"
    PageFeedback.objects.update(is_done=True)
    assert queries.feedback_to_look_at() == []


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_rewritten_section_begins_to_count_again(page):
    def say(times):
        for _time in range(times):
            keep_feedback(page, kind="unclear", section="how-long", words="", day=date(2026, 11, 1))

    say(5)
    publish(page, steps=[("paragraph", "<p>别的一段。</p>")])
    assert len(queries.feedback_to_look_at()) == 1  # another section says something else now

    publish(page, how_long=[("paragraph", "<p>当天就办。</p>")])
    assert queries.feedback_to_look_at() == []
    say(4)
    assert queries.feedback_to_look_at() == []
    say(1)
    assert [item.complaints for item in queries.feedback_to_look_at()] == [5]
    assert PageFeedback.objects.count() == 10


def test_a_new_number_is_no_new_text(page):
    value = FactValueFactory(fact__code="days", fact__kind="days", value="30")
    publish(page, how_long=[("paragraph", "<p>要 {{days}} 天。</p>")])
    for _time in range(5):
        keep_feedback(page, kind="unclear", section="how-long", words="", day=date(2026, 11, 1))

    value.value = "20"
    value.save()

    assert len(queries.feedback_to_look_at()) == 1


def test_a_section_of_its_own_has_the_link_and_counts_too(client, page):
    body = [{"type": "paragraph", "value": "<p>不影响上学。</p>"}]
    section = {"heading": "儿女会不会受影响", "body": body}
    page.extra_sections = [
        ("section", page.extra_sections.stream_block.child_blocks["section"].to_python(section))
    ]
    publish(page)
    assert f"{url_of(page)}?part=section-1" in client.get(page.url).content.decode()
    asked = client.get(f"{url_of(page)}?part=section-1").content.decode()
    assert f"{page.title} · 儿女会不会受影响" in asked

    for _time in range(5):
        client.post(url_of(page), {"kind": "unclear", "section": "section-1"})

    assert [str(item) for item in queries.feedback_to_look_at()] == [
        f"{page.title} · 儿女会不会受影响"
    ]


@pytest.mark.parametrize("section", ["section-9", "section-x", "title", "__class__", "who-can/../"])
def test_a_section_the_page_does_not_have_is_the_page_as_a_whole(client, page, section):
    assert client.get(f"{url_of(page)}?part={section}").status_code == 200
    client.post(url_of(page), {"kind": "unclear", "section": section})

    assert stored() == [("unclear", "", "")]


def test_no_cookie_is_set_and_none_is_needed(page):
    reader = Client(enforce_csrf_checks=True)

    asked = reader.get(f"{url_of(page)}?part=how-long")
    sent = reader.post(url_of(page), {"kind": "unclear", "section": "how-long"})

    assert not asked.cookies
    assert not sent.cookies
    assert stored() == [("unclear", "how-long", "")]


@pytest.mark.parametrize(
    ("origin", "kept"),
    [("http://testserver", 1), ("https://elsewhere.example", 0), ("null", 0)],
)
def test_a_form_on_another_site_is_thanked_and_forgotten(client, page, origin, kept):
    answer = client.post(url_of(page), {"kind": "unclear"}, headers={"Origin": origin})

    assert answer.status_code == 302
    assert PageFeedback.objects.count() == kept


def test_the_work_list_costs_the_same_for_many_items(page, django_assert_num_queries):
    for explainer in [page, *PolicyPageFactory.create_batch(6)]:
        for _time in range(5):
            keep_feedback(explainer, kind="unclear", section="", words="", day=date(2026, 11, 1))

    with django_assert_num_queries(2):
        assert len(queries.feedback_to_look_at()) == 7


def test_an_editor_ticks_feedback_off_and_cannot_rewrite_it(client, page):
    call_command("sync_staff_groups", verbosity=0)
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="editor"))
    feedback = keep_feedback(page, kind="wrong", section="", words="原话", day=date(2026, 11, 1))
    client.force_login(editor)

    listed = client.get(reverse("wagtailsnippets_policy_pages_pagefeedback:list"))
    client.post(
        reverse("wagtailsnippets_policy_pages_pagefeedback:edit", args=[feedback.pk]),
        {"is_done": "on", "words": "改写"},
    )

    feedback.refresh_from_db()
    assert "原话" in listed.content.decode()
    assert (feedback.is_done, feedback.words) == (True, "原话")
