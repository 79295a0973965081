from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intake import actions
from intake.child_texts import CHILD_WORDINGS
from intake.consent_texts import WORDINGS
from intake.models import Alert, Consent, ConsentText, HelpFeedback, Promise, PublicStatus

from ..factories import at, submit

pytestmark = pytest.mark.django_db


def test_consent_texts_are_made_once_and_an_edited_one_is_left_alone():
    actions.ensure_consent_texts()
    first = ConsentText.objects.filter(
        purpose="help", language="zh-hans", version=1, reader="anyone"
    )
    first.update(text="改过的话")

    actions.ensure_consent_texts()

    assert ConsentText.objects.count() == len(WORDINGS) + len(CHILD_WORDINGS)
    assert first.get().text == "改过的话"


def test_the_newest_text_in_force_is_the_one_agreed_to():
    actions.ensure_consent_texts()
    newer = ConsentText.objects.create(
        purpose="help", version=3, language="zh-hans", text="新", in_force_from="2026-11-21"
    )
    ConsentText.objects.create(
        purpose="help", version=4, language="zh-hans", text="以后", in_force_from="2027-11-01"
    )

    submit(received_at=at(2026, 11, 24))

    assert Consent.objects.get().text == newer


def test_new_words_are_the_next_version_and_the_old_ones_stay_readable():
    actions.ensure_consent_texts()
    stored = ConsentText.objects.order_by("pk").values_list("pk", "text")
    before = list(stored)
    today = timezone.localdate()

    new = actions.publish_consent_text(
        purpose="share", language="zh-hans", text=" 新的说法 ", notice="不要", in_force_from=today
    )

    assert (new.version, new.text, new.notice) == (3, "新的说法", "")
    assert (
        list(ConsentText.objects.exclude(pk=new.pk).order_by("pk").values_list("pk", "text"))
        == before
    )
    assert new in ConsentText.objects.in_force(today, "zh-hans")


def test_nobody_agrees_to_words_in_the_past():
    with pytest.raises(ValidationError) as refused:
        actions.publish_consent_text(
            purpose="help",
            language="zh-hans",
            text="x",
            in_force_from=timezone.localdate() - timedelta(days=1),
        )

    assert "in_force_from" in refused.value.message_dict
    assert not ConsentText.objects.filter(text="x").exists()


def test_every_wording_says_what_the_room_sees_and_has_headings():
    for wording in WORDINGS:
        if wording.notice:
            text = ConsentText(notice=wording.notice)
            assert len(text.notice_lines) == 10
            assert all(heading and line for heading, line in text.notice_lines)


def test_withdrawing_one_purpose_leaves_the_others_and_tells_the_station():
    referral = submit(consents=["help", "share"]).referral

    actions.withdraw_consent(referral, at=at(2026, 11, 25), purposes=["share"])

    withdrawn = {consent.text.purpose: consent.withdrawn_at for consent in Consent.objects.all()}
    assert withdrawn == {"help": None, "share": at(2026, 11, 25)}
    assert Alert.objects.filter(kind="withdrawn").count() == 1


def test_withdrawing_twice_changes_nothing_more():
    referral = submit(consents=["help", "share"]).referral
    actions.withdraw_consent(referral, at=at(2026, 11, 25))

    assert actions.withdraw_consent(referral, at=at(2026, 11, 26)) == []
    assert set(Consent.objects.values_list("withdrawn_at", flat=True)) == {at(2026, 11, 25)}
    assert Alert.objects.filter(kind="withdrawn").count() == 1


@pytest.mark.parametrize("state", ["received", "worker_assigned", "appointment", "closed"])
def test_help_taken_back_ends_the_promise_whatever_was_decided(state):
    sent = submit(received_at=at(2026, 11, 24))
    actions.set_public_state(sent.referral, state)

    actions.withdraw_consent(sent.referral, at=at(2026, 11, 25))

    assert Promise.objects.get().kept_at == at(2026, 11, 25)
    assert actions.renew_missed_promises(at=at(2027, 3, 1)) == 0
    assert Promise.objects.get().due_at == sent.promise.due_at
    kept = "withdrawn" if state == "received" else state
    assert PublicStatus.objects.get().state == kept


def test_a_promise_kept_before_keeps_its_day_and_one_purpose_ends_none():
    kept, open_still = (submit(consents=["help", "share"]).referral for _each in range(2))
    actions.keep_promise(kept, at=at(2026, 11, 24))

    actions.withdraw_consent(kept, at=at(2026, 11, 25))
    actions.withdraw_consent(open_still, at=at(2026, 11, 25), purposes=["share"])

    assert Promise.objects.get(referral=kept).kept_at == at(2026, 11, 24)
    assert Promise.objects.get(referral=open_still).kept_at is None


def test_no_word_about_the_help_is_kept_once_it_is_taken_back():
    taken_back, in_part = (submit(consents=["help", "share"]).referral for _each in range(2))
    actions.withdraw_consent(taken_back, at=at(2026, 11, 25))
    actions.withdraw_consent(in_part, at=at(2026, 11, 25), purposes=["share"])

    with pytest.raises(ValidationError) as refused:
        actions.give_feedback(taken_back, face="good", words="好", at=at(2026, 11, 26))
    actions.give_feedback(in_part, face="good", at=at(2026, 11, 26))

    assert refused.value.code == "consent_withdrawn"
    assert HelpFeedback.objects.get().referral == in_part
