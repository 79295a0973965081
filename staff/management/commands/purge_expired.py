"""``manage.py purge_expired``: run daily."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from staff.actions import purge_expired


class Command(BaseCommand):
    help = "Forget drafts, alerts, enquiries, reports, closed cases and readings past their time."

    def handle(self, *args, **options) -> None:
        for what, count in purge_expired(timezone.now()).items():
            self.stdout.write(f"{what}: {count}")
