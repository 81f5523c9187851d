"""Checks the rows of entries themselves: what differs in each, and whether that is valid."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.core.validators import EMPTY_VALUES
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalogue.exports.cells import shown
from catalogue.exports.columns import VERSION
from catalogue.exports.lookups import NameDirectories, near_slugs
from catalogue.exports.reader import ReadPlan
from catalogue.former_addresses import free_slug, present_slugs
from catalogue.imports.buckets import FileEntry, FileRow, FileSheet
from catalogue.imports.cell_diff import Differences, differences
from catalogue.imports.layout import ImportKind
from catalogue.imports.report import LineErrors
from catalogue.imports.validation import faults_of
from catalogue.rows import set_fields
from catalogue.slugs import slug_from

SLUG_LENGTH = 120
LARGE_FALL = Decimal("0.1")  # of an amount before
NOT_FROM_A_FILE = {
    *("id", "uid", "slug", "author", "token", "stage"),
    *("published_at", "created_at", "updated_at", "changed_by", "checked_at", "staff_note"),
}


def entries_there(model: type[Model], slugs: list[str]) -> dict[str, dict[str, Any]]:
    """Return the values that the checks need of the existing entries, by slug."""
    fields = {field.name for field in model._meta.concrete_fields} & {"name"}
    found = model._base_manager.filter(slug__in=slugs)
    return {
        entry["slug"]: entry
        for entry in found.values("slug", "pk", "token", "published_at", "updated_at", *fields)
    }


def exists_already(name: str, slug: str) -> str:
    """Return the message about an entry of a file without slugs that has the name of an existing one."""
    return _(
        "“{name}” already exists. To update it, add a column “Slug” with “{slug}” in this row; otherwise "
        "delete the row."
    ).format(name=name, slug=slug)


class EntriesCheck:
    """Checks the entries of a bucket. Only those that differ are loaded as instances."""

    def __init__(
        self,
        kind: ImportKind,
        place: FileSheet,
        units: list[FileEntry],
        there: dict,
        names: NameDirectories,
        report: LineErrors,
    ):
        self.model: type[Model] = kind.model
        self.resource = kind.entries.resource
        self.place = place
        self.names = names
        self.report = report
        self.columns = place.part.columns
        self.units = [unit for unit in units if unit.lines]
        self.there = there
        self.added: set[str] = (
            set()
        )  # the slugs of new entries, which are already saved if the file is a dataset

    @cached_property
    def before(self) -> dict[str, dict[str, Any]]:
        """Return the cells of the entries by their slugs, as an export would have them now."""
        keys = ["slug", *(key for key in self.place.keys if key != "slug")]
        pks = [self.there[unit.slug]["pk"] for unit in self.units if unit.slug in self.there]
        plan = ReadPlan(self.resource, keys, for_staff=True)
        return {row[0]: dict(zip(plan.columns, row, strict=True)) for row in plan.rows(pks)}

    @cached_property
    def differing(self) -> dict[int, Differences]:
        """Return what differs, by the numbers of the rows."""
        return {unit.lines[0].number: self.compare(unit.lines[0]) for unit in self.units}

    @cached_property
    def instances(self) -> dict[str, Model]:
        """Return the entries that differ, by their slugs."""
        slugs = [unit.slug for unit in self.units if self.differing[unit.lines[0].number]]
        pks = [self.there[slug]["pk"] for slug in slugs if slug in self.there]
        return {entry.slug: entry for entry in self.model._base_manager.in_bulk(pks).values()}

    @cached_property
    def redirects(self) -> dict[str, str]:
        """Return the slugs of existing entries, by those of their former addresses that the file names."""
        typed = [unit.slug for unit in self.units if unit.slug and unit.slug not in self.there]
        return present_slugs(self.model, typed)

    def compare(self, line: FileRow) -> Differences:
        return differences(
            {key: cell for key, cell in line.cells.items() if key not in ("slug", VERSION)},
            self.before.get(line.slug, {}),
            self.columns,
            self.names,
            partial(self.report.wrong, line),
            partial(self.report.warn, line),
            is_new=line.slug not in self.there,
        )

    def check(self, unit: FileEntry, new: Model | None = None) -> tuple[Model | None, Differences]:
        """Validate what differs in an entry; return the entry as it would be, and what differs.

        A new entry becomes `new`, or an instance made here.
        """
        line = unit.lines[0]
        found = self.differing[line.number]
        self.refuse_repeated(unit)
        if unit.slug in self.there:
            if not found:
                return None, found
            instance = self.instances[unit.slug]
            self.set_all(instance, found)
            changed = set(found.values)
        else:
            instance = new or self.model()
            self.set_all(instance, found)
            self.check_new(line, instance)
            changed = {field.name for field in self.model._meta.concrete_fields} - NOT_FROM_A_FILE
            if new is None and "slug" not in self.place.keys:  # the sheet has an error about each
                changed -= self.place.part.missing_columns(self.place.keys).keys()
        self.report.faults(line, faults_of(instance, changed))
        if unit.slug in self.there:
            self.warn_of_losses(line, found)
        return instance, found

    def warn_of_losses(self, line: FileRow, found: Differences) -> None:
        """Warn of a fact that a published entry needs and loses, and of an amount that falls by far."""
        required = {fact.place.removeprefix("id_") for fact in self.model.required_facts}
        is_public = bool(self.there[line.slug]["published_at"])
        for name, value in found.values.items():
            key = found.columns[name]
            if is_public and name in required and value in EMPTY_VALUES:
                message = _("This entry is published and needs this value. Do not leave the cell empty.")
                self.report.warn(line, key, line.cells[key], message)
            before = self.before[line.slug][key]
            if isinstance(value, Decimal) and before and value <= before * LARGE_FALL:
                message = _("The amount falls from {before} to {after}. Check that it is not a percentage.")
                self.report.warn(
                    line, key, line.cells[key], message.format(before=shown(before), after=shown(value))
                )

    def set_all(self, instance: Model, found: Differences) -> None:
        """Set the fields to their new values. A value that a field has already is no change."""
        for name, value in list(found.values.items()):
            field = self.model._meta.get_field(name)
            if field.many_to_many:
                if instance.pk and set(getattr(instance, name).values_list("pk", flat=True)) == set(value):
                    found.drop(name, self.columns)
            elif instance.pk and getattr(instance, field.attname) == value:
                found.drop(name, self.columns)
        set_fields(instance, found.values)

    def check_new(self, line: FileRow, instance: Model) -> None:
        """Set the address of a new entry, and warn if an existing entry may be meant."""
        self.refuse_renamed(line)
        if line.slug:
            self.check_entered(line, instance)
            return
        made = slug_from(self.resource.text_for_slug(instance), SLUG_LENGTH) or self.model._meta.model_name
        instance.slug = free_slug(made, self.model._base_manager.all(), SLUG_LENGTH)
        is_taken = instance.slug != made
        if is_taken and made in self.added:
            return
        self.added.add(instance.slug)
        if is_taken:
            if "slug" not in self.place.keys and "name" in self.place.keys:
                self.report.wrong(line, "name", line.cells["name"], exists_already(instance.name, made))
                return
            if self.resource.recognised_by:
                return
            message = _(
                "“{slug}” already exists, and this row would add another entry. To update the existing "
                "one, enter its slug here."
            )
            self.report.warn(line, self.slug_key, "", message.format(slug=made))
            return
        for near in near_slugs(made, self.names.slugs(self.model)):
            message = _(
                "“{slug}” already exists and has almost the same name. If you mean that entry, enter its "
                "slug here."
            )
            self.report.warn(line, self.slug_key, "", message.format(slug=near))

    @property
    def slug_key(self) -> str:
        return "slug" if "slug" in self.place.keys else ""

    def check_entered(self, line: FileRow, instance: Model) -> None:
        instance.slug = line.slug
        if slug_from(line.slug, SLUG_LENGTH) != line.slug:
            message = _("Use only lower-case letters (a to z), digits and hyphens, such as: civic-alliance.")
            self.report.wrong(line, "slug", line.slug, message)
        if slug := self.redirects.get(line.slug):
            if not line.cells.get(VERSION):
                message = _(
                    "This is a former address of “{slug}”. Enter that slug, or a different one for a new "
                    "entry."
                )
                self.report.wrong(line, "slug", line.slug, message.format(slug=slug))
            return
        for near in near_slugs(line.slug, self.names.slugs(self.model)):
            message = _("“{slug}” does not exist, so this row would add a new entry. Did you mean “{near}”?")
            self.report.warn(line, "slug", line.slug, message.format(slug=line.slug, near=near))

    def refuse_renamed(self, line: FileRow) -> None:
        """Report a new entry with a version: it existed once. A file cannot change a slug."""
        version = shown(line.cells.get(VERSION)).strip()
        if not version:
            return
        was = self.model._base_manager.filter(token=version).values_list("slug", flat=True).first()
        slug = was or self.redirects.get(line.slug)
        if was:
            message = _("An import cannot change a slug. Change it back to “{slug}”.")
        elif slug:
            message = _(
                "The slug of this entry is now “{slug}”. Export the list again and edit the new file."
            )
        else:
            message = _(
                "This entry no longer exists: it was deleted or has a new slug. Delete the row, or "
                "export the list again."
            )
        message += " " + _("To add a new entry, empty the cell “{version}”.")
        heading = self.place.part.heading(VERSION)
        self.report.wrong(line, "slug", line.slug, message.format(slug=slug, version=heading))

    def refuse_repeated(self, unit: FileEntry) -> None:
        for line in unit.lines[1:]:
            message = _("Row {line} has the same slug. Each entry can have only one row.")
            self.report.wrong(line, "slug", unit.slug, message.format(line=unit.lines[0].number))
