"""What the lists of organisations and of grants can be narrowed and ordered by."""

from decimal import Decimal

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.listings.filters import Chip, EntryFilterSet, FacetFilter, fixed, money_of, rows, years
from catalogue.templatetags.catalogue import money
from organisations.amounts import totals
from organisations.models import BeneficiaryGroup, Country, Grant, Organisation, Theme
from organisations.querysets import CURRENT_AMOUNT

ROLES = [
    ("grantee", _("Holds a grant")),
    ("lead", _("Leads a project")),
    ("partner", _("Partner in a project")),
    ("programme", _("Runs or pays for the programme")),
]
BOUNDS = {"amount_from": ("gte", _("From {amount}")), "amount_to": ("lte", _("Up to {amount}"))}


class OrganisationFilterSet(EntryFilterSet):
    country = FacetFilter(label=_("Country"), labels=rows(Country, "code"))
    kind = FacetFilter(label=_("Kind"), labels=fixed(Organisation.Kind.choices))
    line = FacetFilter(label=_("Grant line"), labels=fixed(Grant.Line.choices))
    role = FacetFilter(label=_("Part played"), labels=fixed(ROLES))
    theme = FacetFilter(label=_("Theme"), labels=rows(Theme, "slug"))
    group = FacetFilter(label=_("Beneficiary group"), labels=rows(BeneficiaryGroup, "slug"))

    class Meta:
        model = Organisation
        fields = []


class GrantFilterSet(EntryFilterSet):
    """Amounts are compared within one currency only, so a range of them needs one currency chosen."""

    sorts = {
        "recipient": (_("Recipient"), ("recipient__name", "line", "pk")),
        "newest": (_("Newest"), (F("published_at").desc(), "-pk")),
        "amount": (
            _("Amount"),
            (CURRENT_AMOUNT.desc(nulls_last=True), "recipient__name", "pk"),
        ),
    }
    default_sort = "recipient"

    line = FacetFilter(label=_("Line"), labels=fixed(Grant.Line.choices))
    country = FacetFilter(label=_("Country"), labels=rows(Country, "code"))
    state = FacetFilter(label=_("State"), labels=fixed(Grant.State.choices))
    year = FacetFilter(label=_("Year"), labels=years)
    currency = FacetFilter(label=_("Currency"), labels=fixed(Grant.Currency.choices))

    class Meta:
        model = Grant
        fields = []

    @property
    def one_currency(self) -> str | None:
        """Give the currency, if one alone is chosen: only then can amounts be compared."""
        chosen = self.chosen["currency"]
        return chosen[0] if len(chosen) == 1 and chosen[0] in Grant.Currency.values else None

    @property
    def orders(self):
        return [(name, label) for name, label in super().orders if name != "amount" or self.one_currency]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.bounds = self._bounds()

    def within(self):
        """Give the grants whose amount, as it is now, lies within the bounds; None without bounds."""
        conditions = {f"current_amount__{lookup}": amount for lookup, amount in self.bounds.items()}
        return Grant.objects.with_current_amount().filter(**conditions) if conditions else None

    @cached_property
    def totals(self) -> list[dict]:
        """Give the sums of the grants selected for each currency: never over two of them."""
        return totals(self.selection.counter, self.selection.entries)

    @property
    def about(self):
        return {"totals": self.totals}

    @property
    def is_narrowed(self):
        return super().is_narrowed or bool(self.bounds)

    @property
    def amount_fields(self) -> list[dict]:
        """Give the two fields for the bounds, as the form shows them."""
        labels = {"amount_from": _("Amount from"), "amount_to": _("Amount up to")}
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
        """Give the least and the highest amount asked for, by the lookup that each means."""
        found = {}
        for name, (lookup, _label) in BOUNDS.items():
            typed = self.data.get(name, "").strip()
            amount = money_of(typed) if typed else None
            if typed and amount is None:
                self.notices.append(
                    _("“{value}” is not an amount, so it was left out.").format(value=typed[:60])
                )
            elif typed and not self.one_currency:
                notice = _("Amounts are compared within one currency: choose one to use “{value}”.")
                self.notices.append(notice.format(value=typed[:60]))
            elif typed:
                found[lookup] = amount
        return found
