"""Write everything encrypted anew with the first key, so that an old one can be taken out.

Finds the encrypted fields by themselves, in every app, and the keys of the second factor. Works in
batches, each its own short transaction, so that people can go on writing; stopped halfway it begins
again and skips what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models, transaction
from tqdm import tqdm

from intake.encryption import EncryptedTextField, cipher, decrypt
from intake.matching import name_indexes, phone_indexes, place_indexes

BATCH = 200
# Blind indexes belong to the key too: (model, encrypted field) -> (field of the hash, its maker).
BLIND_INDEXES = {
    ("intake.Referral", "phone"): ("phone_hash", phone_indexes),
    ("intake.Referral", "called_name"): ("name_hash", name_indexes),
    ("intake.Referral", "place"): ("place_hash", place_indexes),
    ("intake.ContactCorrection", "phone"): ("phone_hash", phone_indexes),
}


def encrypted_fields() -> Iterator[tuple[type[models.Model], list[models.Field]]]:
    for model in apps.get_models():
        fields = [
            field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)
        ]
        if fields and model._meta.managed and not model._meta.proxy:
            yield model, fields


def is_new(token: str, newest: Fernet) -> bool:
    try:
        newest.decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def rehashed(text: str, stored: str, indexes: Callable[[str], list[str]]) -> str:
    """The hash under the newest key of what ``stored`` was made of.

    That is the text, or its beginning (a home is matched without its door). A hash that fits
    neither is kept: it may be of something that was corrected since.
    """
    words = text.split()
    for end in range(len(words), 0, -1):
        found = indexes(" ".join(words[:end]))
        if stored in found:
            return found[0]
    return stored


class Table:
    """One model's encrypted columns, read and written as they are stored."""

    def __init__(self, model: type[models.Model], fields: list[models.Field]):
        quote = connection.ops.quote_name
        self.fields = fields
        self.name, self.key = quote(model._meta.db_table), quote(model._meta.pk.column)
        self.hashes = {
            field.name: BLIND_INDEXES[model._meta.label, field.name]
            for field in fields
            if (model._meta.label, field.name) in BLIND_INDEXES
        }
        self.columns = [field.column for field in fields]
        self.columns += [model._meta.get_field(name).column for name, _ in self.hashes.values()]

    def batch(self, cursor, after) -> list[tuple]:
        """The next rows in the order of their key, locked where the database can."""
        where, values = ("", []) if after is None else (f" WHERE {self.key} > %s", [after])
        lock = "" if connection.vendor == "sqlite" else " FOR UPDATE"
        columns = ", ".join(connection.ops.quote_name(column) for column in self.columns)
        cursor.execute(
            f"SELECT {self.key}, {columns} FROM {self.name}{where}"  # noqa: S608  (names of ours)
            f" ORDER BY {self.key} LIMIT {BATCH}{lock}",
            values,
        )
        return cursor.fetchall()

    def write(self, cursor, pk, changed: dict[str, str]) -> None:
        sets = ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in changed)
        cursor.execute(
            f"UPDATE {self.name} SET {sets} WHERE {self.key} = %s",  # noqa: S608
            [*changed.values(), pk],
        )


class Command(BaseCommand):
    help = "Re-encrypts every encrypted value with the first of FIELD_ENCRYPTION_KEYS."

    def handle(self, **options):
        self.newest = Fernet(settings.FIELD_ENCRYPTION_KEYS[0])
        done = sum(self.rotate_table(model, fields) for model, fields in encrypted_fields())
        done += self.rotate_second_factors()
        self.stdout.write(f"{done} rows written anew.")

    def rotate(self, token: str, what: str) -> str:
        try:
            return cipher().rotate(token.encode()).decode()
        except InvalidToken as error:
            raise CommandError(f"No listed key opens {what}: keep the old keys listed.") from error

    def rotate_table(self, model: type[models.Model], fields: list[models.Field]) -> int:
        table = Table(model, fields)
        done, last = 0, None
        with tqdm(desc=model._meta.label, unit=" rows", disable=None) as progress:
            while True:
                with transaction.atomic(), connection.cursor() as cursor:
                    rows = table.batch(cursor, last)
                    for pk, *values in rows:
                        stored = dict(zip(table.columns, values, strict=True))
                        if changed := self.changes(table, stored):
                            table.write(cursor, pk, changed)
                            done += 1
                if not rows:
                    return done
                last = rows[-1][0]
                progress.update(len(rows))

    def changes(self, table: Table, stored: dict[str, str]) -> dict[str, str]:
        """New values by column, of those the newest key did not write."""
        changed = {}
        for field in table.fields:
            token = stored[field.column]
            if not token or is_new(token, self.newest):
                continue
            changed[field.column] = self.rotate(token, table.name)
            if field.name in table.hashes:
                column, indexes = table.hashes[field.name]
                changed[column] = rehashed(decrypt(token), stored[column], indexes)
        return changed

    def rotate_second_factors(self) -> int:
        done = 0
        for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                row = Authenticator.objects.select_for_update().get(pk=pk)
                changed = {
                    name: self.rotate(row.data[name], "a second factor")
                    for name in ("secret", "seed")
                    if name in row.data and not is_new(row.data[name], self.newest)
                }
                if changed:
                    Authenticator.objects.filter(pk=pk).update(data={**row.data, **changed})
                    done += 1
        return done
