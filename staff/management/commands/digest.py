"""``manage.py digest``: each morning of a working day, from cron."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from staff.tasks import morning_mail


class Command(BaseCommand):
    help = (
        "Hand the morning's numbers to the task worker: promises due for each station, and how "
        "many are on the lists people keep. Sent once a day, on working days."
    )

    def handle(self, *args, **options) -> None:
        morning_mail.enqueue()
        self.stdout.write("queued")
