"""The portal's settings that come from environment variables, validated, with errors that say what to do."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}
SHORTEST_TOKEN = 20  # characters
MOST_MAPPED = 2_147_418_112  # bytes of an SQLite database: the most that SQLite allows by default
# Of a process: its eight threads, and those that update the search index, check readiness and send mail.
MOST_CONNECTIONS = 11
SECONDS_TO_CONNECT = 3
MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
SECONDS_FOR_A_CONNECTION = 5  # that a request waits, while all are in use or the database is away
SECONDS_TO_RECONNECT = 10  # then the pool stops trying, and the next request makes it try again at once


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
    value = text(name)
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


def text(name: str) -> str:
    return os.environ.get(name, "").strip()


def names(name: str) -> list[str]:
    """Return the values of a variable, which are separated by commas."""
    return [value.strip() for value in os.environ.get(name, "").split(",") if value.strip()]


def identifier(name: str, *, default: str, pattern: str, example: str) -> str:
    """Return the identifier in a variable, or the default without one.

    Raise ImproperlyConfigured, with the variable and its value, if the value does not match the pattern.
    """
    value = text(name) or default
    if not re.fullmatch(pattern, value):
        raise ImproperlyConfigured(f'{name} is "{value}". Set it to an identifier such as "{example}".')
    return value


def choice(name: str, *choices: str) -> str:
    """Return the value of a variable, the first choice without one.

    Raise ImproperlyConfigured, with the variable and its value, for anything else.
    """
    value = text(name) or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f'{name} is "{value}". Set it to one of: {", ".join(choices)}.')
    return value


def admins() -> list[tuple[str, str]]:
    """Return the name and the email address of those who receive errors, from ADMINS.

    Raise ImproperlyConfigured for a value that is not an email address.
    """
    found = names("ADMINS")
    for address in found:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            raise ImproperlyConfigured(
                f'ADMINS contains "{address}". Use email addresses separated by commas, such as '
                '"web@example.org".'
            )
    return [(address.partition("@")[0], address) for address in found]


class MailServer(NamedTuple):
    """A mail server. It is encrypted after the first command (STARTTLS, `uses_tls`) or from the beginning."""

    host: str
    port: int
    user: str
    password: str
    uses_tls: bool
    uses_ssl: bool


def mail_server() -> MailServer | None:
    """Return the mail server in EMAIL_URL, None without one.

    Raise ImproperlyConfigured, without the value, which may contain a password, if it is not valid.
    """
    address = text("EMAIL_URL")
    if not address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise wrong_mail_server(problem="its host or port is not valid") from error
    if problem := mail_server_problem(address, parts):
        raise wrong_mail_server(problem=problem)
    return MailServer(
        parts.hostname,
        port or MAIL_PORTS[parts.scheme],
        unquote(parts.username or "", errors="strict"),
        unquote(parts.password or "", errors="strict"),
        uses_tls=parts.scheme == "smtp+tls",
        uses_ssl=parts.scheme == "smtps",
    )


def mail_server_problem(address: str, parts: SplitResult) -> str:
    """Return what is wrong with the address of a mail server; empty if nothing is."""
    if parts.scheme not in MAIL_PORTS:
        return f"it does not begin with one of: {', '.join(f'{scheme}://' for scheme in MAIL_PORTS)}"
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", parts.hostname or "") or parts.port == 0:
        return "its host or port is not valid"
    if parts.path.strip("/") or "?" in address or "#" in address:
        return "it has something after the host and port"
    if bool(parts.username) != bool(parts.password):
        return "it has a user without a password, or a password without a user"
    given = f"{parts.username or ''}{parts.password or ''}"
    return "" if is_percent_encoded(given) else "its user or password is not percent-encoded"


def is_percent_encoded(given: str) -> bool:
    try:
        decoded = unquote(given, errors="strict")
    except UnicodeDecodeError:
        return False
    has_control = any(ord(character) < ord(" ") for character in decoded)
    return not has_control and not re.search(r"%(?![0-9A-Fa-f]{2})|[@/:\s]", given)


def wrong_mail_server(*, problem: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f'EMAIL_URL is not valid: {problem}. Use "smtp+tls://user:password@mail.example.org:587", smtps:// '
        "or smtp://, with special characters of user and password percent-encoded, such as %40 for @; or "
        "unset it to send no mail."
    )


def mail_sender(default: str) -> str:
    """Return the address from which mail is sent, from EMAIL_FROM.

    Raise ImproperlyConfigured, with the variable and its value, if it is not an email address.
    """
    address = text("EMAIL_FROM") or default
    if not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", address):
        raise ImproperlyConfigured(
            f'EMAIL_FROM is "{address}". Set it to an email address, such as "portal@example.org".'
        )
    return address


def metrics_token() -> str:
    """Return the token with which a program may read /metrics from anywhere; empty without one.

    Raise ImproperlyConfigured if it could be guessed.
    """
    token = text("METRICS_TOKEN")
    if token and len(token) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(
            f"METRICS_TOKEN is shorter than {SHORTEST_TOKEN} characters. "
            'To create one, run: python -c "import secrets; print(secrets.token_urlsafe())"'
        )
    return token


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


def path(name: str, *, default: Path) -> Path:
    return Path(text(name) or default)


def folder(name: str, *, default: Path) -> Path:
    """Return the folder in a variable, or the default without one. Create it if it does not exist.

    Raise ImproperlyConfigured, with the variable and its value, if it cannot be created.
    """
    found = path(name, default=default)
    try:
        found.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f'{name} is "{found}", which is not a folder and cannot be created: {error.strerror}. '
            "Set it to a folder that the portal can write to."
        ) from error
    return found


def object_address(name: str, value: str) -> tuple[str, str]:
    """Return the bucket and the path in an address such as "s3://bucket/folder".

    Raise ImproperlyConfigured, with the name of the variable or argument, for anything else. The value is not
    part of the message: it may contain a secret.
    """
    found = re.fullmatch(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[\w.-]+)*)/?", value, re.ASCII)
    if found is None or ".." in value:
        raise ImproperlyConfigured(
            f'{name} is not an address such as "s3://bucket/folder". The keys, the server and the region are '
            "variables of their own: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL and "
            "AWS_DEFAULT_REGION."
        )
    bucket, folder = found.groups()
    return bucket, folder.lstrip("/")


def media_storage(address: str) -> dict:
    """Return Django's storage of uploads: in the bucket of the address in MEDIA_STORAGE, or in a folder."""
    if not address:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    bucket, folder = object_address("MEDIA_STORAGE", address)
    return {
        "BACKEND": "smartbalkans.object_store.ObjectStorage",
        "OPTIONS": {"bucket_name": bucket, "location": folder},
    }


def cache(address: str) -> dict:
    """Return Django's cache: in Redis at the address of CACHE_URL, or in the database.

    Raise ImproperlyConfigured for another address, which is not part of the message: it may contain a secret.
    """
    if not address:
        return {
            "BACKEND": "smartbalkans.accounts.cache.StrictDatabaseCache",
            "LOCATION": "cache_entries",
            "KEY_FUNCTION": "smartbalkans.accounts.cache.hashed_key",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    if not address.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(
            'CACHE_URL is not the address of a Redis server, such as "redis://:password@host:6379/0", '
            '"rediss://host" with TLS or "unix:///run/redis/redis.sock". Unset it to use the database.'
        )
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": address,
        "KEY_FUNCTION": "smartbalkans.accounts.cache.hashed_key",
        "KEY_PREFIX": "smartbalkans",
        "OPTIONS": {
            "socket_connect_timeout": SECONDS_TO_CONNECT,
            "socket_timeout": SECONDS_TO_CONNECT,
            "health_check_interval": 30,
        },
    }


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
    """Return Django's database settings: from DATABASE_URL, or an SQLite file in the folder `state`."""
    address = os.environ.get("DATABASE_URL") or f"sqlite:///{state / 'portal.sqlite3'}"
    return database_at(address, "DATABASE_URL")


def database_at(address: str, name: str) -> dict:
    """Return Django's settings of the database at an address, from the variable or argument of this name.

    Raise ImproperlyConfigured for an address that is not valid.
    """
    try:
        config = dj_database_url.parse(address)
    except ValueError as error:
        raise ImproperlyConfigured(
            f'{name} is not valid: use "postgresql://user:password@host:5432/name" or '
            '"sqlite:////folder/file.sqlite3", or unset it to use SQLite in STATE_DIR.'
        ) from error
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return config | sqlite_settings()
    if config["ENGINE"] == "django.db.backends.postgresql":
        return config | postgresql_settings(config.get("OPTIONS", {}))
    raise ImproperlyConfigured(f"{name} is {address.partition(':')[0]}://…: use postgresql:// or sqlite://.")


def sqlite_settings() -> dict:
    """Return settings with which writers queue, and no acknowledged commit is lost (docs/decisions/0003).

    A write-ahead log with `synchronous=FULL` loses none at a power cut; immediate transactions and the
    time-out let several writers queue instead of failing. The file is mapped into memory, as it is larger
    than the pages that a connection caches: its reads take no calls of the system.
    """
    pragmas = {"journal_mode": "WAL", "synchronous": "FULL", "mmap_size": MOST_MAPPED}
    options = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": " ".join(f"PRAGMA {name}={value};" for name, value in pragmas.items()),
    }
    return {"CONN_MAX_AGE": None, "OPTIONS": options}


def postgresql_settings(options: dict) -> dict:
    """Return settings with which a request waits seconds, not half a minute, for a database that is away.

    Connections come from psycopg's pool, which replaces those that a restart or a failover broke. Without it,
    for PgBouncer in transaction mode, server-side cursors are off, too (docs/decisions/0017).
    """
    most = number("DATABASE_POOL", default=MOST_CONNECTIONS)
    options = {"connect_timeout": SECONDS_TO_CONNECT, **options}
    if most:
        options["pool"] = {
            "min_size": 1,
            "max_size": most,
            "timeout": SECONDS_FOR_A_CONNECTION,
            "reconnect_timeout": SECONDS_TO_RECONNECT,
        }
    return {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "DISABLE_SERVER_SIDE_CURSORS": flag("DISABLE_SERVER_SIDE_CURSORS", default=not most),
    }
