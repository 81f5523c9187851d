"""The address of an entry on its form."""

import pytest

from catalogue.former_addresses import FormerAddress
from tests.catalogue.publishing.admin.saving import save
from tests.catalogue.publishing.statuses import organisation_in
from tests.pages import change_page, text_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db


def test_publisher_changes_the_address_of_a_public_entry_and_the_old_one_redirects(client):
    log_in(client, "Publisher")
    entry = organisation_in("published", slug="before")

    save(client, entry, slug="after")

    assert client.get("/organisations/before/").url == "/organisations/after/"


def test_publisher_changes_an_address_back(client):
    log_in(client, "Publisher")
    entry = organisation_in("published", slug="before")

    save(client, entry, slug="after")
    save(client, entry, slug="before")

    assert client.get("/organisations/before/").status_code == 200
    assert client.get("/organisations/after/").url == "/organisations/before/"


def test_address_of_a_draft_is_not_kept(client):
    log_in(client, "Publisher")

    save(client, organisation_in("draft", slug="before"), slug="after")

    assert FormerAddress.objects.count() == 0


def test_form_of_a_public_entry_states_that_the_old_address_redirects(client):
    log_in(client, "Publisher")

    assert "the old address redirects here" in text_of(client.get(change_page(organisation_in("published"))))
    assert "the old address redirects here" not in text_of(client.get(change_page(organisation_in("draft"))))
