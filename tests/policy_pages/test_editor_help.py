"""An editor is told at every field what to write there, in Chinese."""

from __future__ import annotations

import re

import pytest
from wagtail.admin.panels import FieldPanel

from policy_pages.models import (
    HomePage,
    NoticeIndexPage,
    NoticePage,
    PolicyIndexPage,
    PolicyPage,
)
from policy_pages.search.viewsets import WordsGroup
from policy_pages.viewsets import ContentGroup, FeedbackViewSet, RuleSetViewSet

PAGES = [HomePage, PolicyIndexPage, PolicyPage, NoticeIndexPage, NoticePage]
# Readers wrote the words of feedback; the rules' tables explain themselves in docs/rules.md.
EXPLAINED_ELSEWHERE = {FeedbackViewSet, RuleSetViewSet}
RECORDS = [
    viewset
    for viewset in (*ContentGroup.items, *WordsGroup.items)
    if viewset not in EXPLAINED_ELSEWHERE
]
WAGTAILS_OWN = {"go_live_at", "expire_at"}  # in the tab of settings


def fields(panel):
    if isinstance(panel, FieldPanel):
        yield panel
    for child in getattr(panel, "children", ()):
        yield from fields(child)
    if child := getattr(panel, "child_edit_handler", None):
        yield from fields(child)


def without_help(handler) -> list[str]:
    return [
        panel.field_name
        for panel in fields(handler)
        if panel.field_name not in WAGTAILS_OWN
        and not re.search("[一-鿿]", str(panel.help_text or panel.db_field.help_text))
    ]


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.__name__)
def test_every_field_of_a_page_says_what_to_write(kind):
    assert without_help(kind.get_edit_handler()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("viewset", RECORDS, ids=lambda viewset: viewset.__name__)
def test_every_field_of_a_record_says_what_to_write(viewset):
    handler = viewset().get_edit_handler()

    assert without_help(handler) == []
