"""Editors change no public entry, and publish none."""

import pytest

from catalogue.proposals.models import ProposedVersion
from organisations.models import Organisation
from tests.catalogue.publishing.admin.saving import save
from tests.catalogue.publishing.statuses import organisation_in
from tests.forms import open_form
from tests.pages import change_page, text_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db


ADD = "/admin/organisations/organisation/add/"
MOMENT = {"published_at_0": "31/12/2998", "published_at_1": "10:30"}


@pytest.mark.parametrize("name", ["scheduled", "published"])
def test_editor_may_view_public_entries_and_is_shown_what_to_do(client, name):
    log_in(client, "Editor")
    entry = organisation_in(name)

    page = client.get(change_page(entry) + "?version=published")
    response = client.post(change_page(entry), {"name": "B"})

    assert "Only publishers can edit it." in text_of(page)
    assert "Save" not in text_of(page)
    assert "Your changes are not saved yet." in text_of(response)
    assert list(Organisation.objects.values_list("name", "token")) == [(entry.name, entry.token)]
    assert not ProposedVersion.objects.exists()


@pytest.mark.parametrize("button", ["_publish", "_publishnow", "_withdraw"])
def test_editor_does_not_publish_by_sending_the_button(client, button):
    log_in(client, "Editor")
    entry = organisation_in("draft")

    response = save(client, entry, summary="Typed", **{button: "x"})

    entry.refresh_from_db()
    assert response.status_code == 403
    assert (entry.status, entry.summary) == ("draft", "A")


def test_editor_does_not_add_what_is_published(client):
    log_in(client, "Editor")
    data = open_form(client, ADD) | {"name": "A", "summary": "B", "is_country_not_stated": "on"}

    response = client.post(ADD, data | {"_publish": "x"})

    assert (response.status_code, Organisation.objects.count()) == (403, 0)


def test_moment_typed_by_an_editor_has_no_effect(client):
    log_in(client, "Editor")
    entry = organisation_in("draft")
    data = open_form(client, change_page(entry))

    client.post(change_page(entry), data | MOMENT)
    client.post(ADD, open_form(client, ADD) | {"name": "New"} | MOMENT)

    assert "published_at_0" not in data
    assert list(Organisation.objects.values_list("published_at", flat=True)) == [None, None]
