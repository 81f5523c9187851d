from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "smartbalkans.contact"
    verbose_name = _("contact")

    def ready(self):
        import_module("catalogue.search.data_tables").register_shown(self.get_model("Contact"))
