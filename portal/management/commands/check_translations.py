"""Say whether every text has its translation, and whether the catalogues agree with the code."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


def catalogues() -> list[Path]:
    """Our own catalogues; the supplement to Wagtail's has no source here to compare with."""
    return sorted(Path(settings.BASE_DIR).glob("*/locale/*/LC_MESSAGES/django.po"))


def supplements() -> list[Path]:
    """Our Chinese for texts of Wagtail's that Wagtail itself leaves in English."""
    return sorted(Path(settings.BASE_DIR).glob("*/wagtail_locale/*/LC_MESSAGES/django.po"))


def untranslated(path: Path) -> list[str]:
    """The texts of one catalogue that a Chinese reader would see in English, or wrongly."""
    return [
        entry.msgid
        for entry in polib.pofile(str(path))
        if not entry.obsolete and ("fuzzy" in entry.flags or not entry.translated())
    ]


def _texts(path: Path) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}


def disagreements(paths: list[Path]) -> list[str]:
    """Texts that two catalogues translate differently: Django merges them, so one would win unseen.

    The remedy is one wording for all, or a context (``pgettext``) where the meanings differ.
    """
    wordings = defaultdict(lambda: defaultdict(list))
    for path in paths:
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                chinese = " / ".join(entry.msgstr_plural.values()) or entry.msgstr
                wordings[entry.msgctxt, entry.msgid][chinese].append(path.parents[3].name)
    return [
        f"{text!r}{f' ({context})' if context else ''} is translated differently: "
        + "; ".join(f"{chinese} in {', '.join(apps)}" for chinese, apps in found.items())
        for (context, text), found in wordings.items()
        if len(found) > 1
    ]


class Command(BaseCommand):
    help = (
        "Fails where a text lacks its translation, a catalogue lacks a text, or two catalogues"
        " disagree. Changes no file."
    )

    def handle(self, **options):
        faults = [
            f"{path.relative_to(settings.BASE_DIR)}: no translation of {text!r}"
            for path in catalogues()
            for text in untranslated(path)
        ]
        faults += disagreements([*catalogues(), *supplements()])
        if shutil.which("xgettext"):
            faults += self.out_of_date()
        else:
            self.stderr.write("No GNU gettext: the catalogues were not compared with the code.")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("Every text is translated.")

    def out_of_date(self) -> list[str]:
        """Collect the texts again and compare; the files are put back as they were."""
        before = {path: path.read_bytes() for path in catalogues()}
        texts = {path: _texts(path) for path in before}
        try:
            call_command("update_translations", verbosity=0)
            after = {path: _texts(path) for path in catalogues()}
        finally:
            for path in catalogues():
                if path in before:
                    path.write_bytes(before[path])
                else:
                    path.unlink()
        faults = []
        for path, now in sorted(after.items()):
            name = path.relative_to(settings.BASE_DIR)
            known = texts.get(path, set())
            faults += [f"{name}: lacks {text!r}" for _, text in sorted(now - known, key=str)]
            faults += [
                f"{name}: no longer used {text!r}" for _, text in sorted(known - now, key=str)
            ]
        return faults
