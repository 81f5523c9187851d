"""Transactions that wait only briefly for another writer."""

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from catalogue.search.locks import brief_transaction, is_locked, is_read_only, refuses_writes
from organisations.models import Organisation
from tests.factories import OrganisationFactory


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seconds", [None, 0, 0.01, 5])
def test_brief_transaction_commits(seconds):
    with brief_transaction(seconds):
        OrganisationFactory()

    assert Organisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_brief_transaction_is_rolled_back_with_an_error():
    OrganisationFactory(slug="one")

    with pytest.raises(IntegrityError), brief_transaction(0.5):
        Organisation.objects.bulk_create([Organisation(slug="two"), Organisation(slug="one")])

    assert Organisation.objects.get().slug == "one"


@pytest.mark.django_db(transaction=True)
def test_the_connection_waits_as_before_afterwards():
    before = waiting_time()

    with brief_transaction(0.01):
        pass

    assert waiting_time() == before


def waiting_time() -> object:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        return cursor.fetchone()[0]


def test_other_errors_are_neither_locked_nor_read_only():
    error = OperationalError("disk I/O error")

    assert not is_locked(error)
    assert not is_read_only(error)


@pytest.mark.django_db
def test_refuses_writes_knows_a_read_only_transaction_on_postgresql():
    assert not refuses_writes()
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")

            assert refuses_writes()
