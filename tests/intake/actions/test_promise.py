from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from intake import actions
from intake.models import Promise, PublicStatus

from ..factories import at, submit

pytestmark = pytest.mark.django_db


def test_an_appointment_shows_its_day_and_the_next_state_forgets_it():
    referral = submit().referral

    actions.set_public_state(referral, "appointment", appointment_on=date(2026, 12, 1))
    assert PublicStatus.objects.get().appointment_on == date(2026, 12, 1)

    actions.set_public_state(referral, "closed")
    assert PublicStatus.objects.get().appointment_on is None


def test_an_unknown_state_is_refused():
    referral = submit().referral

    with pytest.raises(ValidationError):
        actions.set_public_state(referral, "eligible")

    assert PublicStatus.objects.get().state == "received"


def test_the_first_contact_counts_and_a_second_changes_nothing():
    referral = submit(received_at=at(2026, 11, 24)).referral

    actions.keep_promise(referral, at=at(2026, 11, 25))
    actions.keep_promise(referral, at=at(2026, 11, 26))

    assert Promise.objects.get().kept_at == at(2026, 11, 25)
    assert not Promise.objects.missed(at(2026, 12, 30)).exists()


def test_a_missed_promise_gets_a_new_date_and_stays_missed():
    referral = submit(received_at=at(2026, 11, 24)).referral

    actions.renew_promise(referral, at=at(2026, 11, 26))
    assert Promise.objects.get().due_at == at(2026, 11, 27, 17, 30)

    promise = actions.renew_promise(referral, at=at(2026, 11, 30))
    assert promise.due_at == at(2026, 12, 1, 17, 30)
    assert promise.first_due_at == at(2026, 11, 27, 17, 30)
    assert Promise.objects.missed(at(2026, 11, 30)).get() == promise
    assert promise.was_missed(at(2026, 11, 30))


def test_the_job_gives_new_dates_to_the_missed_and_to_nobody_else():
    late = submit(received_at=at(2026, 11, 18)).referral
    kept = submit(received_at=at(2026, 11, 18)).referral
    actions.keep_promise(kept, at=at(2026, 11, 19))
    coming = submit(received_at=at(2026, 11, 24)).referral
    before = {promise.referral_id: promise.due_at for promise in Promise.objects.all()}

    assert actions.renew_missed_promises(at=at(2026, 11, 25, 9)) == 1
    assert actions.renew_missed_promises(at=at(2026, 11, 25, 9)) == 0

    after = {promise.referral_id: promise.due_at for promise in Promise.objects.all()}
    assert after == before | {late.pk: at(2026, 11, 26, 17, 30)}
    assert after[coming.pk] == before[coming.pk]
    assert late.promise.__class__.objects.get(referral=late).first_due_at == before[late.pk]


def test_the_command_says_how_many_were_renewed(capsys):
    submit(received_at=at(2026, 1, 5))

    call_command("renew_promises")

    assert capsys.readouterr().out == "renewed: 1\n"
    assert Promise.objects.get().due_at > timezone.now()
