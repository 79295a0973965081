from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from staff.roles import ROLES
from tests.factories import PolicyPageFactory, StationFactory, UserFactory
from tests.policy_pages.test_notices import SENTENCE, notice

pytestmark = pytest.mark.django_db
URL = "/staff/reports/overdue/"


@pytest.fixture(autouse=True)
def station(db):
    return StationFactory()


def due(days: int, **fields):
    """A page whose review was due so many days ago."""
    return PolicyPageFactory(next_review_due=timezone.localdate() - timedelta(days=days), **fields)


@pytest.fixture
def editor(db):
    user = UserFactory(role="editor", first_name="编辑甲")
    call_command("sync_staff_groups", verbosity=0)
    return user


def titles(response) -> list[str]:
    return [page.title for page in response.context["object_list"]]


def test_live_pages_of_every_kind_are_listed_the_longest_overdue_first(client, editor):
    client.force_login(editor)
    due(10, title="晚一点")
    due(90, title="晚很久", content_owner=editor)
    due(-5, title="还没到")
    due(70, title="草稿", live=False)
    PolicyPageFactory(title="没有日期", next_review_due=None)
    sentence = SENTENCE | {"deadline": "<p>早点问。</p>"}
    notice(sentence, next_review_due=timezone.localdate() - timedelta(days=40))

    assert titles(client.get(URL)) == ["没有日期", "晚很久", "申请没批准", "晚一点"]
    assert titles(client.get(URL + "?at_least=60")) == ["晚很久"]
    assert titles(client.get(URL + f"?owner={editor.pk}")) == ["晚很久"]


def test_it_comes_as_a_spreadsheet(client, editor):
    client.force_login(editor)
    due(90, title="晚很久", content_owner=editor)

    csv = b"".join(client.get(URL + "?export=csv")).decode()
    book = load_workbook(BytesIO(b"".join(client.get(URL + "?export=xlsx"))))

    assert "晚很久" in csv
    assert ",90," in csv
    assert [cell.value for cell in book.active[2]][2:] == [90, "编辑甲"]


@pytest.mark.parametrize("role", ROLES)
def test_who_opens_the_report(client, role):
    user = UserFactory(role=role)
    call_command("sync_staff_groups", verbosity=0)
    client.force_login(user)

    opened = client.get(URL).status_code == 200

    assert opened == (role in {"editor", "fact_checker", "admin"})
    assert (reverse("overdue_report") in client.get("/staff/").content.decode()) == opened


def test_the_report_asks_no_more_of_the_database_with_more_pages(client, editor):
    client.force_login(editor)
    counts = []
    for _round in range(2):
        for _number in range(8):
            due(20, content_owner=editor)
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("days", "is_told"), [(61, True), (60, False), (1, False)])
def test_readers_are_told_after_60_days(client, days, is_told):
    page = due(days)

    html = client.get(page.url).content.decode()

    assert ("这页该重新核对了，数字请先问社工站" in html) == is_told
