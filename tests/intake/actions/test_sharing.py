from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from intake import actions
from intake.models import Consent, Sharing

from ..factories import at, submit

pytestmark = pytest.mark.django_db
NOW = at(2026, 11, 25)


def share(referral, **changes):
    told = {
        "recipient": "sub_district",
        "recipient_name": "营市街街道民政办",
        "purpose": "申请临时救助",
        "parts": ["called_name", "needs"],
        "ground": "consent",
        "asked_again": True,
        "by_id": 1,
        "at": NOW,
    }
    return actions.record_sharing(referral, **{**told, **changes})


def test_each_telling_names_recipient_purpose_parts_and_the_consent_it_stands_on():
    referral = submit(consents=["help", "share"]).referral

    share(referral)

    told = Sharing.objects.get()
    assert told.consent == Consent.objects.get(text__purpose="share")
    assert (told.recipient, told.recipient_name) == ("sub_district", "营市街街道民政办")
    assert (told.parts, told.purpose, told.shared_at) == (
        ["called_name", "needs"],
        "申请临时救助",
        NOW,
    )
    assert "民政办" not in str(told)


@pytest.mark.parametrize(
    ("consents", "changes", "code"),
    [
        (["help"], {}, "share_consent"),
        (["help", "share"], {"asked_again": False}, "share_consent"),
        (["help", "share"], {"parts": ["facts"]}, "sensitive_consent"),
        (["help", "share"], {"parts": []}, "parts"),
        (["help", "share"], {"parts": ["moon"]}, "parts"),
    ],
)
def test_nobody_is_told_without_the_persons_yes(consents, changes, code):
    referral = submit(consents=consents).referral

    with pytest.raises(ValidationError) as refused:
        share(referral, **changes)

    assert refused.value.code == code
    assert not Sharing.objects.exists()


def test_after_the_consent_was_taken_back_nobody_is_told_and_the_record_stays():
    referral = submit(consents=["help", "share"]).referral
    share(referral)
    actions.withdraw_consent(referral, at=NOW, purposes=["share"])

    with pytest.raises(ValidationError):
        share(referral)

    assert Sharing.objects.count() == 1


def test_a_room_is_not_told_what_only_the_station_may_know():
    referral = submit(consents=["help", "share"], station_only=True).referral

    with pytest.raises(ValidationError) as refused:
        share(referral, recipient="room")

    assert refused.value.code == "station_only"


@pytest.mark.parametrize("ground", ["life", "duty"])
def test_danger_and_duty_need_no_consent_and_say_so(ground):
    referral = submit(consents=["help"]).referral

    share(
        referral,
        ground=ground,
        recipient="police",
        asked_again=False,
        parts=["place", "facts"],
        without_consent="门口有血迹，没人应门",
    )

    told = Sharing.objects.get()
    assert (told.consent, told.without_consent) == (None, "门口有血迹，没人应门")


@pytest.mark.parametrize("ground", ["life", "duty"])
def test_telling_without_consent_says_why(ground):
    referral = submit(consents=["help", "share"]).referral

    with pytest.raises(ValidationError) as refused:
        share(referral, ground=ground, without_consent=" ")

    assert refused.value.code == "without_consent_missing"
    assert not Sharing.objects.exists()


def test_the_database_refuses_a_consent_that_is_not_named():
    referral = submit(consents=["help"]).referral

    with pytest.raises(IntegrityError), transaction.atomic():
        Sharing.objects.create(
            referral=referral, recipient="room", ground="consent", shared_at=NOW, shared_by_id=1
        )
