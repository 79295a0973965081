"""Production reads its environment in a process of its own, so each case starts one."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

ENOUGH = {
    "SECRET_KEY": "a-long-enough-secret-key-for-the-tests-of-production-settings-0123456789",
    "ALLOWED_HOSTS": "yimi.example,www.yimi.example",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "FIELD_ENCRYPTION_KEYS": "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMtISE=",
}
SHOW = """
import json
from portal.settings import production as p
shown = {name: getattr(p, name) for name in dir(p) if name.isupper()}
print(json.dumps(shown, default=lambda value: type(value).__name__))
"""


def run(arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def production(**environment):
    result = run(["-c", SHOW], **ENOUGH | environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("missing", sorted(ENOUGH))
def test_it_does_not_start_without_each_of_the_four(missing):
    environment = {name: value for name, value in ENOUGH.items() if name != missing}
    result = run(["-c", SHOW], **environment)
    assert result.returncode != 0
    assert f"Set the {missing} environment variable" in result.stderr


def test_the_address_decides_what_needs_tls():
    over_tls = production()
    assert over_tls["SITE_URL"] == "https://yimi.example"
    assert over_tls["SESSION_COOKIE_SECURE"] is over_tls["SECURE_SSL_REDIRECT"] is True
    assert over_tls["SECURE_HSTS_SECONDS"] == 31_536_000
    plain = production(SITE_URL="http://127.0.0.1:8000")
    assert plain["SESSION_COOKIE_SECURE"] is plain["SECURE_SSL_REDIRECT"] is False
    assert plain["SECURE_HSTS_SECONDS"] == 0


def test_the_second_factor_is_required_unless_said_otherwise():
    assert production()["STAFF_TWO_FACTOR_REQUIRED"] is True
    assert production(STAFF_TWO_FACTOR_REQUIRED="false")["STAFF_TWO_FACTOR_REQUIRED"] is False


def test_debug_is_off_and_sqlite_is_careful():
    found = production()
    assert found.get("DEBUG", False) is False
    options = found["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]


def test_one_cache_serves_all_workers_and_redis_may_fail():
    assert production()["CACHES"]["default"]["BACKEND"] == "portal.caches.CountingFileCache"
    redis = production(CACHE_URL="redis://127.0.0.1:6379/5")["CACHES"]["default"]
    assert redis["BACKEND"] == "portal.caches.ForgivingRedisCache"


def test_the_deployment_check_is_clean():
    result = run(
        ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        **ENOUGH,
        DJANGO_SETTINGS_MODULE="portal.settings.production",
    )
    assert result.returncode == 0, result.stderr
