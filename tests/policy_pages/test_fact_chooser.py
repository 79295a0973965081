"""The list from which editors pick a fact."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from policy_pages import blocks
from policy_pages.fact_text import SPECIAL_CODES
from policy_pages.models import PolicyPage
from policy_pages.views.fact_chooser import DETAILS
from tests.factories import (
    FactValueFactory,
    PolicyFactFactory,
    PolicySourceFactory,
    StationFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db
CHOOSER = "wagtailsnippetchoosers_policy_pages_policyfact"


@pytest.fixture
def editor(client):
    home_page()
    StationFactory()
    call_command("sync_staff_groups", verbosity=0)
    person = UserFactory()
    person.groups.add(Group.objects.get(name="editor"))
    client.force_login(person)
    return client


def rows(client, typed: str = "") -> list[list[str]]:
    """What stands in the list, row by row."""
    response = client.get(reverse(f"{CHOOSER}:choose_results"), {"q": typed})
    table = response.context["table"]
    return [[column.get_value(fact) for column in table.columns.values()] for fact in table.data]


def test_each_fact_stands_with_today_s_value_place_day_source_and_confidence(editor):
    source = PolicySourceFactory(title="济南市民政局通知")
    fact = PolicyFactFactory(code="standard", label="低保标准", unit="元")
    FactValueFactory(
        fact=fact, value="1100", valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31)
    )
    FactValueFactory(fact=fact, value="900", place="全国", valid_from=date(2026, 1, 1))
    FactValueFactory(
        fact=fact,
        value="1200",
        place="济南市",
        valid_from=date(2026, 1, 1),
        source=source,
        article="第2条",
        confidence="medium",
    )

    assert rows(editor) == [
        [
            "低保标准",
            "<strong>1200 元</strong>",
            "济南市",
            "2026-01-01",
            "济南市民政局通知 第2条",
            "中，发布前要核对",
        ]
    ]


def test_a_fact_without_a_checked_value_today_says_what_readers_will_see(editor):
    fact = PolicyFactFactory(label="取暖补贴")
    FactValueFactory(fact=fact, checked_by=None, checked_on=None)

    assert rows(editor) == [["取暖补贴", "今天没有数：会请读者打电话问", "", "", "", ""]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("低保", ["低保标准", "低保边缘线"]),
        ("低保 边缘", ["低保边缘线"]),
        ("1500", ["低保边缘线"]),
        ("社会救助法", ["办理时限"]),
        ("Deadline", ["办理时限"]),
        ("彩票", []),
        ("' OR 1=1 --", []),
        ("%", []),
    ],
)
def test_search_takes_everyday_chinese(editor, typed, found):
    law = PolicySourceFactory(title="社会救助法")
    FactValueFactory(fact=PolicyFactFactory(label="低保标准", code="standard"))
    FactValueFactory(fact=PolicyFactFactory(label="低保边缘线", code="edge"), value="1500")
    FactValueFactory(
        fact=PolicyFactFactory(label="办理时限", code="deadline", unit="个工作日"), source=law
    )

    assert sorted(row[0] for row in rows(editor, typed)) == sorted(found)


def test_nothing_found_is_said_with_what_to_do(editor):
    html = editor.get(reverse(f"{CHOOSER}:choose_results"), {"q": "<b>彩票"}).content.decode()

    assert "没有叫「&lt;b&gt;彩票」的政策数字" in html


def test_picking_answers_with_the_token_a_page_stores(editor):
    fact = PolicyFactFactory(code="standard")

    picked = editor.get(reverse(f"{CHOOSER}:chosen", args=[fact.pk])).json()["result"]
    detail = editor.get(reverse(f"{CHOOSER}:chosen", args=["station_phone"])).json()["result"]

    assert picked["token"] == "{{standard}}"
    assert detail["token"] == "{{station_phone}}"
    for nothing in ("999999", "secret_key"):
        assert editor.get(reverse(f"{CHOOSER}:chosen", args=[nothing])).status_code == 404


def test_every_detail_of_station_and_page_can_be_picked(editor):
    PolicyFactFactory()
    assert set(DETAILS) == SPECIAL_CODES
    html = editor.get(reverse(f"{CHOOSER}:choose")).json()["html"]

    assert "社工站电话" in html


def test_the_list_costs_the_same_for_many_facts(editor, django_assert_max_num_queries):
    for _time in range(20):
        FactValueFactory(fact=PolicyFactFactory())

    with django_assert_max_num_queries(16):
        rows(editor)


def test_the_button_allows_nothing_new_into_a_text():
    allowed = ContentstateConverter(blocks.PARAGRAPH_FEATURES)
    before = ContentstateConverter([name for name in blocks.PARAGRAPH_FEATURES if name != "fact"])
    hostile = (
        '<p onclick="x()">补 {{dibao_standard}} 元<script>alert(1)</script>'
        '<embed embedtype="fact" id="1"/><span data-fact="1">好</span></p>'
    )

    def stored_by(converter) -> str:
        stored = converter.to_database_format(converter.from_database_format(hostile))
        return re.sub(' data-block-key="[^"]*"', "", stored)

    stored = stored_by(allowed)

    assert stored == stored_by(before)
    assert "{{dibao_standard}}" in stored
    for refused in ("script", "onclick", "embed", "span"):
        assert f"<{refused}" not in stored
        assert f" {refused}=" not in stored


def test_every_text_that_may_hold_facts_has_the_button():
    for name in ("short_answer", "adviser_notes"):
        assert "fact" in PolicyPage._meta.get_field(name).features
    assert "fact" in blocks.LINE_FEATURES
    step = blocks.StepBlock().child_blocks
    lines = {name for name, block in step.items() if isinstance(block, blocks.FactLineBlock)}
    assert lines == {"place", "checked", "takes", "helper"}
