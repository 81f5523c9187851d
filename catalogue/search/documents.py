"""What is found of an entry, and by what it is counted. An app says it for each of its kinds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import DateField, DateTimeField, Min, Model, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from catalogue.folding import fold_document

NOT_STATED = "none"
PUBLIC = "public"


@dataclass(frozen=True)
class Words:
    """A folded document, ready to be stored."""

    title: str = ""
    body: str = ""
    facets: str = ""


class SearchIndex:
    """How the entries of one kind are searched and counted. A subclass declares; it is registered once.

    `wide` names the facets with too many values to keep each in memory (see `counting`).
    `follows` names every relation, as a path from the model, of which the document tells; a change of any row
    on such a path makes the document stale. `moments` names the fields, as paths, at whose time the document
    changes by itself; a date named in `last_days` counts from the day after.
    """

    model: type[Model]
    document: type[Model]
    wide: frozenset[str] = frozenset()
    follows: tuple[str, ...] = ()
    moments: tuple[str, ...] = ("published_at",)
    last_days: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    @property
    def label(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    def names(self, entry) -> Iterable[str]:
        """Give what the entry is called; these weigh more than what it says."""
        raise NotImplementedError

    def texts(self, entry) -> Iterable[str]:
        """Give what its page says besides, in the order of the page."""
        raise NotImplementedError

    def facets(self, entry) -> dict[str, Iterable[str]]:
        """Give, for each filter, the values that the entry counts under; none at all counts as not stated."""
        raise NotImplementedError

    def told(self, entries: QuerySet) -> QuerySet:
        """Take public entries, give them with all that `names`, `texts` and `facets` tell."""
        return entries.with_public_page()

    def entries(self, keys: Iterable[int]) -> QuerySet:
        """Give the public ones of the entries with these keys, with all that is told of them."""
        return self.told(self.model.objects.for_public()).filter(pk__in=keys)

    def words(self, entry) -> Words:
        facets = [PUBLIC]
        for facet, values in self.facets(entry).items():
            facets += [f"{facet}:{value}" for value in sorted(set(values)) or [NOT_STATED]]
        return Words(
            title=fold_document(" \n ".join(filter(None, self.names(entry)))),
            body=fold_document(" \n ".join(filter(None, self.texts(entry)))),
            facets=f" {' '.join(facets)} ",
        )

    def next_changes(self, keys: list[int], now: datetime) -> dict[int, datetime]:
        """Give, for those of the entries that will change by the clock alone, the first moment they do."""
        first: dict[int, datetime] = {}
        for path in (*self.moments, *self.last_days):
            for key, moment in self._coming(path, keys, now):
                first[key] = min(moment, first.get(key, moment))
        return first

    def _coming(self, path: str, keys: list[int], now: datetime) -> Iterator[tuple[int, datetime]]:
        delay = timedelta(days=1) if path in self.last_days else timedelta()
        is_day = not isinstance(_field_at(self.model, path), DateTimeField)
        since = timezone.localdate(now) - delay if is_day else now
        coming = self.model.objects.filter(pk__in=keys, **{f"{path}__gt": since})
        for key, moment in coming.order_by().values_list("pk").annotate(Min(path)):
            yield key, _midnight(moment + delay) if is_day else moment


def _field_at(model: type[Model], path: str) -> DateField:
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model._meta.get_field(name)


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
