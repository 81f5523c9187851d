"""What the public may see, and what staff have to do, as querysets."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Aggregate, DateField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Trunc
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from catalogue.required_facts import is_lacking
from catalogue.sort_keys import SortedQuerySet

STALE_AFTER = timedelta(days=365)
ROWS = 5000  # that are read at once

NEVER = datetime(9999, 1, 1, tzinfo=UTC)

_previewed: ContextVar[str] = ContextVar("previewed", default="")  # the token of an entry


@contextmanager
def previewing(entry) -> Iterator[None]:
    """Count an entry as published in the queries of this block, or with None no draft. Nothing is written."""
    before = _previewed.set(entry.token if entry else "")
    try:
        yield
    finally:
        _previewed.reset(before)


def is_published(path: str = "", at: datetime | None = None) -> Q:
    """Return the condition that the entry at the end of a path, or the row itself, is published.

    A join rather than a subquery: over a hundred thousand entries, SQLite takes minutes for the keys of every
    published one, but follows a foreign key in no time.
    """
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}published_at__lte": at or timezone.now()}) | _is_previewed(prefix)


def leads_to_published(path: str) -> Q:
    """Return the same condition for a few rows, followed to the entry at the end of a path.

    Written so that no index on the moment is used: for two thousand organisations, SQLite would otherwise
    begin with all published projects and look for each of the organisations in each of them.
    """
    moment = Coalesce(F(f"{path}__published_at"), Value(NEVER))
    return Q(LessThanOrEqual(moment, timezone.now())) | _is_previewed(f"{path}__")


def _is_previewed(prefix: str) -> Q:
    """Return the condition that the entry is the one in a preview; without a preview, no condition."""
    token = _previewed.get()
    return Q(**{f"{prefix}token": token}) if token else Q()


class StartOf(Trunc):
    """The first day of the year or month of a date. For Django's, SQLite calls Python for each row."""

    def as_sqlite(self, compiler, connection, **context):
        start = Value(f"start of {self.kind}")
        day = Func(*self.get_source_expressions(), start, function="DATE", output_field=DateField())
        return day.as_sql(compiler, connection, **context)


class PublishableQuerySet(SortedQuerySet):
    def dates(self, field_name, kind, order="ASC"):
        """Return what Django does. The back office reads the years of all entries for its lists."""
        if kind not in ("year", "month"):
            return super().dates(field_name, kind, order)
        starts = self.filter(**{f"{field_name}__isnull": False})
        starts = starts.annotate(datefield=StartOf(field_name, kind, output_field=DateField()))
        by_date = "datefield" if order == "ASC" else "-datefield"
        return starts.values_list("datefield", flat=True).distinct().order_by(by_date)

    def published(self, at: datetime | None = None):
        """Return what is published at the moment `at`, by default now.

        This is about the row alone. What the public may see, given everything that the row refers to, is
        `for_public()`, and only that is for pages and files.
        """
        return self.filter(is_published(at=at))

    def with_status(self, status: str, at: datetime | None = None):
        """Return what has one of `Publishable.Status` at the moment `at`, by default now."""
        statuses = self.model.Status
        match statuses(status):
            case statuses.PUBLISHED:
                return self.published(at)
            case statuses.SCHEDULED:
                return self.filter(published_at__gt=at or timezone.now())
            case statuses.DRAFT:
                return self.filter(published_at__isnull=True, stage="")
            case waiting:  # a rule of the database holds that none of these is published or scheduled
                return self.filter(stage=waiting.value)

    def missing(self, key: str):
        """Return what lacks the required fact with that key. Raise KeyError if there is no such fact."""
        return self.filter(is_lacking(self.model, [key]))

    def incomplete(self):
        """Return what lacks any required fact."""
        return self.filter(is_lacking(self.model))

    def stale(self, at: datetime | None = None):
        """Return what is public and was neither changed nor checked in the year before the moment `at`."""
        at = at or timezone.now()
        limit = at - STALE_AFTER
        unchecked = Q(checked_at__isnull=True) | Q(checked_at__lt=limit)
        return self.published(at).filter(unchecked, updated_at__lt=limit)

    def entered_by(self, person):
        return self.filter(author=person)

    def changed_by(self, person):
        """Return what a person was the last to change."""
        return self.filter(changed_by=person)

    def for_public(self):
        """Return what the public may see. A model whose rows reveal other rows narrows it further."""
        return self.published()

    def for_feed(self):
        """Return what the public may see, with only the fields that a feed shows."""
        return self.for_public().only("uid", "slug", "name", "summary", "published_at", "updated_at")


def database_rows(queryset: QuerySet) -> Iterator[tuple]:
    """Yield the rows of a `values_list()` as the database returns them: whole numbers and texts as they are.

    A hundred thousand rows are read in half of the time that Django takes, which could convert each value.
    """
    with connection.cursor() as cursor:
        cursor.execute(*queryset.query.sql_with_params())
        while rows := cursor.fetchmany(ROWS):
            yield from rows


def in_order_of_index(queryset: QuerySet) -> QuerySet:
    """Return the same rows, so that SQLite reads those ordered by a key of another row in this order.

    Each row has that other one. With a condition on its key, although all keys meet it, SQLite begins with
    the index on them, and the first rows need no sorting of all.
    """
    first = queryset.query.order_by[0] if queryset.query.order_by else ""
    if isinstance(first, str) and first.endswith("__sort_key"):
        return queryset.filter(**{f"{first.removeprefix('-')}__gte": b""})
    return queryset


class Joined(Aggregate):
    """All numbers or codes of a group of rows in one text, which is read several times as fast as the rows.

    Those of one query are in the same order. `joined_values` splits the text. PostgreSQL reads a row that was
    changed after all others, unless they are ordered `by` a field: fast if an index has them in this order.
    """

    function = "GROUP_CONCAT"
    output_field = TextField()

    def __init__(self, expression, *, by: str | None = None, **extra):
        super().__init__(expression, *([F(by)] if by else []), **extra)

    def as_sqlite(self, compiler, connection, **extra_context):
        """Join the rows in the order in which the table or an index has them, whatever was changed."""
        value, *_by, condition = self.get_source_expressions()
        return self._of(value, condition).as_sql(compiler, connection, **extra_context)

    def as_postgresql(self, compiler, connection, **extra_context):
        value, *by, condition = self.get_source_expressions()
        joined = self._of(Cast(value, TextField()), *by, condition)
        separator = "" if by else ", ','"
        template = f"STRING_AGG(%(expressions)s{separator})"
        return joined.as_sql(
            compiler, connection, template=template, arg_joiner=", ',' ORDER BY ", **extra_context
        )

    def _of(self, *expressions) -> "Joined":
        joined = self.copy()
        joined.set_source_expressions(expressions)
        return joined


def joined_values(text: str | None) -> list[str]:
    return [] if text is None else text.split(",")


def related_model(model, *relations: str):
    """Return the model at the other end of relations that follow each other, in either direction.

    So a query of a lower app follows a reverse relation up without importing the upper app.
    """
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model
