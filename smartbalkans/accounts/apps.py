from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoginConfig(AppConfig):
    name = "smartbalkans.accounts"
    label = "login"
    verbose_name = _("login")

    def ready(self):
        import_module("smartbalkans.accounts.audit_log").connect_receivers()
        import_module("smartbalkans.accounts.devices").connect_receivers()
