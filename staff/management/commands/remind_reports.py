"""``manage.py remind_reports``: duties to report nobody has opened or answered. For a cron job."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from staff.actions import hear_waiting, remind_of_duties


class Command(BaseCommand):
    help = (
        "Open the duties to report heard in waiting referrals that nobody has read, and remind the "
        "station once a day of those that are late."
    )

    def handle(self, *args, **options) -> None:
        heard, reminded = hear_waiting(), remind_of_duties()
        self.stdout.write(f"heard: {heard}, reminded: {reminded}")
