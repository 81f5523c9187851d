"""What the list of projects can be narrowed and ordered by."""

from django.utils.translation import gettext_lazy as _

from catalogue.listings.filters import EntryFilterSet, FacetFilter, fixed, rows, years
from organisations.filters import country_filter
from organisations.models import BeneficiaryGroup, Grant, Organisation, Theme
from projects.models import Project


def organisations(values):
    found = Organisation.objects.for_public().filter(slug__in=values).order_by("name", "pk")
    return dict(found.values_list("slug", "name"))


class ProjectFilterSet(EntryFilterSet):
    country = country_filter()
    line = FacetFilter(
        label=_("Grant type"), labels=fixed(Grant.Line.choices), unknown_label=_("Not published")
    )
    state = FacetFilter(label=_("Status"), labels=fixed(Grant.State.choices), unknown=Grant.State.UNKNOWN)
    year = FacetFilter(label=_("Year of the grant"), labels=years, unknown_label=_("Not published"))
    area = FacetFilter(label=_("Area"), labels=fixed(Theme.Area.choices))
    theme = FacetFilter(label=_("Theme"), labels=rows(Theme, "slug"))
    group = FacetFilter(label=_("Beneficiary group"), labels=rows(BeneficiaryGroup, "slug"))
    organisation = FacetFilter(label=_("Organisation"), labels=organisations)

    class Meta:
        model = Project
        fields = []
