"""Ends the check with what concerns the file as a whole: whether two entries claim the same link."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from django.db import transaction
from django.db.models import F, Model, OneToOneField
from django.utils.translation import gettext as _

from catalogue.imports.buckets import file_sheets
from catalogue.imports.headings import reason
from catalogue.imports.layout import ENTRIES, ImportKind
from catalogue.imports.models import Finding, Import
from catalogue.imports.rejecting import RejectedChanges
from catalogue.imports.similar_entries import similar_entries
from catalogue.imports.similar_names import similar_names


def unique_links(model: type[Model]) -> list[OneToOneField]:
    """Return the one-to-one fields of a model: no two entries may refer to the same target."""
    return [field for field in model._meta.concrete_fields if isinstance(field, OneToOneField)]


def finish(run: Import, kind: ImportKind) -> None:
    """Add the findings about the file as a whole, and close the check, unless another request has done it."""
    found, rejected = findings(run, kind)
    errors = sum(finding.is_wrong for finding in found)
    with transaction.atomic():
        mine = Import.objects.select_for_update().filter(
            pk=run.pk, done=run.buckets, status=Import.Status.CHECKING
        )
        if mine:
            Finding.objects.bulk_create(found)
            counts = rejected.reject()
            mine.update(
                wrong=F("wrong") + errors,
                warned=F("warned") + len(found) - errors,
                new=F("new") - counts["new"],
                changed=F("changed") - counts["changed"],
                removed=F("removed") - counts["removed"],
                rejected=F("rejected") + counts["rejected"],
                status=Import.Status.CHECKED,
            )
    run.refresh_from_db()


def findings(run: Import, kind: ImportKind) -> tuple[list[Finding], RejectedChanges]:
    """Return what is found, and the changes that are left out for it."""
    rejected = RejectedChanges(run, file_sheets(run, kind))
    found = []
    for change, finding in chain(similar_names(run, kind), similar_entries(run, kind)):
        found.append(finding)
        if finding.is_wrong:
            rejected.reasons[change] = reason(finding.column, finding.message)
    rejected.add_changes_beside_strays()
    for field in unique_links(kind.model):
        found += Claims(kind, field, rejected).errors()
    return found, rejected


class Claims:
    """The changes that want a unique link. One that is wrong is left out, and keeps the link it has."""

    def __init__(self, kind: ImportKind, field: OneToOneField, rejected: RejectedChanges):
        self.kind = kind
        self.field = field
        self.rejected = rejected
        self.by_target: dict[int, list[tuple[int, int, int | None]]] = defaultdict(list)
        self.releasing = set()
        asking = rejected.run.changes.filter(data__values__has_key=field.name)
        for pk, line, entry, target in asking.values_list(
            "pk", "line", "entry_id", f"data__values__{field.name}"
        ):
            if pk not in rejected.reasons:
                self.releasing.add(entry)
                if target is not None:
                    self.by_target[target].append((pk, line, entry))
        self.holders = dict(
            kind.model._base_manager.filter(**{f"{field.name}__in": self.by_target}).values_list(
                field.attname, "pk"
            )
        )

    def errors(self) -> Iterator[Finding]:
        """Yield an error for each link that another entry claims too, or has and keeps."""
        held = {entry: target for target, entry in self.holders.items()}
        targets = list(self.by_target)
        for target in targets:  # grows by the links that those left out keep
            claims = self.by_target[target]
            holder = self.holders.get(target)
            for number, (pk, line, entry) in enumerate(claims):
                if pk in self.rejected.reasons:
                    continue
                if holder and holder not in self.releasing and holder != entry:
                    message = already_used_by(self.kind.model._base_manager.get(pk=holder))
                elif len(claims) > 1:
                    message = _("Row {line} uses this too, but only one entry can.").format(
                        line=claims[not number][1]
                    )
                else:
                    continue
                yield self.error(pk, line, message)
                self.releasing.discard(entry)
                if entry in held:
                    targets.append(held[entry])

    def error(self, change: int, line: int, message: str) -> Finding:
        place = self.rejected.places[ENTRIES]
        columns = [
            column for key in place.keys if (column := place.part.columns[key]).field == self.field.name
        ]
        heading = str(columns[0].heading) if columns else ""
        self.rejected.reasons[change] = reason(heading, message)
        return place.finding(self.rejected.run, line, message, is_wrong=True, column=heading)


def already_used_by(other: Model) -> str:
    return _("This is already used by “{name}”. Remove it there first.").format(name=other)
