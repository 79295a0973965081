"""``manage.py rotate_keys``: write every encrypted value again with the newest key."""

from __future__ import annotations

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from intake.encryption import EncryptedTextField
from intake.matching import name_indexes, phone_indexes
from intake.models import ContactCorrection, Referral

BATCH = 500


class Command(BaseCommand):
    help = (
        "Re-encrypt all personal data with the first of FIELD_ENCRYPTION_KEYS. Put the new key "
        "first, run this, then drop the old key. Safe to stop and to run again."
    )

    def handle(self, *args, **options) -> None:
        for model in apps.get_models():
            fields = [
                field.attname
                for field in model._meta.local_concrete_fields
                if isinstance(field, EncryptedTextField)
            ]
            if fields:
                self.rewrite(model, fields)

    def rewrite(self, model, fields: list[str]) -> None:
        manager = model._base_manager
        total = manager.count()
        last, changed = None, 0
        with tqdm(total=total, desc=model._meta.label, disable=None) as progress:
            while True:
                rows = manager.order_by("pk")
                if last is not None:
                    rows = rows.filter(pk__gt=last)
                with transaction.atomic():
                    batch = list(rows.select_for_update()[:BATCH])
                    if not batch:
                        break
                    manager.bulk_update(batch, [*fields, *self.indexes(model, batch)])
                last, changed = batch[-1].pk, changed + len(batch)
                progress.update(len(batch))
        self.stdout.write(f"{model._meta.label}: {changed}")

    def indexes(self, model, batch) -> list[str]:
        """Blind indexes depend on the key as well; those that can be made again are."""
        if model is Referral:
            for referral in batch:
                referral.name_hash = name_indexes(referral.called_name)[0]
                referral.phone_hash = phone_indexes(referral.phone)[0]
            return ["name_hash", "phone_hash"]
        if model is ContactCorrection:
            for correction in batch:
                correction.phone_hash = phone_indexes(correction.phone)[0]
            return ["phone_hash"]
        return []
