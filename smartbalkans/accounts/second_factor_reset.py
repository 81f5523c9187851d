"""Removal of a person's second factor by an administrator, if a phone or computer was lost."""

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.tools import Tool, ToolsMixin
from smartbalkans.accounts.audit_log import CHANGED, log_event
from smartbalkans.accounts.notices import SECOND_FACTOR_REMOVED, notify_of_change
from smartbalkans.accounts.reauthentication import confirm_identity


def authenticators_of(user):
    return Authenticator.objects.filter(user_id=user.pk).order_by("type", "created_at", "pk")


class SecondFactorResetMixin(ToolsMixin):
    """Shows the second factor on a person's page, with a button that removes it."""

    def get_urls(self):
        page = self.page_path("<path:object_id>/second-factor/", "second_factor", self.remove_second_factor)
        return [page, *super().get_urls()]

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if self.has_change_permission(request, obj) and authenticators_of(obj).exists():
            tools.append(Tool(_("Remove the second factor"), self.page_address("second_factor", obj.pk)))
        return tools

    @admin.display(description=gettext_lazy("second factor"))
    def second_factor(self, obj):
        """Return the authenticators of the person."""
        lines = [(describe(authenticator),) for authenticator in authenticators_of(obj)]
        return format_html_join("", "<div>{}</div>", lines) or _("none")

    @confirm_identity
    def remove_second_factor(self, request, object_id):
        person = self.get_object(request, object_id)
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        page = self.page_address("change", person.pk)
        if request.method == "POST":
            self.remove(request, person)
            return redirect(page)
        return self.render_page(
            request,
            "admin/auth/user/second_factor.html",
            _("Remove the second factor of %(name)s") % {"name": person},
            entry=person,
            here=_("Remove the second factor"),
            person=person,
            page=page,
            lines=[describe(authenticator) for authenticator in authenticators_of(person)],
        )

    def remove(self, request, person):
        with transaction.atomic():
            removed = [describe(authenticator) for authenticator in authenticators_of(person)]
            authenticators_of(person).delete()
            if removed:
                self.log_change(request, person, _("Removed: %(what)s.") % {"what": "; ".join(removed)})
                notify_of_change(person, SECOND_FACTOR_REMOVED, request.user)
        log_event(
            request, person.get_username(), CHANGED, f"second factor removed by {request.user.get_username()}"
        )
        messages.success(
            request,
            _(
                "The second factor of %(name)s has been removed. They will set up a new one when they "
                "next log in."
            )
            % {"name": person},
        )


def describe(authenticator: Authenticator) -> str:
    """Return the kind of an authenticator with the date on which it was added."""
    names = {
        Authenticator.Type.TOTP: _("authenticator app"),
        Authenticator.Type.RECOVERY_CODES: _("recovery codes"),
        Authenticator.Type.WEBAUTHN: _("passkey “%(name)s”") % {"name": authenticator},
    }
    day = date_format(localtime(authenticator.created_at), "DATE_FORMAT")
    return _("%(what)s, added on %(day)s") % {"what": names[authenticator.type], "day": day}
