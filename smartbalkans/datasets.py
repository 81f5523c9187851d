"""All files of the public lists: on the open-data page, as a Frictionless data package and as a zip file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.exports import csv, json
from catalogue.exports.archives import zipped
from catalogue.exports.columns import Address, Column, ColumnsResource, Linked
from catalogue.exports.cover_sheet import LICENCE
from catalogue.exports.data_dictionary import Dictionary, Meaning, dictionary_of, meanings_of, type_of
from catalogue.exports.reader import ReadPlan
from smartbalkans.kinds import KINDS, EntryKind


@dataclass(frozen=True)
class Dataset:
    """One file of rows: of the entries at the addresses of `section`, or of a `part` that belongs to them."""

    label: str
    section: str
    resource: type[ColumnsResource]
    part: str = ""

    @property
    def name(self) -> str:
        return f"{self.section}-{self.part}" if self.part else self.section

    @property
    def address(self) -> str:
        if self.part:
            return reverse(f"{self.section}:relation", args=[self.part])
        return reverse(f"{self.section}:data", args=["csv"])

    @property
    def list_address(self) -> str:
        return reverse(f"{self.section}:list")

    @property
    def dictionary(self) -> Dictionary:
        return dictionary_of(self.resource)

    @property
    def meanings(self) -> list[Meaning]:
        return meanings_of(self.resource)

    @property
    def parts(self) -> list["Dataset"]:
        """Return the files of the rows that belong to these entries."""
        return [other for other in DATASETS if other.section == self.section and other.part and not self.part]

    def heading(self, key: str) -> str:
        return str(self.resource.columns()[key].heading)

    def keys(self) -> Iterator[int]:
        return self.resource._meta.model.objects.for_public().order_by("pk").values_list("pk", flat=True)


@dataclass(frozen=True)
class Reference:
    """A column whose cells are slugs of the rows of another file, or empty."""

    column: Column
    target: Dataset

    @property
    def heading(self) -> str:
        return str(self.column.heading)

    @property
    def target_heading(self) -> str:
        return self.target.heading("slug")


def datasets_of(kind: EntryKind) -> list[Dataset]:
    """Return the file of a kind of entry, and those of the rows that belong to them."""
    entries = kind.model._meta.verbose_name_plural
    parts = [
        Dataset(
            format_lazy(gettext_lazy("{rows} of {entries}"), rows=relation.label, entries=entries),
            kind.section,
            relation.resource,
            relation.name,
        )
        for relation in kind.resource.rows
    ]
    return [Dataset(capfirst(entries), kind.section, kind.resource), *parts]


DATASETS = [dataset for kind in KINDS for dataset in datasets_of(kind)]
PRIMARY_KEYS = {  # the keys of the columns that identify a row
    **{kind.section: ("slug",) for kind in KINDS},
    "organisations-other-names": ("organisation_slug", "name"),
    "projects-partners": ("project_slug", "organisation_slug"),
    "trainings-speakers": ("training_slug", "name"),
}


def references_of(dataset: Dataset) -> list[Reference]:
    """Return which columns of a file refer to the entries of another one: those of another entry's slug."""
    model = dataset.resource._meta.model
    targets = {other.resource._meta.model: other for other in DATASETS if not other.part}
    found = []
    for column in dataset.resource.columns().values():
        paths = column.linked if isinstance(column, Linked) else column.paths
        relation, _separator, name = paths[0].partition("__") if paths else ("", "", "")
        if name == "slug" and not isinstance(column, Address):
            found.append(Reference(column, targets[model._meta.get_field(relation).related_model]))
    return found


def data_package(site: str, *, is_zip: bool = False) -> dict:
    """Return the description of all files (https://specs.frictionlessdata.io/tabular-data-package/).

    `site` comes before the portal's paths; within the zip file, files are named by where they are in it.
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
    return {
        "profile": "tabular-data-resource",
        "name": dataset.name,
        "title": str(dataset.label),
        "path": f"{dataset.name}.csv" if is_zip else f"{site}{dataset.address}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": schema_of(dataset),
    }


def schema_of(dataset: Dataset) -> dict:
    """Return the columns of a file and its keys (https://specs.frictionlessdata.io/table-schema/)."""
    columns = dataset.resource.columns().values()
    schema = {
        "fields": [
            {
                "name": str(column.heading),
                "type": type_of(column)[1],
                "description": str(column.description),
            }
            for column in columns
        ],
        "missingValues": [""],
    }
    if dataset.name in PRIMARY_KEYS:
        schema["primaryKey"] = [dataset.heading(key) for key in PRIMARY_KEYS[dataset.name]]
    if references := references_of(dataset):
        schema["foreignKeys"] = [
            {
                "fields": [reference.heading],
                "reference": {"resource": reference.target.name, "fields": [reference.target_heading]},
            }
            for reference in references
        ]
    return schema


def archive(site: str) -> Iterator[bytes]:
    """Yield a zip file with all files and their description."""
    return zipped(members(site))


def members(site: str) -> Iterator[tuple[str, Iterable[str]]]:
    yield "README.txt", [readme(site)]
    yield "datapackage.json", [json.dumped(data_package(site, is_zip=True))]
    for dataset in DATASETS:
        lines = csv.lines(ReadPlan(dataset.resource, site=site), list(dataset.keys()))
        yield f"{dataset.name}.csv", lines


def readme(site: str) -> str:
    """Return what a person should know who has nothing but the zip file."""
    context = {
        "address": f"{site}{reverse('data')}",
        "report_address": f"{site}{reverse('report')}?about={reverse('data')}",
        "exported_at": timezone.localtime(),
        "licence": LICENCE,
        "datasets": DATASETS,
        "references": [(dataset, reference) for dataset in DATASETS for reference in references_of(dataset)],
    }
    return render_to_string("smartbalkans/data_readme.txt", context)
