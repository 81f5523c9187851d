"""Ends the checking with what only the whole file can tell: whether two want what one can have."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Model, OneToOneField
from django.utils.translation import gettext as _

from catalogue.imports.buckets import Place, places_of
from catalogue.imports.layout import ENTRIES, Kind
from catalogue.imports.models import Finding, Import
from catalogue.imports.similar_names import called_alike


def unique_links(model: type[Model]) -> list[OneToOneField]:
    """Give the fields by which an entry may refer to what no other entry of its kind refers to."""
    return [field for field in model._meta.concrete_fields if isinstance(field, OneToOneField)]


@transaction.atomic
def finish(run: Import, kind: Kind) -> None:
    """Say what the entries want twice, what is called alike, and that all is checked."""
    Import.objects.select_for_update().get(pk=run.pk)
    findings = []
    for field in unique_links(kind.model):
        findings += wanted_twice(run, kind, field)
    alike = list(called_alike(run, kind))
    Finding.objects.bulk_create([*findings, *alike])
    run.refresh_from_db()
    run.wrong += len(findings)
    run.warned += len(alike)
    run.status = Import.Status.CHECKED
    run.save()


def wanted_twice(run: Import, kind: Kind, field: OneToOneField) -> Iterator[Finding]:
    """Tell of each entry that wants what another has, or wants too, unless that one gives it up here."""
    place = places_of(run, kind).get(ENTRIES)
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
            yield finding(run, place, field, first[0], already_used_by(other))
        for line, _entry in others:
            message = _("Row {line} uses this too, but only one entry can.").format(line=first[0])
            yield finding(run, place, field, line, message)


def already_used_by(other: Model) -> str:
    return _("This is already used by “{name}”. Remove it there first.").format(name=other)


def finding(run: Import, place: Place, field: OneToOneField, line: int, message: str) -> Finding:
    headings = [
        str(column.heading) for key in place.keys if (column := place.part.columns[key]).field == field.name
    ]
    return Finding(
        run=run,
        bucket=run.buckets,
        is_wrong=True,
        place=place.number,
        sheet=place.sheet[:120],
        line=line,
        column=headings[0] if headings else "",
        message=message,
    )
