"""Put a backup back. Refuses to write over a database that holds anything, unless told to."""

from __future__ import annotations

import sqlite3
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from .backup import MEDIA_MEMBER, POSTGRES_MEMBER, SQLITE_MEMBER, postgres_command


class Command(BaseCommand):
    help = "Restores ARCHIVE into an empty database. Stop the site first."

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="write over what is in the database"
        )

    def handle(self, *, archive: Path, replace: bool, **options):
        if not archive.is_file():
            raise CommandError(f"There is no archive {archive}.")
        if connection.introspection.table_names() and not replace:
            raise CommandError("The database is not empty. To write over it: --replace")
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            self.restore_database(folder, replace=replace)
            self.restore_media(folder / MEDIA_MEMBER)
        self.stdout.write("Restored. Check with: manage.py migrate --check")

    def restore_database(self, folder: Path, *, replace: bool) -> None:
        expected = SQLITE_MEMBER if connection.vendor == "sqlite" else POSTGRES_MEMBER
        source = folder / expected
        if not source.exists():
            raise CommandError(
                "This archive was made from another kind of database; set DATABASE_URL to match it."
            )
        if connection.vendor == "sqlite":
            copy = sqlite3.connect(source)
            connection.ensure_connection()
            copy.backup(connection.connection)
            copy.close()
            return
        connection.close()
        options = ["--clean", "--if-exists"] if replace else []
        name = connection.settings_dict["NAME"]
        postgres_command(
            *("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error"),
            *(*options, f"--dbname={name}", str(source)),
        )

    def restore_media(self, source: Path) -> None:
        if not source.is_dir():
            return
        target = Path(settings.MEDIA_ROOT)
        for file in sorted(source.rglob("*")):
            if file.is_file():
                place = target / file.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.read_bytes())
