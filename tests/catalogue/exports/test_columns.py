"""Columns: their keys, headings, order and cells."""

import csv
import json

import pytest

from organisations import exports as organisation_exports
from organisations.exports import GoalResource, GrantResource, OrganisationResource, OtherNameResource
from organisations.models import Organisation
from projects import exports as project_exports
from projects.exports import ObjectiveResource, PartnerResource, ProjectResource, TargetGroupResource
from tests.catalogue.exports.files import content, csv_rows, sheets
from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
)
from trainings.exports import SpeakerResource, TestimonialResource, TrainingResource

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("resource", "keys"),
    [
        (
            OrganisationResource,
            "slug name acronym local_name other_names kind country country_code town founded_year website "
            "email programme_role grant_lines projects_led projects_partnered areas themes own_themes "
            "beneficiary_groups summary "
            "strategic_orientation beneficiaries goals activities uid page",
        ),
        (
            GrantResource,
            "slug line call reference recipient recipient_slug country country_code project project_slug "
            "areas themes currency "
            "amount revised_amount revision_reason revised_on awarded_on planned_starts_on planned_ends_on "
            "starts_on ends_on state uid page",
        ),
        (
            ProjectResource,
            "slug name acronym lead partners countries places_of_work grant grant_line state areas themes "
            "summary description overall_goal objectives results target_groups target_groups_text "
            "activities picture_alt uid page",
        ),
        (
            TrainingResource,
            "slug name headline starts_on ends_on event_status attendance town country country_code "
            "audience audience_country topics "
            "speakers organisations summary picture_alt uid page",
        ),
        (PartnerResource, "project_slug project organisation_slug organisation country_code role order"),
        (TargetGroupResource, "project_slug project kind words beneficiary_group at_least countries order"),
        (OtherNameResource, "organisation_slug organisation name"),
        (GoalResource, "organisation_slug organisation kind order text"),
        (organisation_exports.ActivityResource, "organisation_slug organisation order level text"),
        (ObjectiveResource, "project_slug project kind order text"),
        (project_exports.ActivityResource, "project_slug project order level text"),
        (
            SpeakerResource,
            "training_slug training order name academic_title role organisation_slug organisation spoke_on",
        ),
        (
            TestimonialResource,
            "training_slug training order person organisation_slug organisation words is_quotation",
        ),
    ],
)
def test_keys_of_columns_stay_as_they_are(resource, keys):
    assert list(resource.columns()) == keys.split()


def test_columns_are_in_their_own_order_in_any_order_of_the_query(client):
    OrganisationFactory(name="A", acronym="B")

    response = client.get("/organisations/data.json?columns=acronym&columns=name,slug")

    assert json.loads(content(response))["rows"] == [
        {"slug": Organisation.objects.get().slug, "name": "A", "acronym": "B"}
    ]


def test_headings_of_csv_and_excel_can_be_the_keys_of_columns(client):
    keys = list(OrganisationResource.columns())
    goal_keys = list(OrganisationResource.rows[1].resource.columns())

    rows = csv.reader(
        content(client.get("/organisations/data.csv?headings=keys")).decode("utf-8-sig").splitlines()
    )
    goals = content(client.get("/organisations/goals.csv?headings=keys")).decode("utf-8-sig").strip()
    book = sheets(client.get("/organisations/data.xlsx?headings=keys"))

    assert next(rows) == keys
    assert goals.split(",") == goal_keys
    assert [cell.value for cell in book["Organisations"][1]] == keys
    assert [cell.value for cell in book["Goals"][1]] == goal_keys


def test_many_values_share_one_cell_and_no_row_is_repeated(client):
    project = ProjectFactory()
    for name, code in (("Zeta", "RS"), ("Alpha", "AL"), ("Beta", "AL")):
        country = CountryFactory(code=code, name={"RS": "Serbia", "AL": "Albania"}[code])
        PartnerFactory(project=project, organisation=OrganisationFactory(name=name, country=country))
    project.themes.set([ThemeFactory(name="Law"), ThemeFactory(name="Peace")])

    (row,) = csv_rows(client.get("/projects/data.csv"))

    assert (row["Partners"], row["Countries"], row["Themes"]) == (
        "Zeta; Alpha; Beta",
        "Albania; Serbia",
        "Law; Peace",
    )
