"""Sums of grants for each currency, in whole cents, so that many are added quickly and exactly."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, F
from django.db.models.functions import Cast, Round

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
    currencies = Grant.objects.exclude(currency="").order_by("currency").values_list("currency", flat=True)
    return {currency: read_amounts_in(currency) for currency in currencies.distinct()}


def read_amounts_in(currency: str) -> Amounts:
    grants = Grant.objects.filter(currency=currency).order_by()
    revised = grants.filter(revised_amount__isnull=False)
    return Amounts(
        EntryNumbers(grants.values_list("pk", cents_of("amount")).iterator()),
        EntryNumbers(revised.values_list("pk", cents_of("revised_amount")).iterator()),
    )


def cents_of(field: str) -> Cast:
    """Return an amount in cents. SQLite returns numbers much faster than amounts."""
    return Cast(Round(F(field) * 100), BigIntegerField())
