"""Encryption at rest for what people tell us.

Names, phones, addresses and stories are stored as Fernet tokens. ``FIELD_ENCRYPTION_KEYS`` lists
the keys, newest first: the first encrypts, all decrypt, so a key can be rotated while the site
runs (``manage.py rotate_keys``). An exact value can be found again through a blind index, a keyed
hash stored beside the token; nothing else about an encrypted value can be searched.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def cipher() -> MultiFernet:
    return _cipher(tuple(settings.FIELD_ENCRYPTION_KEYS))


def encrypt(text: str) -> str:
    return cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The clear text. Raises ``cryptography.fernet.InvalidToken`` when no listed key fits."""
    return cipher().decrypt(token.encode()).decode()


def blind_indexes(value: str, *, purpose: str) -> list[str]:
    """The keyed hashes of a value, newest key first: store the first, look up with ``__in`` all.

    ``purpose`` keeps equal values of different fields apart. An empty value has no index.
    """
    if not value:
        return [""]
    return [
        hmac.new(
            hashlib.sha256(b"blind-index:" + base64.urlsafe_b64decode(key)).digest(),
            f"{purpose}:{value}".encode(),
            hashlib.sha256,
        ).hexdigest()
        for key in settings.FIELD_ENCRYPTION_KEYS
    ]


def blind_index(value: str, *, purpose: str) -> str:
    return blind_indexes(value, purpose=purpose)[0]


class EncryptedTextField(models.TextField):
    """Text stored encrypted. It can be tested for emptiness, and for nothing else."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.name} is encrypted and cannot be looked up; use its blind index."
            )
        return super().get_lookup(lookup_name)


class EncryptedJSONField(EncryptedTextField):
    """A JSON value stored encrypted as a whole."""

    def get_prep_value(self, value):
        if value is None:
            return None
        return super().get_prep_value(
            json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
        )

    def from_db_value(self, value, expression, connection):
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else text

    def to_python(self, value):
        return value
