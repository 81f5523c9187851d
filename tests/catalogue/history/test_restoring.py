"""Restoring a version: its fields, rows and links, or a refusal."""

import json

import pytest
from pytest_django.asserts import assertNotContains

from catalogue.history.recording import recorded
from tests.catalogue.history.changes import edited, restore, versions
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.pages import entry_page, messages_of

pytestmark = pytest.mark.django_db


def test_restoring_restores_fields_rows_and_links(admin_client, admin_user):
    group, country = BeneficiaryGroupFactory(), CountryFactory()
    organisation = OrganisationFactory(summary="Old", country=country)
    organisation.beneficiary_groups.add(group)
    gone, kept = (
        GoalFactory(organisation=organisation, text="A"),
        GoalFactory(organisation=organisation, text="B"),
    )
    lost = gone.pk
    with recorded(None, "Spoiled"):
        gone.delete()
        kept.text = "B2"
        kept.save()
        GoalFactory(organisation=organisation, text="C")
        organisation.beneficiary_groups.clear()
        organisation.summary, organisation.country = "New", None
        organisation.save()
    organisation.refresh_from_db()
    token, uid = organisation.token, organisation.uid
    found = versions(organisation)[1]

    response = restore(admin_client, organisation, found)

    organisation.refresh_from_db()
    assert organisation.uid == uid
    assert (organisation.summary, organisation.country) == ("Old", country)
    assert list(organisation.goals.values_list("pk", "text")) == [(lost, "A"), (kept.pk, "B")]
    assert list(organisation.beneficiary_groups.all()) == [group]
    assert organisation.token != token
    newest = versions(organisation)[0].revision
    assert newest.user == admin_user
    assert newest.comment.startswith("Restored the version of ")
    assert messages_of(response)[0].endswith("The version before that is in the history.")


def test_restoring_restores_rows_that_exchanged_the_lead(admin_client):
    project = ProjectFactory()
    one, other = (PartnerFactory(project=project, role=role) for role in ("lead", "partner"))
    with recorded(None, "Exchanged"):
        for partner, role in ((one, "partner"), (other, "lead")):
            partner.role = role
            partner.save()

    restore(admin_client, project, versions(project)[1])

    assert list(project.partners.order_by("pk").values_list("pk", "role")) == [
        (one.pk, "lead"),
        (other.pk, "partner"),
    ]


def test_restoring_restores_the_links_of_rows(admin_client):
    row, country = TargetGroupFactory(), CountryFactory()
    row.countries.add(country)
    with recorded(None, "Emptied"):
        row.countries.clear()

    restore(admin_client, row.project, versions(row.project)[1])

    assert list(row.project.target_groups.get().countries.all()) == [country]


def test_restoring_keeps_status_and_address(admin_client, admin_user):
    organisation = OrganisationFactory(draft=True, slug="old")
    published = edited(organisation, slug="new", published_at="2024-05-01T00:00Z", author=admin_user)

    restore(admin_client, published, versions(published)[1])

    organisation.refresh_from_db()
    assert (organisation.slug, organisation.is_public, organisation.author) == ("new", True, admin_user)


def test_restoring_what_refers_to_a_lost_organisation_is_refused_by_name(admin_client):
    league = OrganisationFactory(name="Civic League")
    partner = PartnerFactory(organisation=league)
    project = partner.project
    with recorded(None, "Left"):
        partner.delete()
        project.summary = "New"
        project.save()
    league.delete()
    version = versions(project)[1]

    response = admin_client.get(entry_page(project, "restore", version.pk))
    refused = restore(admin_client, project, version)

    sentence = (
        "Civic League (Partner): Organisation: the organisation “Civic League” no longer exists. "
        "Restore it first."
    )
    assert response.context["plan"].obstacles == [sentence]
    assertNotContains(response, "Restore this version")
    assert messages_of(refused) == [sentence]
    project.refresh_from_db()
    assert (project.summary, project.partners.count()) == ("New", 0)
    assert len(versions(project)) == 2


def test_link_to_a_deleted_theme_is_left_out_and_reported(admin_client):
    theme, kept = ThemeFactory(name="Free media"), ThemeFactory()
    project = ProjectFactory()
    project.themes.set([theme, kept])
    with recorded(None, "Emptied"):
        project.themes.clear()
    theme.delete()
    version = versions(project)[1]

    response = admin_client.get(entry_page(project, "restore", version.pk))
    restore(admin_client, project, version)

    assert response.context["plan"].left_out == ["Themes: the theme “Free media” no longer exists."]
    assert list(project.themes.all()) == [kept]


def test_restoring_against_a_rule_is_refused_in_words_and_changes_nothing(admin_client):
    grant = GrantFactory()
    project = ProjectFactory(grant=grant, summary="Old")
    edited(project, grant=None, summary="New")
    ProjectFactory(grant=grant)

    response = restore(admin_client, project, versions(project)[1])

    assert messages_of(response) == [
        "This version cannot be restored: This grant is already in use. Choose another one."
    ]
    project.refresh_from_db()
    assert (project.summary, len(versions(project))) == ("New", 2)


def test_version_from_before_a_change_of_the_model_is_restored_as_far_as_it_goes(admin_client):
    organisation = GoalFactory(text="Teach").organisation
    edited(organisation, summary="New", town="Tuzla")
    found = versions(organisation)[1]
    (record,) = json.loads(found.serialized_data)
    record["fields"] |= {
        "summary": "Old",
        "fax_number": "123",
        "founded_year": "long ago",
        "logo": "gone.png",
    }
    del record["fields"]["town"]
    record["rows"].remove("goals")
    found.serialized_data = json.dumps([record])
    found.save()
    found.revision.version_set.filter(object_repr="Teach").delete()

    response = admin_client.get(entry_page(organisation, "restore", found.pk))
    restore(admin_client, organisation, found)

    assert response.context["plan"].left_out == [
        "Founded: “long ago” is no longer valid.",
        "Logo: the file gone.png no longer exists.",
        "Fax number (no longer used).",
    ]
    organisation.refresh_from_db()
    assert (organisation.summary, organisation.town, organisation.founded_year) == ("Old", "Tuzla", None)
    assert [goal.text for goal in organisation.goals.all()] == ["Teach"]


def test_row_whose_key_another_entry_has_now_comes_back_under_a_new_one(admin_client):
    name = OtherNameFactory(name="Before")
    organisation, other = name.organisation, OrganisationFactory()
    with recorded(None, "Merged") as recorder:
        recorder.add(organisation)
        name.organisation = other
        name.save()

    restore(admin_client, organisation, versions(organisation)[1])

    assert [found.name for found in organisation.other_names.all()] == ["Before"]
    assert [found.pk for found in other.other_names.all()] == [name.pk]
