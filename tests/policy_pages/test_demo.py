import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from policy_pages import blocks, demo
from policy_pages.demo.explainer_file import ExplainerFileError, parse, read
from policy_pages.demo.explainer_pages import linked
from policy_pages.models import (
    FactValue,
    GlossaryTerm,
    HomePage,
    PolicyFact,
    PolicyPage,
    PolicySource,
    Situation,
    Station,
    UrgentContact,
)

pytestmark = pytest.mark.django_db

FILES = sorted((Path(demo.__file__).parent / "explainers").glob("*.md"))
TOLD = r"(?:place|checked|takes|helper|how_to_know): (.+?)(?= \||$)"  # to readers, about an item
SLUGS = {path.stem for path in FILES}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo content, loaded once and rolled back after the last test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load()
        yield
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


@pytest.fixture
def demo_content(loaded, db):
    Site.clear_site_root_paths_cache()


def counts():
    models = (PolicyPage, PolicySource, PolicyFact, FactValue, Situation, GlossaryTerm, Station)
    return [model.objects.count() for model in (*models, UrgentContact)]


def test_all_eleven_explainers_are_published(demo_content):
    live = set(PolicyPage.objects.live().values_list("slug", flat=True))

    assert live == SLUGS
    assert len(live) == 11


def test_each_would_pass_to_the_second_person_as_it_is(demo_content):
    missing = {page.slug: page.what_is_missing() for page in PolicyPage.objects.all()}

    assert {slug: found for slug, found in missing.items() if found} == {}


def test_pages_say_where_to_go_and_which_papers_must_be_brought(demo_content, client):
    html = client.get("/policies/dibao/").content.decode()

    assert "到哪儿：" in html
    assert "营市街街道便民服务大厅" in html
    assert html.count("（必须带）") == 4
    assert html.count("（有就带上）") == 1
    assert 'href="/check/"' in html
    assert PolicyPage.objects.get(
        slug="dibao", locale__language_code="zh-hans"
    ).criterion_codes() == [
        "dibao.income",
        "dibao.assets",
    ]


def test_loading_twice_changes_nothing(demo_content):
    before = counts()

    call_command("load_demo", verbosity=0)

    assert counts() == before


def test_a_page_an_editor_changed_is_left_alone(demo_content):
    page = PolicyPage.objects.get(slug="dibao", locale__language_code="zh-hans")
    page.one_line = "编辑改过的一句话。"
    page.save_revision().publish()

    demo.load()

    assert (
        PolicyPage.objects.get(slug="dibao", locale__language_code="zh-hans").one_line
        == "编辑改过的一句话。"
    )


def test_the_home_page_is_the_root_of_the_chinese_site(demo_content, client):
    site = Site.objects.get(is_default_site=True)

    assert site.root_page.specific == HomePage.objects.get(locale__language_code="zh-hans")
    assert site.root_page.locale.language_code == "zh-hans"
    assert client.get("/").status_code == 200


def bare(text: str) -> str:
    """A text without tags, tokens, spaces, list marks and brackets of names."""
    return re.sub(r"[\s「」]", "", blocks.plain(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_explainer_is_loaded_whole(demo_content, path):
    page = PolicyPage.objects.get(slug=path.stem, locale__language_code="zh-hans")
    shown = bare("\n".join(page.texts()))
    body = path.read_text().split("---\n", 2)[2].split("## 依据")[0]
    lines = [re.sub(r"^ *(- |\d+\. |## .*|注意：|~ .*)", "", line) for line in body.splitlines()]
    lines += [text for line in body.splitlines() for text in re.findall(TOLD, line)]

    missing = [line for line in lines if bare(line) not in shown]

    assert missing == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_explainer_cites_the_sources_of_its_file(demo_content, path):
    page = PolicyPage.objects.get(slug=path.stem, locale__language_code="zh-hans")

    cited = [(link.article, link.confidence, link.note) for link in page.sources.all()]

    assert cited == [(c.article, c.confidence, c.note) for c in read(path).citations]


@pytest.mark.parametrize("slug", sorted(SLUGS))
def test_each_explainer_answers_within_its_budget(demo_content, client, slug):
    client.get("/policies/")

    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/policies/{slug}/")

    assert response.status_code == 200
    assert len(queries) <= 15
    assert len(gzip.compress(response.content)) <= 14_000
    assert response.cookies == {}


def test_every_fact_named_is_known_and_no_outdated_amount_is_shown(demo_content, client):
    for page in PolicyPage.objects.all():
        html = client.get(f"/policies/{page.slug}/").content.decode()
        assert "{{" not in html
        assert not re.search(r"1114|1045|\b982\b|\b491\b", html)
    assert "最新数请问社工站" in client.get("/policies/dibao/").content.decode()


@pytest.mark.parametrize("slug", ["shengbing", "shiye", "laoren"])
def test_each_situation_leads_to_explainers_and_to_a_person(demo_content, client, slug):
    html = client.get(f"/situations/{slug}/").content.decode()

    assert "/policies/" in html
    assert f"/intake/?from={slug}" in html


def test_every_situation_has_an_explainer(demo_content):
    assert not Situation.objects.filter(pages__isnull=True).exists()


def test_explanations_of_words_are_short(demo_content):
    assert max(len(term.explanation) for term in GlossaryTerm.objects.all()) <= 40


def test_the_code_on_paper_leads_to_the_page(demo_content, client):
    assert client.get("/p/11").headers["Location"] == "/policies/dibao/"
    assert client.get("/p/99").status_code == 404


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("## 一句话说清\n* 星号\n", "unknown line"),
        ("没有标题\n", "before the first heading"),
        ("## 常见担心\n- 没有问题\n", "a worry must read"),
        ("## 依据\n- law26 | 第1条\n", "a citation must read"),
        ("## 谁能申请\n  - 下一级\n", "a lower list without"),
        ("## 谁能申请\n都能\n", "sections are missing"),
    ],
)
def test_a_file_the_parser_does_not_understand_is_refused(body, reason):
    with pytest.raises(ExplainerFileError, match=reason):
        parse("x", f"---\ntitle: 题目\n---\n{body}")


@pytest.mark.parametrize("slug", sorted(SLUGS - {"canji-butie"}))
def test_the_social_assistance_law_is_cited_first(demo_content, slug):
    """The allowances for disabled people rest on their own law; it has no article on them."""
    first = PolicyPage.objects.get(slug=slug, locale__language_code="zh-hans").sources.first()

    assert first.source.title == "《社会救助法》"


def test_a_page_whose_key_is_a_hotline_is_linked_all_the_same():
    page, named = PolicyPage(pk=1), PolicyPage(pk=110)

    html = linked("请看「低保」，急事打 110。", {"dibao": named}, page)

    assert html == (
        '请看「<a linktype="page" id="110">低保</a>」，急事打 <a href="tel:110">110</a>。'
    )


def test_one_explainer_is_there_in_english_as_a_sample(demo_content, client):
    address = "/en/policies/dibao/"

    html = client.get(address).content.decode()

    [english] = PolicyPage.objects.filter(locale__language_code="en")
    chinese = PolicyPage.objects.get(slug="dibao", locale__language_code="zh-hans")
    assert english.get_translation(chinese.locale) == chinese
    assert english.criterion_codes() == chinese.criterion_codes()
    assert english.all_fact_codes() == chinese.all_fact_codes()
    assert english.what_is_missing() == []
    assert 'lang="en"' in html
    assert "It is a sample translation" in html
    assert "notice-attention" not in html.split('<nav class="on-this-page"')[0]
    assert 'hreflang="en"' in client.get("/policies/dibao/").content.decode()


def test_what_somebody_translated_is_left_alone(demo_content):
    english = PolicyPage.objects.get(locale__language_code="en")
    english.one_line = "Changed by an editor."
    english.save_revision().publish()

    demo.load()

    assert PolicyPage.objects.get(locale__language_code="en").one_line == "Changed by an editor."
