"""The portal's settings that come from environment variables, validated, with errors that say what to do."""

import os
import re
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def flag(name: str, *, default: bool = False) -> bool:
    """Return the yes or no of a variable.

    Raise ImproperlyConfigured, with the variable and its value, for anything else.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    raise ImproperlyConfigured(f'{name} is "{value}". Set it to 1 or 0, or unset it.')


def number(name: str, *, default: int = 0) -> int:
    """Return the whole number of a variable, or the default without one.

    Raise ImproperlyConfigured, with the variable and its value, for anything else.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f'{name} is "{value}". Set it to a whole number, such as 1, or unset it.')
    return int(value)


def seconds(name: str, *, default: float = 0) -> timedelta:
    """Return the duration of a variable in seconds, or the default without one.

    Raise ImproperlyConfigured, with the variable and its value, for anything else.
    """
    value = os.environ.get(name, "").strip() or str(default)
    if not re.fullmatch(r"\d{1,9}(\.\d+)?", value, re.ASCII):
        raise ImproperlyConfigured(
            f'{name} is "{value}". Set it to seconds, such as 0.05 or 600, or unset it.'
        )
    return timedelta(seconds=float(value))


def names(name: str) -> list[str]:
    """Return the values of a variable, which are separated by commas."""
    return [value.strip() for value in os.environ.get(name, "").split(",") if value.strip()]


def identifier(name: str, *, default: str, pattern: str, example: str) -> str:
    """Return the identifier in a variable, or the default without one.

    Raise ImproperlyConfigured, with the variable and its value, if the value does not match the pattern.
    """
    value = os.environ.get(name, "").strip() or default
    if not re.fullmatch(pattern, value):
        raise ImproperlyConfigured(f'{name} is "{value}". Set it to an identifier such as "{example}".')
    return value


def threesixtygiving_prefix() -> str:
    """Return the publisher's prefix, which 360Giving assigns ("Identifiers", "Get your prefix")."""
    return identifier(
        "THREESIXTYGIVING_PREFIX",
        default="360G-smartbalkans",
        pattern=r"360G-[A-Za-z0-9_-]+",
        example="360G-example",
    )


def identifier_prefix() -> str:
    """Return what the identifiers of the feed and of calendars are made of."""
    return identifier(
        "IDENTIFIER_PREFIX", default="urn:smartbalkans:", pattern=r"\S+", example="urn:example:"
    )


def iati_organisation_reference() -> str:
    """Return the reporting organisation's identifier, in the characters that IATI allows ("Identifiers")."""
    return identifier(
        "IATI_ORGANISATION_REF",
        default="SMARTBALKANS",
        pattern=r"[^\s/&|?]+",
        example="XM-DAC-12345",
    )


def folder(name: str, *, default: Path) -> Path:
    """Return the folder in a variable, or the default without one. Create it if it does not exist.

    Raise ImproperlyConfigured, with the variable and its value, if it cannot be created.
    """
    path = Path(os.environ.get(name, "").strip() or default)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f'{name} is "{path}", which is not a folder and cannot be created: {error.strerror}. '
            "Set it to a folder that the portal can write to."
        ) from error
    return path


def hosts() -> list[str]:
    """Return the host names that the portal answers to, from ALLOWED_HOSTS.

    Raise ImproperlyConfigured for a value that is not a host name.
    """
    found = names("ALLOWED_HOSTS")
    for host in found:
        if "/" in host or host == "*":
            raise ImproperlyConfigured(
                f'ALLOWED_HOSTS contains "{host}". Use host names separated by commas, such as '
                '"portal.example.org".'
            )
    return found


def secret_key(*, required: bool) -> str:
    """Return the key that signs sessions, from SECRET_KEY.

    Raise ImproperlyConfigured if it is required and missing or short: a public portal needs one. On a
    developer's machine a random key is put into the environment, so that the server's workers share it;
    sessions then end when the server stops.
    """
    key = os.environ.get("SECRET_KEY", "")
    if required and len(key) < 50:
        what = "is missing" if not key else "is shorter than 50 characters"
        raise ImproperlyConfigured(
            f"SECRET_KEY {what}. Set it to a long random text and keep it secret. "
            f'To create one, run: python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    if not key:
        key = os.environ["SECRET_KEY"] = get_random_secret_key()
    return key


def database(state: Path) -> dict:
    """Return Django's database settings: from DATABASE_URL, or an SQLite file in the folder `state`.

    SQLite: a write-ahead log with `synchronous=FULL` loses no acknowledged commit at a power cut; immediate
    transactions and the time-out let several writers queue instead of failing (docs/decisions/0003).
    PostgreSQL: connections come from psycopg's pool. Server-side cursors, which PgBouncer in transaction mode
    does not support, can be disabled (docs/decisions/0017).
    """
    address = os.environ.get("DATABASE_URL") or f"sqlite:///{state / 'portal.sqlite3'}"
    try:
        config = dj_database_url.parse(address)
    except ValueError as error:
        raise ImproperlyConfigured(
            'DATABASE_URL is not valid: use "postgresql://user:password@host:5432/name" or '
            '"sqlite:////folder/file.sqlite3", or unset it to use SQLite in STATE_DIR.'
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
        config["DISABLE_SERVER_SIDE_CURSORS"] = flag("DISABLE_SERVER_SIDE_CURSORS")
    else:
        raise ImproperlyConfigured(
            f"DATABASE_URL is {address.partition(':')[0]}://…: use postgresql:// or sqlite://."
        )
    return config
