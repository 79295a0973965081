"""``manage.py send_digest``: weekly, mails editors and fact checkers what needs a look."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from policy_pages import digest, tasks


class Command(BaseCommand):
    help = "Mail the digest of this week, once a week however often it is called."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--queue", action="store_true", help="leave it to the task worker")
        parser.add_argument("--show", action="store_true", help="print it and send nothing")

    def handle(self, *args, **options) -> None:
        if options["show"]:
            text = digest.message(timezone.localdate())
            self.stdout.write("\n\n".join(text) if text else "nothing to say")
        elif options["queue"]:
            tasks.send_weekly_digest.enqueue()
            self.stdout.write("queued")
        else:
            self.stdout.write(f"sent to {digest.send(timezone.localdate())}")
