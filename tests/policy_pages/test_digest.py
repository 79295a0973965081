from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from policy_pages import digest
from policy_pages.actions.feedback import keep_feedback
from policy_pages.models import (
    CheckedLink,
    PolicyPageSource,
    SearchLog,
    WeeklyDigest,
)
from tests.factories import (
    FactValueFactory,
    PolicyPageFactory,
    PolicySourceFactory,
    StationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def people(db):
    StationFactory()
    UserFactory(role="editor", email="bianji@example.org")
    UserFactory(role="fact_checker", email="hedui@example.org")
    UserFactory(role="editor", email="left@example.org", is_active=False)
    UserFactory(role="editor", email="")
    UserFactory(role="social_worker", email="worker@example.org")


def overdue(**fields):
    return PolicyPageFactory(next_review_due=WEDNESDAY - timedelta(days=70), **fields)


def test_nothing_to_say_is_no_mail_and_no_week(people):
    PolicyPageFactory(next_review_due=WEDNESDAY + timedelta(days=90))

    assert digest.send(WEDNESDAY) == 0
    assert mail.outbox == []
    assert not WeeklyDigest.objects.exists()


def test_it_goes_once_a_week_to_editors_and_fact_checkers_alone(people):
    overdue()

    sent = [digest.send(WEDNESDAY), digest.send(WEDNESDAY + timedelta(days=4))]
    next_week = digest.send(WEDNESDAY + timedelta(days=5))

    assert (sent, next_week) == ([2, 0], 2)
    assert sorted(mail.outbox[0].bcc) == ["bianji@example.org", "hedui@example.org"]
    assert mail.outbox[0].to == []
    weeks = list(WeeklyDigest.objects.order_by("week").values_list("week", flat=True))
    assert weeks == [MONDAY, MONDAY + timedelta(days=7)]


def test_it_names_each_kind_of_work(people):
    page = overdue(title="旧的页面")
    source = PolicySourceFactory(title="某办法", url="https://gov.example/old")
    PolicyPageSource.objects.create(page=page, source=source)
    CheckedLink.objects.create(
        url="https://gov.example/old", last_checked="2026-11-24T00:00Z", problem="404"
    )
    FactValueFactory(
        fact__label="快到期的数", valid_to=WEDNESDAY + timedelta(days=20), checked_on=WEDNESDAY
    )
    FactValueFactory(fact__label="没核对的数", checked_by=None, checked_on=None)
    for times, query in ((3, "搬家补助"), (1, "只问过一次")):
        SearchLog.objects.create(day=WEDNESDAY, query=query, found="nothing", times=times)
    for _number in range(5):
        keep_feedback(page, kind="unclear", section="steps", words="悄悄话", day=WEDNESDAY)

    subject, text = digest.message(WEDNESDAY)

    for words in (
        "旧的页面",
        "快到期的数",
        "没核对的数",
        "404",
        "搬家补助 × 3",
        "旧的页面 · 怎么办：5",
    ):
        assert words in text
    assert "悄悄话" not in text
    assert "只问过一次" not in text
    assert subject.endswith("件")


def test_a_long_list_is_cut_and_counted(people):
    for _number in range(13):
        overdue()

    text = digest.message(WEDNESDAY)[1]

    assert "（13）" in text
    assert text.count("· ") == 10
    assert "还有 3 条" in text


def test_a_mail_server_that_is_down_leaves_the_week_open(people, settings):
    overdue()
    settings.EMAIL_BACKEND = "tests.policy_pages.test_digest.Down"
    with pytest.raises(OSError, match="down"):
        digest.send(WEDNESDAY)
    assert not WeeklyDigest.objects.exists()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert digest.send(WEDNESDAY) == 2


class Down:
    """A mail server nobody answers at."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise OSError("down")


def test_the_command_shows_it_without_sending(people, capsys):
    overdue(title="旧的页面")

    call_command("send_digest", show=True)

    assert "旧的页面" in capsys.readouterr().out
    assert mail.outbox == []
