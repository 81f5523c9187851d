"""A change on the form is recorded with who made it; a look at the form is not."""

import pytest
from reversion.models import Revision

from organisations.models import Organisation
from tests.factories import OrganisationFactory
from tests.forms import open_form
from tests.pages import admin_page, change_page

pytestmark = pytest.mark.django_db


def recorded():
    return list(Revision.objects.order_by("pk").values_list("user__username", "comment"))


def test_new_entry_is_recorded_as_added(admin_client):
    address = admin_page(Organisation, "add")

    admin_client.post(address, open_form(admin_client, address) | {"name": "Open School"})

    assert recorded() == [("admin", "Added")]


def test_changed_entry_is_recorded_as_edited(admin_client):
    address = change_page(OrganisationFactory())

    admin_client.post(address, open_form(admin_client, address) | {"town": "Tetovo"})

    assert recorded() == [(None, "Version before the first recorded change"), ("admin", "Edited")]


def test_refused_form_records_nothing(admin_client):
    address = admin_page(Organisation, "add")

    admin_client.post(address, open_form(admin_client, address) | {"name": ""})

    assert recorded() == []
