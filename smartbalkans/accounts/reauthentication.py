"""Asks for the password or the second factor again before users and groups are changed."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from catalogue.admin.lists import CheckedListAdmin
from catalogue.errors import FieldErrorsMixin


def seconds_since_confirmation(request: HttpRequest) -> float:
    """Return how long ago the person logged in or confirmed their identity."""
    records = get_authentication_records(request, request.user)
    return time.time() - max((record["at"] for record in records), default=0)


def confirmation_address(request: HttpRequest) -> str:
    """Return the address at which a person confirms their identity and returns, "" if there is no need to.

    A form that was opened after a confirmation may be sent for as long again.
    """
    methods = get_adapter().get_reauthentication_methods(request.user)
    limit = app_settings.REAUTHENTICATION_TIMEOUT * (2 if request.method == "POST" else 1)
    if not methods or seconds_since_confirmation(request) < limit:
        return ""
    return f"{methods[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}"


def confirm_identity(view):
    """Wrap a method of an admin: redirect to the confirmation of the identity, and back afterwards.

    People who may only view what the admin shows are not asked.
    """

    @wraps(view)
    def inner(self, request, *args, **kwargs):
        permissions = self.get_model_perms(request)
        may_edit = any(permissions[action] for action in ("add", "change", "delete"))
        if may_edit and (address := confirmation_address(request)):
            return HttpResponseRedirect(address)
        return view(self, request, *args, **kwargs)

    return inner


class ConfirmedForm(FieldErrorsMixin, forms.ModelForm):
    """A form that is saved only if the person has confirmed their identity, and keeps what was entered."""

    confirmation_address = ""

    def clean(self):
        if self.confirmation_address:
            text = format_html(
                '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
                _("Nothing was saved: you confirmed your identity some time ago. Your changes are below."),
                self.confirmation_address,
                _("Confirm it in a new tab, then save here again."),
            )
            self.add_error(None, ValidationError(text, code="not_confirmed"))
        return super().clean()


class ConfirmedAdmin(CheckedListAdmin):
    """An admin whose forms, deletions and actions require a confirmed identity."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.confirmation_address = confirmation_address(request)
        return form

    def changeform_view(self, request, *args, **kwargs):
        view = super().changeform_view if request.method == "POST" else self.open_form
        return view(request, *args, **kwargs)

    @confirm_identity
    def open_form(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        view = self.run_action if request.method == "POST" else super().changelist_view
        return view(request, *args, **kwargs)

    @confirm_identity
    def run_action(self, request, *args, **kwargs):
        return super().changelist_view(request, *args, **kwargs)

    @confirm_identity
    def delete_view(self, request, *args, **kwargs):
        return super().delete_view(request, *args, **kwargs)
