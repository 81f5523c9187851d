"""Checks a bucket of entries of a file against what is there: what is new, changed, unchanged or wrong."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.files.cells import shown
from catalogue.files.columns import VERSION
from catalogue.files.plan import Plan
from catalogue.importing.comparing import Differences, differences
from catalogue.importing.finishing import finish
from catalogue.importing.kinds import ENTRIES, Kind, folded
from catalogue.importing.models import Change, Finding, Import
from catalogue.importing.names import Names
from catalogue.importing.near import near_slugs
from catalogue.importing.rows import RowChanges, RowsCheck
from catalogue.importing.staging import LONGEST_SHOWN
from catalogue.importing.units import Line, Unit, places_of, units_of
from catalogue.importing.validating import faults_of
from catalogue.slugs import free_slug, slug_from

SLUG_LENGTH = 120
LONGEST_TEXT = 2000  # characters of a cell that the preview shows


@dataclass
class Found:
    """What came out of a bucket."""

    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def wrong(self) -> int:
        return sum(finding.is_wrong for finding in self.findings)


def check(run: Import, kind: Kind, seconds: float) -> Import:
    """Check buckets for about so many seconds, at least one; give the import as it stands then."""
    end = time.monotonic() + seconds
    names = Names()
    while run.standing == Import.Standing.CHECKING and run.done < run.buckets:
        keep(run, run.done, BucketCheck(run, kind, run.done, names).found())
        run.refresh_from_db()
        if time.monotonic() > end:
            break
    if run.standing == Import.Standing.CHECKING and run.done >= run.buckets:
        finish(run, kind)
    return run


@transaction.atomic
def keep(run: Import, bucket: int, found: Found) -> None:
    """Note what came out of a bucket, unless somebody else has been quicker."""
    mine = Import.objects.select_for_update().filter(
        pk=run.pk, done=bucket, standing=Import.Standing.CHECKING
    )
    if not mine:
        return
    Finding.objects.bulk_create(found.findings)
    Change.objects.bulk_create(found.changes)
    mine.update(
        done=bucket + 1,
        new=F("new") + found.new,
        changed=F("changed") + found.changed,
        unchanged=F("unchanged") + found.unchanged,
        removed=F("removed") + found.removed,
        wrong=F("wrong") + found.wrong,
        warned=F("warned") + len(found.findings) - found.wrong,
    )


class BucketCheck:
    """One bucket: a fixed number of queries, and instances of none but the entries that differ."""

    def __init__(self, run: Import, kind: Kind, bucket: int, names: Names):
        self.run = run
        self.kind = kind
        self.bucket = bucket
        self.names = names
        self.model: type[Model] = kind.model
        self.result = Found()
        self.places = places_of(run, kind)
        self.units = units_of(run, bucket, self.places)
        self.has_entries = ENTRIES in self.places
        meta = self.model._meta
        self.may_publish = bool(run.user and run.user.has_perm(f"{meta.app_label}.publish_{meta.model_name}"))

    def found(self) -> Found:
        self.prepare_names()
        for unit in self.units:
            self.check(unit)
        return self.result

    @cached_property
    def there(self) -> dict[str, dict[str, Any]]:
        """Give by their slugs what is told of the entries that are there."""
        slugs = [unit.slug for unit in self.units if unit.slug]
        fields = ["slug", "pk", "token", "published_at", "updated_at", *(["name"] if self.has_name else [])]
        found = self.model._base_manager.filter(slug__in=slugs).values(*fields)
        return {entry["slug"]: entry for entry in found}

    @cached_property
    def has_name(self) -> bool:
        return any(field.name == "name" for field in self.model._meta.concrete_fields)

    @cached_property
    def before(self) -> dict[int, dict[str, Any]]:
        """Give the cells of the entries that have a line in the file, as they would go out now."""
        if not self.has_entries:
            return {}
        keys = self.places[ENTRIES].keys
        pks = [self.there[unit.slug]["pk"] for unit in self.units if unit.lines and unit.slug in self.there]
        plan = Plan(
            self.kind.entries.resource, ["slug", *(key for key in keys if key != "slug")], for_staff=True
        )
        by_slug = {row[0]: dict(zip(plan.columns, row, strict=True)) for row in plan.rows(pks)}
        return {self.there[slug]["pk"]: row for slug, row in by_slug.items()}

    @cached_property
    def parts(self) -> dict[str, RowsCheck]:
        """Give the checks of the sheets of rows. Each says all rows of the entries on the first sheet."""
        checks = {}
        for name, place in self.places.items():
            if name != ENTRIES:
                entries = [
                    self.there[unit.slug]["pk"]
                    for unit in self.units
                    if unit.slug in self.there and (unit.lines or unit.rows.get(name))
                ]
                checks[name] = RowsCheck(place, entries, self.names, self.wrong)
        return checks

    def prepare_names(self) -> None:
        """Ask for all that the cells refer to at once, where there are too many to know them all."""
        for name, place in self.places.items():
            for key in place.keys:
                column = place.part.columns[key]
                if column.field and (target := getattr(column, "target", None)):
                    lines = [line for unit in self.units for line in self.lines_of(unit, name)]
                    cells = [line.cells[key] for line in lines]
                    self.names.directory(target).prepare([cell for cell in cells if isinstance(cell, str)])

    @staticmethod
    def lines_of(unit: Unit, part: str) -> list[Line]:
        return unit.lines if part == ENTRIES else unit.rows.get(part, [])

    def check(self, unit: Unit) -> None:
        wrong_before = self.result.wrong
        entry = self.there.get(unit.slug)
        instance, found = None, Differences()
        if unit.lines:
            self.refuse_repeated(unit)
            instance, found = self.check_line(unit.lines[0], entry)
        elif entry is None:
            self.refuse_unknown(unit)
            return
        self.check_telling(unit, entry, instance)
        rows = self.check_rows(unit, entry)
        if not found and not any(rows.values()) and entry:
            self.result.unchanged += self.result.wrong == wrong_before
            return
        self.refuse_overtaken(unit, entry)
        self.refuse_public(unit, entry)
        if self.result.wrong == wrong_before:
            self.note_change(unit, entry, instance, found, rows)

    def check_line(self, line: Line, entry: dict | None) -> tuple[Model | None, Differences]:
        """Compare an entry's own line, and hold what differs against the rules."""
        before = self.before[entry["pk"]] if entry else {}
        columns = line.place.part.columns
        cells = {key: cell for key, cell in line.cells.items() if key not in ("slug", VERSION)}
        found = differences(
            cells,
            before,
            columns,
            self.names,
            lambda key, cell, message: self.wrong(line, key, cell, message),
            is_new=entry is None,
        )
        if entry and not found:
            return None, found
        instance = self.model._base_manager.get(pk=entry["pk"]) if entry else self.model()
        for name, value in list(found.values.items()):
            self.set(instance, name, value, found, columns)
        if entry is None:
            self.check_new(line, instance)
        changed = set(found.values) if entry else {field.name for field in self.model._meta.concrete_fields}
        self.tell(line, faults_of(instance, changed - {"id", "slug", "author", "token"}))
        return instance, found

    def set(self, instance: Model, name: str, value: Any, found: Differences, columns: dict) -> None:
        """Give a field its new value; a value that it has already is no change."""
        field = self.model._meta.get_field(name)
        if field.many_to_many:
            if instance.pk and set(getattr(instance, name).values_list("pk", flat=True)) == set(value):
                found.drop(name, columns)
        elif instance.pk and getattr(instance, field.attname) == value:
            found.drop(name, columns)
        else:
            setattr(instance, field.attname, value)

    def check_new(self, line: Line, instance: Model) -> None:
        """Find the address of a new entry, and say so if it may be meant to be one that is there."""
        self.refuse_renamed(line)
        typed = line.slug
        if typed:
            instance.slug = typed
            if slug_from(typed, SLUG_LENGTH) != typed:
                message = _("A slug has the letters a to z, digits and hyphens, such as: civic-alliance.")
                self.wrong(line, "slug", typed, message)
            for near in near_slugs(typed, self.names.slugs(self.model)):
                message = _("There is no “{slug}” yet, so it would be new. Did you mean “{near}”?")
                self.warn(line, "slug", typed, message.format(slug=typed, near=near))
            return
        made = slug_from(self.kind.entries.resource.text_for_slug(instance), SLUG_LENGTH)
        made = made or self.model._meta.model_name
        instance.slug = free_slug(made, self.model._base_manager.all(), SLUG_LENGTH)
        if instance.slug != made:
            message = _(
                "There is “{slug}” already, and this would be another one. To change that one, write its "
                "slug here."
            )
            self.warn(line, "slug", "", message.format(slug=made))

    def refuse_renamed(self, line: Line) -> None:
        """A file never changes a slug: a line with the version of an entry that is there was that entry."""
        version = shown(line.cells.get(VERSION)).strip()
        was = (
            self.model._base_manager.filter(token=version).values_list("slug", flat=True).first()
            if version
            else None
        )
        if was:
            message = _(
                "The slug is not changed by a file: it was “{slug}”. Put it back. For a new entry, empty the "
                "cell “{version}”."
            )
            heading = line.place.part.heading(VERSION)
            self.wrong(line, "slug", line.slug, message.format(slug=was, version=heading))

    def check_telling(self, unit: Unit, entry: dict | None, instance: Model | None) -> None:
        """Say so where a row names another entry than its slug does."""
        called = {entry.get("name")} if entry else set()
        if instance is not None:
            called.add(getattr(instance, "name", None))
        known = {folded(name) for name in called if name}
        for lines in unit.rows.values():
            for line in lines:
                for key in line.place.part.telling[1:]:
                    name = shown(line.cells.get(key)).strip()
                    if name and folded(name) not in known:
                        message = _("“{slug}” is called “{name}”. Mend the slug, or empty this cell.")
                        title = next(iter(called - {None}), "")
                        self.wrong(line, key, name, message.format(slug=unit.slug, name=title))

    def check_rows(self, unit: Unit, entry: dict | None) -> dict[str, RowChanges]:
        """Compare the rows of an entry on every sheet that speaks of it."""
        return {
            name: rows.check(unit.rows.get(name, []), entry and entry["pk"])
            for name, rows in self.parts.items()
            if unit.lines or unit.rows.get(name)
        }

    def refuse_repeated(self, unit: Unit) -> None:
        for line in unit.lines[1:]:
            message = _("This slug stands on line {line} already. An entry has one line.")
            self.wrong(line, "slug", unit.slug, message.format(line=unit.lines[0].number))

    def refuse_unknown(self, unit: Unit) -> None:
        """Say that rows belong to no entry."""
        line = unit.first
        if not unit.slug:
            message = _("The row does not say which {kind} it belongs to. Write the slug.")
            self.wrong(line, line.place.part.telling[0], "", message.format(kind=self.kind.name))
            return
        near = next(iter(near_slugs(unit.slug, self.names.slugs(self.model))), "")
        proposal = _("Did you mean “{name}”? ").format(name=near) if near else ""
        message = _(
            "There is no {kind} “{slug}”. {near}Mend the slug, or add it on the sheet “{sheet}”."
        ).format(kind=self.kind.name, slug=unit.slug, near=proposal, sheet=self.kind.entries.label)
        for lines in unit.rows.values():
            for each in lines:
                self.wrong(each, each.place.part.telling[0], unit.slug, message)

    def refuse_overtaken(self, unit: Unit, entry: dict | None) -> None:
        """Refuse to change what somebody else has changed since the file was taken away."""
        line = unit.lines[0] if unit.lines else None
        version = shown(line.cells.get(VERSION)).strip() if line else ""
        if entry and version and version != entry["token"]:
            message = _(
                "This was changed on {day}, after the file was taken away. Take it away again; or empty this "
                "cell to put the file in its place, after looking at the entry."
            )
            day = date_format(timezone.localtime(entry["updated_at"]), "SHORT_DATETIME_FORMAT")
            self.wrong(line, VERSION, "", message.format(day=day))

    def refuse_public(self, unit: Unit, entry: dict | None) -> None:
        if entry and entry["published_at"] and not self.may_publish:
            line = unit.first
            message = _(
                "“{name}” is published, and you may only change drafts. Undo the change here, and ask "
                "somebody who may publish."
            )
            self.wrong(
                line,
                line.place.part.telling[0],
                unit.slug,
                message.format(name=entry.get("name") or unit.slug),
            )

    def note_change(
        self,
        unit: Unit,
        entry: dict | None,
        instance: Model | None,
        found: Differences,
        rows: dict[str, RowChanges],
    ) -> None:
        changes = {name: one for name, one in rows.items() if one}
        cells = [
            {
                "what": "cell",
                "heading": heading,
                "before": before[:LONGEST_TEXT],
                "after": after[:LONGEST_TEXT],
            }
            for heading, before, after in found.shown
        ]
        label = self.label(unit, entry, instance)
        self.result.changes.append(
            Change(
                run=self.run,
                bucket=self.bucket,
                line=unit.first.number,
                is_new=entry is None,
                is_public=bool(entry and entry["published_at"]),
                entry_id=entry["pk"] if entry else None,
                slug=unit.slug or instance.slug,
                label=label[:250],
                data={
                    "token": entry["token"] if entry else "",
                    "slug_typed": bool(unit.slug),
                    "values": found.values,
                    "rows": {name: one.data for name, one in changes.items()},
                },
                shown=cells + [row for one in changes.values() for row in one.shown],
            )
        )
        self.result.new += entry is None
        self.result.changed += entry is not None
        self.result.removed += sum(len(one.delete) for one in changes.values())

    def label(self, unit: Unit, entry: dict | None, instance: Model | None) -> str:
        return (entry or {}).get("name") or getattr(instance, "name", "") or unit.slug or instance.slug

    def tell(self, line: Line, faults: Iterator[tuple[str, str]]) -> None:
        """Say what is wrong with an entry, at the column of the field."""
        columns = line.place.part.columns
        for name, message in dict(faults).items():
            key = next((key for key in line.cells if columns[key].field == name), "")
            if not key and name != NON_FIELD_ERRORS:
                verbose = self.model._meta.get_field(name).verbose_name
                message = f"{capfirst(str(verbose))}: {message}"
            if not self.is_told(line, key):
                self.wrong(line, key, line.cells.get(key), message)

    def is_told(self, line: Line, key: str) -> bool:
        """Tell whether something is wrong with this cell already, so that a rule has nothing to add."""
        heading = line.place.part.heading(key) if key else None
        return any(
            (one.place, one.line, one.column) == (line.place.number, line.number, heading)
            for one in self.result.findings[-20:]
        )

    def wrong(self, line: Line, key: str, cell: Any, message: str, *, is_wrong: bool = True) -> None:
        self.result.findings.append(
            Finding(
                run=self.run,
                bucket=self.bucket,
                is_wrong=is_wrong,
                place=line.place.number,
                sheet=line.place.sheet[:120],
                line=line.number,
                column=line.place.part.heading(key)[:LONGEST_SHOWN] if key else "",
                value=shown(cell)[:LONGEST_SHOWN],
                message=message,
            )
        )

    def warn(self, line: Line, key: str, cell: Any, message: str) -> None:
        self.wrong(line, key, cell, message, is_wrong=False)
