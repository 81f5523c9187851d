"""Prints the table of time and memory for exports of all organisations.

Each way runs in a process of its own, so that its memory can be measured: `python -m tests.bench.files csv`.
"""

import csv
import io
import subprocess
import sys
import time

from django.db import connection
from django.test import Client
from import_export.fields import Field
from import_export.resources import ModelResource

from catalogue.exports.columns import Column, Many
from organisations.exports import OrganisationResource
from organisations.models import Organisation
from tests.bench import memory

WAYS = {
    "csv": "our CSV, downloaded",
    "xlsx": "our Excel, with all its sheets",
    "import-export-csv": "import-export's own export of the same Resource, CSV",
    "import-export-xlsx": "the same Resource, Excel",
    "plain-csv": "a plain Resource with these columns, prefetched, exported by import-export, CSV",
    "plain-xlsx": "the same, Excel",
    "writer": "`csv.writer` over bare tuples of the plain columns",
}


def through_page(address: str) -> tuple[float, int]:
    """Download a file as a visitor does; return the seconds to its first byte and its size."""
    start = time.perf_counter()
    response = Client().get(address, headers={"host": "localhost"})
    pieces = iter(response.streaming_content)
    size = len(next(pieces))
    first = time.perf_counter() - start
    return first, size + sum(len(piece) for piece in pieces)


def import_export(format_name: str) -> tuple[None, int]:
    dataset = OrganisationResource().export(Organisation.objects.for_public().order_by("name", "pk"))
    return None, len(dataset.export(format_name))


def plain(format_name: str) -> tuple[None, int]:
    """Export with import-export alone, with prefetching and a method per column."""
    columns = OrganisationResource.columns()
    attributes = {key: Field(column_name=column.column_name) for key, column in columns.items()}
    attributes |= {f"dehydrate_{key}": cell_of(key, column) for key, column in columns.items()}
    attributes["Meta"] = type("Meta", (), {"model": Organisation, "fields": tuple(columns)})
    resource_class = type("PlainResource", (ModelResource,), attributes)
    entries = Organisation.objects.for_public().with_public_page().with_public_themes()
    return None, len(resource_class().export(entries.order_by("name", "pk")).export(format_name))


def cell_of(key: str, column: Column):
    """Return the method that renders a cell from an organisation with the related data of its page."""

    def cell(self, organisation):
        if not isinstance(column, Many):
            return column.export(organisation)
        return "; ".join(dict.fromkeys(str(value) for value in RELATED[key](organisation)))

    return cell


def projects(organisation: Organisation, *roles: str) -> list:
    return [part.project for part in organisation.public_partnerships if part.role in roles]


def themes(organisation: Organisation) -> list:
    parts = organisation.public_partnerships
    return [*organisation.themes.all(), *(theme for part in parts for theme in part.project.themes.all())]


RELATED = {
    "other_names": lambda one: one.other_names.all(),
    "grant_lines": lambda one: [grant.get_line_display() for grant in one.public_grants],
    "projects_led": lambda one: projects(one, "lead"),
    "projects_partnered": lambda one: projects(one, "partner"),
    "areas": lambda one: [theme.get_area_display() for theme in themes(one)],
    "themes": themes,
    "own_themes": lambda one: one.themes.all(),
    "beneficiary_groups": lambda one: one.beneficiary_groups.all(),
    "goals": lambda one: one.goals.all(),
    "activities": lambda one: one.activities.all(),
}


def writer() -> tuple[None, int]:
    buffer = io.StringIO()
    names = [column.paths[0] for column in OrganisationResource.columns().values() if column.paths]
    csv.writer(buffer).writerows(Organisation.objects.for_public().values_list(*names))
    return None, len(buffer.getvalue())


def run(way: str) -> None:
    Client().get("/livez", headers={"host": "localhost"})  # imports what a process needs for any request
    connection.ensure_connection()
    before, start = memory(), time.perf_counter()
    first, size = {
        "csv": lambda: through_page("/organisations/data.csv"),
        "xlsx": lambda: through_page("/organisations/data.xlsx"),
        "import-export-csv": lambda: import_export("csv"),
        "import-export-xlsx": lambda: import_export("xlsx"),
        "plain-csv": lambda: plain("csv"),
        "plain-xlsx": lambda: plain("xlsx"),
        "writer": writer,
    }[way]()
    seconds = time.perf_counter() - start
    begun = f"{first:.2f}" if first is not None else ""
    cells = [WAYS[way], f"{seconds:.1f}", begun, f"{memory() - before:.0f}", f"{size / 1e6:.1f}"]
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    print("| export of all organisations | seconds | first byte, s | memory, MB | size, MB |")
    print("|---|---|---|---|---|", flush=True)
    for way in WAYS:
        subprocess.run([sys.executable, "-m", "tests.bench.files", way], check=True)


if __name__ == "__main__":
    run(sys.argv[1]) if len(sys.argv) > 1 else main()
