"""A backup is worth what its restore is worth: each test restores into a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import ReferralFactory

COUNT = """
from intake.models import Referral
from wagtail.models import Page
print([(r.reference, r.words) for r in Referral.objects.all()], Page.objects.count())
"""


@contextmanager
def empty_database(folder):
    """The address of a new database on the same kind of server."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'restored.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    found = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"postgres://{found['USER']}@{found['HOST']}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(database_url, media, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": "x" * 60,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": database_url,
            "FIELD_ENCRYPTION_KEYS": ",".join(settings.FIELD_ENCRYPTION_KEYS),
            "MEDIA_STORAGE_URL": f"file://{media}",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def archive(transactional_db, tmp_path, settings):
    """A backup of one referral and one media file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "sounds").mkdir(parents=True)
    (tmp_path / "media" / "sounds" / "dibao.txt").write_text("低保")
    ReferralFactory(reference="38157042", words="没钱买药")
    call_command("backup", tmp_path / "backups")
    (found,) = (tmp_path / "backups").iterdir()
    return found


def test_what_was_told_can_be_read_again_elsewhere(archive, tmp_path):
    with empty_database(tmp_path) as url:
        restored = manage(url, tmp_path / "new-media", "restore", str(archive))
        assert restored.returncode == 0, restored.stderr
        read = manage(url, tmp_path / "new-media", "shell", "--no-imports", "-c", COUNT)
        assert "[('38157042', '没钱买药')] " in read.stdout
        assert manage(url, tmp_path, "migrate", "--check").returncode == 0
        again = manage(url, tmp_path, "restore", str(archive))
        assert again.returncode == 1
        assert "not empty" in again.stderr
        assert manage(url, tmp_path, "restore", "--replace", str(archive)).returncode == 0
    assert (tmp_path / "new-media" / "sounds" / "dibao.txt").read_text() == "低保"


def test_the_archive_holds_neither_the_story_in_clear_nor_the_keys(archive):
    with tarfile.open(archive) as tar:
        content = b"".join(tar.extractfile(item).read() for item in tar if item.isfile())
    assert "没钱买药".encode() not in content
    assert settings.FIELD_ENCRYPTION_KEYS[0].encode() not in content
    assert archive.stat().st_mode & 0o077 == 0


def test_a_missing_archive_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="There is no archive"):
        call_command("restore", tmp_path / "nothing.tar")
