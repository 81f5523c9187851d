"""The whole site in schema.org's vocabulary: the home page and the open data."""

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.exports.cover_sheet import LICENCE
from catalogue.exports.views import XLSX_TYPE
from catalogue.identifiers import portal_uid
from catalogue.structured_data import Absolute, Node, node
from organisations.programme import Programme
from organisations.standards import Coverage
from organisations.structured_data import organisation_reference, programme_reference
from smartbalkans.datasets import Dataset

FORMATS = {"csv": "text/csv", "xlsx": XLSX_TYPE, "json": "application/json"}
STANDARD_FORMATS = {"360giving": "application/json", "iati": "application/xml"}


def home_data(programme: Programme, absolute: Absolute) -> list[Node]:
    """Return the site, with its search, and the programme with the organisations that run it."""
    return [website_data(absolute), programme_data(programme, absolute)]


def website_data(absolute: Absolute) -> Node:
    """Return the site with its search (https://schema.org/docs/actions.html, "-input")."""
    target = node("EntryPoint", urlTemplate=absolute(reverse("search")) + "?q={search_term_string}")
    search = node("SearchAction", target=target) | {"query-input": "required name=search_term_string"}
    return {"@id": portal_uid("website").urn} | node(
        "WebSite",
        name=_("SMART Balkans"),
        url=absolute(reverse("home")),
        publisher=programme_reference(absolute),
        potentialAction=search,
    )


def programme_data(programme: Programme, absolute: Absolute) -> Node:
    """Return the programme. Who implements it are its members, and who funds it its funders."""
    return programme_reference(
        absolute,
        description=_(
            "SMART Balkans funds and trains civil society organisations that work for security, stability "
            "and good governance in the Western Balkans."
        ),
        member=[organisation_reference(implementer, absolute) for implementer in programme.implementers],
        funder=[organisation_reference(donor, absolute) for donor in programme.donors],
    )


def open_data(datasets: list[Dataset], coverage: list[Coverage], absolute: Absolute) -> list[Node]:
    """Return all open data, of which the file of each kind of entry is a part.

    `coverage` decides which standard formats there are.
    """
    standards = [one.standard for one in coverage if one.complete]
    return [
        {"@id": portal_uid("data").urn}
        | dataset_node(
            absolute,
            name=_("SMART Balkans: organisations, grants, projects and trainings"),
            description=_(
                "All that SMART Balkans publishes about the civil society organisations that it supports in "
                "the Western Balkans, their grants, projects and trainings."
            ),
            url=absolute(reverse("data")),
            distribution=[
                download(absolute(reverse("data-zip")), "application/zip"),
                *(
                    download(absolute(reverse(standard.url_name)), STANDARD_FORMATS[standard.key])
                    for standard in standards
                ),
            ],
            hasPart=[dataset_data(dataset, absolute) for dataset in datasets],
        )
    ]


def dataset_data(dataset: Dataset, absolute: Absolute) -> Node:
    """Return the file of a kind of entry in its formats."""
    description = _("{entries} of SMART Balkans, a grant programme for civil society in the Western Balkans.")
    dictionary = dataset.dictionary
    return dataset_node(
        absolute,
        name=str(dataset.label),
        description=description.format(entries=dataset.label),
        url=absolute(dataset.list_address),
        dateModified=dictionary.changed_at,
        variableMeasured=[entry.heading for entry in dictionary.entries],
        distribution=[
            download(absolute(reverse(f"{dataset.section}:data", args=[name])), media_type)
            for name, media_type in FORMATS.items()
        ],
    )


def dataset_node(absolute: Absolute, **properties) -> Node:
    """Return a node with what all files have in common."""
    creator = programme_reference(absolute)
    return node(
        "Dataset", license=LICENCE["address"], isAccessibleForFree=True, creator=creator, **properties
    )


def download(address: str, media_type: str) -> Node:
    return node("DataDownload", contentUrl=address, encodingFormat=media_type)
