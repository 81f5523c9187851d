"""Headings that a file may have, now and from earlier exports."""

import pytest

from catalogue.imports.layout import ImportKind, ImportPart, folded
from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource, TargetGroupResource
from smartbalkans.datasets import DATASETS
from trainings.exports import TestimonialResource, TrainingResource


@pytest.mark.parametrize(
    ("resource", "heading", "key"),
    [
        (OrganisationResource, "Active since", "founded_year"),
        (OrganisationResource, "Part in the programme", "programme_role"),
        (OrganisationResource, "Grant lines", "grant_lines"),
        (OrganisationResource, "Projects it leads", "projects_led"),
        (OrganisationResource, "Projects it is a partner in", "projects_partnered"),
        (GrantResource, "Line", "line"),
        (GrantResource, "Amount as revised", "revised_amount"),
        (GrantResource, "Why it was revised", "revision_reason"),
        (GrantResource, "State", "state"),
        (ProjectResource, "Countries of work", "places_of_work"),
        (ProjectResource, "Grant line", "grant_line"),
        (ProjectResource, "State", "state"),
        (TargetGroupResource, "At least", "at_least"),
        (TrainingResource, "The audience's country", "audience_country"),
        (TestimonialResource, "Words", "words"),
        (TestimonialResource, "Quotation", "is_quotation"),
    ],
)
def test_headings_of_earlier_exports_are_understood(resource, heading, key):
    assert ImportPart(resource).headings[folded(heading)] == key


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_no_heading_means_two_columns(dataset):
    columns = ImportPart(dataset.resource).columns.items()

    names = [
        name
        for key, column in columns
        for name in {folded(text) for text in (str(column.heading), key, *column.former_headings)}
    ]

    assert sorted(names) == sorted(set(names))


def test_file_with_names_alone_is_one_of_entries():
    kind = ImportKind(OrganisationResource)

    assert kind.part_with(["Name"], "file.csv").name == ""
    assert kind.part_with(["Organisation's slug", "Name"], "file.csv").name == "other-names"
