"""The cache in the database, in which failed logins are counted."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router

from smartbalkans.database_errors import find_unavailable


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
