"""Copy everything a station cannot make again into one archive, while the site runs."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

SQLITE_MEMBER = "database.sqlite3"
POSTGRES_MEMBER = "database.dump"
MEDIA_MEMBER = "media"


def postgres_command(program: str, *arguments: str) -> subprocess.CompletedProcess:
    """Run one of PostgreSQL's own programs against the site's database, password kept off argv."""
    if shutil.which(program) is None:
        raise CommandError(f"{program} is not installed (Debian: postgresql-client).")
    found = connection.settings_dict
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PGHOST": found["HOST"],
        "PGPORT": str(found["PORT"] or ""),
        "PGUSER": found["USER"],
        "PGPASSWORD": found["PASSWORD"],
        "PGDATABASE": found["NAME"],
    }
    return subprocess.run(  # noqa: S603
        [program, *arguments],
        env={name: value for name, value in environment.items() if value},
        check=True,
    )


class Command(BaseCommand):
    help = (
        "Writes database and media into one archive in FOLDER. The encryption keys are not in it."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options):
        folder.mkdir(parents=True, exist_ok=True)
        stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S")
        archive = folder / f"yimi-{stamp}.tar"
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            database = self.copy_database(Path(scratch))
            part = Path(scratch) / "part.tar"
            with tarfile.open(part, "w") as tar:
                tar.add(database, database.name)
                media = Path(settings.MEDIA_ROOT)
                if media.is_dir():
                    tar.add(media, MEDIA_MEMBER)
            part.chmod(0o600)
            part.rename(archive)  # an archive that is there is whole
        self.stdout.write(str(archive))

    def copy_database(self, folder: Path) -> Path:
        if connection.vendor == "sqlite":
            target = folder / SQLITE_MEMBER
            connection.ensure_connection()
            copy = sqlite3.connect(target)
            connection.connection.backup(copy)
            # The copy of a live database names a write-ahead log that is not in the archive.
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.close()
            return target
        target = folder / POSTGRES_MEMBER
        postgres_command("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
        return target
