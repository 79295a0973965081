from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from policy_pages.content_check import Kind, check_content
from policy_pages.models import PolicyPage, PolicyPageSource, Replacement
from policy_pages.models.wording import report_on
from tests.factories import (
    FactValueFactory,
    GlossaryTermFactory,
    PolicyFactFactory,
    PolicyPageFactory,
    PolicySourceFactory,
)

TODAY = date(2026, 11, 24)

pytestmark = pytest.mark.django_db


def good_page(**fields) -> PolicyPage:
    page = PolicyPageFactory(
        **{
            "short_answer": "<p>家里钱不够，每月补一些。</p>",
            "next_review_due": TODAY + timedelta(days=60),
        }
        | fields
    )
    PolicyPageSource.objects.create(page=page, source=PolicySourceFactory())
    return page


def findings() -> list[tuple[Kind, str, bool]]:
    return [(found.kind, found.where, found.is_error) for found in check_content(TODAY)]


def test_a_page_in_order_has_no_findings():
    good_page()

    assert findings() == []


def test_an_overdue_review_a_missing_source_and_a_dead_link_must_be_mended():
    page = good_page(
        title="旧的",
        next_review_due=TODAY - timedelta(days=1),
        short_answer='<p><a linktype="page" id="99999">看这里</a>。</p>',
    )
    page.sources.all().delete()

    assert findings() == [
        (Kind.LINK, "旧的", True),
        (Kind.SOURCE, "旧的", True),
        (Kind.REVIEW, "旧的", True),
    ]


def test_hard_words_are_a_warning_with_a_wording_to_try():
    good_page(title="难的", short_answer="<p>街道予以核实，应当告知本人。</p>")

    found = list(check_content(TODAY))

    assert {(f.kind, f.where, f.is_error) for f in found} == {(Kind.WORDS, "难的", False)}
    assert any("换个说法：给" in f.message for f in found)


def test_each_extra_hit_is_said_in_plain_words_in_the_check_and_to_the_editor(admin_client):
    page = good_page(title="字" * 21, one_line="字" * 41, short_answer="<p>先公示。贫贱不餶。</p>")
    sentences = {
        "标题有 21 个字，最多 20 个字。写成读者会问的那句话。",
        "一句话介绍有 41 个字，最多 40 个字。留下帮人挑选的话。",
        "这是办事机关的话，词语表里没有解释。请加到词语表，或者用一句话说清。",
        "这个字很多人不认识。换个词。",
    }

    found = " ".join(finding.message for finding in check_content(TODAY))
    editing = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert {said for said in sentences if said in found} == sentences
    assert {said for said in sentences if said in editing.content.decode()} == sentences


def test_a_word_the_glossary_explains_is_no_jargon():
    good_page(short_answer="<p>先公示。</p>")
    GlossaryTermFactory(term="贴榜", spellings="公示")

    assert findings() == []


def test_editors_list_of_wordings_is_used():
    Replacement.objects.create(official="嘎嘎", plain="好")
    page = good_page(short_answer="<p>嘎嘎。应当。</p>")

    assert [hit.suggestion for hit in report_on(page).hits if hit.suggestion] == ["好"]


def test_facts_without_a_value_or_about_to_lapse_are_named():
    PolicyFactFactory(code="no_value")
    FactValueFactory(
        fact__code="ending",
        valid_from=date(2026, 1, 1),
        valid_to=TODAY + timedelta(days=10),
    )
    FactValueFactory(fact__code="steady", valid_from=date(2026, 1, 1), valid_to=None)
    good_page(short_answer="<p>低于 {{no_value}} 元，{{ending}} 天，{{steady}} 天。</p>")

    assert findings() == [(Kind.FACT, "ending", False), (Kind.FACT, "no_value", False)]


def test_the_command_fails_only_where_something_must_be_mended():
    page = good_page(title="难的", short_answer="<p>街道予以核实，应当告知本人。</p>")
    out = StringIO()

    call_command("check_content", day=TODAY, stdout=out)
    assert "难的" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("check_content", day=TODAY, strict=True, stdout=StringIO())

    page.sources.all().delete()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_content", day=TODAY, json=True, stdout=out)
    assert {row["kind"] for row in json.loads(out.getvalue())} == {"words", "source"}
