"""Which names of a form are new, and compared with those of other entries."""

import pytest

from organisations.models import Organisation
from tests.factories import OrganisationFactory, OtherNameFactory
from tests.forms import add_row, errors_of, open_form
from tests.pages import change_page

pytestmark = pytest.mark.django_db

ADD = "/admin/organisations/organisation/add/"


def test_names_typed_in_rows_count_but_not_those_that_go(admin_client):
    OrganisationFactory(name="Open School")
    data = open_form(admin_client, ADD) | {"name": "Something else"}
    add_row(data, "other_names", name="Отворена школа")
    OtherNameFactory(organisation__name="Third", name="Otvorena škola")

    asked = admin_client.post(ADD, data)

    assert [entry["other_name"] for entry in asked.context["candidates"]] == ["Otvorena škola"]
    saved = admin_client.post(ADD, data | {"other_names-1-DELETE": "on", "other_names-0-DELETE": "on"})
    assert saved.status_code == 302


def test_changed_entry_is_asked_only_of_what_it_is_newly_called(admin_client):
    OrganisationFactory(name="Open School")
    OrganisationFactory(name="Civic Alliance")
    entry = OrganisationFactory(name="Open Schools", local_name="Otvorena škola")
    data = open_form(admin_client, change_page(entry))

    unchanged = admin_client.post(change_page(entry), data | {"town": "Tetovo", "name": "Open  schools"})
    asked = admin_client.post(change_page(entry), data | {"acronym": "Civic alliance"})

    assert unchanged.status_code == 302
    assert [entry["label"] for entry in asked.context["candidates"]] == ["Civic Alliance"]
    assert list(Organisation.objects.filter(acronym="Civic alliance")) == []


def test_entry_without_a_name_is_not_asked(admin_client):
    OrganisationFactory(name="Open School")

    response = admin_client.post(ADD, open_form(admin_client, ADD))

    assert errors_of(response) == {"name": ["Enter the name."]}
    assert not response.context.get("candidates")
