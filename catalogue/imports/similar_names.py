"""Warns of new entries that are called like one that is there, or like another of the file."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.duplicates.names import names_in
from catalogue.duplicates.similarity import read_name
from catalogue.imports.buckets import Place, places_of
from catalogue.imports.layout import ENTRIES, Kind
from catalogue.imports.models import Finding, Import

NAME = "name"


def called_alike(run: Import, kind: Kind) -> Iterator[Finding]:
    """Give a finding for each new entry that has the letters of another, in whatever script or legal form.

    The names that are there are read once, and none of them is kept. Where something was said of the slug
    already, nothing is added.
    """
    place = places_of(run, kind).get(ENTRIES)
    if place is None or NAME not in place.keys or not kind.name_paths:
        return
    told = set(run.findings.filter(place=place.number).values_list("line", flat=True))
    new: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line, name in run.changes.filter(is_new=True).values_list("line", "data__values__name"):
        if line not in told and (read := read_name(name)):
            new[read.letters].append((line, name))
    for lines in new.values():
        first, *others = lines
        for line, name in others:
            message = _(
                "Row {line} has almost the same name, “{other}”. Check that they are not the same entry."
            )
            yield finding(run, place, line, name, message.format(line=first[0], other=first[1]))
    if new:
        yield from like_those_there(run, kind, place, new)


def like_those_there(run: Import, kind: Kind, place: Place, new: dict) -> Iterator[Finding]:
    for key, text in names_in(kind.model.objects.all(), kind.name_paths):
        read = read_name(text)
        for line, name in new.pop(read.letters, ()) if read else ():
            slug = kind.model._base_manager.values_list("slug", flat=True).get(pk=key)
            message = _(
                "“{other}” already exists, and this row would add another entry. To update the existing "
                "one, enter its slug here: {slug}."
            )
            yield finding(run, place, line, name, message.format(other=text, slug=slug))


def finding(run: Import, place: Place, line: int, name: str, message: str) -> Finding:
    return Finding(
        run=run,
        bucket=run.buckets,
        is_wrong=False,
        place=place.number,
        sheet=place.sheet[:120],
        line=line,
        column=place.part.heading(NAME),
        value=name[:200],
        message=message,
    )
