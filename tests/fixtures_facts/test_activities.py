"""What organisations and projects do: rows in order, some of them part of the one above."""

import pytest

from organisations.models import Activity as OrganisationActivity
from organisations.models import Organisation
from projects.models import Activity as ProjectActivity
from projects.models import Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


def outline(entry):
    return [(row.order, row.level) for row in entry.activities.all()]


def levels(*numbers):
    return list(enumerate(numbers, start=1))


def test_activities_of_core_grantees_have_their_levels():
    outlines = {entry.slug: outline(entry) for entry in Organisation.objects.all() if outline(entry)}

    assert outlines == {
        "center-for-environment": levels(1, 1, 1, 1, 1, 1),
        "center-of-womens-rights": levels(1, 1, 1, 1),
        "civic-alliance": levels(1, 1, 1, 1, 1, 1),
        "forum-mne": levels(1, 2, 2, 2, 1, 2, 2, 2, 2, 1),
        "helsinki-citizens-assembly-banja-luka": levels(1, 1, 1, 1),
        "post-conflict-research-center": levels(1, 2, 2, 2, 2),
    }


def test_activities_of_projects_have_their_levels():
    outlines = {entry.slug: outline(entry) for entry in Project.objects.all()}

    assert outlines == {
        "building-resilience-of-youth": levels(1, 1, 1, 2, 2, 2, 2, 2, 1, 1),
        "digi-core": levels(1, 1, 1, 1, 1, 1, 1, 1),
        "step-by-step": levels(1, 1, 1),
    }


def test_core_programmes_are_part_of_building_capacity():
    rows = OrganisationActivity.objects.filter(organisation__acronym="PCRC", level=2)

    assert [(row.order, row.text) for row in rows] == [
        (2, "Historical Remembrance and Peace Education"),
        (3, "Western Balkans Coalition for Genocide and Mass Atrocity Crimes Prevention"),
        (4, "Holocaust & Peace project"),
        (5, "Western Balkans Peace Museum"),
    ]


def test_training_of_professionals_is_part_of_building_capacity():
    rows = ProjectActivity.objects.filter(project__slug="building-resilience-of-youth", level=2)

    assert [" ".join(row.text.split()[:5]) for row in rows] == [
        "Drafting a programme plan for",
        "Training courses for police officers",
        "Regional training courses for journalists",
        "Regional training courses for youth",
        "A competition for young people",
    ]


def test_activity_clusters_have_their_names():
    rows = ProjectActivity.objects.filter(project__slug="step-by-step")

    assert [row.text.partition(":")[0] for row in rows] == [
        "Capacity building",
        "Advocacy",
        "Awareness-raising",
    ]
