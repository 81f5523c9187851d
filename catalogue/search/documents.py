"""What the search index contains of an entry. Each app declares it for its kinds of entries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import quote

from django.db.models import DateTimeField, Min, Model, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from catalogue.field_paths import field_at
from catalogue.folding import fold, fold_document

NOT_STATED = "none"
PUBLIC = "public"
# Letters of a document. PostgreSQL refuses a text whose words and their places need a megabyte: two bytes for
# each letter at most, in a text of short words of which each occurs once.
MOST_IN_TITLE, MOST_IN_BODY = 100_000, 400_000


@dataclass(frozen=True)
class DocumentText:
    """A folded document, ready to be stored."""

    title: str = ""
    body: str = ""
    facets: str = ""


def facet_value(text: str) -> str:
    """Return the value of a facet for a text that people type, the same for all spellings of it."""
    return "-".join(fold(text).split())


def town_facets(town: str) -> dict[str, list[str]]:
    """Return the facets of a town, and how exactly it is spelt, which `spellings_of` counts."""
    value = facet_value(town)
    return {"town": [value], "spelling": [quote(town)]} if value else {"town": [], "spelling": []}


class SearchIndex:
    """How the entries of one kind are searched and counted. Each subclass is registered once.

    `version` is raised by one with every change of what is indexed, so that `migrate` rebuilds the documents
    (tests/catalogue/search/test_versions.py).
    `wide` names the facets with too many values to keep each in memory (see `facets`).
    `follows` names every relation, as a path from the model, whose rows are part of the document; a change of
    any row on such a path makes the document stale. `staff_paths` names what the back office searches, of
    drafts too: the names of the entry and of people. `date_paths` names the dates, as paths, at which the
    document changes without a write; a date in `last_day_paths` counts from the day after.
    """

    model: type[Model]
    document: type[Model]
    version: int
    wide: frozenset[str] = frozenset()
    follows: tuple[str, ...] = ()
    staff_paths: tuple[str, ...] = ("name", "slug")
    date_paths: tuple[str, ...] = ("published_at",)
    last_day_paths: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    @property
    def label(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    def names(self, entry) -> Iterable[str]:
        """Return the names of the entry; a word in them ranks higher than one in its texts."""
        raise NotImplementedError

    def texts(self, entry) -> Iterable[str]:
        """Return the other texts of its page, in the order of the page."""
        raise NotImplementedError

    def keywords(self, entry) -> Iterable[str]:
        """Return further words by which it is found, which are not a text of its page, such as dates."""
        return ()

    def facets(self, entry) -> dict[str, Iterable[str]]:
        """Return the entry's values for each filter; an entry without any is counted as not stated."""
        raise NotImplementedError

    def with_texts(self, entries: QuerySet) -> QuerySet:
        """Return public entries with the related rows that `names`, `texts` and `keywords` read."""
        return entries.with_public_page()

    def with_facets(self, entries: QuerySet) -> QuerySet:
        """Return entries that were fetched `with_texts()` with the related rows that `facets` reads too."""
        return entries

    def public_entries(self, keys: Iterable[int]) -> QuerySet:
        """Return the entries with these keys that are public, with the rows that their documents need."""
        return self.with_facets(self.with_texts(self.model.objects.for_public())).filter(pk__in=keys)

    def document_text(self, entry) -> DocumentText:
        facets = [PUBLIC]
        for facet, values in self.facets(entry).items():
            facets += [f"{facet}:{value}" for value in sorted(set(values)) or [NOT_STATED]]
        return DocumentText(
            title=_folded(self.names(entry), MOST_IN_TITLE),
            body=_folded([self.label, *self.keywords(entry), *self.texts(entry)], MOST_IN_BODY),
            facets=f" {' '.join(facets)} ",
        )

    def staff_texts(self, keys: list[int]) -> dict[int, str]:
        """Return what the back office searches of these entries, whatever their status.

        Costs a query for their own fields, and one for each relation.
        """
        own = [path for path in self.staff_paths if "__" not in path]
        found: dict[int, list[str]] = {}
        for paths in (own, *([path] for path in self.staff_paths if path not in own)):
            rows = self.model._base_manager.filter(pk__in=keys).order_by()
            for key, *texts in rows.values_list("pk", *paths):
                found.setdefault(key, []).extend(filter(None, texts))
        return {key: _folded(sorted(set(texts)), MOST_IN_TITLE) for key, texts in found.items()}

    def next_changes(self, keys: list[int], now: datetime) -> dict[int, datetime]:
        """Return when the documents of these entries first change without a write, for those that will."""
        first: dict[int, datetime] = {}
        for path in (*self.date_paths, *self.last_day_paths):
            for key, change in self._upcoming(path, keys, now):
                first[key] = min(change, first.get(key, change))
        return first

    def _upcoming(self, path: str, keys: list[int], now: datetime) -> Iterator[tuple[int, datetime]]:
        delay = timedelta(days=1) if path in self.last_day_paths else timedelta()
        is_day = not isinstance(field_at(self.model, path), DateTimeField)
        since = timezone.localdate(now) - delay if is_day else now
        upcoming = self.model.objects.filter(pk__in=keys, **{f"{path}__gt": since})
        for key, date in upcoming.order_by().values_list("pk").annotate(Min(path)):
            yield key, _midnight(date + delay) if is_day else date


def _folded(texts: Iterable[str], most: int) -> str:
    """Return the folded texts, of which only the beginning is used if they are too long for the index."""
    return fold_document(" \n ".join(filter(None, texts))[:most], most)


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
