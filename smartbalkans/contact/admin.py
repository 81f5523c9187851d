"""The back office of contacts and reports."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from catalogue.admin.fields import FIELDS, ChoiceMixin
from catalogue.admin.forms import RuledForm
from catalogue.admin.lists import CheckedListAdmin
from catalogue.admin.pages import change_address
from smartbalkans.contact.models import Contact, Report
from smartbalkans.contact.pages import present_entry_of


class PlainChoiceMixin(ChoiceMixin):
    """Choices without links to what is chosen, which is edited elsewhere."""

    related_links = {**ChoiceMixin.related_links, "can_add_related": False, "can_change_related": False}


class ContactForm(RuledForm):
    rule_fields = {"contact_contact_can_be_reached": "email"}


class ContactCountryFilter(admin.RelatedFieldListFilter):
    """The countries of contacts, of which a contact for all countries names none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("country")
        self.empty_value_display = _("For all countries")


@admin.register(Contact)
class ContactAdmin(PlainChoiceMixin, CheckedListAdmin):
    form = ContactForm
    formfield_overrides = FIELDS
    list_display = ("purpose", "organisation", "country_names", "email", "telephone")
    list_filter = (("countries", ContactCountryFilter),)
    list_select_related = ("organisation",)
    search_fields = ("purpose", "organisation__name", "organisation__acronym", "email", "languages")
    search_help_text = _("Searches purposes, organisations, email addresses and languages.")
    fields = ("organisation", "purpose", "countries", "email", "telephone", "languages")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("countries")

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )

    @admin.display(description=_("countries"))
    def country_names(self, obj):
        return ", ".join(country.name for country in obj.countries.all()) or _("All countries")


class ReportStatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [("open", _("Open")), *Report.Status.choices]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        return queryset.filter(status=self.value()) if self.value() in Report.Status.values else queryset


@admin.register(Report)
class ReportAdmin(PlainChoiceMixin, CheckedListAdmin):
    """Reports of visitors: staff read them, and note who deals with them and how."""

    form = RuledForm
    formfield_overrides = FIELDS
    list_display = ("page", "excerpt", "status", "handler", "created_at")
    list_display_links = ("page", "excerpt")
    list_filter = (ReportStatusFilter, ("handler", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("handler",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("page_name", "address", "what", "evidence", "note")
    search_help_text = _("Searches pages, reports and notes.")
    readonly_fields = ("links", "what", "evidence", "sender_email", "created_at", "closed_at")
    fieldsets = (
        (None, {"fields": ("links", "what", "evidence", "sender_email", "created_at")}),
        (_("Handling"), {"fields": ("status", "handler", "note", "closed_at")}),
    )

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("page"))
    def page(self, obj):
        return obj.page_name or _("The portal")

    @admin.display(description=_("what is wrong"))
    def excerpt(self, obj):
        return Truncator(obj.what).chars(100)

    @admin.display(description=_("page"))
    def links(self, obj):
        """Return links to the page as the visitor saw it, and to the form of its entry as it is now."""
        if not obj.address:
            return _("The portal")
        entry = present_entry_of(obj)
        if entry is None and obj.content_type_id:
            return format_html(_("{name} (deleted)"), name=obj.page_name)
        shown = format_html('<a href="{}">{}</a>', obj.address, obj.page_name)
        if entry is None:
            return shown
        if entry.pk != obj.object_id:
            shown = format_html(_("{page} (merged into “{entry}”)"), page=shown, entry=entry)
        form = change_address(entry)
        return format_html('{} · <a href="{}">{}</a>', shown, form, _("Open in the back office"))

    @admin.display(description=_("email address"))
    def sender_email(self, obj):
        if obj.email:
            return format_html('<a href="mailto:{0}">{0}</a>', obj.email)
        return _("None: not entered, or deleted after 90 days")

    def save_model(self, request, obj, form, change):
        """Enter who began to deal with the report, and delete what is no longer needed of others."""
        if obj.status != Report.Status.NEW and obj.handler is None:
            obj.handler = request.user
        super().save_model(request, obj, form, change)
        Report.objects.delete_personal_data()
