"""``manage.py send_alerts``: what the task worker does by itself, for a cron job beside it."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from intake.alerts import send_waiting


class Command(BaseCommand):
    help = "Send the alerts that are due, and try again those that failed."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"sent: {send_waiting()}")
