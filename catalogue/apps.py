from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self):
        autodiscover_modules("search", "history")
        # Before the search creates its triggers, which would queue each corrected row.
        post_migrate.connect(import_module("catalogue.sort_keys").correct_all_keys, sender=self)
        import_module("catalogue.search.commits").connect_signals(self)
        import_module("catalogue.publishing.previews").connect_signals()
        import_module("catalogue.proposals.saving").connect_signals()
        tables_by_kind = import_module("catalogue.search.data_tables").tables_by_kind
        import_module("catalogue.data_versions.installation").connect_signals(self, tables_by_kind)
