"""Broken rules are shown at their fields, and addresses are made from names."""

import pytest

from organisations.models import Organisation, Theme
from tests.factories import OrganisationFactory, ThemeFactory
from tests.forms import errors_of, open_form
from tests.pages import admin_page, change_page

pytestmark = pytest.mark.django_db


def add_theme(client, **values):
    address = admin_page(Theme, "add")
    return client.post(address, open_form(client, address) | {"area": "security", **values})


def test_broken_rule_is_shown_at_the_field_to_correct(admin_client):
    address = change_page(OrganisationFactory(name="Most"))

    response = admin_client.post(address, open_form(admin_client, address) | {"local_name": "Most"})

    assert list(errors_of(response)) == ["local_name"]
    assert Organisation.objects.get().local_name == ""


def test_address_is_made_from_the_name_and_free(admin_client):
    ThemeFactory(name="Another", slug="cista-voda")

    add_theme(admin_client, name="Чиста вода", slug="")

    assert Theme.objects.get(name="Чиста вода").slug == "cista-voda-2"


def test_address_that_another_has_is_refused_if_it_was_typed(admin_client):
    ThemeFactory(name="Another", slug="water")

    response = add_theme(admin_client, name="Rivers", slug="water")

    assert errors_of(response) == {
        "slug": ["Another entry has this address. Leave this empty to get a free one."]
    }


def test_name_without_letters_gets_the_name_of_its_kind_as_address(admin_client):
    add_theme(admin_client, name="水", slug="")

    assert Theme.objects.get().slug == "theme"
