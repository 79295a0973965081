"""What a page says of itself in its head, and how it stands in two languages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page

from policy_pages.models import HomePage, PolicyPage
from tests.factories import (
    FactValueFactory,
    PolicyPageFactory,
    SituationFactory,
    StationFactory,
    home_page,
    policy_index,
)

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture
def site(db):
    policy_index()
    StationFactory()
    return home_page()


def translated(page: Page, **words) -> Page:
    """The page in English, and its lists with it, live."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    if (parent := page.get_parent()).depth > 1 and not parent.has_translation(english):
        translated(parent.specific)
    copy = page.copy_for_translation(english)
    for name, value in words.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def head(client, address: str) -> dict[str, str]:
    """The addresses and texts a page gives to those who share or list it."""
    html = client.get(address).content.decode()
    said = dict(re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)"', html))
    said |= re.findall(r'rel="(canonical)" href="([^"]*)"', html)
    return said | dict(re.findall(r'rel="alternate" hreflang="([^"]*)" href="([^"]*)"', html))


def test_a_page_in_two_languages_names_both_and_which_is_for_everybody_else(client, site):
    page = PolicyPageFactory(slug="dibao")
    page.save_revision().publish()
    translated(page, title="Minimum living allowance")
    both = {
        "zh-Hans": f"{HERE}/policies/dibao/",
        "en": f"{HERE}/en/policies/dibao/",
        "x-default": f"{HERE}/policies/dibao/",
    }

    chinese, english = head(client, "/policies/dibao/"), head(client, "/en/policies/dibao/")

    assert both.items() <= chinese.items()
    assert both.items() <= english.items()
    assert chinese["canonical"] == chinese["og:url"] == both["zh-Hans"]
    assert english["canonical"] == english["og:url"] == both["en"]
    assert (chinese["og:locale"], english["og:locale"]) == ("zh_CN", "en")
    assert english["og:title"] == "Minimum living allowance"
    footer = client.get("/policies/dibao/").content.decode()
    assert '<a href="/en/policies/dibao/" hreflang="en" lang="en">English</a>' in footer


def test_a_page_in_one_language_names_no_other(client, site):
    PolicyPageFactory(slug="dibao")

    said = head(client, "/policies/dibao/")

    assert said["canonical"] == f"{HERE}/policies/dibao/"
    assert not {"zh-Hans", "en", "x-default"} & set(said)


def test_a_shared_card_says_the_short_answer_up_to_its_first_number(client, site):
    FactValueFactory(fact__code="standard")
    answer = "<p>钱不够，国家补。每月 {{standard}} 元。去问街道。</p>"
    page = PolicyPageFactory(short_answer=answer)
    number_first = PolicyPageFactory(short_answer="<p>{{standard}} 元。</p>", one_line="一句话。")
    written = PolicyPageFactory(short_answer=answer, search_description="自己写的。")
    hostile = PolicyPageFactory(short_answer='<p>"&gt;&lt;script&gt;好。</p>')

    pages = {"page": page, "first": number_first, "written": written, "hostile": hostile}
    said = {name: head(client, one.url)["og:description"] for name, one in pages.items()}

    assert said["page"] == "钱不够，国家补。"
    assert said["first"] == "一句话。"
    assert said["written"] == "自己写的。"
    assert "<script" not in said["hostile"]
    assert head(client, page.url)["description"] == "钱不够，国家补。"


def test_nothing_is_asked_of_a_third_party(client, site):
    page = PolicyPageFactory()

    html = client.get(page.url).content.decode()
    addresses = re.findall(r'(?:src|href|content)="(https?://[^"]*)"', html)

    assert {address.split("/")[2] for address in addresses} == {"testserver"}


@pytest.mark.parametrize(
    "path", ["glossary/", "check/", "rooms/", "privacy/", "privacy-children/", "accessibility/"]
)
def test_screens_stand_in_both_languages(client, site, path):
    said = head(client, f"/en/{path}")

    assert said["canonical"] == said["en"] == f"{HERE}/en/{path}"
    assert said["zh-Hans"] == said["x-default"] == f"{HERE}/{path}"


@pytest.mark.parametrize("path", ["/search/?q=x", "/intake/danger/", "/status/", "/nothing/"])
def test_what_is_not_to_be_listed_names_no_address(client, site, path):
    assert "canonical" not in head(client, path)


def test_a_situation_names_its_translation_where_there_is_one(client, site):
    alone = SituationFactory(slug="sick")
    assert "en" not in head(client, "/situations/sick/")
    english, _ = Locale.objects.get_or_create(language_code="en")
    copy = alone.copy_for_translation(english)
    copy.slug, copy.name = "ill", "Ill"
    copy.save()

    said = head(client, "/situations/sick/")

    assert said["en"] == f"{HERE}/en/situations/ill/"


def test_readers_of_a_translation_are_told_where_the_chinese_is_newer(client, site):
    page = PolicyPageFactory(slug="dibao")
    page.save_revision().publish()
    english = translated(page)
    words = "The Chinese page is newer than this translation."
    assert words not in client.get("/en/policies/dibao/").content.decode()

    Page.objects.filter(pk=page.pk).update(last_published_at=timezone.now() + timedelta(minutes=1))

    assert words in client.get("/en/policies/dibao/").content.decode()
    assert "比这份译文新" not in client.get("/policies/dibao/").content.decode()
    english.save_revision().publish()
    Page.objects.filter(pk=english.pk).update(last_published_at=timezone.now() + timedelta(hours=1))
    assert words not in client.get("/en/policies/dibao/").content.decode()


def test_what_nobody_has_translated_is_read_in_chinese_and_says_so(client, site):
    done = PolicyPageFactory(slug="dibao", title="低保怎么申请？")
    PolicyPageFactory(slug="tekun", title="特困怎么申请？")
    translated(done, title="Minimum living allowance")

    missing = client.get("/en/policies/tekun/")
    listed = client.get("/en/policies/").content.decode()

    assert missing.status_code == 200
    html = missing.content.decode()
    assert "This page is in Chinese only so far" in html
    assert "特困怎么申请？" in html
    assert head(client, "/en/policies/tekun/")["canonical"] == f"{HERE}/policies/tekun/"
    assert "Minimum living allowance" in listed
    assert "In Chinese only so far" in listed
    assert ("特困怎么申请？" in listed, "低保怎么申请？" in listed) == (True, False)
    for path in ("feedback/", "leaflet/"):
        assert client.get(f"/en/policies/tekun/{path}").status_code == 200
        assert client.get(f"/en/policies/dibao/{path}").status_code == 200
    assert client.get("/en/policies/nothing/").status_code == 404
    assert client.get("/policies/nothing/").status_code == 404


def test_without_any_translation_the_english_frame_shows_the_chinese_tree(client, site):
    PolicyPageFactory(slug="tekun")

    for path in ("/en/", "/en/policies/", "/en/policies/tekun/"):
        assert client.get(path).status_code == 200


def test_a_translation_is_not_signed_by_the_check_of_its_original(site):
    from wagtail_localize.fields import get_translatable_fields  # noqa: PLC0415

    page = PolicyPageFactory(last_reviewed=timezone.localdate(), short_code="11")
    fields = {field.field_name: field for field in get_translatable_fields(PolicyPage)}

    for name in ("last_reviewed", "next_review_due", "short_code"):
        assert not fields[name].is_synchronized(page)
        assert not fields[name].is_translated(page)


def test_two_languages_cost_no_more_queries(client, site, django_assert_max_num_queries):
    page = PolicyPageFactory(slug="dibao")
    translated(page)
    assert HomePage.objects.count() == 2
    client.get("/en/policies/dibao/")

    with django_assert_max_num_queries(15):
        client.get("/en/policies/dibao/")
