import re
import sys
import zlib
from contextlib import suppress
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from policy_pages import pdf
from policy_pages.leaflets import last_day, version_of
from tests.factories import FactValueFactory, PolicyPageFactory, StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def value(db):
    StationFactory()
    return FactValueFactory(fact__code="dibao_standard", value="1200", valid_from=date(2026, 1, 1))


@pytest.fixture
def page(value):
    return PolicyPageFactory(
        what_you_get=[("paragraph", "<p>低于 {{dibao_standard}} 元</p>")],
        next_review_due=date(2027, 4, 1),
    )


def read(client, page, size=""):
    return client.get(reverse("policy_pages:leaflet", args=[page.slug]) + size)


def test_a_leaflet_has_the_words_the_phone_a_code_a_version_and_a_last_day(client, page, settings):
    settings.SITE_URL = "https://yimi.example"

    html = read(client, page).content.decode()

    assert "1200 元" in html
    assert "0531-87654321" in html
    assert "<svg" in html
    assert 'class="qr"' in html
    assert f"https://yimi.example/p/{page.short_code}" in html
    assert version_of(page, []).split("-")[0] in html
    assert "2027年4月1日" in html


def test_it_is_valid_no_longer_than_its_numbers_and_its_review(page, value):
    assert last_day(page, [value]) == date(2027, 4, 1)

    value.valid_to = date(2026, 12, 31)

    assert last_day(page, [value]) == date(2026, 12, 31)


def test_a_changed_word_or_number_makes_another_version(page, value):
    before = version_of(page, [value])

    value.value = "1300"
    with_new_number = version_of(page, [value])
    page.one_line = "改过的话。"
    with_new_words = version_of(page, [value])

    assert len({before, with_new_number, with_new_words}) == 3


@pytest.mark.parametrize(
    ("size", "css"), [("", "leaflet-a4"), ("?size=a5", "leaflet-a5"), ("?size=<b>", "leaflet-a4")]
)
def test_it_comes_in_two_sizes(client, page, size, css):
    assert css in read(client, page, size).content.decode()


def test_a_draft_has_no_leaflet(client, page):
    draft = PolicyPageFactory(live=False)

    assert read(client, draft).status_code == 404


def inflated(document: bytes) -> bytes:
    """The PDF with its compressed parts in clear."""
    clear = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        with suppress(zlib.error):
            clear.append(zlib.decompress(part))
    return b"".join([document, *clear])


needs_pdf = pytest.mark.skipif(
    not pdf.is_available(), reason="the extra `pdf` or Pango is not installed"
)


@pytest.fixture
def without_the_extra(monkeypatch):
    """A machine on which the optional package is not installed."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    pdf._engine.cache_clear()
    yield
    pdf._engine.cache_clear()


@pytest.mark.usefixtures("without_the_extra")
def test_without_the_extra_no_pdf_is_offered_and_print_remains(client, page):
    html = read(client, page).content.decode()

    assert "leaflet.pdf" not in html
    assert "leaflet leaflet-a4" in html
    assert client.get(reverse("policy_pages:leaflet_pdf", args=[page.slug])).status_code == 404


@needs_pdf
@pytest.mark.parametrize(("size", "millimetres"), [("a4", (210, 297)), ("a5", (148, 210))])
def test_the_pdf_has_the_size_the_version_and_the_chinese_words(client, page, size, millimetres):
    address = reverse("policy_pages:leaflet_pdf", args=[page.slug]) + f"?size={size}"
    assert address in read(client, page, f"?size={size}").content.decode()

    response = client.get(address)

    assert response["Content-Type"] == "application/pdf"
    assert f"-{size}-" in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF")
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", inflated(response.content))
    width, height = map(float, box.groups())
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == millimetres


@needs_pdf
def test_the_pdf_is_made_once_and_again_when_a_number_changes(client, page, value):
    cache.clear()
    address = reverse("policy_pages:leaflet_pdf", args=[page.slug])
    first = client.get(address)

    again = client.get(address)
    value.value = "1300"
    value.save()
    changed = client.get(address)

    assert again.content == first.content
    assert changed["Content-Disposition"] != first["Content-Disposition"]
