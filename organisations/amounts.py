"""Sums of grants for each currency, in whole cents, so that many are added quickly and exactly."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextField, Value
from django.db.models.functions import Cast, Coalesce

from catalogue.querysets import Joined, database_rows, joined_values
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
    """Return the amounts of grants by currency, kept until they change."""
    return counter.remember_made("amounts", read_amounts, amounts_from)


def read_amounts() -> list[tuple[str, str, str, str]]:
    """Return the keys of grants and as many amounts, awarded and revised, of each currency, joined to texts.

    Drafts are among them: amounts are only summed over sets of public grants.
    """
    grants = Grant.objects.filter(amount__isnull=False).order_by("currency").values_list("currency")
    revised = Coalesce(Cast("revised_amount", TextField()), Value(""))
    columns = {"keys": "pk", "awarded": "amount", "revised": revised}
    joined = grants.annotate(**{name: Joined(column, by="pk") for name, column in columns.items()})
    return list(database_rows(joined))


def amounts_from(read: list[tuple[str, str, str, str]]) -> dict[str, Amounts]:
    found = {}
    for currency, *texts in read:
        keys, awarded, revised = map(joined_values, texts)
        found[currency] = Amounts(cents_of(keys, awarded), cents_of(keys, revised))
    return found


def cents_of(keys: list[str], amounts: list[str]) -> EntryNumbers:
    """Return the amounts that are stated. A float is exact for their twelve digits."""
    pairs = zip(keys, amounts, strict=True)
    return EntryNumbers((int(key), round(float(amount) * 100)) for key, amount in pairs if amount)
