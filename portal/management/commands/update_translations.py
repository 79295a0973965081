"""Collect the texts to translate, each app's into its own catalogue.

Django's ``makemessages`` puts every text of the top-level ``templates/`` folder into one file.
Here ``templates/<app>/`` belongs to the app of that name, so that a text and its translation are
looked after by the same people. Needs GNU gettext.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.commands import makemessages

OWNERS = {"intake": "intake", "staff": "staff", "pages": "policy_pages", "blocks": "policy_pages"}


class Command(makemessages.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(
            locale=["zh_Hans"],
            ignore_patterns=["var/*", ".venv/*", "tests/*", "bench/*"],
            no_location=True,
            no_obsolete=True,
            no_wrap=True,
        )

    def find_files(self, root):
        files = super().find_files(root)
        for file in files:
            parts = Path(file.path).parts
            if parts[0] == "templates" and len(parts) > 2 and parts[1] in OWNERS:
                file.locale_dir = str(settings.BASE_DIR / OWNERS[parts[1]] / "locale")
        return files
