"""Recognises new entries with almost the same name as an existing one, or as another one of the file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.duplicates.names import names_in
from catalogue.duplicates.similarity import letters_of, read_name
from catalogue.exports.reader import chunks
from catalogue.imports.buckets import FileSheet, file_sheets
from catalogue.imports.entries import exists_already
from catalogue.imports.layout import ENTRIES, ImportKind
from catalogue.imports.models import Finding, Import

NAME = "name"


class SimilarName(NamedTuple):
    """What is reported of a new entry that has the name of another."""

    message: str
    is_wrong: bool = False


def find_similar_names(
    kind: ImportKind, place: FileSheet, names: Mapping[int, str]
) -> dict[int, SimilarName]:
    """Return what is reported of new entries with the name of another, in whatever script or legal form.

    `names` are those of the new entries by their lines, in the order of the file. The existing names are read
    once, and none of them is kept.
    """
    lines: dict[str, list[int]] = defaultdict(list)
    for line, name in names.items():
        if read := read_name(name):
            lines[read.letters].append(line)
    earlier = {
        line: like_earlier(first, names[first]) for first, *others in lines.values() for line in others
    }
    return earlier | like_existing(kind, place, lines)


def like_earlier(line: int, name: str) -> SimilarName:
    message = _("Row {line} has almost the same name, “{other}”. Check that they are not the same entry.")
    return SimilarName(message.format(line=line, other=name))


def like_existing(
    kind: ImportKind, place: FileSheet, lines_by_letters: Mapping[str, list[int]]
) -> dict[int, SimilarName]:
    similar: dict[str, tuple[int, str]] = {}
    shortest = min(map(len, lines_by_letters), default=0)
    for key, text in names_in(kind.model.objects.all(), kind.name_paths) if lines_by_letters else ():
        if len(text) < shortest and text.isascii():
            continue  # such as most acronyms
        if (letters := letters_of(text)) in lines_by_letters:
            similar.setdefault(letters, (key, text))
    slugs: dict[int, str] = {}
    for chunk in chunks([key for key, _text in similar.values()]):
        slugs |= kind.model._base_manager.filter(pk__in=chunk).values_list("pk", "slug")
    return {
        line: like_entry(text, slugs[key], has_slugs="slug" in place.keys)
        for letters, (key, text) in similar.items()
        for line in lines_by_letters[letters]
    }


def like_entry(name: str, slug: str, *, has_slugs: bool) -> SimilarName:
    if not has_slugs:
        return SimilarName(exists_already(name, slug), is_wrong=True)
    message = _(
        "“{other}” already exists, and this row would add another entry. To update the existing one, enter "
        "its slug here: {slug}."
    )
    return SimilarName(message.format(other=name, slug=slug))


def similar_names(run: Import, kind: ImportKind) -> Iterator[tuple[int, Finding]]:
    """Yield the change of each new entry with the name of another, and a finding.

    A row with a finding already gets no other.
    """
    place = file_sheets(run, kind).get(ENTRIES)
    if place is None or NAME not in place.keys or not kind.name_paths:
        return
    reported = set(run.findings.filter(place=place.number).values_list("line", flat=True))
    changes, names = {}, {}
    new = run.changes.filter(is_new=True).order_by("line")
    for change, line, name in new.values_list("pk", "line", "data__values__name"):
        if line not in reported:
            changes[line], names[line] = change, name
    for line, found in find_similar_names(kind, place, names).items():
        heading = place.part.heading(NAME)
        yield (
            changes[line],
            place.finding(
                run, line, found.message, is_wrong=found.is_wrong, column=heading, value=names[line]
            ),
        )
