"""What the back office's pages of every kind of entry have in common."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.files import csv, xlsx
from catalogue.files.columns import EntryResource
from catalogue.files.plan import Plan
from catalogue.forms import SluggedForm
from catalogue.formsets import KindFormSet, LevelledRowFormSet, OrderedRowForm, OrderedRowFormSet


class PublicationFilter(admin.SimpleListFilter):
    title = _("published")
    parameter_name = "publication"

    def lookups(self, request, model_admin):
        return [("draft", _("Draft")), ("scheduled", _("Scheduled")), ("public", _("Public"))]

    def queryset(self, request, queryset):
        match self.value():
            case "draft":
                return queryset.filter(published_at=None)
            case "scheduled":
                return queryset.filter(published_at__gt=timezone.now())
            case "public":
                return queryset.published()
        return queryset


class PublicationWidget(AdminSplitDateTime):
    """Day and time of publication, each named for screen readers."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for widget, label in zip(self.widgets, (_("Published, date"), _("Published, time")), strict=True):
            widget.attrs["aria-label"] = label


DATE_ERROR = _("Write the date as day, month and year, such as 31/12/2026.")
FIELDS = {
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 5})},
    models.URLField: {"assume_scheme": "https"},
    models.DateField: {"error_messages": {"invalid": DATE_ERROR}},
    models.DateTimeField: {
        "form_class": forms.SplitDateTimeField,
        "widget": PublicationWidget,
        "error_messages": {
            "invalid_date": DATE_ERROR,
            "invalid_time": _("Write the time as hours and minutes, such as 09:30."),
        },
    },
}


class ChoiceMixin(admin.options.BaseModelAdmin):
    """Beside a choice stands what an editor needs there, and nothing that deletes the chosen."""

    related_links: ClassVar[dict[str, bool]] = {"can_delete_related": False, "can_view_related": False}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            vars(field.widget).update(self.related_links)
        return field


class SluggedAdmin(ChoiceMixin, admin.ModelAdmin):
    """A model with an address that is made from the name while it may still change."""

    form = SluggedForm
    prepopulated_fields = {"slug": ("name",)}
    list_per_page = 50
    show_full_result_count = False

    class Media:
        js = ("admin/js/urlify.js", "js/slugs.js")  # in this order: ours replaces what the first defines

    def has_fixed_slug(self, obj) -> bool:
        """Addresses in use are kept. That of a list's item stands in the lists that people share."""
        return obj is not None

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "slug") if self.has_fixed_slug(obj) else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if self.has_fixed_slug(obj) else super().get_prepopulated_fields(request, obj)

    def autocomplete_label(self, obj) -> str:
        """Give the text by which an editor tells this one from others when choosing it."""
        return str(obj)


class PublishableAdmin(SluggedAdmin):
    """A model with drafts. Only what the public may see has a link to its public page.

    `resource` gives the columns of the files that staff take away: the same as those of the public files.
    """

    resource: type[EntryResource]
    actions = ("take_away_csv", "take_away_excel")

    formfield_overrides = FIELDS
    publication_fields: ClassVar = (
        _("Publication"),
        {"fields": ("published_at", "slug", "staff_note")},
    )

    def has_fixed_slug(self, obj) -> bool:
        return obj is not None and obj.is_public

    def get_view_on_site_url(self, obj=None):
        if obj is None or not self.model.objects.for_public().filter(pk=obj.pk).exists():
            return None
        return obj.get_absolute_url()

    @admin.action(description=_("Take away as CSV"), permissions=["view"])
    def take_away_csv(self, request, queryset):
        pieces = csv.lines(self.plan(request), list(queryset.values_list("pk", flat=True)))
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.csv"'
        return response

    @admin.action(description=_("Take away as Excel"), permissions=["view"])
    def take_away_excel(self, request, queryset):
        plan = self.plan(request)
        rows = plan.rows(list(queryset.values_list("pk", flat=True)))
        book = xlsx.workbook([xlsx.sheet_of(capfirst(str(self.opts.verbose_name_plural)), plan, rows)])
        return FileResponse(book, as_attachment=True, filename=f"{self.opts.model_name}.xlsx")

    def plan(self, request) -> Plan:
        return Plan(self.resource, site=request.build_absolute_uri("/").rstrip("/"))

    @admin.display(description=_("published"), ordering="published_at")
    def publication(self, obj) -> str:
        if obj.published_at is None:
            return _("Draft")
        day = date_format(timezone.localtime(obj.published_at), "SHORT_DATE_FORMAT")
        return (_("Since {day}") if obj.is_public else _("From {day}")).format(day=day)

    @admin.display(description=_("last changed"), ordering="updated_at")
    def changed(self, obj) -> str:
        return date_format(timezone.localtime(obj.updated_at), "SHORT_DATE_FORMAT")


class RowInline(ChoiceMixin, admin.options.InlineModelAdmin):
    """Rows of an entry, edited on its form. One empty row is always there, also without JavaScript."""

    form = OrderedRowForm
    formset = OrderedRowFormSet
    extra = 1
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    related_links = {**ChoiceMixin.related_links, "can_change_related": False, "can_add_related": False}


class TabularRowInline(RowInline, admin.TabularInline):
    hint = _("When you save, the rows are numbered anew in this order; without a number: at the end.")


class KindRowInline(TabularRowInline):
    formset = KindFormSet
    hint = _("When you save, each kind is numbered anew in this order; without a number: at the end.")


class LevelledRowInline(TabularRowInline):
    formset = LevelledRowFormSet
    fields = ("order", "level", "text")


class StackedRowInline(RowInline, admin.StackedInline):
    pass
