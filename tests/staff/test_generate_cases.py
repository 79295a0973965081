from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from intake.matching import phone_indexes
from intake.models import Promise, PublicStatus, Referral
from intake.references import is_reference
from staff import actions
from staff.management.commands import generate_cases
from staff.models import Case, ReferralDecision, StageMove, Visit


def test_it_adds_whole_households_that_the_rest_can_work_with(station, room, worker, room_worker):
    call_command("generate_cases", count=40, waiting=3, verbosity=0)

    assert Referral.objects.count() == Promise.objects.count() == PublicStatus.objects.count() == 43
    assert Case.objects.count() == ReferralDecision.objects.count() == 40
    assert StageMove.objects.count() == Visit.objects.count() == 40
    assert Referral.objects.filter(decision__isnull=True).count() == 3
    for case in Case.objects.all():
        case.full_clean()
        assert is_reference(case.reference)
    referral = Referral.objects.get(phone_hash__in=phone_indexes("19900000007"))
    assert referral.phone == "19900000007"
    assert referral.words.startswith("（样例）")


def test_it_can_be_run_again_and_the_next_row_gets_a_free_number(station, room, worker):
    call_command("generate_cases", count=5, waiting=1, verbosity=0)
    call_command("generate_cases", count=5, waiting=1, verbosity=0)

    waiting = Referral.objects.filter(decision__isnull=True).first()
    actions.advise_and_close(waiting, reason="讲清楚了", actor=worker)
    assert Referral.objects.count() == 12
    assert ReferralDecision.objects.count() == 11


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_large_run_takes_the_indexes_away_and_brings_every_one_back(
    station, room, worker, monkeypatch
):
    def indexes():
        """Definitions without casts and brackets, which PostgreSQL writes anew on reading."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
            return {
                re.sub(r"::[a-z ]+(\[\])?|[()]", "", definition)
                for (definition,) in cursor.fetchall()
            }

    before = indexes()
    monkeypatch.setattr(generate_cases, "BATCH", 10)

    call_command("generate_cases", count=25, waiting=2, verbosity=0)

    assert Case.objects.count() == 25
    assert indexes() == before


@pytest.mark.django_db
def test_without_a_station_it_says_what_to_do_first():
    with pytest.raises(CommandError, match="load_demo"):
        call_command("generate_cases", count=1, verbosity=0)
    with pytest.raises(CommandError, match="negative"):
        call_command("generate_cases", count=-1, verbosity=0)
