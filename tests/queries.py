"""Queries: their numbers that differ between the databases, and those of a file."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# Ranking the results of a search; on PostgreSQL with a setting, within a savepoint.
RANKING_QUERIES = 1 if connection.vendor == "sqlite" else 4


def queries_before_first_piece(client: Client, address: str) -> list[str]:
    """Return the SQL of a file that is streamed, until its first bytes come. The rest is read, too."""
    with CaptureQueriesContext(connection) as queries:
        pieces = iter(client.get(address))
        next(pieces)
    list(pieces)
    return [query["sql"] for query in queries]
