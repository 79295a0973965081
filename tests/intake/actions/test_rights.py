from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from intake import actions
from intake.models import Alert, HelpFeedback, RightsRequest

from ..factories import at, submit

pytestmark = pytest.mark.django_db


def test_a_request_enters_the_register_once_with_the_day_to_answer_by():
    referral = submit().referral

    first = actions.ask_for_right(referral, kind="copy", at=at(2026, 11, 2))
    again = actions.ask_for_right(referral, kind="copy", at=at(2026, 11, 3))

    assert first == again == RightsRequest.objects.get()
    assert first.due_on == date(2026, 11, 23)
    assert Alert.objects.filter(kind="rights").count() == 1


def test_the_first_answer_stands():
    request = actions.ask_for_right(submit().referral, kind="delete", at=at(2026, 11, 2))

    actions.answer_rights_request(request, outcome="done", answer="已删除", at=at(2026, 11, 4))
    actions.answer_rights_request(request, outcome="done", answer="别的", at=at(2026, 11, 5))

    stored = RightsRequest.objects.get()
    assert (stored.answer, stored.answered_at) == ("已删除", at(2026, 11, 4))


def test_a_refusal_has_a_reason_and_only_a_refusal_has_one():
    request = actions.ask_for_right(submit().referral, kind="delete", at=at(2026, 11, 2))

    for wrong in (
        {"outcome": "refused"},
        {"outcome": "done", "refusal": "others"},
        {"outcome": ""},
    ):
        with pytest.raises(ValidationError):
            actions.answer_rights_request(request, answer="…", at=at(2026, 11, 4), **wrong)
    assert RightsRequest.objects.get().answered_at is None

    actions.answer_rights_request(
        request, outcome="refused", refusal="still_helping", answer="…", at=at(2026, 11, 4)
    )
    assert RightsRequest.objects.get().refusal == "still_helping"


def test_an_unknown_right_is_refused():
    with pytest.raises(ValidationError):
        actions.ask_for_right(submit().referral, kind="money", at=at(2026, 11, 2))

    assert not RightsRequest.objects.exists()


def test_feedback_is_one_a_referral_and_the_last_counts():
    referral = submit().referral
    actions.give_feedback(referral, face="bad", words="没人来", at=at(2026, 11, 2))
    actions.give_feedback(referral, face="good", at=at(2026, 11, 9))

    stored = HelpFeedback.objects.get()
    assert (stored.face, stored.words) == ("good", "")
