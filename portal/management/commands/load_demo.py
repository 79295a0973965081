"""``manage.py load_demo``: the demo content of every app, as often as one likes."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.core.management.base import BaseCommand

APPS_IN_ORDER = ("policy_pages", "intake", "staff")


class Command(BaseCommand):
    help = "Load the demo content: pages, facts, directory, people, referrals and cases."

    def handle(self, *args, verbosity: int = 1, **options) -> None:
        for app in APPS_IN_ORDER:
            if not find_spec(f"{app}.demo"):
                continue
            lines = import_module(f"{app}.demo").load() or []
            if verbosity:
                for line in [f"{app}:", *lines]:
                    self.stdout.write(line)
