"""The same suite on PostgreSQL. libpq's own variables (PGHOST, PGUSER, …) say where it is."""

import os

from .test import *  # noqa: F403

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "HOST": os.environ.get("PGHOST", "127.0.0.1"),
        "USER": os.environ.get("PGUSER", "postgres"),
        "TEST": {"NAME": os.environ.get("TEST_DATABASE", "test_yimi")},
    }
}
