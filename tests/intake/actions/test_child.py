"""What the station promises a child, and on which ground it listens."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from intake import actions
from intake.child_texts import CHILD_WORDINGS
from intake.models import ChildRequest, Consent, ConsentText, Referral

from ..factories import ANSWERS, StationFactory, at, submit

pytestmark = pytest.mark.django_db


def ask(**changes):
    return submit(**{"on_behalf": "child", "consents": [], "facts": None, **changes}).referral


def test_nothing_said_counts_as_under_fourteen_and_nobody_at_home_is_told():
    child = ask().child

    assert (child.age, child.at_home, child.ground) == ("not_said", "unsure", "protection")
    assert child.text.reader == "young_child"
    assert child.is_kept_from_home


def test_from_fourteen_on_nothing_is_kept_before_the_child_agrees():
    with pytest.raises(ValidationError) as refused:
        ask(child={"age": "from_14", "at_home": "nobody"})
    assert refused.value.code == "consent"
    assert not Referral.objects.exists()

    child = ask(child={"age": "from_14", "at_home": "nobody"}, consents=["help"]).child

    assert child.ground == "consent"
    assert Consent.objects.get().text.reader == "child"


def test_a_grown_up_is_heard_only_with_consent_whatever_is_said_of_a_child():
    with pytest.raises(ValidationError):
        submit(consents=[], child={"age": "under_14", "at_home": "nobody"})
    assert not hasattr(submit(child={"age": "under_14"}).referral, "child")


@pytest.mark.parametrize("said", [{"age": "7"}, {"age": "under_14", "at_home": "x"}])
def test_an_unknown_answer_is_refused(said):
    with pytest.raises(ValidationError):
        ask(child=said)
    assert not Referral.objects.exists()


def test_the_database_lets_no_young_child_agree():
    child = ask().child
    with pytest.raises(IntegrityError), transaction.atomic():
        ChildRequest.objects.filter(pk=child.pk).update(ground="consent")


@pytest.mark.parametrize(
    ("received", "promised"),
    [
        (at(2026, 11, 24, 9, 0), at(2026, 11, 24, 11, 0)),
        (at(2026, 11, 24, 16, 40), at(2026, 11, 24, 17, 30)),  # the doors close: still today
        (at(2026, 11, 24, 17, 10), at(2026, 11, 25, 10, 10)),  # too little is left of the day
        (at(2026, 11, 24, 22, 0), at(2026, 11, 25, 10, 30)),
        (at(2026, 11, 28, 10, 0), at(2026, 11, 30, 10, 30)),  # a Saturday
    ],
)
def test_the_same_working_day_is_promised(received, promised):
    referral = ask(received_at=received)

    opens, closes = referral.station.opens_at, referral.station.closes_at
    assert (f"{opens:%H:%M}", f"{closes:%H:%M}") == ("08:30", "17:30")
    assert referral.urgency == "today"
    assert referral.promise.due_at == promised


def test_a_grown_ups_two_hours_go_on_the_next_morning_as_before():
    referral = submit(danger="shelter", received_at=at(2026, 11, 24, 16, 40)).referral

    assert referral.promise.due_at == at(2026, 11, 25, 9, 40)


def test_every_text_for_children_has_headings_and_short_sentences():
    for wording in CHILD_WORDINGS:
        lines = ConsentText(notice=wording.notice).notice_lines
        assert len(lines) in {7, 8}
        assert all(heading and line for heading, line in lines)
        if wording.language == "zh-hans":
            assert "您" not in wording.notice
            sentences = [part for _h, line in lines for part in line.split("。") if part]
            assert max(map(len, sentences)) <= 25


def test_a_new_version_for_children_leaves_everybody_elses_words_alone():
    actions.ensure_consent_texts()
    day = at(2026, 11, 25).date()
    before = set(ConsentText.objects.in_force(day, "zh-hans"))
    newer = ConsentText.objects.create(
        purpose="help",
        reader="young_child",
        version=2,
        language="zh-hans",
        text="新",
        in_force_from="2026-11-21",
    )

    assert set(ConsentText.objects.in_force(day, "zh-hans")) == before
    assert list(ConsentText.objects.in_force(day, "zh-hans", "young_child")) == [newer]


def test_sending_stays_within_the_budget_of_queries(django_assert_max_num_queries):
    actions.ensure_consent_texts()
    text = ConsentText.objects.get(reader="young_child", language="zh-hans")
    child = {"age": "under_14", "at_home": "nobody", "text": text.pk}
    station = StationFactory()

    with django_assert_max_num_queries(15):
        actions.submit_referral(
            {**ANSWERS, "on_behalf": "child", "consents": [], "child": child},
            submit_token=uuid.uuid4(),
            station=station,
        )

    assert ChildRequest.objects.get().text == text


def test_erasing_leaves_the_ground_and_nobody_in_it():
    referral = ask(words="我害怕")

    actions.erase_referral(referral, at=at(2026, 11, 25))

    erased = Referral.objects.get()
    assert (erased.words, erased.called_name, erased.safe_contact) == ("", "", None)
    assert erased.child.ground == "protection"
