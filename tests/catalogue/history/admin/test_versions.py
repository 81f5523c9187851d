"""The history of an entry in the back office: read, compared, and an older version restored."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from organisations.models import Organisation
from tests.catalogue.history.changes import edited, sides, versions
from tests.factories import (
    GoalFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
)
from tests.forms import add_row, open_form
from tests.pages import entry_page, messages_of

pytestmark = pytest.mark.django_db


def test_history_shows_who_when_how_and_what(admin_client, admin_user):
    organisation = OrganisationFactory(name="A", summary="Old")
    data = open_form(admin_client, entry_page(organisation, "change")) | {"summary": "New"}
    add_row(data, "goals", kind="goal", text="Teach", order="")
    admin_client.post(entry_page(organisation, "change"), data)

    response = admin_client.get(entry_page(organisation, "history"))

    first, found = response.context["changes"]
    assert (first.version.revision.user, first.version.revision.comment) == (admin_user, "Edited")
    assert first.gist == "Summary; Goals: 1 added"
    assert (found.gist, found.version.revision.user) == ("First version", None)


def test_history_of_an_entry_never_changed_has_a_message(admin_client):
    response = admin_client.get(entry_page(OrganisationFactory(), "history"))

    assertContains(response, "No changes recorded yet")


def test_history_names_one_who_added_it(admin_client, admin_user):
    address = "/admin/organisations/organisation/add/"
    admin_client.post(address, open_form(admin_client, address) | {"name": "A"})

    (version,) = versions(Organisation.objects.get())
    assert (version.revision.comment, version.revision.user) == ("Added", admin_user)


def test_rows_that_exchange_a_value_on_the_form_are_the_same_rows_in_the_history(admin_client):
    project = ProjectFactory()
    for number, role in enumerate(("lead", "partner"), 1):
        PartnerFactory(project=project, role=role, order=number, organisation__name=f"Partner {number}")
    data = open_form(admin_client, entry_page(project, "change"))
    data |= {"partners-0-role": "partner", "partners-1-role": "lead"}
    admin_client.post(entry_page(project, "change"), data)

    change = admin_client.get(entry_page(project, "history")).context["changes"][0]

    (group,) = change.comparison.rows
    assert [(row.title, [sides(field) for field in row.fields]) for row in group.rows] == [
        ("Partner 1 (Lead applicant)", [("Role", "[Lead applicant]", "[Partner]")]),
        ("Partner 2 (Partner)", [("Role", "[Partner]", "[Lead applicant]")]),
    ]


def test_history_is_paged_and_compares_over_the_edge(admin_client):
    organisation = OrganisationFactory(summary="0")
    for number in range(1, 22):
        edited(organisation, summary=str(number))

    first = admin_client.get(entry_page(organisation, "history")).context["changes"]
    second = admin_client.get(entry_page(organisation, "history", p=2)).context["changes"]

    assert [change.gist for change in first] == ["Summary"] * 20
    assert [change.gist for change in second] == ["Summary", "First version"]


@pytest.mark.parametrize("count", [1, 3])
def test_history_takes_the_same_queries_for_any_number(admin_client, django_assert_num_queries, count):
    organisation = GoalFactory().organisation
    for number in range(count):
        edited(organisation, summary=str(number))
    admin_client.get(entry_page(organisation, "history"))

    with django_assert_num_queries(8):  # with proposed version and comments
        admin_client.get(entry_page(organisation, "history"))


def test_two_versions_are_compared_whichever_is_named_first(admin_client):
    organisation = edited(edited(OrganisationFactory(summary="one"), summary="two"), summary="three")
    third, _second, first = versions(organisation)

    for one, other in ((first, third), (third, first)):
        response = admin_client.get(entry_page(organisation, "compare", **{"from": one.pk, "to": other.pk}))

        (change,) = response.context["comparison"].fields
        assert sides(change) == ("Summary", "[one]", "[three]")


def test_version_is_compared_with_now(admin_client):
    organisation = edited(OrganisationFactory(summary="one"), summary="two")
    Organisation.objects.update(summary="past the record")

    response = admin_client.get(entry_page(organisation, "compare", **{"from": versions(organisation)[0].pk}))

    assert [sides(change) for change in response.context["comparison"].fields] == [
        ("Summary", "[two]", "[past the record]")
    ]
    assert (response.context["before"][-8:], response.context["after"]) == (", System", "Current version")


def test_marked_words_are_escaped(admin_client):
    organisation = edited(OrganisationFactory(summary="<b>one"), summary="<b>two")

    response = admin_client.get(entry_page(organisation, "compare", **{"from": versions(organisation)[1].pk}))

    assertContains(response, "&lt;b&gt;<del>one</del>")
    assertContains(response, "&lt;b&gt;<ins>two</ins>")


@pytest.mark.parametrize("query", [{}, {"from": "x"}, {"from": "0"}, {"from": "now"}, {"from": "9" * 40}])
def test_comparison_without_a_version_is_not_found(admin_client, query):
    assert admin_client.get(entry_page(edited(OrganisationFactory()), "compare", **query)).status_code == 404


def test_version_of_another_entry_is_not_found(admin_client):
    organisation, other = edited(OrganisationFactory()), edited(OrganisationFactory())
    version = versions(other)[0]

    assert admin_client.get(entry_page(organisation, "compare", **{"from": version.pk})).status_code == 404
    assert admin_client.get(entry_page(organisation, "restore", version.pk)).status_code == 404


def test_page_before_restoring_shows_what_will_change_and_what_will_not(admin_client):
    organisation = edited(OrganisationFactory(slug="old", summary="Old"), summary="New", slug="new")

    response = admin_client.get(entry_page(organisation, "restore", versions(organisation)[1].pk))

    assert [sides(change) for change in response.context["comparison"].fields] == [
        ("Summary", "[New]", "[Old]")
    ]
    assertContains(response, "The status and the address do not change")
    organisation.refresh_from_db()
    assert organisation.summary == "New"


def test_restoring_what_changed_since_the_page_was_opened_is_refused(admin_client):
    organisation = edited(OrganisationFactory(summary="Old"), summary="New")
    version = versions(organisation)[1]
    address = entry_page(organisation, "restore", version.pk)
    token = admin_client.get(address).context["token"]
    edited(organisation, summary="Newest")

    response = admin_client.post(address, {"token": token})

    assert messages_of(response) == [
        "Nothing was restored, because the entry has changed. Review the changes again."
    ]
    organisation.refresh_from_db()
    assert organisation.summary == "Newest"


def test_reading_the_history_takes_the_permission_to_view(client_with):
    organisation = edited(OrganisationFactory(summary="Old"), summary="New")
    version = versions(organisation)[1]
    client = client_with("view_organisation")

    history = client.get(entry_page(organisation, "history"))

    assert history.status_code == 200
    assertNotContains(history, "Restore")
    assert client.get(entry_page(organisation, "compare", **{"from": version.pk})).status_code == 200
    assert client.get(entry_page(organisation, "restore", version.pk)).status_code == 403
    assert client.post(entry_page(organisation, "restore", version.pk)).status_code == 403
    organisation.refresh_from_db()
    assert organisation.summary == "New"


@pytest.mark.parametrize("name", ["history", "compare", "restore"])
def test_history_is_refused_to_who_may_not_see_the_entry(client_with, name):
    organisation = edited(OrganisationFactory())
    version = versions(organisation)[0].pk
    address = (
        entry_page(organisation, name, version)
        if name == "restore"
        else entry_page(organisation, name, **{"from": version})
    )

    response = client_with("view_project", "change_project").get(address)

    assert response.status_code == 403


@pytest.mark.parametrize("name", ["history", "history/compare"])
def test_entry_that_is_not_there_has_no_history(admin_client, name):
    assert admin_client.get(f"/admin/organisations/organisation/0/{name}/").status_code == 404
