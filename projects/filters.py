"""What the list of projects can be narrowed and ordered by."""

from operator import attrgetter

from django.db.models import Case, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalogue.listings.filters import MOST_SHOWN, EntryFilterSet, FacetFilter, fixed, years
from catalogue.search.questions import read_question
from catalogue.search.registry import index_of
from catalogue.search.selection import best_named
from organisations.filters import country_filter, group_filter, theme_filter
from organisations.models import Grant, Organisation, Theme
from projects.models import Project
from projects.querysets import FIRST_DAY


def organisations(values):
    found = Organisation.objects.for_public().filter(slug__in=values)
    return dict(found.values_list("slug", "name"))


def organisations_called(text):
    """Return the names of public organisations that have all words of a text, in their order."""
    found = Organisation.objects.for_public().only("slug", "name", "sort_key")
    best = best_named(found, index_of(Organisation), read_question(text), MOST_SHOWN)
    return {one.slug: one.name for one in sorted(best, key=attrgetter("sort_key"))}


# The start of a grant that the public may see, and of no other, which the order would reveal; as planned if
# nothing else is known.
PUBLIC_START = Case(
    When(
        grant__published_at__lte=Now(),
        grant__recipient__published_at__lte=Now(),
        then=FIRST_DAY,
    )
)


class ProjectFilterSet(EntryFilterSet):
    sorts = {
        **EntryFilterSet.sorts,
        "start": (_("Start, latest first"), (PUBLIC_START.desc(nulls_last=True), "sort_key", "pk")),
    }

    country = country_filter()
    line = FacetFilter(
        label=_("Grant type"), labels=fixed(Grant.Line.choices), unknown_label=_("Not published")
    )
    state = FacetFilter(label=_("Status"), labels=fixed(Grant.State.choices), unknown=Grant.State.UNKNOWN)
    year = FacetFilter(label=_("Year of the grant"), labels=years, unknown_label=_("Not published"))
    area = FacetFilter(label=_("Area"), labels=fixed(Theme.Area.choices))
    theme = theme_filter()
    group = group_filter()
    organisation = FacetFilter(label=_("Organisation"), labels=organisations, find=organisations_called)

    class Meta:
        model = Project
        fields = []
