"""What is recorded, when, and at what cost, with organisations and projects as examples."""

import json

import pytest
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Version

from catalogue.history.recording import recorded
from catalogue.history.versions import states_now, states_of, versions_of
from organisations.models import Organisation
from projects.models import Project
from tests.catalogue.history.comments import comments, summaries
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

FOUND = "Version before the first recorded change"


def test_new_entry_starts_with_its_first_version(admin_user):
    with recorded(admin_user, "Added"):
        organisation = OrganisationFactory()
        GoalFactory(organisation=organisation)

    (version,) = versions_of(Organisation, organisation.pk)
    assert (version.revision.comment, version.revision.user) == ("Added", admin_user)
    assert version.revision.version_set.count() == 2


def test_first_recorded_change_keeps_how_it_was_found(admin_user):
    organisation = OrganisationFactory(summary="Old")

    with recorded(admin_user, "Edited"):
        organisation.summary = "New"
        organisation.save()

    assert comments(organisation) == ["Edited", FOUND]
    assert summaries(organisation) == ["New", "Old"]


def test_later_change_adds_one_version(admin_user):
    organisation = OrganisationFactory()
    for comment in ("One", "Two"):
        with recorded(admin_user, comment):
            organisation.save()

    assert comments(organisation) == ["Two", "One", FOUND]


def test_change_that_was_not_recorded_is_found_by_the_next(admin_user):
    organisation = OrganisationFactory(summary="First")
    with recorded(admin_user, "One"):
        organisation.save()
    organisation.summary = "Past the record"
    organisation.save()

    with recorded(admin_user, "Two"):
        organisation.summary = "Last"
        organisation.save()

    assert comments(organisation)[:2] == ["Two", "Version after a change that was not recorded"]
    assert summaries(organisation)[:2] == ["Last", "Past the record"]


@pytest.mark.parametrize("action", ["add", "change", "delete", "link"])
def test_change_of_a_row_or_a_link_alone_is_one_of_its_entry(admin_user, action):
    goal = GoalFactory()
    organisation, token = goal.organisation, goal.organisation.token
    group = BeneficiaryGroupFactory()

    with recorded(admin_user, "Edited"):
        match action:
            case "add":
                GoalFactory(organisation=organisation, order=2)
            case "change":
                goal.text = "Changed"
                goal.save()
            case "delete":
                organisation.goals.all().delete()
            case "link":
                organisation.beneficiary_groups.add(group)

    organisation.refresh_from_db()
    (state, _found) = states_of(Organisation, list(versions_of(Organisation, organisation.pk)))
    assert comments(organisation) == ["Edited", FOUND]
    assert organisation.token not in (token, "")
    assert state.token == organisation.token
    assert state == states_now(Organisation, [organisation.pk])[organisation.pk]


def test_link_changed_from_its_other_end_is_recorded(admin_user):
    project, theme = ProjectFactory(), ThemeFactory()

    with recorded(admin_user, "Edited"):
        theme.projects.add(project)

    assert comments(project) == ["Edited", FOUND]


def test_link_of_a_row_is_recorded(admin_user):
    row = TargetGroupFactory()
    country = CountryFactory()

    with recorded(admin_user, "Edited"):
        row.countries.add(country)

    assert comments(row.project) == ["Edited", FOUND]


def test_save_of_some_fields_renews_the_token(admin_user):
    organisation = OrganisationFactory()
    token = organisation.token

    with recorded(admin_user, "Edited"):
        organisation.summary = "New"
        organisation.save(update_fields=["summary"])

    organisation.refresh_from_db()
    assert organisation.token != token


def test_deletion_keeps_what_the_entry_held_last(admin_user):
    goal = GoalFactory(text="Lost")
    organisation = goal.organisation

    with recorded(admin_user, "Deleted"):
        organisation.summary = "Last words"
        organisation.save()
        Organisation.objects.get(pk=organisation.pk).delete()

    (version,) = Version.objects.get_deleted(Organisation)
    (state,) = states_of(Organisation, [version])
    assert state.entry.fields["summary"] == "Last words"
    assert [row.fields["text"] for row in state.rows["goals"].values()] == ["Lost"]


def test_version_holds_the_names_of_what_it_refers_to(admin_user):
    theme = ThemeFactory(name="Free media")
    with recorded(admin_user, "Added"):
        project = ProjectFactory()
        project.themes.add(theme)
        PartnerFactory(project=project, organisation=OrganisationFactory(name="Civic League"))

    (state,) = states_of(Project, list(versions_of(Project, project.pk)))
    (partner,) = state.rows["partners"].values()
    assert state.entry.names["themes"] == {str(theme.pk): "Free media"}
    assert list(partner.names["organisation"].values()) == ["Civic League"]


def test_version_is_one_that_reversion_reads_and_reverts(admin_user):
    goal = GoalFactory(text="Old")
    organisation = goal.organisation
    with recorded(admin_user, "Edited"):
        goal.delete()

    _new, found = versions_of(Organisation, organisation.pk)
    found.revision.revert(delete=True)

    assert [row.text for row in organisation.goals.all()] == ["Old"]


@pytest.mark.parametrize("count", [1, 3])
def test_many_entries_take_as_many_queries_as_one(admin_user, count):
    organisations = [GoalFactory().organisation for _number in range(count)]

    with CaptureQueriesContext(connection) as queries, recorded(admin_user, "Set") as recorder:
        recorder.add(*organisations)
        Organisation.objects.update(town="Tuzla")

    others = ("SAVEPOINT", "RELEASE", 'SELECT "django_content_type"')
    assert len([query for query in queries if not query["sql"].startswith(others)]) == 20


def test_fields_of_a_version_are_those_of_djangos_serializer(programme):
    for model in (Organisation, Project):
        for version in Version.objects.get_for_model(model):
            (expected,) = json.loads(serializers.serialize("json", [version.object]))

            (record,) = json.loads(version.serialized_data)

            assert {name: record[name] for name in expected} == expected


def test_a_version_is_plain_json(admin_user):
    with recorded(admin_user, "Added"):
        organisation = OrganisationFactory(name="Šabac")

    (version,) = versions_of(Organisation, organisation.pk)
    (record,) = json.loads(version.serialized_data)
    assert "Šabac" in version.serialized_data
    assert sorted(record) == ["fields", "model", "names", "pk", "rows"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plan")
def test_versions_of_an_entry_are_found_by_its_index(admin_user):
    plan = versions_of(Organisation, 1).explain()

    assert "object_id=?" in plan
    assert "TEMP B-TREE" not in plan
