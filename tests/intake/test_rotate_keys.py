from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from intake import references
from intake.matching import phone_indexes
from intake.models import Referral

from .factories import submit

pytestmark = pytest.mark.django_db


def test_after_rotation_the_old_key_is_needed_no_more(settings):
    old, new = settings.FIELD_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    receipt = submit(facts={"people": 2})
    settings.FIELD_ENCRYPTION_KEYS = [new, old]

    call_command("rotate_keys", verbosity=0)
    settings.FIELD_ENCRYPTION_KEYS = [new]

    referral = Referral.objects.get()
    assert (referral.called_name, referral.facts) == ("王阿姨", {"people": 2})
    assert referral.phone_hash in phone_indexes("13800138000")
    assert references.status_code_matches(receipt.status_code, referral.status_code_hash)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM intake_referral")
        assert Fernet(new).decrypt(cursor.fetchone()[0].encode()).decode() == "钱不够用。"
