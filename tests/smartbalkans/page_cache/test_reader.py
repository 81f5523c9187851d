"""The version of the data is read from the database, which may be away."""

import socket

import pytest
from django.db import OperationalError, connection, transaction

from catalogue.data_versions.models import DataVersion
from smartbalkans.page_cache import reader
from smartbalkans.page_cache.reader import Reader
from tests.factories import ContactFactory, OrganisationFactory
from tests.writers import gone

pytestmark = pytest.mark.django_db(transaction=True)


ONLY_ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's connections")


@pytest.fixture
def tokens():
    reader = Reader()
    yield reader
    reader.close()


def test_version_changes_with_the_token_of_any_kind(tokens):
    found = [tokens.read(), tokens.read()]
    for kind in DataVersion.objects.values_list("kind", flat=True):
        DataVersion.objects.filter(kind=kind).update(token=f"new {kind}")
        found.append(tokens.read())

    assert found[0] == found[1]
    assert len(set(found)) == len(found) - 1


def test_version_is_renewed_at_the_commit_and_not_by_a_rollback(tokens):
    found = [tokens.read()]
    for is_kept in (False, True):
        with transaction.atomic():
            ContactFactory()
            found.append(tokens.read())
            transaction.set_rollback(not is_kept)
        found.append(tokens.read())

    before, within, rolled_back, within_again, after = found
    assert before == within == rolled_back == within_again
    assert after != before


def test_version_is_empty_without_any_token(tokens):
    DataVersion.objects.all().delete()

    assert tokens.read() == ""


def test_broken_connection_is_made_again(tokens):
    before = tokens.read()
    tokens._connection.connection.close()

    assert tokens.read() == before


@ONLY_ON_POSTGRESQL
def test_connection_that_the_server_ended_is_made_again(tokens):
    before = tokens.read()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [tokens._connection.connection.info.backend_pid])

    assert tokens.read() == before


def test_database_that_is_away_is_an_error_until_it_is_back(tokens, monkeypatch):
    with gone(monkeypatch):
        for _ in range(2):
            with pytest.raises(OperationalError):
                tokens.read()

    assert tokens.read()


@ONLY_ON_POSTGRESQL
def test_server_that_does_not_answer_is_away(tokens, monkeypatch):
    monkeypatch.setattr(reader, "SECONDS_TO_ANSWER", 0.2)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE catalogue_dataversion IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(OperationalError, match="does not respond"):
            tokens.read()
        cursor.execute("ROLLBACK")
    other.close()

    assert tokens.read()


@ONLY_ON_POSTGRESQL
def test_server_that_only_accepts_connections_is_away(tokens, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(silent.getsockname()[1]))
        with pytest.raises(OperationalError):
            tokens.read()


def test_reading_does_not_keep_a_writer_waiting(tokens):
    tokens.read()

    OrganisationFactory()

    assert tokens.read()


@ONLY_ON_POSTGRESQL
@pytest.mark.parametrize(("is_behind_pgbouncer", "expected"), [(False, [("page_cache",)]), (True, [])])
def test_query_is_prepared_unless_connections_are_shared(tokens, monkeypatch, is_behind_pgbouncer, expected):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", is_behind_pgbouncer)

    assert tokens.read() == tokens.read()

    with tokens._connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        assert cursor.fetchall() == expected
