"""Sums of grants for each currency, in whole cents, so that many are added quickly and exactly."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from catalogue.querysets import Joined, database_rows, joined_values
from catalogue.search.facets import Facets
from catalogue.search.numbers import EntryNumbers
from catalogue.search.sets import set_of
from organisations.models import Grant


@dataclass(frozen=True)
class Amounts:
    """The cents of the grants of one currency that have an amount: as awarded, and the revised ones."""

    awarded: EntryNumbers
    revised: EntryNumbers

    def current(self, entries: int) -> int:
        """Return the sum of a set of grants: as revised, or else as first awarded."""
        return self.awarded.sum(entries & ~self.revised.entries) + self.revised.sum(entries)

    def renewed(self, changed: int, others: "Amounts") -> "Amounts":
        """Return these amounts, but of a set of grants those of `others`, which has no other grants."""
        return Amounts(
            self.awarded.renewed(changed, others.awarded), self.revised.renewed(changed, others.revised)
        )


NONE = Amounts(EntryNumbers(()), EntryNumbers(()))


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
    """Return the amounts of grants by currency, of which those of changed grants are read again."""
    return counter.remember_renewed("amounts", lambda: amounts_in(Grant.objects.all()), with_changed)


def with_changed(before: dict[str, Amounts], keys: set[int]) -> dict[str, Amounts]:
    """Return amounts by currency, of which those of some grants are read again."""
    changed = set_of(keys)
    now = amounts_in(Grant.objects.filter(pk__in=keys))
    return {
        currency: before.get(currency, NONE).renewed(changed, now.get(currency, NONE))
        for currency in sorted({*before, *now})
    }


def amounts_in(grants: QuerySet) -> dict[str, Amounts]:
    """Return the amounts of grants by currency, read as texts of all their keys and amounts.

    Drafts are among them: amounts are only summed over sets of public grants.
    """
    revised = Coalesce(Cast("revised_amount", TextField()), Value(""))
    columns = {"keys": "pk", "awarded": "amount", "revised": revised}
    joined = {name: Joined(column, by="pk") for name, column in columns.items()}
    stated = grants.filter(amount__isnull=False).order_by("currency").values_list("currency")
    return {
        currency: amounts_from(*map(joined_values, texts))
        for currency, *texts in database_rows(stated.annotate(**joined))
    }


def amounts_from(keys: list[str], awarded: list[str], revised: list[str]) -> Amounts:
    return Amounts(cents_of(keys, awarded), cents_of(keys, revised))


def cents_of(keys: list[str], amounts: list[str]) -> EntryNumbers:
    """Return the amounts that are stated. A float is exact for their twelve digits."""
    pairs = zip(keys, amounts, strict=True)
    return EntryNumbers((int(key), round(float(amount) * 100)) for key, amount in pairs if amount)
