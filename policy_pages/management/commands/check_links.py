"""``manage.py check_links``: weekly, asks every address outside that content leads to."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from policy_pages import links, queries, tasks


class Command(BaseCommand):
    help = "Ask every address content leads to; what does not answer is on the editors' panel."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--queue", action="store_true", help="leave it to the task worker")

    def handle(self, *args, **options) -> None:
        if options["queue"]:
            tasks.check_links.enqueue()
            self.stdout.write("queued")
            return
        found = links.addresses(queries.live_checked_pages())
        self.stdout.write(f"{len(found)} addresses, {links.check(found)} do not answer")
