"""The columns that each person chooses for a list."""

import pytest

from catalogue.history.recording import recorded
from catalogue.list_settings.models import ListColumns
from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.staff import log_in, person_of

pytestmark = pytest.mark.django_db

LIST = "/admin/organisations/organisation/"


def columns(client, address=LIST) -> list[str]:
    return [name for name in client.get(address).context["cl"].list_display if name != "action_checkbox"]


def test_chosen_columns_are_of_the_person_and_the_list(client):
    log_in(client, "Editor")
    standard = columns(client)
    client.post(f"{LIST}columns/", {"columns": ["editor", "slug"]})
    mine, projects = columns(client), columns(client, "/admin/projects/project/")
    log_in(client, "Editor", "other")

    assert mine == ["name", "editor", "slug"]
    assert "slug" not in projects
    assert columns(client) == standard


def test_standard_columns_come_back(client):
    log_in(client, "Editor")
    standard = columns(client)
    client.post(f"{LIST}columns/", {"columns": ["slug"]})

    client.post(f"{LIST}columns/", {"standard": "1"})

    assert columns(client) == standard
    assert ListColumns.objects.count() == 0


def test_column_that_the_list_does_not_have_is_refused_or_left_out(client):
    person = log_in(client, "Editor")
    refused = client.post(f"{LIST}columns/", {"columns": ["token"]})
    ListColumns.objects.create(user=person, kind="organisations.organisation", columns=["token", "slug"])

    assert "columns" in refused.context["form"].errors
    assert columns(client) == ["name", "slug"]


def test_page_has_the_columns_that_are_shown_ticked(client):
    log_in(client, "Editor")
    client.post(f"{LIST}columns/", {"columns": ["slug"]})

    form = client.get(f"{LIST}columns/").context["form"]

    assert [box.data["value"] for box in form["columns"] if box.data["selected"]] == ["slug"]


def test_person_who_may_not_see_the_list_may_not_choose(client_with):
    assert client_with("view_project").get(f"{LIST}columns/").status_code == 403


def test_list_is_sorted_by_who_changed_its_entries(client):
    people = [person_of("Editor", "ana"), person_of("Editor", "ben")]
    for person, name in ((people[1], "A"), (people[0], "B"), (None, "C")):
        entry = OrganisationFactory(name=name)
        with recorded(person, "Edited"):
            entry.save()
    log_in(client, "Publisher")
    number = client.get(LIST).context["cl"].list_display.index("editor")

    found = client.get(LIST, {"o": f"-{number}"}).context["cl"].result_list

    people_shown = [entry.changed_by and entry.changed_by.username for entry in found if entry.changed_by]
    assert people_shown == ["ben", "ana"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("factory", "address", "number"),
    [
        (OrganisationFactory, LIST, 12),
        (ProjectFactory, "/admin/projects/project/", 13),
        (GrantFactory, "/admin/organisations/grant/", 14),
        (TrainingFactory, "/admin/trainings/training/", 15),
    ],
)
def test_list_with_all_columns_takes_a_fixed_number_of_queries(
    client, django_assert_num_queries, factory, address, number, rows
):
    log_in(client, "Publisher")
    for row in range(rows):
        author = person_of("Editor", f"author{row}")
        entry = factory(author=author)
        with recorded(author, "Edited"):
            entry.save()
    boxes = client.get(f"{address}columns/").context["form"].fields["columns"].choices
    client.post(f"{address}columns/", {"columns": [name for name, _label in boxes]})
    client.get(address)

    with django_assert_num_queries(number):
        client.get(address)
