"""All that can be taken away: files of every list, on a page, as a Frictionless data package and zipped."""

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.urls import reverse
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.exports import csv, json
from catalogue.exports.columns import ColumnsResource
from catalogue.exports.cover_sheet import LICENCE
from catalogue.exports.data_dictionary import Dictionary, dictionary_of, meaning_of, type_of
from catalogue.exports.reader import Plan
from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource
from trainings.exports import TrainingResource


@dataclass(frozen=True)
class Dataset:
    """One file of rows: of the entries at the addresses of `kind`, or of a `part` that belongs to them."""

    label: str
    kind: str
    resource: type[ColumnsResource]
    part: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.part}" if self.part else self.kind

    @property
    def address(self) -> str:
        if self.part:
            return reverse(f"{self.kind}:relation", args=[self.part])
        return reverse(f"{self.kind}:data", args=["csv"])

    @property
    def list_address(self) -> str:
        return reverse(f"{self.kind}:list")

    @property
    def dictionary(self) -> Dictionary:
        return dictionary_of(self.resource)

    def keys(self) -> Iterator[int]:
        return self.resource._meta.model.objects.for_public().order_by("pk").values_list("pk", flat=True)


def datasets_of(kind: str, resource: type[ColumnsResource]) -> list[Dataset]:
    """Give the file of a kind of entry, and those of the rows that belong to them."""
    entries = resource._meta.model._meta.verbose_name_plural
    parts = [
        Dataset(
            format_lazy(gettext_lazy("{rows} of {entries}"), rows=relation.label, entries=entries),
            kind,
            relation.resource,
            relation.name,
        )
        for relation in resource.rows
    ]
    return [Dataset(capfirst(entries), kind, resource), *parts]


DATASETS = [
    *datasets_of("organisations", OrganisationResource),
    *datasets_of("projects", ProjectResource),
    *datasets_of("grants", GrantResource),
    *datasets_of("trainings", TrainingResource),
]
PRIMARY_KEYS = {"organisations", "projects", "grants", "trainings"}


def data_package(site: str, *, is_zip: bool = False) -> dict:
    """Describe all files (https://specs.frictionlessdata.io/tabular-data-package/).

    `site` is what stands before the portal's paths; within the zip file, files are named by where they lie.
    """
    return {
        "profile": "tabular-data-package",
        "name": "smart-balkans",
        "title": _("SMART Balkans: organisations, grants, projects and trainings"),
        "homepage": f"{site}{reverse('data')}",
        "licenses": [{"name": "CC-BY-4.0", "title": LICENCE["name"], "path": LICENCE["address"]}],
        "resources": [described(dataset, site, is_zip=is_zip) for dataset in DATASETS],
    }


def described(dataset: Dataset, site: str, *, is_zip: bool) -> dict:
    model = dataset.resource._meta.model
    columns = dataset.resource.columns()
    fields = [
        {
            "name": str(column.heading),
            "type": type_of(column)[1],
            "description": meaning_of(model, column),
        }
        for column in columns.values()
    ]
    schema = {"fields": fields, "missingValues": [""]}
    if dataset.name in PRIMARY_KEYS:
        schema["primaryKey"] = [str(columns["slug"].heading)]
    return {
        "profile": "tabular-data-resource",
        "name": dataset.name,
        "title": str(dataset.label),
        "path": f"{dataset.name}.csv" if is_zip else f"{site}{dataset.address}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": schema,
    }


def zipped(site: str) -> IO[bytes]:
    """Give a temporary file with all files and their description in a zip file, to be read and closed."""
    file = tempfile.NamedTemporaryFile(suffix=".zip")  # noqa: SIM115  (whoever reads it closes it)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", json.dumped(data_package(site, is_zip=True)))
        for dataset in DATASETS:
            with archive.open(f"{dataset.name}.csv", "w") as part:
                for piece in csv.lines(Plan(dataset.resource, site=site), list(dataset.keys())):
                    part.write(piece.encode())
    file.seek(0)
    return file
