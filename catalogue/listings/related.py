"""Entries that are related to another one, in groups with the reason, for the foot of its page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from catalogue.entries import Entry, Publishable
from catalogue.search.documents import NOT_STATED
from catalogue.search.questions import read_question
from catalogue.search.registry import index_of
from catalogue.search.selection import Selection
from catalogue.search.sets import newest

MOST = 6  # entries of all groups together


@dataclass(frozen=True)
class RelatedGroup:
    """Related entries; `heading` states why they are related."""

    heading: str
    entries: Sequence[Publishable]


def related_groups(groups: Sequence[tuple[str, QuerySet]]) -> list[RelatedGroup]:
    """Return the groups that have entries, with no entry twice, in one query a group.

    An entry of several groups is in the first of them. If there are more than six, the groups share the
    places equally, as far as they have entries.
    """
    found, seen = [], set()
    for heading, entries in groups:
        fresh = [one for one in entries[: MOST + len(seen)] if _name_of(one) not in seen][:MOST]
        seen.update(map(_name_of, fresh))
        found.append((heading, fresh))
    places = sorted(
        (turn, group) for group, (_heading, fresh) in enumerate(found) for turn in range(len(fresh))
    )
    shares = Counter(group for _turn, group in places[:MOST])
    return [
        RelatedGroup(heading, fresh[: shares[group]])
        for group, (heading, fresh) in enumerate(found)
        if shares[group]
    ]


def _name_of(entry: Publishable) -> tuple[type[Publishable], int]:
    return type(entry), entry.pk


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
    return type(entry).objects.for_feed().filter(pk__in=keys).order_by("-pk")


def _stated(document: str, facet: str) -> list[str]:
    """Return the stated values of a facet in the facets of a document, which are `facet:value`."""
    start = f"{facet}:"
    values = [value.removeprefix(start) for value in document.split() if value.startswith(start)]
    return [value for value in values if value != NOT_STATED]
