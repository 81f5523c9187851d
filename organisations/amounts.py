"""Sums of grants for each currency, in whole cents, so that many are added quickly."""

from array import array
from dataclasses import dataclass, field
from decimal import Decimal

from catalogue.search.facets import Facets, Flags
from organisations.models import Grant


@dataclass
class Amounts:
    """The grants of one currency that have an amount: their keys, awarded and current cents."""

    keys: array = field(default_factory=lambda: array("q"))
    awarded: array = field(default_factory=lambda: array("q"))
    current: array = field(default_factory=lambda: array("q"))


def totals(counter: Facets, selected: int) -> list[dict]:
    """Return the sums of the selected grants for each of their currencies.

    `grants` is the number of them with an amount; `awarded` and `current` are sums, first and as revised.
    """
    by_currency = counter.remember("amounts", read_amounts)
    chosen = Flags(selected)
    found = []
    for currency in sorted(by_currency):
        amounts = by_currency[currency]
        places = [place for place, key in enumerate(amounts.keys) if key in chosen]
        if places:
            found.append(
                {
                    "currency": currency,
                    "grants": len(places),
                    "awarded": Decimal(sum(amounts.awarded[place] for place in places)) / 100,
                    "current": Decimal(sum(amounts.current[place] for place in places)) / 100,
                }
            )
    return found


def read_amounts() -> dict[str, Amounts]:
    """Read the amounts of all public grants."""
    stated = Grant.objects.for_public().with_current_amount().exclude(currency="").order_by()
    by_currency: dict[str, Amounts] = {}
    rows = stated.values_list("pk", "currency", "amount", "current_amount")
    for key, currency, awarded, current in rows.iterator():
        amounts = by_currency.setdefault(currency, Amounts())
        amounts.keys.append(key)
        amounts.awarded.append(int(awarded * 100))
        amounts.current.append(int(current * 100))
    return by_currency
