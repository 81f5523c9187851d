"""Which errors mean that the database cannot be used now, and what the log has of them."""

import io
import logging
import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from psycopg import errors
from psycopg_pool import PoolTimeout

from smartbalkans.database_errors import OneLineFilter, find_unavailable


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("of the driver")
    error.sqlite_errorcode = code
    return error


def raised(error: DatabaseError, cause: BaseException | None) -> DatabaseError:
    """Return Django's error as it is raised for one of the driver."""
    error.__cause__ = error.__context__ = cause
    return error


@pytest.mark.parametrize(
    "cause",
    [
        sqlite_error(sqlite3.SQLITE_BUSY),
        sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT),
        sqlite_error(sqlite3.SQLITE_READONLY),
        sqlite_error(sqlite3.SQLITE_FULL),
        sqlite_error(sqlite3.SQLITE_IOERR_WRITE),
        sqlite_error(sqlite3.SQLITE_CANTOPEN),
        errors.LockNotAvailable(),
        errors.DeadlockDetected(),
        errors.DiskFull(),
        errors.TooManyConnections(),
        errors.ReadOnlySqlTransaction(),
        errors.AdminShutdown(),
        errors.ConnectionFailure(),
        PoolTimeout(),
        psycopg.OperationalError("connection failed"),
    ],
    ids=repr,
)
def test_error_of_the_driver_means_that_the_database_cannot_be_used(cause):
    assert find_unavailable(raised(OperationalError("of Django"), cause)) is cause


def test_error_of_a_closed_connection_means_that_too():
    error = InterfaceError("connection already closed")

    assert find_unavailable(error) is error


def test_error_after_which_the_transaction_could_not_be_rolled_back_is_found():
    full = sqlite_error(sqlite3.SQLITE_FULL)
    later = sqlite_error(sqlite3.SQLITE_ERROR)
    later.__context__ = raised(OperationalError(), full)

    assert find_unavailable(raised(OperationalError("no such savepoint"), later)) is full


@pytest.mark.parametrize(
    "error",
    [
        None,
        LookupError(),
        OSError(),
        DatabaseError("without a code"),
        ProgrammingError("without a code"),
        raised(OperationalError(), sqlite_error(sqlite3.SQLITE_ERROR)),
        raised(ProgrammingError(), errors.UndefinedTable()),
        raised(DatabaseError(), errors.InFailedSqlTransaction()),
    ],
    ids=repr,
)
def test_other_errors_are_those_of_the_portal(error):
    assert find_unavailable(error) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", ["SELECT no_such_column FROM auth_user", "SELECT 1 FROM no_such_table"])
def test_wrong_query_is_not_treated_as_an_unavailable_database(sql):
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute(sql)

    assert find_unavailable(caught.value) is None


def logged(error: Exception) -> logging.LogRecord:
    """Return a record as Django makes it of an error, after the filter."""
    info = (type(error), error, None)
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Failed", "/100%/"), info)
    assert OneLineFilter().filter(record)
    return record


def test_unavailable_database_is_logged_in_one_line():
    record = logged(OperationalError("cannot connect\n  to the server"))

    assert (record.getMessage(), record.exc_info) == ("Failed: /100%/ (cannot connect to the server)", None)


def test_other_errors_are_logged_with_a_traceback():
    record = logged(LookupError("wrong"))

    assert (record.getMessage(), record.exc_info[0]) == ("Failed: /100%/", LookupError)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/organisations/", {"host": "evil.example.org"}, 400),
        ("/admin/organisations/organisation/", {"host": "evil.example.org"}, 400),
        ("/nowhere/", {}, 404),
        ("/admin/account/login/", {}, 403),
    ],
)
def test_refused_request_is_logged_in_one_line(monkeypatch, address, headers, status):
    stream = io.StringIO()
    handler = next(one for one in logging.getLogger("django").handlers if one.name == "console")
    monkeypatch.setattr(handler, "stream", stream)
    client = Client(enforce_csrf_checks=True, headers=headers)

    response = client.post(address) if status == 403 else client.get(address)

    lines = [line for line in stream.getvalue().splitlines() if line]
    assert response.status_code == status
    assert [line for line in lines if "Traceback" in line or line.startswith(" ")] == []
    assert len(lines) == 1
