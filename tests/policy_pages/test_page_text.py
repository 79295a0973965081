from datetime import date

import pytest
from django.utils import translation

from policy_pages.models import FactValue, PolicyFact
from policy_pages.page_text import PageText
from tests.factories import (
    FactValueFactory,
    GlossaryTermFactory,
    PolicyFactFactory,
    StationFactory,
)

pytestmark = pytest.mark.django_db


def text_with(**value) -> PageText:
    row = FactValueFactory(
        fact__code="dibao_standard", valid_from=date(2026, 1, 1), **({"value": "1200"} | value)
    )
    return PageText(facts={"dibao_standard": row}, station=StationFactory())


def test_a_fact_is_shown_with_its_unit_its_date_and_a_link_to_its_source():
    words = text_with()

    html = words.render("<p>低于 {{dibao_standard}} 元。</p>")

    assert html == (
        '<p>低于 <a class="fact" href="#fact-dibao_standard">1200 元</a>'
        '<span class="fact-since">（自 2026年1月1日起）</span>。</p>'
    )
    assert list(words.quoted) == ["dibao_standard"]


def test_without_a_value_the_reader_is_told_to_call_and_sees_no_number():
    fact = PolicyFactFactory(code="dibao_standard", label="低保标准")
    words = PageText(known={fact.code: fact}, station=StationFactory(phone="0531-87654321"))

    html = words.render("收入低于 {{dibao_standard}} 元。")

    assert html == (
        '收入低于 <span class="fact-missing">低保标准（最新数请问社工站 '
        '<a class="number" href="tel:053187654321">☎ 0531-87654321</a>）</span>。'
    )
    assert words.quoted == {}


def test_readers_of_english_get_units_in_english_and_no_chinese_label():
    term = FactValueFactory(
        fact__code="dibao_days", fact__kind="working_days", fact__unit="个工作日", value="30"
    )
    line = PolicyFactFactory(code="dibao_standard", label="低保标准", unit="元")
    words = PageText(
        facts={"dibao_days": term},
        known={line.code: line},
        station=StationFactory(phone="0531-1"),
        language="en",
    )

    with translation.override("en"):
        html = words.render("{{dibao_days}} working days, below {{dibao_standard}} yuan.")

    assert html == (
        '<a class="fact" href="#fact-dibao_days">30 working days</a>, below '
        '<span class="fact-missing"> (ask the social-work station for the latest figure '
        '<a class="number" href="tel:05311">☎ 0531-1</a>)</span>.'
    )


def test_a_chinese_page_in_a_frame_of_another_language_keeps_its_units():
    words = text_with()

    with translation.override("en"):
        assert ">1200 元</a>" in words.render("{{dibao_standard}} 元")


def test_the_telephone_number_is_given_once_in_a_paragraph():
    html = PageText(station=StationFactory()).render("<p>{{a}}，{{b}}</p>")

    assert html.count("tel:") == 1
    assert "也请问社工站" in html


def test_without_a_station_the_city_line_is_given():
    assert "tel:12345" in PageText().render("{{dibao_standard}}")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x>', "{{x}}"])
def test_a_hostile_value_is_only_text(hostile):
    words = text_with(value=hostile, fact__kind=PolicyFact.Kind.TEXT, fact__unit="")

    html = words.render("{{dibao_standard}}")

    assert "<script" not in html
    assert "<img" not in html


def test_tokens_in_attributes_are_left_alone():
    html = text_with().render('<a href="/x?{{dibao_standard}}">看</a>')

    assert html == '<a href="/x?{{dibao_standard}}">看</a>'


def test_a_fact_inside_a_link_opens_no_second_link():
    html = text_with().render('<a href="/x/">{{dibao_standard}}</a>')

    assert html == '<a href="/x/">1200 元</a>'


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("station_phone", "0531-87654321"),
        ("station_address", "营市东街1号"),
        ("station_hours", "工作日 08:30 到 17:30"),
        ("street_window", "营市街街道便民服务大厅"),
        ("checked_on", "2026年10月1日"),
        ("checked_by", "营市街街道社工站"),
    ],
)
def test_details_of_the_station_and_the_page_fill_their_tokens(code, shown):
    words = PageText(
        station=StationFactory(opens_at="08:30", closes_at="17:30"), checked_on=date(2026, 10, 1)
    )
    words.station.refresh_from_db()

    assert shown in words.render(f"{{{{{code}}}}}")


def test_a_detail_the_station_has_not_filled_in_asks_to_call():
    words = PageText(station=StationFactory(street_window=""))

    assert "最新数请问社工站" in words.render("{{street_window}}")


def test_a_word_is_marked_at_its_first_use_in_a_section_longest_first():
    short = GlossaryTermFactory(term="低保", slug="dibao")
    long = GlossaryTermFactory(term="低保边缘家庭", slug="bianyuan")
    words = PageText(terms=[short, long])

    first = words.render("<p>低保边缘家庭，低保，低保</p>")
    words.start_section()
    again = words.render("低保")

    assert first == (
        '<p><a class="term" href="/glossary/#bianyuan"><dfn>低保边缘家庭</dfn></a>，'
        '<a class="term" href="/glossary/#dibao"><dfn>低保</dfn></a>，低保</p>'
    )
    assert again == '<a class="term" href="/glossary/#dibao"><dfn>低保</dfn></a>'


def test_words_in_links_and_words_not_to_be_marked_stay_plain():
    quiet = GlossaryTermFactory(term="社工", marked_in_texts=False)
    term = GlossaryTermFactory(term="公示")

    html = PageText(terms=[quiet, term]).render('社工<a href="/x/">公示</a>')

    assert html == '社工<a href="/x/">公示</a>'


def test_an_unchecked_value_never_reaches_the_text(client):
    FactValueFactory(fact__code="dibao_standard", checked_by=None, value="9999")

    assert FactValue.objects.checked().count() == 0
