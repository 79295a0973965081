from __future__ import annotations

import base64

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from intake.encryption import blind_index, decrypt
from intake.matching import name_indexes, phone_indexes, place_indexes
from intake.models import ContactCorrection, Draft, Referral
from portal.management.commands import rotate_keys
from tests.factories import ReferralFactory, UserFactory

pytestmark = pytest.mark.django_db
OLD = base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = base64.urlsafe_b64encode(b"n" * 32).decode()


@pytest.fixture
def old_data(settings):
    """A referral, its correction, a draft and a second factor, written under the old key."""
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    referral = ReferralFactory(
        called_name="王阿姨", phone="13800138000", place="和平小区 3号楼 402"
    )
    Referral.objects.filter(pk=referral.pk).update(
        words="没钱买药",
        name_hash=name_indexes("王阿姨")[0],
        phone_hash=phone_indexes("13800138000")[0],
        place_hash=place_indexes("和平小区 3号楼")[0],
    )
    ContactCorrection.objects.create(
        referral=referral,
        phone="13900139000",
        phone_hash=phone_indexes("13900139000")[0],
        made_at=timezone.now(),
    )
    draft = Draft.objects.create(answers={"words": "一个人在家"})
    user = UserFactory()
    TOTP.activate(user, "SECRETSECRET")
    return referral, draft, user


def raw(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def test_afterwards_the_old_key_can_be_taken_out(old_data, settings, capsys):
    referral, draft, user = old_data
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    referral.refresh_from_db()
    assert (referral.called_name, referral.words) == ("王阿姨", "没钱买药")
    assert referral.phone_hash == phone_indexes("13800138000")[0]
    assert referral.name_hash == name_indexes("王阿姨")[0]
    assert referral.place_hash == place_indexes("和平小区 3号楼")[0]
    assert Draft.objects.get(pk=draft.pk).answers == {"words": "一个人在家"}
    assert ContactCorrection.objects.get().phone_hash == phone_indexes("13900139000")[0]
    authenticator = Authenticator.objects.get(user=user)
    assert decrypt(authenticator.data["secret"]) == "SECRETSECRET"
    assert "4 rows" in capsys.readouterr().out


def test_a_second_run_writes_nothing(old_data, settings, capsys):
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    before = raw("intake_referral", "words")
    capsys.readouterr()
    call_command("rotate_keys")
    assert raw("intake_referral", "words") == before
    assert "0 rows" in capsys.readouterr().out


def test_more_rows_than_a_batch_are_all_written(old_data, settings, monkeypatch):
    monkeypatch.setattr(rotate_keys, "BATCH", 2)
    for number in range(5):
        Draft.objects.create(answers={"number": number})
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert sorted(draft.answers.get("number", -1) for draft in Draft.objects.all()) == [
        -1, 0, 1, 2, 3, 4,
    ]  # fmt: skip


def test_without_the_old_key_it_says_so_and_changes_nothing(old_data, settings):
    before = raw("intake_referral", "words")
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    with pytest.raises(CommandError, match="keep the old keys listed"):
        call_command("rotate_keys")
    assert raw("intake_referral", "words") == before


def test_every_blind_index_of_ours_is_known_to_it():
    from django.apps import apps  # noqa: PLC0415

    hashes = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model._meta.app_label in {"intake", "staff"}
        for field in model._meta.concrete_fields
        if field.name.endswith("_hash") and field.max_length == len(blind_index("x", purpose="y"))
    }
    assert hashes == {(label, name) for (label, _), (name, _) in rotate_keys.BLIND_INDEXES.items()}


def test_a_hash_of_something_else_is_kept(settings):
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    assert rotate_keys.rehashed("和平小区", "another", place_indexes) == "another"
