"""What every test may use. Factories live in ``tests/factories.py``."""

from __future__ import annotations

import gettext
import shutil
import sys
from datetime import date, datetime

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import trans_real
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# The same examples every time, and no stop-watch: a busy machine says nothing about the code.
hypothesis_settings.register_profile(
    "yimi", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("yimi")


def pytest_configure(config):
    """Tests read the interface in Chinese, so the translations must be compiled first."""
    call_command("compile_translations", stdout=sys.stderr)
    gettext._translations.clear()
    trans_real._translations.clear()  # a catalogue read before it was compiled is read again
    if _emptied_mark().exists():  # the last run was killed inside a transactional test
        config.option.create_db = True
        _emptied_mark().unlink()


def pytest_collection_modifyitems(items):
    chromium = shutil.which("chromium")
    for item in items:
        if "browser" in item.keywords and not chromium:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))
        if "postgres" in item.keywords and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


_migrated = pytest.StashKey()


def _emptied_mark():
    """Exists while a transactional test may have emptied the database that --reuse-db keeps."""
    from django.conf import settings  # noqa: PLC0415  (settings are ready only now)

    return settings.VAR_DIR / f"emptied-{connection.vendor}"


@pytest.fixture(scope="session")
def migrated_database(request, django_db_setup, django_db_blocker):
    """The database as migrations leave it, taken before the first transactional test."""
    from tests.snapshot import Snapshot  # noqa: PLC0415  (models are ready only now)

    with django_db_blocker.unblock():
        snapshot = request.config.stash[_migrated] = (Snapshot(), django_db_blocker)
        connection.close()
    return snapshot[0]


def _is_transactional(item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(item.fixturenames)
    )


@pytest.fixture(autouse=True)
def _remember_what_migrations_wrote(request):
    if _is_transactional(request.node):
        request.getfixturevalue("migrated_database")
        _emptied_mark().touch()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """A transactional test empties all tables when it ends: put back what migrations wrote."""
    try:
        return (yield)
    finally:
        if _is_transactional(item) and _migrated in item.config.stash:
            snapshot, blocker = item.config.stash[_migrated]
            with blocker.unblock():
                snapshot.restore()
                connection.close()
            _emptied_mark().unlink(missing_ok=True)


@pytest.fixture
def now() -> datetime:
    """The moment a test began; never taken at import, since a run may cross midnight."""
    return timezone.now()


@pytest.fixture
def today() -> date:
    """The day in Jinan on which a test began."""
    return timezone.localdate()


@pytest.fixture(autouse=True)
def read_in_chinese():
    """A request for ``/en/`` leaves its language behind; the next test starts in Chinese again."""
    translation.activate(settings.LANGUAGE_CODE)
