"""Lists of the back office, sorted by name as the public ones are."""

from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Case, CharField, ForeignKey, TextField, When

from catalogue.sort_keys import key_fields


class SortedChangeList(ChangeList):
    """A list whose columns of texts are sorted by their sort keys, and those of choices in their order.

    A column of another text cannot be sorted, because each database would sort it in another way.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sortable_by = [name for name in self.list_display if self.is_sortable(name)]

    def is_sortable(self, column) -> bool:
        return column != "action_checkbox" and bool(self.get_ordering_field(column))

    def get_ordering_field(self, field_name):
        name = super().get_ordering_field(field_name)
        try:
            field = self.lookup_opts.get_field(name) if isinstance(name, str) else None
        except FieldDoesNotExist:  # a path to another model, or "-" and a field
            return name
        if key := key_fields(self.model).get(name):
            return key
        if isinstance(field, CharField) and field.choices:
            values = [value for value, _label in field.flatchoices]
            return Case(*(When(**{name: value}, then=place) for place, value in enumerate(values)))
        has_no_order = isinstance(field, ForeignKey) and not field.related_model._meta.ordering
        return None if has_no_order or isinstance(field, CharField | TextField) else name
