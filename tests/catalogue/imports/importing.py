"""Imports files as staff do, without the pages around it, and returns the results."""

import io
from collections.abc import Iterable
from pathlib import Path

from django.contrib.admin import site
from django.contrib.auth import get_user_model
from openpyxl import Workbook, load_workbook

from catalogue.exports import csv
from catalogue.exports.admin import workbook_for_import
from catalogue.exports.reader import ReadPlan
from catalogue.imports.apply import apply_import
from catalogue.imports.check import check
from catalogue.imports.layout import ImportKind
from catalogue.imports.models import Import
from catalogue.imports.staging import stage

GRANTS_ODS = Path(__file__).with_name("grants.ods")  # saved by LibreOffice 7.4


def kind_of(resource) -> ImportKind:
    """Return the kind as the back office has it."""
    return site.get_model_admin(resource._meta.model).kind


def administrator():
    return get_user_model().objects.get_or_create(
        username="administrator", defaults={"is_superuser": True, "is_staff": True}
    )[0]


def check_file(resource, content: bytes, name: str = "file.xlsx", user=None) -> Import:
    """Read and check a file; return the import."""
    kind = kind_of(resource)
    run = stage(kind, user or administrator(), io.BytesIO(content), len(content), name)
    return check(run, kind, seconds=600)


def import_file(resource, content: bytes, name: str = "file.xlsx") -> Import:
    """Import a file and apply its changes."""
    run = check_file(resource, content, name)
    assert faults(run) == []
    apply_import(run, kind_of(resource), administrator(), 600)
    run.refresh_from_db()
    return run


def faults(run: Import) -> list[tuple]:
    """Return what is wrong: sheet, line, column, value and message."""
    found = run.findings.filter(is_wrong=True)
    return [(one.sheet, one.line, one.column, one.value, one.message) for one in found]


def places(run: Import) -> list[tuple]:
    """Return where something is wrong: line, column and value."""
    return [fault[1:4] for fault in faults(run)]


def counts(run: Import) -> tuple[int, int, int, int]:
    """Return how many entries are new, changed and unchanged, and how many errors there are."""
    return run.new, run.changed, run.unchanged, run.wrong


def shown(run: Import) -> list[tuple]:
    """Return what changes as the preview shows it: entry, what, before and after."""
    return [
        (change.label, cell["heading"], cell["before"], cell["after"])
        for change in run.changes.all()
        for cell in change.shown
    ]


def all_keys(resource) -> list[int]:
    return list(resource._meta.model.objects.order_by("pk").values_list("pk", flat=True))


def exported_workbook(resource) -> bytes:
    """Return the workbook of all entries, as staff export it."""
    return b"".join(workbook_for_import(resource, all_keys(resource)))


def exported_csv(resource, relation=None) -> bytes:
    keys = all_keys(resource)
    rows = list(relation.keys(keys, for_staff=True)) if relation else keys
    plan = ReadPlan(relation.resource if relation else resource, for_staff=True)
    return "".join(csv.lines(plan, rows)).encode()


def edited(content: bytes, edit) -> bytes:
    """Open a workbook as Excel does, let `edit` change it, and save it."""
    book = load_workbook(io.BytesIO(content))
    edit(book)
    return saved(book)


def cell(sheet, heading: str, line: int = 2):
    """Return the cell of a line under a heading."""
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    return sheet.cell(line, column)


def workbook(**tables: Iterable[Iterable]) -> bytes:
    """Make a workbook of sheets with their rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
