"""Sums of grants for each currency, in whole cents, so that many are added quickly and exactly."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, F
from django.db.models.functions import Cast, Round

from catalogue.querysets import database_rows
from catalogue.search.facets import Facets
from catalogue.search.numbers import EntryNumbers
from organisations.models import Grant


@dataclass(frozen=True)
class Amounts:
    """The cents of the grants of one currency that have an amount: as awarded, and the revised ones."""

    awarded: EntryNumbers
    revised: EntryNumbers

    def current(self, entries: int) -> int:
        """Return the sum of a set of grants: as revised, or else as first awarded."""
        return self.awarded.sum(entries & ~self.revised.entries) + self.revised.sum(entries)


def totals(counter: Facets, selected: int) -> list[dict]:
    """Return the sums of the selected grants for each of their currencies.

    `grants` is the number of them with an amount; `awarded` and `current` are sums, first and as revised.
    """
    return [
        {
            "currency": currency,
            "grants": count,
            "awarded": in_units(amounts.awarded.sum(selected)),
            "current": in_units(amounts.current(selected)),
        }
        for currency, amounts in amounts_of(counter).items()
        if (count := amounts.awarded.count(selected))
    ]


def in_units(cents: int) -> Decimal:
    return Decimal(cents) / 100


def amounts_of(counter: Facets) -> dict[str, Amounts]:
    """Return the amounts of grants by currency, kept until anything changes."""
    return counter.remember("amounts", read_amounts)


def read_amounts() -> dict[str, Amounts]:
    """Read the amounts of all grants, drafts too: they are only summed over sets of public grants."""
    grants = Grant.objects.exclude(currency="").order_by()
    rows = grants.values_list("currency", "pk", cents_of("amount"), cents_of("revised_amount"))
    awarded, revised = defaultdict(list), defaultdict(list)
    for currency, key, amount, revised_amount in database_rows(rows):
        awarded[currency].append((key, amount))
        if revised_amount is not None:
            revised[currency].append((key, revised_amount))
    return {
        currency: Amounts(EntryNumbers(awarded[currency]), EntryNumbers(revised[currency]))
        for currency in sorted(awarded)
    }


def cents_of(field: str) -> Cast:
    """Return an amount in cents. SQLite returns numbers much faster than amounts."""
    return Cast(Round(F(field) * 100), BigIntegerField())
