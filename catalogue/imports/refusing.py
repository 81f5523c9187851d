"""Errors about an entry of the file whose reasons lie outside its cells."""

from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.errors import propose
from catalogue.exports.cells import shown
from catalogue.exports.columns import VERSION
from catalogue.exports.lookups import NameDirectories, folded, near_slugs
from catalogue.imports.buckets import FileEntry
from catalogue.imports.report import LineErrors


def refuse_rows_of_nobody(
    unit: FileEntry, entry: type[Model], names: NameDirectories, report: LineErrors
) -> None:
    """Report rows that belong to no entry."""
    for lines in unit.rows.values():
        for line in lines:
            key = line.place.part.identifying[0]
            if unit.slug:
                report.wrong_entry(line, key, unit.slug, unknown_entry(unit.slug, entry, names))
            elif key in line.cells:  # a sheet without that column is reported once
                message = _("Enter the slug of the {kind} that this row belongs to.")
                report.wrong_entry(line, key, "", message.format(kind=entry._meta.verbose_name))


def unknown_entry(slug: str, entry: type[Model], names: NameDirectories) -> str:
    near = next(iter(near_slugs(slug, names.slugs(entry))), "")
    return _(
        "No {kind} with the slug “{slug}”. {near}Correct the slug, or add the entry on the sheet “{sheet}”."
    ).format(
        kind=entry._meta.verbose_name,
        slug=slug,
        near=f"{propose(near)} " if near else "",
        sheet=capfirst(entry._meta.verbose_name_plural),
    )


def refuse_other_names(
    unit: FileEntry, entry: dict[str, Any] | None, instance: Model | None, report: LineErrors
) -> None:
    """Report rows in which the name is that of another entry than the slug; new names count."""
    called = [name for name in ((entry or {}).get("name"), getattr(instance, "name", None)) if name]
    known = set(map(folded, called))
    for lines in unit.rows.values():
        for line in lines:
            for key in line.place.part.identifying[1:]:
                name = shown(line.cells.get(key)).strip()
                if name and folded(name) not in known:
                    message = _("The name of “{slug}” is “{name}”. Correct the slug, or empty this cell.")
                    title = called[0] if called else unit.slug
                    report.wrong_entry(line, key, name, message.format(slug=unit.slug, name=title))


def refuse_outdated(unit: FileEntry, entry: dict[str, Any], report: LineErrors) -> None:
    """Report an entry that was changed since the file was exported."""
    line = unit.lines[0] if unit.lines else None
    version = shown(line.cells.get(VERSION)).strip() if line else ""
    if version and version != entry["token"]:
        message = _(
            "This entry was changed on {day}, after the export. Export it again and edit the new "
            "file. To replace those changes with yours, check the entry and then empty this cell."
        )
        day = date_format(timezone.localtime(entry["updated_at"]), "DATETIME_FORMAT")
        report.wrong(line, VERSION, "", message.format(day=day))


def refuse_public(unit: FileEntry, entry: dict[str, Any], report: LineErrors) -> None:
    """Report a published entry, to be called for people who may not publish."""
    if entry["published_at"]:
        line = unit.first
        message = _(
            "“{name}” is published, and you can only change drafts. Undo the change in this row, and "
            "ask a publisher to make it."
        ).format(name=entry.get("name") or unit.slug)
        report.wrong(line, line.place.part.identifying[0], unit.slug, message)


def warn_of_proposal(unit: FileEntry, entry: dict[str, Any], report: LineErrors) -> None:
    """Warn that an entry has a proposed version, which the import does not change."""
    message = _(
        "“{name}” has proposed changes that are waiting. They stay, and replace what you import in the same "
        "fields once they are published."
    )
    report.warn(unit.first, "", "", message.format(name=entry.get("name") or unit.slug))
