"""Lists of the back office, whose addresses and forms may contain anything."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.db import models

from catalogue.admin.fields import KeyChoiceMixin
from catalogue.admin.sorting import SortedChangeList
from catalogue.keys import key_of

# The lookups of filters. Others, such as patterns and ranges, fail in the database with some values.
FILTER_LOOKUPS = {"exact", "gt", "gte", "in", "isnull", "lt", "lte"}
OTHER_LOOKUPS = {
    *models.CharField.get_lookups(),
    *models.DateTimeField.get_lookups(),
    *models.JSONField.get_lookups(),
} - FILTER_LOOKUPS


@contextmanager
def wrong_values_refused() -> Iterator[None]:
    """Raise IncorrectLookupParameters, as Django does for other wrong values, if a value is too large."""
    try:
        yield
    except (ValueError, ArithmeticError) as error:
        raise IncorrectLookupParameters(error) from error


class CheckedChangeList(SortedChangeList):
    """A list that shows Django's message about a filter whose value is too large for the database."""

    def get_queryset(self, request, exclude_parameters=None):
        with wrong_values_refused():
            return super().get_queryset(request, exclude_parameters)

    def get_results(self, request):
        with wrong_values_refused():
            super().get_results(request)


class CheckedListAdmin(KeyChoiceMixin, admin.ModelAdmin):
    """A list that refuses lookups that are not of a filter, and actions on what cannot be a key."""

    def get_changelist(self, request, **kwargs):
        return CheckedChangeList

    def lookup_allowed(self, lookup, value, request):
        field, *lookups = lookup.split("__")
        is_date_filter = field == self.date_hierarchy and {*lookups} <= {"year", "month", "day"}
        allowed = is_date_filter or OTHER_LOOKUPS.isdisjoint(lookups)
        is_of_bytes = any(
            name.endswith("sort_key") for name in (field, *lookups)
        )  # no text of an address is a value of it
        return allowed and not is_of_bytes and super().lookup_allowed(lookup, value, request)

    def get_object(self, request, object_id, from_field=None):
        """Return the entry with this key; Django looks for a field without a name if `_to_field` is empty."""
        return super().get_object(request, object_id, from_field or None)

    def get_changeform_initial_data(self, request):
        """Return the values of the address without date-times: their widget cannot show a text."""
        moments = {one.name for one in self.opts.fields if isinstance(one, models.DateTimeField)}
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if name not in moments}

    def response_action(self, request, queryset):
        if None in (key_of(self.model, key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("A selected entry has no key.")
        return super().response_action(request, queryset)
