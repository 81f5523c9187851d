"""Sums of grants for each currency, in whole cents, so that many are added quickly and exactly."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, F
from django.db.models.functions import Cast, Round

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


def read_amounts() -> tuple[list[tuple], list[tuple]]:
    """Return the awarded and the revised amounts: of each currency, the keys of grants and as many cents.

    Drafts are among them: amounts are only summed over sets of public grants.
    """
    return joined_cents("amount"), joined_cents("revised_amount")


def joined_cents(field: str) -> list[tuple[str, str, str]]:
    grants = Grant.objects.filter(**{f"{field}__isnull": False}).order_by("currency")
    joined = grants.values_list("currency").annotate(keys=Joined("pk"), cents=Joined(cents_of(field)))
    return list(database_rows(joined))


def amounts_from(read: tuple[list[tuple], list[tuple]]) -> dict[str, Amounts]:
    awarded, revised = map(numbers_by_currency, read)
    return {one: Amounts(awarded[one], revised.get(one, EntryNumbers(()))) for one in awarded}


def numbers_by_currency(joined: list[tuple[str, str, str]]) -> dict[str, EntryNumbers]:
    return {
        currency: EntryNumbers(zip(*(map(int, joined_values(text)) for text in (keys, cents)), strict=True))
        for currency, keys, cents in joined
    }


def cents_of(field: str) -> Cast:
    """Return an amount in cents. SQLite returns numbers much faster than amounts."""
    return Cast(Round(F(field) * 100), BigIntegerField())
