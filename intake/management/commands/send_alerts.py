"""``manage.py send_alerts``: what the task worker does by itself, for a cron job beside it."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from intake.tasks import hear_and_send


class Command(BaseCommand):
    help = "Let the desk read what came in; send the alerts that are due, also those that failed."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"sent: {hear_and_send()}")
