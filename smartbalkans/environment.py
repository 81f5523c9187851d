"""Reads the portal's settings from the environment, and says what to do when one is wrong."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def flag(name: str, *, default: bool = False) -> bool:
    """Take the name of a variable, give its yes or no.

    Raises ImproperlyConfigured, naming the variable and the value, for anything else.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    raise ImproperlyConfigured(f'{name} is "{value}". Set it to 1 or 0, or leave it out.')


def number(name: str) -> int:
    """Take the name of a variable, give its whole number; 0 without one.

    Raises ImproperlyConfigured, naming the variable and the value, for anything else.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return 0
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(
            f'{name} is "{value}". Set it to a whole number such as 1, or leave it out.'
        )
    return int(value)


def names(name: str) -> list[str]:
    """Take the name of a variable, give its values, which commas part."""
    return [value.strip() for value in os.environ.get(name, "").split(",") if value.strip()]


def hosts() -> list[str]:
    """Give the host names that the portal answers to, from ALLOWED_HOSTS.

    Raises ImproperlyConfigured for one written as a whole address.
    """
    found = names("ALLOWED_HOSTS")
    for host in found:
        if "/" in host or host == "*":
            raise ImproperlyConfigured(
                f'ALLOWED_HOSTS has "{host}". Give host names parted by commas, such as "portal.example.org".'
            )
    return found


def secret_key(*, required: bool) -> str:
    """Give the key that signs sessions, from SECRET_KEY.

    On a portal that answers to the public it is required, and ImproperlyConfigured says so. On a developer's
    machine one is made up and left in the environment, so that the server's workers share it; sessions then
    end when the server does.
    """
    key = os.environ.get("SECRET_KEY", "")
    if required and len(key) < 50:
        what = "is missing" if not key else "is shorter than 50 characters"
        raise ImproperlyConfigured(
            f"SECRET_KEY {what}. Set it to a long random text that nobody else knows, and keep it. "
            f'This makes one: python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    if not key:
        key = os.environ["SECRET_KEY"] = get_random_secret_key()
    return key


def database(state: Path) -> dict:
    """Give Django's settings for the database: DATABASE_URL's, or an SQLite file in the folder `state`.

    SQLite: a write-ahead log with `synchronous=FULL` loses no acknowledged commit at a power cut; immediate
    transactions and the time-out let several writers queue instead of failing (docs/decisions/0003).
    PostgreSQL: connections come from psycopg's pool.
    """
    address = os.environ.get("DATABASE_URL") or f"sqlite:///{state / 'portal.sqlite3'}"
    try:
        config = dj_database_url.parse(address)
    except ValueError as error:
        raise ImproperlyConfigured(
            'DATABASE_URL cannot be read. Write it as "postgresql://user:password@host:5432/name" or '
            '"sqlite:////folder/file.sqlite3", or leave it out to use SQLite in the folder of STATE_DIR.'
        ) from error
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["CONN_MAX_AGE"] = None
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    elif config["ENGINE"] == "django.db.backends.postgresql":
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": True}
    else:
        raise ImproperlyConfigured(
            f"DATABASE_URL names {config['ENGINE'].rpartition('.')[2]}, which the portal does not run on. "
            "Use postgresql:// or sqlite://."
        )
    return config
