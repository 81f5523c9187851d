"""Entries that staff confirm as still correct."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.publishing.checks import check, save_check
from catalogue.publishing.status import ActionRefused
from organisations.models import Organisation
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def stale_organisation(**values) -> Organisation:
    entry = OrganisationFactory(**values)
    Organisation.objects.filter(pk=entry.pk).update(updated_at=timezone.now() - timedelta(days=366))
    return Organisation.objects.get(pk=entry.pk)


def test_checked_entry_is_not_stale_for_a_year():
    entry = stale_organisation()

    check(entry)
    save_check(entry)

    now = timezone.now()
    assert list(Organisation.objects.stale(now)) == []
    assert list(Organisation.objects.stale(now + timedelta(days=366))) == [entry]


def test_check_changes_neither_the_date_of_the_last_change_nor_the_token():
    entry = stale_organisation()

    check(entry)
    save_check(entry)

    stored = Organisation.objects.get(pk=entry.pk)
    assert (stored.updated_at, stored.token) == (entry.updated_at, entry.token)


@pytest.mark.parametrize("values", [{"draft": True}, {"published_at": timezone.now() + timedelta(days=1)}])
def test_only_published_entries_are_checked(values):
    with pytest.raises(ActionRefused, match="Not published"):
        check(OrganisationFactory(**values))
