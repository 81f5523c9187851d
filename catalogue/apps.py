from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("catalogue")

    def ready(self):
        from catalogue.search import sync  # noqa: PLC0415  (it needs the models, which are ready now)

        autodiscover_modules("search", "history")
        pre_migrate.connect(sync.make_way, sender=self)
        post_migrate.connect(sync.install, sender=self)
