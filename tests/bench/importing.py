"""Prints the table of time and memory for the preview of 10,000 organisations, ours and import-export's own.

A tenth of them is changed, a twentieth is new. Each way runs in a process of its own, so that its memory can
be measured, and is rolled back.
"""

import csv as python_csv
import io
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction
from import_export import fields, widgets
from import_export.resources import ModelResource
from openpyxl import load_workbook
from tablib import Dataset

from catalogue.exports import csv
from catalogue.exports.admin import workbook_for_import
from catalogue.exports.reader import ReadPlan
from catalogue.imports.apply import apply_import
from catalogue.imports.check import check
from catalogue.imports.layout import ImportKind
from catalogue.imports.models import Import
from catalogue.imports.staging import stage
from organisations.exports import OrganisationResource
from organisations.models import BeneficiaryGroup, Country, Organisation
from tests.bench import memory

ROWS = 10_000
SLICE = 1.5  # seconds of checking in a request, as the page asks for
WAYS = {
    "unchanged": "our preview of a CSV file of which nothing is changed",
    "ours": "our preview of the CSV file",
    "workbook": "our preview of the workbook, with all rows of the organisations on three more sheets",
    "apply": "the same CSV file imported, with its history",
    "import-export": "import-export's own preview of the CSV file",
}


class PlainResource(ModelResource):
    """The same columns, written for import-export alone."""

    country = fields.Field(
        column_name="country", attribute="country", widget=widgets.ForeignKeyWidget(Country, "code")
    )
    beneficiary_groups = fields.Field(
        column_name="beneficiary_groups",
        attribute="beneficiary_groups",
        widget=widgets.ManyToManyWidget(BeneficiaryGroup, separator="; ", field="name"),
    )

    class Meta:
        model = Organisation
        import_id_fields = ("slug",)
        fields = (
            *("slug", "name", "acronym", "local_name", "kind", "country", "town", "founded_year", "website"),
            *("email", "programme_role", "beneficiary_groups", "summary", "strategic_orientation"),
            "beneficiaries",
        )


def make_files(folder: Path) -> None:
    """Export the organisations, and edit the files: a tenth changed, a twentieth new."""
    keys = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[: ROWS - ROWS // 20])
    text = "".join(csv.lines(ReadPlan(OrganisationResource, for_staff=True), keys))
    (folder / "unchanged.csv").write_text(text, encoding="utf-8")
    reader = python_csv.DictReader(io.StringIO(text.lstrip(csv.BYTE_ORDER_MARK), newline=""))
    rows = [edited(number, row) for number, row in enumerate(reader)]
    rows += [
        {"Slug": f"brand-new-{number}-house", "Name": f"New house {number}"} for number in range(ROWS // 20)
    ]
    write(folder / "ours.csv", reader.fieldnames, rows)
    columns = OrganisationResource.columns()
    plain = {key: str(columns[key].heading) for key in PlainResource._meta.fields}
    plain["country"], labels = str(columns["country_code"].heading), dict(Organisation.Kind.choices)
    kinds = {str(label): value for value, label in labels.items()}
    roles = {str(label): value for value, label in Organisation.ProgrammeRole.choices}
    for_plain = []
    for row in rows:
        cells = {key: row.get(heading, "") for key, heading in plain.items()}
        cells |= {"kind": kinds.get(cells["kind"], "")}
        cells |= {"programme_role": roles.get(cells["programme_role"], "")}
        for_plain.append(cells)
    write(folder / "import-export.csv", list(plain), for_plain)
    book = load_workbook(io.BytesIO(b"".join(workbook_for_import(OrganisationResource, keys))))
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, start=2):
        for place, heading in enumerate(reader.fieldnames, start=1):
            if heading == "Town" or number > len(keys) + 1:
                sheet.cell(number, place).value = row.get(heading) or None
    book.save(folder / "workbook.xlsx")


def edited(number: int, row: dict) -> dict:
    return row | {"Town": f"{row['Town']} again"} if number % 10 == 0 else row


def write(file: Path, headings: list[str], rows: list[dict]) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = python_csv.DictWriter(target, headings)
        writer.writeheader()
        writer.writerows(rows)


def ours(file: Path, *, is_applied: bool = False) -> tuple[int, int, float]:
    """Preview a file slice by slice as the page does; return the numbers of new and changed entries, and the
    seconds of the longest request.
    """
    kind = ImportKind(OrganisationResource)
    user, _is_new = get_user_model().objects.get_or_create(username="bench", defaults={"is_superuser": True})
    with file.open("rb") as source:
        start = time.perf_counter()
        run = stage(kind, user, source, file.stat().st_size, file.name)
        longest = time.perf_counter() - start
    while run.status == Import.Status.CHECKING:
        start = time.perf_counter()
        run = check(run, kind, SLICE)
        longest = max(longest, time.perf_counter() - start)
    for finding in run.findings.filter(is_wrong=True)[:3]:
        sys.exit(f"{finding.line} {finding.column}: {finding}")
    if is_applied:
        apply_import(run, kind, user, math.inf)
    return run.new, run.changed, longest


def import_export(file: Path) -> tuple[int, int, float]:
    start = time.perf_counter()
    data = Dataset().load(file.read_text(encoding="utf-8"), format="csv")
    result = PlainResource().import_data(data, dry_run=True)
    return result.totals["new"], result.totals["update"], time.perf_counter() - start


def run_way(way: str, folder: Path) -> None:
    if way == "files":
        make_files(folder)
        return
    get_user_model().objects.count()
    before, start = memory(), time.perf_counter()
    with transaction.atomic():
        if way == "import-export":
            found = import_export(folder / "import-export.csv")
        else:
            name = {"unchanged": "unchanged.csv", "workbook": "workbook.xlsx"}.get(way, "ours.csv")
            found = ours(folder / name, is_applied=way == "apply")
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    new, changed, longest = found
    cells = [WAYS[way], f"{seconds:.1f}", f"{longest:.1f}", f"{memory() - before:.0f}", f"{new}, {changed}"]
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    number = min(ROWS - ROWS // 20, Organisation.objects.count()) + ROWS // 20
    print(
        f"| {number:,} organisations from a file | seconds | longest request, s | memory, MB | new, changed |"
    )
    print("|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        for way in ("files", *WAYS):
            subprocess.run([sys.executable, "-m", "tests.bench.importing", way, folder], check=True)


if __name__ == "__main__":
    run_way(sys.argv[1], Path(sys.argv[2])) if len(sys.argv) > 2 else main()
