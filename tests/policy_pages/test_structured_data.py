import json
import re

import pytest

from tests.factories import FactValueFactory, PolicyPageFactory, StationFactory

pytestmark = pytest.mark.django_db


def data_on(client, page) -> list[dict]:
    html = client.get(page.url).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(found)["@graph"]


@pytest.fixture
def station(db):
    return StationFactory()


def test_a_machine_reads_the_service_and_the_questions_as_a_reader_sees_them(client, station):
    FactValueFactory(fact__code="dibao_standard", value="1200")
    page = PolicyPageFactory(
        title="能申请吗？",
        official_name="最低生活保障",
        short_answer="<p>低于 {{dibao_standard}} 元可以来问。</p>",
        common_worries=[("worry", {"question": "丢人吗？", "answer": "<p>不丢人。</p>"})],
    )

    service, questions = data_on(client, page)

    assert (service["@type"], service["name"]) == ("GovernmentService", "最低生活保障")
    assert service["serviceOperator"]["telephone"] == station.phone
    assert service["url"] == f"http://testserver{page.url}"
    asked = {item["name"]: item["acceptedAnswer"]["text"] for item in questions["mainEntity"]}
    assert set(asked) == {"能申请吗？", "丢人吗？"}
    assert asked["丢人吗？"] == "不丢人。"
    assert "1200 元" in asked["能申请吗？"]


def test_hostile_words_cannot_leave_the_data(client, station):
    page = PolicyPageFactory(official_name="</script><script>alert(1)</script>")

    service, _questions = data_on(client, page)

    assert service["name"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in client.get(page.url).content.decode()


def test_a_reader_in_english_is_told_that_the_page_is_in_chinese(client, station):
    page = PolicyPageFactory()

    english = client.get(f"/en{page.url}").content.decode()

    assert "in Chinese only so far" in english
    assert 'lang="zh-hans"' in english
    assert "in Chinese only so far" not in client.get(page.url).content.decode()
