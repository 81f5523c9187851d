"""Ends the check with what concerns the file as a whole: whether two entries claim the same link."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.db.models import F, Model, OneToOneField
from django.utils.translation import gettext as _

from catalogue.imports.buckets import FileSheet, file_sheets
from catalogue.imports.layout import ENTRIES, ImportKind
from catalogue.imports.models import Finding, Import
from catalogue.imports.similar_names import similar_names


def unique_links(model: type[Model]) -> list[OneToOneField]:
    """Return the one-to-one fields of a model: no two entries may refer to the same target."""
    return [field for field in model._meta.concrete_fields if isinstance(field, OneToOneField)]


def finish(run: Import, kind: ImportKind) -> None:
    """Add the findings about the file as a whole, and close the check, unless another request has done it."""
    found = list(similar_names(run, kind))
    for field in unique_links(kind.model):
        found += claimed_twice(run, kind, field)
    errors = sum(finding.is_wrong for finding in found)
    with transaction.atomic():
        mine = Import.objects.select_for_update().filter(
            pk=run.pk, done=run.buckets, status=Import.Status.CHECKING
        )
        if mine:
            Finding.objects.bulk_create(found)
            mine.update(
                wrong=F("wrong") + errors,
                warned=F("warned") + len(found) - errors,
                status=Import.Status.CHECKED,
            )
    run.refresh_from_db()


def claimed_twice(run: Import, kind: ImportKind, field: OneToOneField) -> Iterator[Finding]:
    """Yield an error for each link that another entry claims too, or has and keeps."""
    place = file_sheets(run, kind).get(ENTRIES)
    value = f"data__values__{field.name}"
    asking = run.changes.filter(data__values__has_key=field.name)
    claims: dict[int, list[tuple[int, int]]] = defaultdict(list)
    giving_up = set()
    for line, entry, wanted in asking.values_list("line", "entry_id", value):
        giving_up.add(entry)
        if wanted is not None:
            claims[wanted].append((line, entry))
    holders = dict(
        kind.model._base_manager.filter(**{f"{field.name}__in": claims}).values_list(field.attname, "pk")
    )
    for wanted, lines in claims.items():
        first, *others = lines
        holder = holders.get(wanted)
        if holder and holder not in giving_up and holder != first[1]:
            other = kind.model._base_manager.get(pk=holder)
            yield error(run, place, field, first[0], already_used_by(other))
        for line, _entry in others:
            message = _("Row {line} uses this too, but only one entry can.").format(line=first[0])
            yield error(run, place, field, line, message)


def already_used_by(other: Model) -> str:
    return _("This is already used by “{name}”. Remove it there first.").format(name=other)


def error(run: Import, place: FileSheet, field: OneToOneField, line: int, message: str) -> Finding:
    columns = [column for key in place.keys if (column := place.part.columns[key]).field == field.name]
    heading = str(columns[0].heading) if columns else ""
    return place.finding(run, line, message, is_wrong=True, column=heading)
