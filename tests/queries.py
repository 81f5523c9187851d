"""Numbers of queries that differ between the databases."""

from django.db import connection

# Ranking the results of a search; on PostgreSQL with a setting, within a savepoint.
RANKING_QUERIES = 1 if connection.vendor == "sqlite" else 4
