"""The back office of the synonyms by which visitors search."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalogue.admin.forms import RuledForm
from catalogue.admin.lists import CheckedListAdmin
from catalogue.search.models import SearchSynonym


@admin.register(SearchSynonym)
class SearchSynonymAdmin(CheckedListAdmin):
    form = RuledForm
    list_display = ("name", "all_synonyms")
    search_fields = ("name", "synonyms")
    fields = ("name", "synonyms")
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=_("synonyms"))
    def all_synonyms(self, obj):
        return ", ".join(obj.forms[1:])
