"""Every variable is read with its default, and a wrong one names itself and says what to do."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from smartbalkans import environment
from tests.postgresql import free_port

STATE = Path("/state")
VARIABLES = (
    *("ADMINS", "ALLOWED_HOSTS", "DATABASE_POOL", "DATABASE_URL", "DEBUG", "DISABLE_SERVER_SIDE_CURSORS"),
    *("EMAIL_FROM", "EMAIL_URL"),
    *("IATI_ORGANISATION_REF", "LOG_FORMAT", "METRICS_TOKEN", "SECRET_KEY", "SENTRY_DSN"),
    *("PAGE_CACHE_BYTES", "PAGE_CACHE_LEASE", "PAGE_CACHE_STALE"),
    *("THREESIXTYGIVING_PREFIX", "TRUSTED_PROXIES"),
)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("True", True), (" yes ", True), ("ON", True), ("0", False), ("no", False), ("", False)],
)
def test_flag_reads_yes_and_no(monkeypatch, value, expected):
    monkeypatch.setenv("DEBUG", value)

    assert environment.flag("DEBUG", default=not expected) is expected


@pytest.mark.parametrize("default", [True, False])
def test_flag_without_a_value_is_its_default(default):
    assert environment.flag("DEBUG", default=default) is default


def test_flag_names_a_wrong_value(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")

    with pytest.raises(ImproperlyConfigured, match=r'^DEBUG is "maybe"\. Set it to 1 or 0, or unset it\.$'):
        environment.flag("DEBUG")


@pytest.mark.parametrize(
    ("value", "expected"), [("0", 0), ("0.05", 0.05), (" 600 ", 600), ("", 5), (None, 5)]
)
def test_seconds_are_a_number_with_or_without_a_fraction(monkeypatch, value, expected):
    if value is not None:
        monkeypatch.setenv("PAGE_CACHE_LEASE", value)

    assert environment.seconds("PAGE_CACHE_LEASE", default=5) == timedelta(seconds=expected)


@pytest.mark.parametrize("value", ["-1", "1s", "1e9", "nan", "inf", "1,5", "0x1", "9999999999", "٣"])
def test_seconds_name_a_wrong_value(monkeypatch, value):
    monkeypatch.setenv("PAGE_CACHE_LEASE", value)

    with pytest.raises(ImproperlyConfigured, match=rf'^PAGE_CACHE_LEASE is "{value}"\. Set it to seconds'):
        environment.seconds("PAGE_CACHE_LEASE")


def test_number_without_a_value_is_its_default(monkeypatch):
    assert environment.number("PAGE_CACHE_BYTES", default=7) == 7

    monkeypatch.setenv("PAGE_CACHE_BYTES", "0")

    assert environment.number("PAGE_CACHE_BYTES", default=7) == 0


def test_hosts_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "portal.example.org, ,www.example.org ")

    assert environment.hosts() == ["portal.example.org", "www.example.org"]


def test_hosts_are_none_by_default():
    assert environment.hosts() == []


@pytest.mark.parametrize("value", ["https://portal.example.org", "*", "portal.example.org/"])
def test_hosts_refuse_what_is_no_host_name(monkeypatch, value):
    monkeypatch.setenv("ALLOWED_HOSTS", value)

    with pytest.raises(ImproperlyConfigured, match=r"^ALLOWED_HOSTS contains ") as raised:
        environment.hosts()

    assert value in str(raised.value)


def test_secret_key_is_the_one_given(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "k" * 50)

    assert environment.secret_key(required=True) == "k" * 50


@pytest.mark.parametrize(("key", "cause"), [("", "is missing"), ("k" * 49, "is shorter than 50 characters")])
def test_secret_key_is_required_of_a_public_portal(monkeypatch, key, cause):
    monkeypatch.setenv("SECRET_KEY", key)

    with pytest.raises(ImproperlyConfigured, match=rf"^SECRET_KEY {cause}\. Set it to a long random text"):
        environment.secret_key(required=True)


def test_refused_secret_key_is_not_shown(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hunter2")

    with pytest.raises(ImproperlyConfigured) as raised:
        environment.secret_key(required=True)

    assert "hunter2" not in str(raised.value)


def test_former_secret_keys_are_read_by_the_settings():
    environ = os.environ | {"SECRET_KEY_FALLBACKS": "former-key, oldest-key"}
    code = "from smartbalkans.settings import SECRET_KEY_FALLBACKS; print(SECRET_KEY_FALLBACKS)"

    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
    )

    assert done.stdout == "['former-key', 'oldest-key']\n"


def test_secret_key_is_generated_once_for_all_workers():
    key = environment.secret_key(required=False)

    assert len(key) >= 50
    assert environment.secret_key(required=False) == key


def test_secret_key_is_generated_for_an_empty_variable_too(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")

    key = environment.secret_key(required=False)

    assert len(key) >= 50
    assert environment.secret_key(required=False) == key


def test_database_is_sqlite_in_the_state_folder_by_default():
    config = environment.database(STATE)

    assert (config["ENGINE"], config["NAME"]) == ("django.db.backends.sqlite3", "/state/portal.sqlite3")
    assert config["CONN_MAX_AGE"] is None
    assert config["OPTIONS"] == {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=2147418112;",
    }


def test_database_is_the_one_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://smart:se%40cret@db:5433/portal?sslmode=require")

    config = environment.database(STATE)

    kept = {
        key: config[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "CONN_MAX_AGE")
    }
    assert kept == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "smart",
        "PASSWORD": "se@cret",
        "HOST": "db",
        "PORT": 5433,
        "CONN_MAX_AGE": 0,
    }
    assert config["OPTIONS"] == {
        "sslmode": "require",
        "connect_timeout": 3,
        "pool": {"min_size": 1, "max_size": 11, "timeout": 5, "reconnect_timeout": 10},
    }
    assert config["CONN_HEALTH_CHECKS"] is True
    assert config["DISABLE_SERVER_SIDE_CURSORS"] is False


@pytest.mark.parametrize(
    ("pool", "cursors", "expected"),
    [("", "1", (11, True)), ("4", "", (4, False)), ("0", None, (None, True)), ("0", "0", (None, False))],
)
def test_pool_and_server_side_cursors_can_be_off(monkeypatch, pool, cursors, expected):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/portal")
    monkeypatch.setenv("DATABASE_POOL", pool)
    if cursors is not None:
        monkeypatch.setenv("DISABLE_SERVER_SIDE_CURSORS", cursors)

    config = environment.database(STATE)

    most = config["OPTIONS"].get("pool", {}).get("max_size")
    assert (most, config["DISABLE_SERVER_SIDE_CURSORS"]) == expected


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("postgresql://portal@db1,db2/portal?target_session_attrs=read-write", "db1,db2", ""),
        (
            "postgresql:///portal?host=db1,db2&port=5432,5433&target_session_attrs=read-write",
            "db1,db2",
            "5432,5433",
        ),
    ],
)
def test_database_may_have_several_hosts(monkeypatch, address, host, port):
    monkeypatch.setenv("DATABASE_URL", address)

    parameters = parameters_of(environment.database(STATE))

    assert {name: parameters.get(name) or "" for name in ("host", "port", "target_session_attrs")} == {
        "host": host,
        "port": port,
        "target_session_attrs": "read-write",
    }


def parameters_of(config: dict) -> dict:
    """Return what Django passes to the driver."""
    copy = connection.copy() if connection.vendor == "postgresql" else PostgreSQL({"TIME_ZONE": None})
    copy.settings_dict = {**copy.settings_dict, **config}
    return copy.get_connection_params()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
def test_connection_is_made_to_the_host_that_answers(monkeypatch):
    live = connection.settings_dict
    monkeypatch.setenv(
        "DATABASE_URL",
        f"postgresql:///postgres?user={live['USER']}&host=127.0.0.1,{live['HOST']}"
        f"&port={free_port()},{live['PORT']}&target_session_attrs=read-write",
    )

    with psycopg.connect(**parameters_of(environment.database(STATE))) as found:
        assert found.info.port == live["PORT"]


def test_choice_names_a_wrong_value(monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "xml")

    with pytest.raises(ImproperlyConfigured, match=r'^LOG_FORMAT is "xml"\. Set it to one of: text, json\.$'):
        environment.choice("LOG_FORMAT", "text", "json")


def test_admins_are_email_addresses(monkeypatch):
    monkeypatch.setenv("ADMINS", "web@example.org, ana@example.org")

    assert environment.admins() == [("web", "web@example.org"), ("ana", "ana@example.org")]


def test_admins_refuse_what_is_no_email_address(monkeypatch):
    monkeypatch.setenv("ADMINS", "Ana")

    with pytest.raises(ImproperlyConfigured, match=r'^ADMINS contains "Ana"\. Use email addresses '):
        environment.admins()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", None),
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, "", "", False, False)),
        ("smtp://[::1]:2525/", ("::1", 2525, "", "", False, False)),
        ("smtps://ana:secret@mail.example.org", ("mail.example.org", 465, "ana", "secret", False, True)),
        (
            "smtp+tls://ana%40example.org:p%3A%2F%C5%A1%25@mail.example.org:587",
            ("mail.example.org", 587, "ana@example.org", "p:/š%", True, False),
        ),
    ],
)
def test_mail_server_is_read(monkeypatch, address, expected):
    monkeypatch.setenv("EMAIL_URL", address)

    assert environment.mail_server() == expected


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("mail.example.org:25", "it does not begin with"),
        ("http://mail.example.org", "it does not begin with"),
        ("smtp://", "its host or port"),
        ("smtp://mail.example.org:port", "its host or port"),
        ("smtp://mail.example.org:99999", "its host or port"),
        ("smtp://mail.example.org:0", "its host or port"),
        ("smtp://[mail", "its host or port"),
        ("smtp://mail.example.org/inbox", "it has something after"),
        ("smtp://mail.example.org?timeout=5", "it has something after"),
        ("smtp://ana@mail.example.org", "it has a user without a password"),
        ("smtp://:secret@mail.example.org", "it has a user without a password"),
        ("smtp://ana:se@cret@mail.example.org", "its user or password is not percent-encoded"),
        ("smtp://ana:sec%zzret@mail.example.org", "its user or password is not percent-encoded"),
        ("smtp://ana:secret%FF@mail.example.org", "its user or password is not percent-encoded"),
        ("smtp://ana:secret%0A@mail.example.org", "its user or password is not percent-encoded"),
    ],
)
def test_mail_server_that_is_not_valid_is_refused_without_its_password(monkeypatch, address, problem):
    monkeypatch.setenv("EMAIL_URL", address)

    with pytest.raises(ImproperlyConfigured) as error:
        environment.mail_server()

    text = str(error.value)
    assert text.startswith(f"EMAIL_URL is not valid: {problem}")
    assert "secret" not in text


@pytest.mark.parametrize(
    ("value", "expected"), [("", "web@example.org"), (" a@example.org ", "a@example.org")]
)
def test_sender_of_mail_is_an_address_or_the_default(monkeypatch, value, expected):
    monkeypatch.setenv("EMAIL_FROM", value)

    assert environment.mail_sender("web@example.org") == expected


@pytest.mark.parametrize("value", ["Ana", "a@b@c", "Ana <a@example.org>", "a@x.org,b@x.org"])
def test_sender_of_mail_names_a_wrong_value(monkeypatch, value):
    monkeypatch.setenv("EMAIL_FROM", value)

    with pytest.raises(ImproperlyConfigured, match=f'^EMAIL_FROM is "{value}"'):
        environment.mail_sender("web@example.org")


def test_metrics_token_that_could_be_guessed_is_refused_and_not_shown(monkeypatch):
    monkeypatch.setenv("METRICS_TOKEN", "hunter2")

    with pytest.raises(ImproperlyConfigured, match=r"^METRICS_TOKEN is shorter than 20 ") as raised:
        environment.metrics_token()

    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    "address", ["portal", "oracle-of-delphi://host/name", "://", "postgresql//user@host"]
)
def test_database_refuses_an_address_it_cannot_read(monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL is not valid: use "):
        environment.database(STATE)


def test_database_refuses_another_kind_of_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://user:se-cret@host/name")

    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL is mysql://…: use ") as raised:
        environment.database(STATE)

    assert "se-cret" not in str(raised.value)


@pytest.mark.parametrize(("value", "expected"), [("", 0), (" 2 ", 2), ("10", 10)])
def test_number_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("TRUSTED_PROXIES", value)

    assert environment.number("TRUSTED_PROXIES") == expected


def test_number_without_a_value_is_none():
    assert environment.number("TRUSTED_PROXIES") == 0


@pytest.mark.parametrize("value", ["one", "-1", "1.5", "²"])
def test_number_names_a_wrong_value(monkeypatch, value):
    monkeypatch.setenv("TRUSTED_PROXIES", value)

    with pytest.raises(ImproperlyConfigured, match=r"^TRUSTED_PROXIES is ") as raised:
        environment.number("TRUSTED_PROXIES")

    assert value in str(raised.value)


def test_identifiers_have_placeholders_as_defaults():
    assert environment.threesixtygiving_prefix() == "360G-smartbalkans"
    assert environment.iati_organisation_reference() == "SMARTBALKANS"


def test_identifiers_are_read(monkeypatch):
    monkeypatch.setenv("THREESIXTYGIVING_PREFIX", " 360G-cpcd ")
    monkeypatch.setenv("IATI_ORGANISATION_REF", "BA-REG-4200123 ")

    assert environment.threesixtygiving_prefix() == "360G-cpcd"
    assert environment.iati_organisation_reference() == "BA-REG-4200123"


@pytest.mark.parametrize("value", ["cpcd", "360G-", "360G-cp cd", "360g-cpcd"])
def test_threesixtygiving_prefix_names_a_wrong_value(monkeypatch, value):
    monkeypatch.setenv("THREESIXTYGIVING_PREFIX", value)

    with pytest.raises(ImproperlyConfigured) as raised:
        environment.threesixtygiving_prefix()

    assert str(raised.value) == (
        f'THREESIXTYGIVING_PREFIX is "{value}". Set it to an identifier such as "360G-example".'
    )


@pytest.mark.parametrize("value", ["BA/1", "a b", "a|b", "A&B", "why?"])
def test_iati_organisation_reference_names_a_wrong_value(monkeypatch, value):
    monkeypatch.setenv("IATI_ORGANISATION_REF", value)

    with pytest.raises(ImproperlyConfigured) as raised:
        environment.iati_organisation_reference()

    assert str(raised.value) == (
        f'IATI_ORGANISATION_REF is "{value}". Set it to an identifier such as "XM-DAC-12345".'
    )


def test_folder_is_created(monkeypatch, tmp_path):
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "a" / "b"))

    assert environment.folder("STATE_DIR", default=tmp_path / "other") == tmp_path / "a" / "b"
    assert [path.is_dir() for path in (tmp_path / "a" / "b", tmp_path / "other")] == [True, False]


def test_folder_without_a_value_is_its_default(monkeypatch, tmp_path):
    monkeypatch.delenv("STATE_DIR")

    assert environment.folder("STATE_DIR", default=tmp_path / "var") == tmp_path / "var"


def test_folder_that_cannot_be_created_names_the_variable(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("STATE_DIR", str(file))

    with pytest.raises(ImproperlyConfigured) as raised:
        environment.folder("STATE_DIR", default=tmp_path)

    assert str(raised.value) == (
        f'STATE_DIR is "{file}", which is not a folder and cannot be created: File exists. '
        "Set it to a folder that the portal can write to."
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("s3://bucket", ("bucket", "")),
        ("s3://bucket/", ("bucket", "")),
        ("s3://my.bucket-1/folder/deeper", ("my.bucket-1", "folder/deeper")),
    ],
)
def test_object_address_is_a_bucket_and_a_folder(address, expected):
    assert environment.object_address("MEDIA_STORAGE", address) == expected


@pytest.mark.parametrize(
    "address",
    [
        *("https://bucket/secret", "s3:/bucket/secret", "s3://key:secret@host/bucket", "s3://B/secret"),
        *("s3://bucket/../secret", "s3://bucket//secret", "s3://bucket/secret?x=1", "secret"),
    ],
)
def test_object_address_of_another_form_is_refused_and_not_shown(address):
    with pytest.raises(
        ImproperlyConfigured, match=r'^MEDIA_STORAGE is not an address such as "s3:'
    ) as raised:
        environment.media_storage(address)

    assert "secret" not in str(raised.value)


def test_uploads_are_in_a_folder_without_an_address():
    assert environment.media_storage("") == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


@pytest.mark.parametrize("address", ["http://secret@host", "secret", "memcached://secret"])
def test_cache_of_another_kind_is_refused_and_not_shown(address):
    with pytest.raises(
        ImproperlyConfigured, match=r"^CACHE_URL is not the address of a Redis server"
    ) as raised:
        environment.cache(address)

    assert "secret" not in str(raised.value)
