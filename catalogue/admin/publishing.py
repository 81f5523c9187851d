"""Where an entry stands between draft and public, and who may move it on."""

from typing import ClassVar

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


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


class PublishingMixin(admin.ModelAdmin):
    """Only what the public may see has a link to its public page."""

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

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=_("published"), ordering="published_at")
    def publication(self, obj) -> str:
        if obj.published_at is None:
            return _("Draft")
        day = date_format(timezone.localtime(obj.published_at), "SHORT_DATE_FORMAT")
        return (_("Since {day}") if obj.is_public else _("From {day}")).format(day=day)

    @admin.display(description=_("last changed"), ordering="updated_at")
    def changed(self, obj) -> str:
        return date_format(timezone.localtime(obj.updated_at), "SHORT_DATE_FORMAT")
