"""The rows of an import-export dataset, checked one after the other as the preview checks those of a file."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Max, Model, QuerySet

from catalogue.admin.permissions import has_permission
from catalogue.entries import LevelledRow, OrderedRow
from catalogue.exports.cells import CellError
from catalogue.exports.columns import Column, ColumnsResource, Gathered
from catalogue.exports.lookups import NameDirectories
from catalogue.exports.reader import ReadPlan, chunks
from catalogue.imports.buckets import FileEntry, FileRow, FileSheet
from catalogue.imports.cell_diff import SAME, Differences, differences, read_if_other
from catalogue.imports.entries import EntriesCheck, entries_there
from catalogue.imports.file_checks import already_used_by, unique_links
from catalogue.imports.headings import is_filled, reason
from catalogue.imports.layout import ImportKind, ImportPart
from catalogue.imports.refusing import (
    refuse_other_names,
    refuse_outdated,
    refuse_public,
    refuse_rows_of_nobody,
)
from catalogue.imports.report import LineErrors
from catalogue.imports.rows import FIRST_AT_LEVEL_1, ORDER
from catalogue.imports.similar_entries import Recognition
from catalogue.imports.similar_names import NAME, SimilarName, find_similar_names
from catalogue.imports.staging import known
from catalogue.imports.validation import faults_of
from catalogue.rows import set_fields, unique_rules

FIRST_ROW = 2  # the line of a file's first row below the headings


class RowErrors(LineErrors):
    """The errors of each row, by the keys of their columns, and the warnings, which import-export has not."""

    def __init__(self):
        self.reported = set()
        self.by_line: dict[int, dict[str, list[str]]] = defaultdict(dict)
        self.warnings: list[tuple[int, str]] = []
        self.warned: set[int] = set()
        self.faulty: set[int] = set()

    def wrong(self, line, key, cell, message):
        self.reported.add((line.place.number, line.number, key))
        self.by_line[line.number].setdefault(key or NON_FIELD_ERRORS, []).append(message)

    def warn(self, line, key, cell, message):
        self.warned.add(line.number)
        self.warnings.append((line.number, reason(line.place.part.heading(key) if key else "", message)))

    def add_faults(self, faults: Mapping[int, str]) -> None:
        """Add errors of rows as a whole, by their numbers. The cells of these rows are not checked."""
        for number, message in faults.items():
            line = number + FIRST_ROW - 1
            self.by_line[line] = {NON_FIELD_ERRORS: [message]}
            self.faulty.add(line)


class DatasetRows:
    """The rows of a dataset, with what is there of them, read in a fixed number of queries a chunk.

    `keys` are those of the dataset's columns, in their order. A row without a filled cell has no line.
    """

    def __init__(self, resource: ColumnsResource, rows: Iterator[tuple], keys: list[str | None], user=None):
        self.resource = resource
        self.part = ImportPart(type(resource))
        self.model: type[Model] = self.part.model
        self.place = FileSheet(self.part, self.part.label, 0, tuple(key for key in keys if key))
        self.lines: dict[int, FileRow] = {
            number: FileRow(self.place, number, dict(zip(self.place.keys, known(row, keys), strict=True)))
            for number, row in enumerate(rows, start=FIRST_ROW)
            if is_filled(row)
        }
        self.errors = RowErrors()
        self.names = NameDirectories()
        self.may_publish = user is None or has_permission(user, "publish", self.entry_model)
        self.there = {
            slug: entry
            for chunk in chunks(list({line.slug for line in self.lines.values() if line.slug}))
            for slug, entry in entries_there(self.entry_model, chunk).items()
        }
        self.prepare()

    @property
    def entry_model(self) -> type[Model]:
        return self.model

    def prepare(self) -> None:
        """Read what is there of the rows."""
        raise NotImplementedError

    def instance_of(self, number: int) -> Model | None:
        """Return the instance that the row of this line is about, None for a new one."""
        raise NotImplementedError

    def apply(self, number: int, instance: Model) -> Differences:
        """Set the fields of the instance that differ, and return these; note what is wrong."""
        raise NotImplementedError

    def warn_of_similar(self, new: Collection[int]) -> None:
        """Warn of the new entries, with these keys, that look like others."""

    def instances(self, keys: list[int]) -> dict[int, Model]:
        """Return the instances with these primary keys, with what the diff of import-export shows of them."""
        found = {}
        for chunk in chunks(keys):
            some = self.model._base_manager.in_bulk(chunk)
            self.resource.gather(some, self.resource.fields)
            found |= some
        return found

    def cells(self, keys: list[int], columns: list[str], *, for_staff: bool) -> dict[int, dict[str, Any]]:
        """Return the cells of rows as a file has them, by their primary keys."""
        plan = ReadPlan(type(self.resource), columns, for_staff=for_staff)
        rows = zip(keys, plan.rows(keys), strict=True)
        return {key: dict(zip(plan.columns, row, strict=True)) for key, row in rows}

    def leave_hidden_links(self, keys_by_line: dict[int, int]) -> None:
        """Leave out the cells that are as in a public file, which does not show links to drafts.

        A file of staff is read by a Resource `for_staff`, where an empty cell removes such a link.
        """
        columns = self.part.columns
        hiding = [
            key
            for key in self.place.keys
            if isinstance(column := columns[key], Gathered) and column.hides_drafts
        ]
        if self.resource.for_staff or not hiding:
            return
        public = self.cells(list(dict.fromkeys(keys_by_line.values())), hiding, for_staff=False)
        for number, key in keys_by_line.items():
            cells = self.lines[number].cells
            for name in hiding:
                if is_same(columns[name], cells[name], public[key][name]):
                    del cells[name]


class EntryRows(DatasetRows):
    """Rows that are entries, each known by its slug."""

    def prepare(self):
        units: dict[str, FileEntry] = {}
        self.units: dict[int, FileEntry] = {}
        for number, line in self.lines.items():
            unit = self.units[number] = units.setdefault(line.slug or f" {number}", FileEntry(line.slug))
            unit.lines.append(line)
        kind = ImportKind(type(self.resource))
        self.recognition = Recognition(type(self.resource))
        self.check = EntriesCheck(kind, self.place, list(units.values()), self.there, self.names, self.errors)
        self.similar_names = self.find_similar_names(kind)
        keys = [entry["pk"] for entry in self.there.values()]
        self.check.instances = {entry.slug: entry for entry in self.instances(keys).values()}
        self.leave_hidden_links(
            {
                number: self.there[line.slug]["pk"]
                for number, line in self.lines.items()
                if line.slug in self.there
            }
        )

    def find_similar_names(self, kind: ImportKind) -> dict[int, SimilarName]:
        """Return what is reported of new entries with the name of another, by their numbers."""
        if NAME not in self.place.keys or not kind.name_paths:
            return {}
        names = {
            number: self.check.differing[number].values.get(NAME, "")
            for number, line in self.lines.items()
            if line.slug not in self.there and number in self.check.differing
        }
        return find_similar_names(kind, self.place, names)

    def instance_of(self, number):
        return self.check.instances.get(self.lines[number].slug)

    def apply(self, number, instance):
        unit = self.units[number]
        if self.lines[number] is not unit.lines[0]:
            return Differences()  # the first line has noted that this one repeats it
        entry = self.there.get(unit.slug)
        _instance, found = self.check.check(unit, instance)
        if entry is None:
            self.recognition.add(number, found.values)
            self.report_similar_name(number)
        if entry and found:
            refuse_outdated(unit, entry, self.errors)
            if not self.may_publish:
                refuse_public(unit, entry, self.errors)
        for field in unique_links(self.model):
            wanted = found.values.get(field.name)
            holder = wanted and self.model._base_manager.filter(**{field.name: wanted}).first()
            if holder and holder.pk != instance.pk:
                column = found.columns[field.name]
                self.errors.wrong(self.lines[number], column, "", already_used_by(holder))
        return found

    def report_similar_name(self, number: int) -> None:
        """Report a new entry with the name of another, unless something is reported of its row already."""
        similar = self.similar_names.get(number)
        if similar and not (number in self.errors.warned or number in self.errors.by_line):
            line = self.lines[number]
            report = self.errors.wrong if similar.is_wrong else self.errors.warn
            report(line, NAME, line.cells[NAME], similar.message)

    def warn_of_similar(self, new):
        self.errors.warnings += self.recognition.warnings(without=new).items()


class PartRows(DatasetRows):
    """Rows that belong to entries, each known by the columns of the model's natural key.

    Unlike a sheet in the back office, a dataset does not have to hold all rows of an entry: the others stay.
    """

    @property
    def entry_model(self):
        return self.model._meta.get_field(self.resource.parent).related_model

    @property
    def parent(self) -> str:
        return self.model._meta.get_field(self.resource.parent).attname

    def prepare(self):
        self.columns: dict[str, Column] = {
            key: self.part.columns[key] for key in self.place.keys if key not in self.part.identifying
        }
        keys = list(self.keys_of_rows())
        wanted = dict.fromkeys([*self.columns, *self.resource.get_import_id_fields()])
        self.before = self.cells(keys, list(wanted), for_staff=True)
        self.free: dict[tuple, list[Model]] = defaultdict(list)
        for key, instance in self.instances(keys).items():
            self.free[self.identity(self.before[key])].append(instance)
        self.found = {number: self.existing_instance(line) for number, line in self.lines.items()}
        self.leave_hidden_links({number: instance.pk for number, instance in self.found.items() if instance})

    def keys_of_rows(self) -> Iterator[int]:
        for chunk in chunks([entry["pk"] for entry in self.there.values()]):
            rows = self.model._base_manager.filter(**{f"{self.resource.parent}__in": chunk})
            yield from rows.order_by("pk").values_list("pk", flat=True)

    def identity(self, cells: dict[str, Any]) -> tuple:
        """Return what the cells of a row, exported or parsed, are identified by."""
        keys = self.resource.get_import_id_fields()
        return tuple(self.part.columns[key].widget.comparable(cells[key]) for key in keys)

    def existing_instance(self, line: FileRow) -> Model | None:
        """Return the row that a line is about: of several that it may be, one that has all of its cells."""
        try:
            parsed = {
                key: self.part.columns[key].widget.parse(line.cells.get(key))
                for key in self.resource.get_import_id_fields()
            }
        except CellError:
            return None  # the cell is reported when the row is compared
        free = self.free[self.identity(parsed)]
        same = (one for one in free if self.is_unchanged(line, self.before[one.pk]))
        found = next(same, free[0] if free else None)
        if found:
            free.remove(found)
        return found

    def is_unchanged(self, line: FileRow, before: dict[str, Any]) -> bool:
        return all(is_same(column, line.cells[key], before[key]) for key, column in self.columns.items())

    def instance_of(self, number):
        return self.found[number]

    def apply(self, number, instance):
        line = self.lines[number]
        unit = FileEntry(line.slug, rows={self.part.name: [line]})
        entry = self.there.get(line.slug)
        if entry is None:
            refuse_rows_of_nobody(unit, self.entry_model, self.names, self.errors)
            return Differences()
        refuse_other_names(unit, entry, None, self.errors)
        if not self.is_readable(line):
            return Differences()
        found = self.differences(line, instance)
        if instance.pk and not found:
            return found
        setattr(instance, self.parent, entry["pk"])
        set_fields(instance, found.values)
        if isinstance(instance, OrderedRow) and not instance.pk and ORDER not in found.values:
            instance.order = found.values[ORDER] = self.last_place(instance) + 1
        self.validate(line, instance, found)
        if not self.may_publish:
            refuse_public(unit, entry, self.errors)
        return found

    def is_readable(self, line: FileRow) -> bool:
        """Return whether all cells can be read, and note the others."""
        count = len(self.errors.reported)
        for key, cell in line.cells.items():
            try:
                self.part.columns[key].widget.parse(cell)
            except CellError as error:
                self.errors.wrong(line, key, cell, str(error))
        return len(self.errors.reported) == count

    def differences(self, line: FileRow, instance: Model) -> Differences:
        return differences(
            {key: cell for key, cell in line.cells.items() if key in self.columns},
            self.before[instance.pk] if instance.pk else {},
            self.part.columns,
            self.names,
            partial(self.errors.wrong, line),
            partial(self.errors.warn, line),
            is_new=instance.pk is None,
        )

    def siblings(self, instance: Model) -> QuerySet:
        """Return the rows of its entry."""
        return self.model._base_manager.filter(**{self.parent: getattr(instance, self.parent)})

    def last_place(self, instance: Model) -> int:
        """Return the highest order among the rows that it is numbered with."""
        rows = self.siblings(instance)
        if group := instance.numbered_within:
            rows = rows.filter(**{group: instance.numbering_group})
        return rows.aggregate(last=Max(ORDER))["last"] or 0

    def validate(self, line: FileRow, instance: Model, found: Differences) -> None:
        """Note what the row breaks of the rules of its model, alone and among those of its entry."""
        changed = set(found.values)
        if not instance.pk:
            changed = {field.name for field in self.model._meta.concrete_fields}
        self.errors.faults(line, faults_of(instance, changed - {"id", self.resource.parent}))
        for rule in unique_rules(self.model, self.resource.parent):
            try:
                rule.constraint.validate(self.model, instance)
            except ValidationError:
                name = rule.field_to_correct or NON_FIELD_ERRORS
                self.errors.faults(line, [(name, str(rule.message))])
        if self.is_part_of_nothing(instance):
            self.errors.faults(line, [("level", str(FIRST_AT_LEVEL_1))])

    def is_part_of_nothing(self, instance: Model) -> bool:
        """Return whether it is a row of level 2 with none above it; at order 1 a constraint refuses it."""
        if not isinstance(instance, LevelledRow) or instance.level == LevelledRow.Level.MAIN:
            return False
        above = self.siblings(instance).filter(order__lt=instance.order).exclude(pk=instance.pk)
        return instance.order > 1 and not above.exists()


def is_same(column: Column, cell: Any, before: Any) -> bool:
    try:
        return read_if_other(column, cell, before) is SAME
    except CellError:
        return False
