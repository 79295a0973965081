"""A developer's machine: SQLite, tracebacks, tasks run at once."""

from .base import *  # noqa: F403  (settings modules build on each other by name)
from .base import SQLITE_OPTIONS, VAR_DIR

DEBUG = True
VAR_DIR.mkdir(exist_ok=True)  # a fresh clone has nowhere to keep its data yet
SECRET_KEY = "development-only"  # noqa: S105
FIELD_ENCRYPTION_KEYS = ["ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMtISE="]
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "dev.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
    }
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STAFF_TWO_FACTOR_REQUIRED = False
# Templates are being worked on.
PUBLIC_PAGE_CACHE_SECONDS = 0
