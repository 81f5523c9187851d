"""The columns of a list of the back office, which each person chooses for themselves."""

from typing import ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.sorting import SortedChangeList
from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.errors import FieldErrorsMixin
from catalogue.list_settings.models import ListColumns

PEOPLE = {"editor": "changed_by", "entered_by": "author"}  # the relations of the columns with a person


class PeopleChangeList(SortedChangeList):
    """A list that reads the people of a page with one query for each column, and is grouped by them."""

    def get_ordering_field(self, field_name):
        relation = PEOPLE.get(field_name)
        return f"{relation}_id" if relation else super().get_ordering_field(field_name)

    def get_queryset(self, request, exclude_parameters=None):
        shown = [relation for column, relation in PEOPLE.items() if column in self.list_display]
        return super().get_queryset(request, exclude_parameters).prefetch_related(*shown)


class ColumnsForm(FieldErrorsMixin, forms.Form):
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, choices, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = choices


class ColumnsMixin(ToolsMixin):
    """The first column is always shown, with the link to the form."""

    more_columns: ClassVar[tuple[str, ...]] = ("entered_by", "created", "checked", "slug")

    def get_urls(self):
        return [self.page_path("columns/", "columns", self.columns_view), *super().get_urls()]

    def list_tools(self, request):
        return [*super().list_tools(request), Tool(_("Columns"), self.filtered_address(request, "columns"))]

    def get_changelist(self, request, **kwargs):
        return PeopleChangeList

    def get_list_display(self, request):
        """Return the chosen columns that the list still has, or else the standard ones."""
        chosen = self.chosen_columns(request)
        if chosen is None:
            return self.list_display
        first, *others = self.all_columns()
        return (first, *(name for name in others if name in chosen))

    def all_columns(self) -> list[str]:
        return [*dict.fromkeys((*self.list_display, *self.more_columns))]

    def chosen_columns(self, request) -> list[str] | None:
        """Return what the person has chosen, None if nothing. Read once in a request."""
        if not hasattr(request, "chosen_columns"):
            chosen = ListColumns.objects.of_list(request.user.pk, self.model).first()
            request.chosen_columns = chosen and chosen.columns
        return request.chosen_columns

    def columns_view(self, request):
        """Show the columns as checkboxes, and store the choice."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        _first, *others = self.all_columns()
        choices = [(name, capfirst(str(label_for_field(name, self.model, self)))) for name in others]
        form = ColumnsForm(choices, request.POST or None, initial={"columns": self.get_list_display(request)})
        if request.method == "POST" and form.is_valid():
            self.store_columns(request, None if "standard" in request.POST else form.cleaned_data["columns"])
            self.message_user(request, _("The columns were saved."), messages.SUCCESS)
            return HttpResponseRedirect(self.filtered_address(request, "changelist"))
        return self.render_page(
            request,
            "admin/catalogue/columns.html",
            _("Columns of this list"),
            here=_("Columns"),
            form=form,
            list_address=self.filtered_address(request, "changelist"),
        )

    def store_columns(self, request, columns: list[str] | None) -> None:
        """Store the columns; None: the standard ones, also those that the list gets later."""
        own = ListColumns.objects.of_list(request.user, self.model)
        if columns is None:
            own.delete()
        else:
            identity = {"user": request.user, "kind": self.opts.label_lower}
            ListColumns.objects.update_or_create(**identity, defaults={"columns": columns})

    @admin.display(description=gettext_lazy("last changed by"), ordering="changed_by_id", empty_value="–")
    def editor(self, obj):
        return obj.changed_by and person_name(obj.changed_by)

    @admin.display(description=gettext_lazy("entered by"), ordering="author_id", empty_value="–")
    def entered_by(self, obj):
        return obj.author and person_name(obj.author)

    @admin.display(description=gettext_lazy("created"), ordering="created_at")
    def created(self, obj):
        return date_format(localtime(obj.created_at), "DATE_FORMAT")

    @admin.display(description=gettext_lazy("checked"), ordering="checked_at", empty_value="–")
    def checked(self, obj):
        return obj.checked_at and date_format(localtime(obj.checked_at), "DATE_FORMAT")


def person_name(person) -> str:
    return person.get_full_name() or person.get_username()
