import sqlite3

from psycopg import errors

from catalogue.driver_errors import sqlite_code, sqlstate


def test_sqlite_code_is_the_primary_one_of_an_extended_code():
    error = sqlite3.OperationalError("locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT

    assert (sqlite_code(error), sqlstate(error)) == (sqlite3.SQLITE_BUSY, None)


def test_sqlstate_is_that_of_the_error_of_psycopg():
    error = errors.LockNotAvailable()

    assert (sqlite_code(error), sqlstate(error)) == (None, "55P03")


def test_other_errors_have_no_code():
    assert (sqlite_code(ValueError()), sqlstate(None)) == (None, None)
