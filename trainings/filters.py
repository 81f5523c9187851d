"""What the list of trainings can be narrowed and ordered by."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from catalogue.listings.filters import EntryFilterSet, FacetFilter, fixed, rows
from organisations.filters import TownFilter, country_filter, year_filter
from trainings.models import Topic, Training


class TrainingFilterSet(EntryFilterSet):
    sorts = {
        "date": (_("Date, latest first"), (F("starts_on").desc(nulls_last=True), "sort_key", "pk")),
        **EntryFilterSet.sorts,
    }
    default_sort = "date"

    when = FacetFilter(label=_("When"), labels=fixed(Training.When.choices))
    year = year_filter()
    country = country_filter()
    town = TownFilter()
    topic = FacetFilter(label=_("Topic"), labels=rows(Topic, "slug"), phrase=_("on {values}"))

    class Meta:
        model = Training
        fields = []
