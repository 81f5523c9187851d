"""Entries that are related to another one, in groups with the reason, for the foot of its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from catalogue.entries import Entry
from catalogue.search.documents import NOT_STATED
from catalogue.search.facets import newest
from catalogue.search.questions import read_question
from catalogue.search.registry import index_of
from catalogue.search.selection import Selection

MOST = 6  # entries of all groups together


@dataclass(frozen=True)
class RelatedGroup:
    """Related entries; `heading` states why they are related."""

    heading: str
    entries: Sequence[Entry]


def related_groups(groups: Sequence[tuple[str, QuerySet]]) -> list[RelatedGroup]:
    """Return the groups that have entries, with no entry twice and six at most, in one query a group."""
    found, keys = [], set()
    for heading, entries in groups:
        fresh = [one for one in entries[: MOST + len(keys)] if one.pk not in keys][: MOST - len(keys)]
        keys.update(one.pk for one in fresh)
        if fresh:
            found.append(RelatedGroup(heading, fresh))
    return found


def similar(entry: Entry, *facets: str) -> QuerySet:
    """Return the newest public entries that share a value of each facet with a public one.

    Nothing is similar to an entry that lacks one of the facts. Costs two queries, and one for the result.
    """
    index = index_of(type(entry))
    document = index.document.objects.filter(entry_id=entry.pk).values_list("facets", flat=True).first()
    chosen = {facet: _stated(document or "", facet) for facet in facets}
    if not all(chosen.values()):
        return type(entry).objects.none()
    entries = Selection(index, read_question(""), chosen).entries & ~(1 << entry.pk)
    keys = newest(entries, 0, 2 * MOST)
    return type(entry).objects.for_public().filter(pk__in=keys).order_by("-pk")


def _stated(document: str, facet: str) -> list[str]:
    """Return the stated values of a facet in the facets of a document, which are `facet:value`."""
    start = f"{facet}:"
    values = [value.removeprefix(start) for value in document.split() if value.startswith(start)]
    return [value for value in values if value != NOT_STATED]
