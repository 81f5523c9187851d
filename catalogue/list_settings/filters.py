"""Saved filters of a list of the back office: saved, opened, renamed and deleted by their owner."""

from copy import copy

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR, IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalogue.admin.tools import ToolsMixin
from catalogue.clean_text import without_null_characters
from catalogue.errors import FieldErrorsMixin
from catalogue.fields import NameFormField
from catalogue.list_settings.models import LONGEST_QUERY, MOST_FILTERS, SavedFilter

NOT_SAVED = (PAGE_VAR, ALL_VAR, ERROR_FLAG, IS_POPUP_VAR, TO_FIELD_VAR)


class FilterNameForm(FieldErrorsMixin, forms.Form):
    name = NameFormField(label=gettext_lazy("Name"), max_length=60)


class SavedFiltersMixin(ToolsMixin):
    def get_urls(self):
        one = "filters/<int:pk>/"
        return [
            self.page_path("filters/", "filters", self.filters_view),
            self.page_path("filters/save/", "filter_save", require_POST(self.filter_save)),
            self.page_path(one, "filter", self.filter_view),
            self.page_path(f"{one}rename/", "filter_rename", require_POST(self.filter_rename)),
            self.page_path(f"{one}delete/", "filter_delete", require_POST(self.filter_delete)),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        context = {
            "saved_filters": list(self.own_filters(request)),
            "filters_address": self.page_address("filters"),
            "filter_save_address": self.page_address("filter_save"),
            "current_query": self.query_to_save(request, request.GET),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def own_filters(self, request):
        return SavedFilter.objects.of_list(request.user.pk, self.model)

    def own_filter(self, request, pk) -> SavedFilter:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.own_filters(request), pk=pk)

    # Columns are numbered in the address of a list, and named in a saved filter: the numbers change when
    # other columns are chosen.

    def numbered_columns(self, request) -> list[str]:
        checkbox = ["action_checkbox"] if self.get_actions(request) else []
        return [*checkbox, *self.get_list_display(request)]

    def query_to_save(self, request, query: QueryDict) -> str:
        """Return what is worth saving of the address of a list; empty if it shows everything."""
        kept = query.copy()
        for name in NOT_SAVED:
            kept.pop(name, None)
        columns = self.numbered_columns(request)
        order = [
            f"{'-' if part.startswith('-') else ''}{columns[int(number)]}"
            for part in kept.pop(ORDER_VAR, [""])[-1].split(".")
            if (number := part.removeprefix("-")).isdecimal() and int(number) < len(columns)
        ]
        if order:
            kept[ORDER_VAR] = ".".join(order)
        return kept.urlencode()

    def query_of(self, request, saved: SavedFilter) -> QueryDict:
        """Return the query of the list for a saved filter, without columns that are not shown."""
        query, columns = QueryDict(saved.query, mutable=True), self.numbered_columns(request)
        order = [
            f"{'-' if part.startswith('-') else ''}{columns.index(name)}"
            for part in query.pop(ORDER_VAR, [""])[-1].split(".")
            if (name := part.removeprefix("-")) in columns
        ]
        if order:
            query[ORDER_VAR] = ".".join(order)
        return query

    def problems_of(self, request, query: QueryDict) -> list[str]:
        """Return why a saved filter can no longer be used: a filter or its value no longer exists."""
        probe = copy(request)
        probe.GET = query
        try:
            changes = self.get_changelist_instance(probe)
        except (IncorrectLookupParameters, SuspiciousOperation):
            return [_("The list no longer has one of its filters or values.")]
        text = _("“{filter}” no longer has the saved value.")
        return [
            text.format(filter=spec.title)
            for spec in changes.filter_specs
            if set(spec.expected_parameters()) & set(query)
            and not any(choice["selected"] for choice in spec.choices(changes))
        ]

    def filter_view(self, request, pk):
        """Redirect to the list with a saved filter, or explain why that is not possible."""
        saved = self.own_filter(request, pk)
        query = self.query_of(request, saved)
        if problems := self.problems_of(request, query):
            return self.filters_page(request, unusable=saved, problems=problems)
        return HttpResponseRedirect(f"{self.page_address('changelist')}?{query.urlencode()}")

    def filters_view(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return self.filters_page(request)

    def filters_page(self, request, **context):
        return self.render_page(
            request,
            "admin/catalogue/saved_filters.html",
            _("Saved filters"),
            here=_("Saved filters"),
            saved_filters=list(self.own_filters(request)),
            most=MOST_FILTERS,
            **context,
        )

    def filter_save(self, request):
        """Save the filters of a list; under a name that exists, instead of those."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        form, query = FilterNameForm(request.POST), without_null_characters(request.POST.get("query", ""))
        others = self.own_filters(request).exclude(name=request.POST.get("name", "").strip())
        if not form.is_valid():
            self.message_user(request, " ".join(form.errors["name"]), messages.ERROR)
        elif not query or len(query) > LONGEST_QUERY:
            self.message_user(request, _("Filter or search the list first, then save that."), messages.ERROR)
        elif others.count() >= MOST_FILTERS:
            text = _("You can save at most {most} filters for a list. Delete one first.")
            self.message_user(request, text.format(most=MOST_FILTERS), messages.ERROR)
        else:
            identity = {"user": request.user, "kind": self.opts.label_lower}
            saved, _is_new = SavedFilter.objects.update_or_create(
                **identity, name=form.cleaned_data["name"], defaults={"query": query}
            )
            text = _("The filter “{name}” was saved.").format(name=saved.name)
            self.message_user(request, text, messages.SUCCESS)
            return HttpResponseRedirect(self.page_address("filter", saved.pk))
        return HttpResponseRedirect(self.page_address("filters"))

    def filter_rename(self, request, pk):
        saved, form = self.own_filter(request, pk), FilterNameForm(request.POST)
        if not form.is_valid():
            self.message_user(request, " ".join(form.errors["name"]), messages.ERROR)
        elif rename(saved, form.cleaned_data["name"]):
            self.message_user(request, _("The filter was renamed."), messages.SUCCESS)
        else:
            self.message_user(request, _("Another saved filter has this name."), messages.ERROR)
        return HttpResponseRedirect(self.page_address("filters"))

    def filter_delete(self, request, pk):
        saved = self.own_filter(request, pk)
        saved.delete()
        text = _("The filter “{name}” was deleted.").format(name=saved.name)
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(self.page_address("filters"))


def rename(saved: SavedFilter, name: str) -> bool:
    """Rename a filter; return False if another one of the person has this name, also since a moment ago."""
    try:
        with transaction.atomic():
            SavedFilter.objects.filter(pk=saved.pk).update(name=name)
    except IntegrityError:
        return False
    return True
