"""Warns of new entries with almost the same name as an existing one, or as another one of the file."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.duplicates.names import names_in
from catalogue.duplicates.similarity import read_name
from catalogue.imports.buckets import FileSheet, file_sheets
from catalogue.imports.entries import exists_already
from catalogue.imports.layout import ENTRIES, ImportKind
from catalogue.imports.models import Finding, Import

NAME = "name"


class NewName(NamedTuple):
    """The name of a new entry, with the key of its change and its line."""

    change: int
    line: int
    name: str


def similar_names(run: Import, kind: ImportKind) -> Iterator[tuple[int, Finding]]:
    """Yield each new entry with the name of another, in whatever script or legal form: its change, a finding.

    The existing names are read once, and none of them is kept. A row with a finding already gets no other.
    """
    place = file_sheets(run, kind).get(ENTRIES)
    if place is None or NAME not in place.keys or not kind.name_paths:
        return
    reported = set(run.findings.filter(place=place.number).values_list("line", flat=True))
    new: dict[str, list[NewName]] = defaultdict(list)
    for change, line, name in run.changes.filter(is_new=True).values_list("pk", "line", "data__values__name"):
        if line not in reported and (read := read_name(name)):
            new[read.letters].append(NewName(change, line, name))
    for lines in new.values():
        first, *others = lines
        for one in others:
            message = _(
                "Row {line} has almost the same name, “{other}”. Check that they are not the same entry."
            )
            text = message.format(line=first.line, other=first.name)
            yield one.change, finding(run, place, one, text)
    if new:
        yield from similar_existing_names(run, kind, place, new)


def similar_existing_names(
    run: Import, kind: ImportKind, place: FileSheet, new: dict[str, list[NewName]]
) -> Iterator[tuple[int, Finding]]:
    for key, text in names_in(kind.model.objects.all(), kind.name_paths):
        read = read_name(text)
        for one in new.pop(read.letters, ()) if read else ():
            slug = kind.model._base_manager.values_list("slug", flat=True).get(pk=key)
            if "slug" not in place.keys:
                yield one.change, finding(run, place, one, exists_already(text, slug), is_wrong=True)
                continue
            message = _(
                "“{other}” already exists, and this row would add another entry. To update the existing "
                "one, enter its slug here: {slug}."
            )
            yield one.change, finding(run, place, one, message.format(other=text, slug=slug))


def finding(run: Import, place: FileSheet, one: NewName, message: str, *, is_wrong: bool = False) -> Finding:
    heading = place.part.heading(NAME)
    return place.finding(run, one.line, message, is_wrong=is_wrong, column=heading, value=one.name)
