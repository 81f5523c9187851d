"""Totals and orders of grants are those of the data as it is, in a process that has shown them before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from catalogue.search import sync
from organisations.filters import GrantFilterSet
from organisations.models import Grant, Organisation
from tests.factories import GrantFactory

pytestmark = pytest.mark.django_db


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
