"""The button and the action "Still correct"."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Organisation
from tests.factories import OrganisationFactory
from tests.pages import text_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(db):
    made = OrganisationFactory(name="Old one")
    Organisation.objects.filter(pk=made.pk).update(updated_at=timezone.now() - timedelta(days=400))
    return Organisation.objects.get(pk=made.pk)


def address_of(entry) -> str:
    return f"/admin/organisations/organisation/{entry.pk}/check/"


def test_check_is_recorded_with_its_person(client, entry):
    person = log_in(client, "Publisher")

    client.post(address_of(entry), {"token": entry.token})

    stored = Organisation.objects.get(pk=entry.pk)
    history = client.get(f"/admin/organisations/organisation/{entry.pk}/history/")
    newest = history.context["changes"][0].version.revision
    assert (newest.user, newest.comment) == (person, "Checked: still correct")
    assert stored.checked_at is not None
    assert (stored.updated_at, stored.token) == (entry.updated_at, entry.token)


def test_entry_that_changed_meanwhile_is_not_checked(client, entry):
    log_in(client, "Publisher")

    page = client.post(address_of(entry), {"token": "of another version"}, follow=True)

    assert "The entry has changed meanwhile. Check it again." in text_of(page)
    assert Organisation.objects.get(pk=entry.pk).checked_at is None


def test_only_publishers_may_check(client, entry):
    log_in(client, "Editor")

    statuses = [client.get(address_of(entry)).status_code, client.post(address_of(entry)).status_code]

    assert statuses == [403, 403]


def test_page_asks_before_anything_is_recorded(client, entry):
    log_in(client, "Publisher")

    page = client.get(address_of(entry))

    assert "Is this still correct?" in text_of(page)
    assert Organisation.objects.get(pk=entry.pk).checked_at is None


def test_first_page_has_a_button_that_returns_there(client, entry):
    log_in(client, "Publisher")
    (panel,) = [one for one in client.get("/admin/").context["panels"] if one.task.is_check]
    (found,) = panel.few

    answer = client.post(found.check_address, {"token": found.token, "dashboard": "1"})

    assert answer.url == "/admin/"
    assert [one for one in client.get("/admin/").context["panels"] if one.task.is_check] == []


def test_many_are_checked_at_once(client, entry):
    log_in(client, "Publisher")
    draft = OrganisationFactory(draft=True)

    keys = f"{entry.pk},{draft.pk}"
    client.post("/admin/organisations/organisation/bulk/check/", {"keys": keys, "confirmed": "1"})

    stored = Organisation.objects.in_bulk([entry.pk, draft.pk])
    assert [stored[entry.pk].checked_at is None, stored[draft.pk].checked_at] == [False, None]
    assert (stored[entry.pk].updated_at, stored[entry.pk].token) == (entry.updated_at, entry.token)
