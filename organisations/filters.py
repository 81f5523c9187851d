"""What the lists of organisations and of grants can be narrowed and ordered by."""

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import unquote

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.collation import sort_key
from catalogue.errors import AddressError
from catalogue.exports.parameters import shortened
from catalogue.listings.filters import Chip, EntryFilterSet, FacetFilter, fixed, money_of, rows, years
from catalogue.search.documents import NOT_STATED, facet_value
from catalogue.search.facets import Facets
from catalogue.templatetags.catalogue import money
from organisations.amounts import totals
from organisations.models import BeneficiaryGroup, Country, Grant, Organisation, Theme
from organisations.querysets import CURRENT_AMOUNT, FIRST_DAY, LAST_DAY
from organisations.unpublished import unpublished_everywhere

ROLES = [
    ("grantee", _("Grantee")),
    ("lead", _("Project lead")),
    ("partner", _("Project partner")),
    ("programme", _("Programme partner or donor")),
]
# The codes of the six countries in ISO 3166-1 alpha-3, and others in use for Kosovo.
OTHER_CODES = {
    "ALB": "AL",
    "BIH": "BA",
    "MKD": "MK",
    "MNE": "ME",
    "SRB": "RS",
    **dict.fromkeys(("KS", "KV", "KO", "XKX", "XKV", "KOS", "RKS", "UNK"), "XK"),
}
BOUNDS = {"amount_from": ("gte", _("From {amount}")), "amount_to": ("lte", _("Up to {amount}"))}


def country_filter() -> FacetFilter:
    return FacetFilter(
        label=_("Country"), labels=rows(Country, "code"), other_codes=OTHER_CODES, phrase=_("in {values}")
    )


def theme_filter() -> FacetFilter:
    return FacetFilter(label=_("Theme"), labels=rows(Theme, "slug"), phrase=_("on {values}"))


def group_filter() -> FacetFilter:
    return FacetFilter(
        label=_("Beneficiary group"), labels=rows(BeneficiaryGroup, "slug"), phrase=_("for {values}")
    )


def year_filter() -> FacetFilter:
    return FacetFilter(label=_("Year"), labels=years, phrase=_("of {values}"))


class TownFilter(FacetFilter):
    """Towns by their names in any spelling, of which the most frequent one is shown."""

    def __init__(self):
        super().__init__(label=_("Town"), labels=self.names, phrase=_("in {values}"))

    def names(self, values: Iterable[str]) -> dict[str, str]:
        if not (wanted := {*values}):
            return {}
        counter = self.parent.counter
        names = counter.remember_made("towns", lambda: spellings_of(counter), names_of_towns)
        return {value: name for value, name in names.items() if value in wanted}


def spellings_of(counter: Facets) -> list[tuple[str, int]]:
    """Return how the towns of the public entries of a kind are spelt, each with its number of entries."""
    counts = counter.counts("spelling", counter.public)
    return [(unquote(spelling), number) for spelling, number in counts.items() if spelling != NOT_STATED]


def names_of_towns(spellings: list[tuple[str, int]]) -> dict[str, str]:
    """Return the name of each town in its most frequent spelling, by the value of its facet."""
    by_number = sorted((number, town) for town, number in spellings)
    names = {facet_value(town): town for _number, town in by_number}
    return dict(sorted(names.items(), key=lambda town: sort_key(town[1])))


class OrganisationFilterSet(EntryFilterSet):
    country = country_filter()
    town = TownFilter()
    kind = FacetFilter(label=_("Type of organisation"), labels=fixed(Organisation.Kind.choices))
    line = FacetFilter(label=_("Grant type"), labels=fixed(Grant.Line.choices), unknown_label=_("No grant"))
    role = FacetFilter(label=_("Role"), labels=fixed(ROLES), unknown_label=_("Other"))
    area = FacetFilter(label=_("Area"), labels=fixed(Theme.Area.choices))
    theme = theme_filter()
    group = group_filter()

    class Meta:
        model = Organisation
        fields = []


class GrantFilterSet(EntryFilterSet):
    """Amounts are compared within one currency only, so a range of them needs one currency chosen."""

    sorts = {
        "recipient": (_("Recipient"), ("recipient__sort_key", "line", "pk")),
        "newest": (_("Newest first"), (F("published_at").desc(), "-pk")),
        "amount": (
            _("Amount, highest first"),
            (CURRENT_AMOUNT.desc(nulls_last=True), "recipient__sort_key", "pk"),
        ),
    }
    sorts |= {
        name: (label, (day.desc(nulls_last=True), "recipient__sort_key", "pk"))
        for name, label, day in (
            ("awarded", _("Date of award, latest first"), F("awarded_on")),
            ("start", _("Start, latest first"), FIRST_DAY),
            ("end", _("End, latest first"), LAST_DAY),
        )
    }
    default_sort = "recipient"

    line = FacetFilter(label=_("Grant type"), labels=fixed(Grant.Line.choices))
    area = FacetFilter(label=_("Area"), labels=fixed(Theme.Area.choices))
    theme = theme_filter()
    country = country_filter()
    state = FacetFilter(label=_("Status"), labels=fixed(Grant.State.choices), unknown=Grant.State.UNKNOWN)
    year = year_filter()
    currency = FacetFilter(label=_("Currency"), labels=fixed(Grant.Currency.choices))

    class Meta:
        model = Grant
        fields = []

    @property
    def one_currency(self) -> str | None:
        """Return the currency if exactly one is chosen: only then can amounts be compared."""
        chosen = self.chosen["currency"]
        return chosen[0] if len(chosen) == 1 and chosen[0] in Grant.Currency.values else None

    @property
    def orders(self):
        return [(name, label) for name, label in super().orders if name != "amount" or self.one_currency]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.bounds = self._bounds()

    @property
    def known_parameters(self):
        return [*super().known_parameters, *BOUNDS]

    @property
    def query(self):
        query = super().query
        for name, (lookup, _label) in BOUNDS.items():
            if lookup in self.bounds:
                query[name] = self.data[name]
        return query

    def within(self):
        """Return the grants whose current amount is within the bounds; None without bounds."""
        conditions = {f"current_amount__{lookup}": amount for lookup, amount in self.bounds.items()}
        return Grant.objects.with_current_amount().filter(**conditions) if conditions else None

    @cached_property
    def totals(self) -> list[dict]:
        """Return the sums of the selected grants, one for each currency."""
        return totals(self.selection.counter, self.selection.entries)

    @cached_property
    def unpublished(self) -> str:
        """Return the sentence on facts that are published of no grant at all."""
        return unpublished_everywhere(self.selection.counter)

    @property
    def about(self):
        return {"totals": self.totals}

    @property
    def number_chosen(self):
        return super().number_chosen + len(self.bounds)

    @property
    def amount_fields(self) -> list[dict]:
        """Return the two fields for the bounds, as the form shows them; none while no amount is published."""
        is_of_use = any(facet.name == "currency" for facet in self.facets)
        if not is_of_use and not any(self.data.get(name) for name in BOUNDS):
            return []
        labels = {"amount_from": _("Amount from"), "amount_to": _("Amount to")}
        return [
            {"name": name, "label": label, "typed": self.data.get(name, "")} for name, label in labels.items()
        ]

    @cached_property
    def chips(self):
        return super().chips + [
            Chip(label.format(amount=money(self.bounds[lookup], self.one_currency)), self.without(name))
            for name, (lookup, label) in BOUNDS.items()
            if lookup in self.bounds
        ]

    def _bounds(self) -> dict[str, Decimal]:
        """Return the lowest and the highest amount of the query string, by their lookups."""
        found = {}
        for name, (lookup, _label) in BOUNDS.items():
            typed = self.data.get(name, "").strip()
            amount = money_of(typed) if typed else None
            if typed and amount is None:
                text = _("“{value}” is not an amount.").format(value=shortened(typed))
                self.other_errors.append(AddressError(text, _("It was ignored.")))
            elif typed and not self.one_currency:
                text = _("To filter by the amount “{value}”, choose one currency.")
                self.other_errors.append(AddressError(text.format(value=shortened(typed))))
            elif typed:
                found[lookup] = amount
        return found
