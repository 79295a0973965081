"""``manage.py renew_promises``: a new date for every promise that was missed. For a cron job."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.actions import renew_missed_promises


class Command(BaseCommand):
    help = "Give every promise whose date has passed unkept a new one; the first stays known."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"renewed: {renew_missed_promises(at=timezone.now())}")
