"""The back office of models with an address."""

from catalogue.admin.fields import ChoiceMixin
from catalogue.admin.forms import SluggedForm
from catalogue.admin.lists import CheckedListAdmin


class SluggedAdmin(ChoiceMixin, CheckedListAdmin):
    """A model whose address is proposed from its name as long as the address can change."""

    form = SluggedForm
    prepopulated_fields = {"slug": ("name",)}
    list_per_page = 50
    show_full_result_count = False

    class Media:
        js = ("admin/js/urlify.js", "js/slugs.js")  # in this order: ours replaces what the first defines

    def has_fixed_slug(self, obj) -> bool:
        """Return whether the address is fixed. That of a category is in the links that people share."""
        return obj is not None

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "slug") if self.has_fixed_slug(obj) else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if self.has_fixed_slug(obj) else super().get_prepopulated_fields(request, obj)

    def autocomplete_label(self, obj) -> str:
        """Return the text of a choice, by which an editor can distinguish it from others."""
        return str(obj)
