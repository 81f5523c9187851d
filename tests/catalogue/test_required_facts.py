"""What must be known of an entry before the public sees it, checked for one entry and counted over many."""

import pytest

from catalogue.required_facts import missing_facts, missing_facts_of
from organisations.models import Grant, Organisation
from projects.models import Project
from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    TrainingFactory,
)
from trainings.models import Training

pytestmark = pytest.mark.django_db


def keys(entry):
    return [fact.key for fact in missing_facts(entry)]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, ["summary", "country"]),
        ({"summary": "A", "is_country_not_stated": True}, []),
        ({"summary": "A", "country": "AL"}, []),
        ({"name": "", "country": "AL"}, ["name", "summary"]),
    ],
)
def test_organisation_needs_a_name_a_summary_and_a_country_or_not_stated(values, missing):
    if code := values.get("country"):
        values = values | {"country": CountryFactory(code=code)}

    organisation = OrganisationFactory(draft=True, **values)

    assert keys(organisation) == missing


@pytest.mark.parametrize(
    ("roles", "missing"), [([], ["lead"]), (["partner"], ["lead"]), (["lead", "partner"], [])]
)
def test_project_needs_a_partner_that_leads_it(roles, missing):
    project = ProjectFactory(draft=True, summary="A")
    for role in roles:
        PartnerFactory(project=project, role=role)

    assert keys(project) == missing


def test_training_needs_its_first_day_and_a_country_or_none():
    assert keys(TrainingFactory(summary="A")) == ["date", "country"]
    assert keys(TrainingFactory(summary="A", starts_on="2024-01-01", is_country_not_stated=True)) == []


def test_grant_needs_a_recipient_that_is_public_or_scheduled():
    assert keys(GrantFactory(draft=True, recipient__draft=True)) == ["recipient"]
    assert keys(GrantFactory(draft=True)) == []


@pytest.mark.parametrize(
    ("model", "factory"),
    [
        (Organisation, OrganisationFactory),
        (Grant, lambda **values: GrantFactory(recipient__draft=True, **values)),
        (Project, ProjectFactory),
        (Training, TrainingFactory),
    ],
)
def test_list_of_what_lacks_a_fact_agrees_with_each_entry(model, factory):
    entries = [factory(), factory(draft=True), factory(draft=True, stage="review")]
    factory(draft=True, stage="withdrawn")

    for fact in model.required_facts:
        lacking = {entry for entry in entries if fact.key in keys(entry)}
        assert set(model.objects.missing(fact.key)) == lacking
    assert set(model.objects.incomplete()) == {entry for entry in entries if keys(entry)} == set(entries)


def test_fact_that_is_none_is_refused():
    with pytest.raises(KeyError):
        Organisation.objects.missing("colour")


@pytest.mark.parametrize("count", [1, 3])
def test_facts_of_many_take_one_query(django_assert_num_queries, count):
    projects = [ProjectFactory(draft=True) for _ in range(count)]

    with django_assert_num_queries(1):
        found = missing_facts_of(Project, [project.pk for project in projects])

    assert {key: [fact.key for fact in facts] for key, facts in found.items()} == {
        project.pk: ["summary", "lead"] for project in projects
    }


def test_programmes_own_entries_lack_nothing(programme):
    assert [model.objects.incomplete().count() for model in (Organisation, Grant, Project, Training)] == [
        0
    ] * 4
