"""Totals and orders of grants are those of the data as it is, in a process that has shown them before."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from catalogue.search import registry, sync
from catalogue.search.facets import FacetCounter
from organisations.amounts import totals
from organisations.filters import GrantFilterSet
from organisations.models import Grant, Organisation
from tests.factories import GrantFactory

pytestmark = pytest.mark.django_db
INDEX = registry.index_of(Grant)


def saved(grant: Grant, number: int) -> None:
    grant.amount = number
    grant.save()


def updated(grant: Grant, number: int) -> None:
    Grant.objects.filter(pk=grant.pk).update(amount=number, currency="NOK")


def revised(grant: Grant, number: int) -> None:
    Grant.objects.filter(pk=grant.pk).update(revised_amount=number, revision_reason="Extended.")


def updated_in_bulk(grant: Grant, number: int) -> None:
    grants = list(Grant.objects.all())
    for one in grants:
        one.amount += number
    Grant.objects.bulk_update(grants, ["amount"])


def created_in_bulk(grant: Grant, number: int) -> None:
    facts = {"recipient": grant.recipient, "line": grant.line, "published_at": timezone.now()}
    Grant.objects.bulk_create(
        Grant(**facts, slug=f"new-{number}-{one}", amount=number, currency="EUR") for one in range(2)
    )


def deleted(grant: Grant, number: int) -> None:
    Grant.objects.filter(pk=grant.pk).delete()


def withdrawn(grant: Grant, number: int) -> None:
    Grant.objects.filter(pk=grant.pk).update(published_at=None, amount=number)


def withdrawn_with_its_recipient(grant: Grant, number: int) -> None:
    Organisation.objects.filter(pk=grant.recipient_id).update(published_at=None)


def changed_by_sql(grant: Grant, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_grant SET amount = %s WHERE id = %s", [number, grant.pk])


def changed_by_another_program(grant: Grant, number: int) -> None:
    """Django does not see the statement."""
    connection.ensure_connection()
    connection.connection.execute("UPDATE organisations_grant SET amount = amount + 1")


WAYS_OF_WRITING = [
    *(saved, updated, revised, updated_in_bulk, created_in_bulk, deleted, withdrawn),
    *(withdrawn_with_its_recipient, changed_by_sql, changed_by_another_program),
]


def totals_in(counter: FacetCounter) -> list[dict]:
    facets = counter.current()
    return totals(facets, facets.public)


def filter_set(query: str) -> GrantFilterSet:
    return GrantFilterSet(QueryDict(query))


def awarded() -> list[Decimal]:
    return [total["awarded"] for total in filter_set("currency=EUR").totals]


def in_order(sort: str) -> list[Grant]:
    return list(filter_set(f"currency=EUR&sort={sort}").ordered(Grant.objects.all()))


def test_total_follows_an_amount_that_is_raised():
    grant = GrantFactory(amount=Decimal(100), currency="EUR")
    sync.process_waiting()
    before = awarded()

    Grant.objects.filter(pk=grant.pk).update(amount=Decimal(1_000_100))

    assert (before, awarded()) == ([100], [1_000_100])


def test_order_by_amount_follows_an_amount_that_is_raised():
    small, large = (GrantFactory(amount=Decimal(amount), currency="EUR") for amount in (100, 300))
    sync.process_waiting()
    before = in_order("amount")

    Grant.objects.filter(pk=small.pk).update(amount=Decimal(500))

    assert (before, in_order("amount")) == ([large, small], [small, large])


def test_order_by_newest_follows_a_new_date_of_publication():
    old, new = (
        GrantFactory(currency="EUR", amount=1, published_at=timezone.now() - timedelta(days=days))
        for days in (9, 5)
    )
    sync.process_waiting()
    before = in_order("newest")

    Grant.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=1))

    assert (before, in_order("newest")) == ([new, old], [old, new])


def test_order_by_recipient_follows_a_new_name():
    first, second = (GrantFactory(amount=1, currency="EUR", recipient__name=name) for name in ("A", "B"))
    sync.process_waiting()
    before = in_order("recipient")

    Organisation.objects.filter(pk=second.recipient_id).update(name="0")

    assert (before, in_order("recipient")) == ([first, second], [second, first])


def test_scheduled_grant_and_recipient_are_counted_when_their_time_comes(monkeypatch):
    now = timezone.now()
    GrantFactory(amount=Decimal(1), currency="EUR")
    GrantFactory(amount=Decimal(10), currency="EUR", published_at=now + timedelta(hours=1))
    GrantFactory(amount=Decimal(100), currency="EUR", recipient__published_at=now + timedelta(hours=2))
    totals = []

    for hours in (0, 1, 2):
        monkeypatch.setattr(
            "django.utils.timezone.now", lambda hours=hours: now + timedelta(hours=hours, seconds=1)
        )
        sync.process_waiting()
        totals += awarded()

    assert totals == [1, 11, 111]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WAYS_OF_WRITING)
def test_totals_follow_every_way_of_writing(write):
    """The second process has just started."""
    grants = [GrantFactory(amount=amount, currency="EUR") for amount in (100, 2000)]
    counter = FacetCounter(INDEX)
    before = totals_in(counter)

    with transaction.atomic():
        write(grants[0], 7)
        during = totals_in(counter), totals_in(FacetCounter(INDEX))
        sync.process_waiting()
        written = totals_in(counter), totals_in(FacetCounter(INDEX))
        transaction.set_rollback(True)
    rolled_back = totals_in(counter)
    write(grants[0], 7)
    after = totals_in(counter), totals_in(FacetCounter(INDEX))
    sync.process_waiting()
    at_last = totals_in(counter), totals_in(FacetCounter(INDEX))

    assert during[0] == during[1]
    assert written[0] == written[1] != before
    assert rolled_back == before
    assert after[0] == after[1]
    assert at_last[0] == at_last[1] == written[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_totals_follow_many_changes(seed):
    """Some of them are rolled back, and the process looks at the totals now and then."""
    random = Random(seed)  # noqa: S311  (chance for a test keeps no secret)
    counter, found, expected = FacetCounter(INDEX), [], []
    for number in range(30):
        GrantFactory(amount=number + 1, currency="EUR")
        grant = random.choice(Grant.objects.all())
        with transaction.atomic():
            for write in random.sample(WAYS_OF_WRITING, random.randrange(3)):
                write(grant, number * 10 + 1)
                if random.random() < 0.3:
                    totals_in(counter)
                if random.random() < 0.3:
                    sync.process_waiting()
            transaction.set_rollback(random.random() < 0.3)
        if random.random() < 0.6:
            found.append(totals_in(counter))
            expected.append(totals_in(FacetCounter(INDEX)))

    assert found == expected
    assert len({repr(one) for one in expected}) > 9
