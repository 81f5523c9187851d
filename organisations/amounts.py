"""Sums of grants for each currency, in whole cents, so that many are added quickly and exactly."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from catalogue.search.facets import Facets
from catalogue.search.numbers import EntryNumbers
from organisations.models import Grant


@dataclass(frozen=True)
class Amounts:
    """The cents of the grants of one currency that have an amount: as awarded, and as revised."""

    awarded: EntryNumbers
    current: EntryNumbers

    @classmethod
    def nothing(cls) -> "Amounts":
        return cls(EntryNumbers(()), EntryNumbers(()))


def totals(counter: Facets, selected: int) -> list[dict]:
    """Return the sums of the selected grants for each of their currencies.

    `grants` is the number of them with an amount; `awarded` and `current` are sums, first and as revised.
    """
    return [
        {
            "currency": currency,
            "grants": count,
            "awarded": in_units(amounts.awarded.sum(selected)),
            "current": in_units(amounts.current.sum(selected)),
        }
        for currency, amounts in amounts_of(counter).items()
        if (count := amounts.awarded.count(selected))
    ]


def in_units(cents: int) -> Decimal:
    return Decimal(cents) / 100


def amounts_of(counter: Facets) -> dict[str, Amounts]:
    """Return the amounts of all public grants by currency, kept until anything changes."""
    return counter.remember("amounts", read_amounts)


def read_amounts() -> dict[str, Amounts]:
    """Read the amounts of all public grants."""
    stated = Grant.objects.for_public().with_current_amount().exclude(currency="").order_by()
    awarded, current = defaultdict(list), defaultdict(list)
    rows = stated.values_list("pk", "currency", "amount", "current_amount")
    for key, currency, first, now in rows.iterator():
        awarded[currency].append((key, int(first * 100)))
        current[currency].append((key, int(now * 100)))
    return {
        currency: Amounts(EntryNumbers(awarded[currency]), EntryNumbers(current[currency]))
        for currency in sorted(awarded)
    }
