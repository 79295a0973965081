"""Compile every ``django.po`` of ours to the ``.mo`` Django reads, without GNU gettext."""

from __future__ import annotations

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles our translations. Needs no gettext; does nothing where all are up to date."

    def handle(self, **options):
        for source in sorted(Path(settings.BASE_DIR).glob("*/*locale/*/LC_MESSAGES/django.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                polib.pofile(str(source)).save_as_mofile(str(target))
                self.stdout.write(f"compiled {source.relative_to(settings.BASE_DIR)}")
