from datetime import date

import pytest
from django.core.exceptions import ValidationError

from policy_pages.models import ChangeNote, PolicyPage, RelatedPolicyPage
from tests.factories import (
    FactValueFactory,
    GlossaryTermFactory,
    PolicyFactFactory,
    PolicyPageFactory,
    RequiredDocumentFactory,
    SituationFactory,
    StationFactory,
    home_page,
    policy_index,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db):
    home_page()
    StationFactory()


def paragraph(text: str) -> list:
    return [("paragraph", f"<p>{text}</p>")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("每月 1200 元。", "1200 元"),
        ("要 7 天。", "7 天"),
        ("{{no_such_fact}} 元。", "no_such_fact"),
        ("{{低保标准}} 元。", "{{低保标准}}"),
    ],
    ids=["amount", "days", "unknown code", "no code"],
)
def test_a_typed_amount_or_an_unknown_fact_is_refused_by_name(text, named):
    page = PolicyPageFactory()
    page.what_you_get = paragraph(text)

    with pytest.raises(ValidationError) as refusal:
        page.save()

    assert named in " ".join(refusal.value.messages)
    assert not PolicyPage.objects.get(pk=page.pk).what_you_get


def test_a_known_fact_is_accepted_with_or_without_a_value():
    PolicyFactFactory(code="dibao_standard")

    page = PolicyPageFactory(
        what_you_get=paragraph("低于 {{dibao_standard}} 元，打 {{station_phone}}。")
    )

    assert page.fact_codes() == ["dibao_standard", "station_phone"]


def test_a_token_that_lost_its_fact_still_renders(client):
    fact = PolicyFactFactory(code="gone")
    page = PolicyPageFactory(what_you_get=paragraph("低于 {{gone}} 元。"))
    fact.delete()

    response = client.get(page.url)

    assert response.status_code == 200
    assert "最新数请问社工站" in response.content.decode()


def test_the_number_of_the_day_is_shown_with_its_source(client):
    value = FactValueFactory(
        fact__code="dibao_standard", fact__label="低保标准", valid_from=date(2026, 1, 1)
    )
    page = PolicyPageFactory(what_you_get=paragraph("低于 {{dibao_standard}} 元。"))

    html = client.get(page.url).content.decode()

    assert "1200 元" in html
    assert 'id="fact-dibao_standard"' in html
    assert str(value.source) in html


def test_a_hostile_rich_text_is_cleaned_of_script():
    page = PolicyPageFactory(
        what_you_get=[("paragraph", '<p><a href="javascript:alert(1)">点</a></p>')]
    )

    assert page.search_body().endswith("点")


def test_the_search_body_holds_every_section_without_tokens():
    PolicyFactFactory(code="dibao_standard")
    paper = RequiredDocumentFactory(name="户口本")
    page = PolicyPageFactory(
        short_answer="<p>能申请。</p>",
        who_can=[("conditions", {"items": [{"text": "<p>低于 {{dibao_standard}} 元。</p>"}]})],
        papers=[("papers", {"items": [{"document": paper}]})],
        common_worries=[("worry", {"question": "丢人吗？", "answer": "<p>不丢人。</p>"})],
        extra_sections=[("section", {"heading": "儿女", "body": paragraph("不影响。")})],
    )

    body = page.search_body()

    for words in ("能申请。", "低于", "户口本", "丢人吗？", "不丢人。", "儿女", "不影响。"):
        assert words in body
    assert "{{" not in body


def test_sections_are_shown_only_when_they_hold_something(client):
    page = PolicyPageFactory(how_long=paragraph("很快。"))

    html = client.get(page.url).content.decode()

    assert "多久有结果" in html
    assert "常见担心" not in html


def test_every_page_leads_on_to_a_person(client):
    page = PolicyPageFactory(if_refused=paragraph("可以再问。"))

    html = client.get(page.url).content.decode()

    assert html.count(f"/intake/?from={page.slug}") == 2
    assert "0531-87654321" in html


def test_notes_for_workers_are_hidden_from_the_public(client, admin_client):
    page = PolicyPageFactory(adviser_notes="<p>先问医保。</p>")

    assert "先问医保" not in client.get(page.url).content.decode()
    assert "先问医保" in admin_client.get(page.url).content.decode()


def test_the_dates_of_review_stand_on_the_page(client):
    page = PolicyPageFactory(last_reviewed=date(2026, 10, 1), next_review_due=date(2027, 4, 1))

    html = client.get(page.url).content.decode()

    assert "上次核对：2026年10月1日" in html
    assert "下次核对：2027年4月1日" in html


def test_a_badge_goes_by_itself():
    page = PolicyPageFactory(status_badge="新", badge_until=date(2026, 6, 30))

    assert page.badge_on(date(2026, 6, 30)) == "新"
    assert page.badge_on(date(2026, 7, 1)) == ""


def test_only_three_related_pages_that_are_live_are_listed(client):
    page = PolicyPageFactory()
    hidden = PolicyPageFactory(title="没发布的", live=False)
    shown = PolicyPageFactory(title="看这一篇")
    page.related_links = [RelatedPolicyPage(related=hidden), RelatedPolicyPage(related=shown)]
    page.save()

    html = client.get(page.url).content.decode()

    assert "看这一篇" in html
    assert "没发布的" not in html


def test_short_codes_are_given_once_and_lead_to_the_page(client):
    first, second = PolicyPageFactory(), PolicyPageFactory()

    assert first.short_code != second.short_code
    assert client.get(f"/p/{second.short_code}").headers["Location"] == second.url


def test_a_draft_is_not_found(client):
    page = PolicyPageFactory(live=False)

    assert client.get(f"/policies/{page.slug}/").status_code == 404
    assert client.get(f"/p/{page.short_code}").status_code == 404


@pytest.mark.parametrize("number_of_pages", [1, 30])
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/policies/", "/policies/first/", "/situations/ill/"),
        *("/glossary/", "/search/", "/search/?q=低保怎么办", "/search/?q=没有这样的事"),
    ],
)
def test_the_number_of_queries_does_not_grow(
    client, path, number_of_pages, django_assert_max_num_queries
):
    PolicyFactFactory(code="dibao_standard")
    situation = SituationFactory(slug="ill")
    policy_index()
    for number in range(number_of_pages):
        page = PolicyPageFactory(
            slug="first" if number == 0 else f"more-{number}",
            what_you_get=paragraph("{{dibao_standard}} 元。"),
            situations=[situation],
        )
        page.save()
    client.get(path)

    with django_assert_max_num_queries(15):
        assert client.get(path).status_code == 200


def test_notes_for_workers_may_hold_facts_but_no_typed_amount():
    page = PolicyPageFactory(adviser_notes="<p>低于 {{station_phone}}</p>")

    page.adviser_notes = "<p>最多五十元。</p>"
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()

    assert set(refusal.value.message_dict) == {"adviser_notes"}


@pytest.mark.parametrize("name", ["title", "official_name", "one_line"])
def test_what_stands_in_lists_can_hold_neither_amount_nor_fact(name):
    page = PolicyPageFactory()

    for text in ("每月补 300 元", "每月补 {{station_phone}}"):
        setattr(page, name, text)
        with pytest.raises(ValidationError) as refusal:
            page.full_clean()
        assert set(refusal.value.message_dict) == {name}


@pytest.mark.parametrize("text", ["每月 ¥1114", "七天内来办", "低于 {{dibao_standard}}"])
@pytest.mark.parametrize(
    ("record", "name"),
    [
        (SituationFactory.build, "first_thing"),
        (SituationFactory.build, "one_line"),
        (GlossaryTermFactory.build, "explanation"),
        (GlossaryTermFactory.build, "example"),
        (RequiredDocumentFactory.build, "name"),
        (ChangeNote, "text"),
    ],
)
def test_texts_beside_the_explainers_hold_no_number(record, name, text):
    with pytest.raises(ValidationError) as refusal:
        record(**{name: text}).clean()

    assert set(refusal.value.message_dict) == {name}


def test_a_paper_may_quote_a_fact_but_not_type_an_amount():
    RequiredDocumentFactory.build(where_to_get="{{street_window}}").clean()

    with pytest.raises(ValidationError):
        RequiredDocumentFactory.build(where_to_get="拍照 20 块钱").clean()
