from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policy_pages.demo import load
from policy_pages.models import NoticeIndexPage, NoticePage, NoticePageSource
from policy_pages.models.comparing import comparisons
from policy_pages.models.wording import report_on
from policy_pages.search import search, source
from tests.factories import (
    FactValueFactory,
    PolicySourceFactory,
    SituationFactory,
    StationFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

SENTENCE = {
    "quote": "家庭月人均收入高于标准，不予批准。",
    "code": "shouru-chao",
    "other_wordings": "收入超标",
    "meaning": "<p>他们算下来，您家的钱比低保线高。</p>",
    "check": ["<p>家里几口人，算对了吗？</p>"],
    "deadline": "<p>{{appeal_review_days}} 天内提。</p>",
    "where": "<p>到街道窗口：{{street_window}}。</p>",
    "bring": ["这张通知"],
}


def guide() -> NoticeIndexPage:
    index = NoticeIndexPage.objects.first()
    return index or home_page().add_child(
        instance=NoticeIndexPage(title="收到通知，看不懂？", slug="notices", intro="点那句话。")
    )


def notice(*sentences: dict, **fields) -> NoticePage:
    page = NoticePage(
        title="申请没批准",
        slug="bu-pizhun",
        official_name="不予批准通知书",
        one_line="通知上写着不予批准。",
        what_it_is="<p>没批准，不是不管您了。</p>",
        sentences=[("sentence", SENTENCE | sentence) for sentence in sentences or [{}]],
        **fields,
    )
    return guide().add_child(instance=page)


@pytest.fixture(autouse=True)
def deadline(db):
    home_page()
    StationFactory()
    return FactValueFactory(
        fact__code="appeal_review_days", fact__kind="days", fact__unit="天", value="60"
    )


def test_from_the_kind_of_notice_to_the_sentence_to_what_to_do(client):
    page = notice()

    kinds = client.get("/notices/").content.decode()
    sentences = client.get(page.url).content.decode()
    answer = client.get(page.url + "shouru-chao/").content.decode()

    assert f'href="{page.url}"' in kinds
    assert f'href="{page.url}shouru-chao/"' in sentences
    assert SENTENCE["quote"] in sentences
    for words in ("比低保线高", "家里几口人", "60 天", "营市街街道便民服务大厅", "0531-87654321"):
        assert words in answer
    assert "/intake/?from=bu-pizhun" in answer


def test_the_deadline_follows_its_fact_and_is_never_guessed(client, deadline):
    page = notice()
    deadline.value = "45"
    deadline.save()
    assert "45 天" in client.get(page.url + "shouru-chao/").content.decode()

    deadline.valid_to = date(2026, 1, 2)
    deadline.save()

    assert "最新数请问社工站" in client.get(page.url + "shouru-chao/").content.decode()


def test_the_note_to_bring_has_the_sentence_the_questions_and_lines_to_write_on(client):
    html = client.get(notice().url + "shouru-chao/note/").content.decode()

    assert SENTENCE["quote"] in html
    assert "家里几口人" in html
    assert "60 天" in html
    assert html.count('class="note-lines"') == 5
    assert "<input" not in html.split("<main")[1]


@pytest.mark.parametrize("end", ["no-such/", "no-such/note/", "shouru-chao/more/", "%3Cb%3E/"])
def test_an_unknown_sentence_is_not_found(client, end):
    assert client.get(notice().url + end).status_code == 404


def test_readers_are_told_where_the_wording_is_ours(client):
    page = notice()
    assert "各地的写法不一样" in client.get(page.url).content.decode()

    page.wording_is_sample = False
    page.save()

    assert "各地的写法不一样" not in client.get(page.url).content.decode()


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ({"deadline": "<p>60 天内提。</p>"}, "60 天"),
        ({"check": ["<p>{{no_such}} 天</p>"]}, "no_such"),
        ({"quote": "请于 30 天内提出。"}, "30 天"),
    ],
)
def test_a_typed_number_or_an_unknown_fact_is_refused_by_name(sentence, named):
    with pytest.raises(ValidationError) as refusal:
        notice(sentence)

    assert named in " ".join(refusal.value.messages)
    assert not NoticePage.objects.exists()


def test_two_sentences_cannot_share_an_address():
    with pytest.raises(ValidationError) as refusal:
        notice({}, {"quote": "另一句。"})

    assert "shouru-chao" in " ".join(refusal.value.messages)


def test_the_home_page_a_situation_and_an_explainer_lead_there(client):
    home = client.get("/").content.decode()
    assert "/notices/" not in home

    notice()
    situation = SituationFactory()

    assert 'href="/notices/"' in client.get("/").content.decode()
    assert 'href="/notices/"' in client.get(situation.get_absolute_url()).content.decode()


def test_search_finds_it_by_what_stands_on_the_paper():
    source.forget()
    notice()

    assert [hit.page.slug for hit in search("不予批准通知书").hits] == ["bu-pizhun"]
    assert [hit.page.slug for hit in search("收入超标").hits] == ["bu-pizhun"]
    hit = search("不予批准通知书").hits[0]
    assert hit.page.url == "/notices/bu-pizhun/"
    assert "<mark>不予</mark>" in hit.snippet_html
    source.forget()


def test_a_draft_or_a_page_taken_down_is_neither_listed_nor_found(client):
    source.forget()
    page = notice(live=False)

    assert client.get(page.url).status_code == 404
    assert "申请没批准" not in client.get("/notices/").content.decode()
    assert search("不予批准通知书").hits == ()
    source.forget()


def test_no_screen_asks_the_database_more_than_15_times_however_many_sentences(client):
    page = notice()
    many = [("sentence", SENTENCE | {"code": f"c{number}"}) for number in range(8)]
    counts = {}
    for sentences in (page.sentences, many):
        page.sentences = sentences
        page.save()
        code = page.sentences[0].value["code"]
        for end in ("", f"{code}/", f"{code}/note/"):
            client.get(page.url + end)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page.url + end).status_code == 200
            counts.setdefault(end.replace(code, "…"), set()).add(len(queries))

    assert all(len(seen) == 1 and max(seen) <= 15 for seen in counts.values()), counts


def test_it_is_published_only_by_a_second_person(client):
    call_command("sync_staff_groups", verbosity=0)
    writer, checker = UserFactory(role="editor"), UserFactory(role="fact_checker")
    guide()
    call_command("sync_staff_groups", verbosity=0)
    page = notice(live=False)
    page.sources = [NoticePageSource(source=PolicySourceFactory())]
    page.save_revision(user=writer)
    state = page.get_workflow().start(page, writer).current_task_state

    actions = state.task.specific.get_actions(page, writer)
    ticked = [one.key for one in comparisons(state.revision.as_object())]
    state.task.specific.on_action(state, user=checker, action_name="approve", compared=ticked)

    published = NoticePage.objects.get()
    assert "approve" not in {action[0] for action in actions}
    assert (published.live, published.fact_checked_by) == (True, checker)
    assert published.next_review_due > published.last_reviewed


def test_the_demo_guides_read_easily_and_quote_only_known_facts():
    load()

    pages = list(NoticePage.objects.live())

    assert {page.slug for page in pages} == {
        "bu-pizhun",
        "tingfa",
        "jianfa",
        "gongshi",
        "bu-cailiao",
    }
    for page in pages:
        page.full_clean()
        report = report_on(page)
        assert (report.mean_sentence <= 25, report.longest_sentence <= 40) == (True, True), page
        assert "符合" not in "".join(page.texts())
        assert page.sources.count() >= 3
