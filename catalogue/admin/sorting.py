"""Lists of the back office, sorted by name as the public ones are."""

from catalogue.admin.lists import CheckedChangeList, CheckedListAdmin


class SortedChangeList(CheckedChangeList):
    """A list whose column "name" is sorted by the sort key."""

    def get_ordering_field(self, field_name):
        return super().get_ordering_field("sort_key" if field_name == "name" else field_name)


class SortedByNameAdmin(CheckedListAdmin):
    """The back office of a model that is `SortedByName`, or that refers to one."""

    def get_changelist(self, request, **kwargs):
        return SortedChangeList
