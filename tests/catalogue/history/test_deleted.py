"""Deleted entries, and restoring one of them."""

from uuid import uuid4

import pytest

from catalogue.former_addresses import FormerAddress
from catalogue.history.deleted import deleted_entries, undelete, was_public
from catalogue.history.recording import recorded
from catalogue.history.restoring import plan_restore
from catalogue.history.versions import states_of
from organisations.models import Organisation
from tests.factories import GoalFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def deleted(entry):
    """Delete an entry and return its last version."""
    with recorded(None, "Test"):
        entry.delete()
    return deleted_entries(Organisation).get()


def plan_of(version):
    (state,) = states_of(Organisation, [version])
    return plan_restore(Organisation, state)


def restored(version):
    with recorded(None, "Test"):
        return undelete(plan_of(version))


def test_deleted_entries_are_those_without_a_row():
    OrganisationFactory(slug="there")
    version = deleted(OrganisationFactory(slug="gone"))

    assert version.field_dict["slug"] == "gone"


def test_undelete_restores_rows_as_a_draft():
    goal = GoalFactory(text="Peace")
    key = goal.organisation_id

    entry = restored(deleted(goal.organisation))

    assert entry.pk == key
    assert entry.published_at is None
    assert [one.text for one in entry.goals.all()] == ["Peace"]


def test_undelete_keeps_the_address_of_what_was_public():
    entry = restored(deleted(OrganisationFactory(slug="one")))

    assert entry.slug == "one"
    assert FormerAddress.objects.filter(slug="one").exists()


def test_undelete_finds_a_free_address_if_another_entry_has_it():
    version = deleted(OrganisationFactory(slug="one"))
    OrganisationFactory(slug="one", uid=uuid4())

    assert restored(version).slug == "one-2"


@pytest.mark.parametrize("draft", [False, True])
def test_was_public_reads_the_version(draft):
    assert was_public(plan_of(deleted(OrganisationFactory(draft=draft)))) is not draft
