"""The codes with which the drivers of SQLite and PostgreSQL state what went wrong."""

PRIMARY_CODE = 0xFF  # the bits of an extended error code of SQLite that name the kind of error


def sqlite_code(error: BaseException | None) -> int | None:
    """Return the primary code of an error of SQLite (https://www.sqlite.org/rescode.html), or None."""
    code = getattr(error, "sqlite_errorcode", None)
    return code if code is None else code & PRIMARY_CODE


def sqlstate(error: BaseException | None) -> str | None:
    """Return the SQLSTATE of an error of psycopg (PostgreSQL, Appendix A), or None."""
    return getattr(error, "sqlstate", None)
