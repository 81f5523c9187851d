"""The back office's pages of whatever has an address."""

from django.contrib import admin

from catalogue.admin.fields import ChoiceMixin
from catalogue.admin.forms import SluggedForm


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
