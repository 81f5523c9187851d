from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class SmartBalkansConfig(AppConfig):
    name = "smartbalkans"
    verbose_name = _("SMART Balkans portal")

    def ready(self):
        import_module("smartbalkans.optional_packages")
        import_module("smartbalkans.page_cache.checks")
        import_module("smartbalkans.monitoring.sentry").start()


class BackOfficeConfig(AdminConfig):
    """Django's admin, with the programme's name and colours."""

    default_site = "smartbalkans.back_office.BackOffice"
