"""The portal's settings for tests, independent of the caller's environment and data.

Of the environment only DATABASE_URL counts: the test suite sets it to run the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

for name in (
    *("ADMINS", "ALLOWED_HOSTS", "DATABASE_POOL", "DEBUG", "DISABLE_SERVER_SIDE_CURSORS", "HTTPS"),
    *("CACHE_URL", "EMAIL_FROM", "EMAIL_URL"),
    *("IATI_ORGANISATION_REF", "IDENTIFIER_PREFIX", "LOG_FORMAT", "MEDIA_STORAGE", "METRICS_TOKEN"),
    *("MFA_REQUIRED", "PAGE_CACHE_BYTES", "PAGE_CACHE_LEASE", "PAGE_CACHE_STALE"),
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "SENTRY_DSN", "STATIC_DIR", "THREESIXTYGIVING_PREFIX"),
    "TRUSTED_PROXIES",
):
    os.environ.pop(name, None)
os.environ["STATE_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, os.environ["STATE_DIR"], ignore_errors=True)

from smartbalkans.settings import DATABASES, STATE_DIR, STATIC_ROOT, STORAGES  # noqa: E402
from tests.sample_data.settings import *  # noqa: E402, F403  (the settings read the environment at once)

# Most tests are about pages after the login. Those of the login switch it on.
MFA_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir()

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in production: each thread has a connection of its own, so tests can let them compete.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["TEST"] = {"NAME": str(STATE_DIR / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
