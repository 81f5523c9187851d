"""The cache in which failed logins are counted, in the database unless it is in Redis."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router
from django.utils import timezone
from django.utils.crypto import salted_hmac

from smartbalkans.database_errors import find_unavailable


def hashed_key(key: str, prefix: str, version: int) -> str:
    """Return the key under which a value is stored: allauth's keys contain the client's address."""
    hashed = salted_hmac("smartbalkans.accounts.cache", key, algorithm="sha256").hexdigest()
    return f"{prefix}:{version}:{hashed}"


class StrictDatabaseCache(DatabaseCache):
    """Django's cache, which raises the error of a database that cannot be written now.

    Django ignores it, and what could not be counted would be taken for too many requests.
    """

    def add(self, *args, **kwargs):
        with self.raised_errors():
            return super().add(*args, **kwargs)

    def set(self, *args, **kwargs):
        with self.raised_errors():
            return super().set(*args, **kwargs)

    def delete_expired(self) -> None:
        """Delete the rows that have expired: Django does so only when there are too many."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        table, expires = map(connection.ops.quote_name, (self._table, "expires"))
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE {expires} < %s", [now])  # noqa: S608  (quoted names)

    @contextmanager
    def raised_errors(self) -> Iterator[None]:
        errors = []

        def execute_noting(execute, *arguments):
            try:
                return execute(*arguments)
            except DatabaseError as error:
                errors.append(error)
                raise

        with connections[router.db_for_write(self.cache_model_class)].execute_wrapper(execute_noting):
            yield
        for error in filter(find_unavailable, errors):
            raise error
