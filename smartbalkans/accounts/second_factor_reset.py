"""An administrator removes the second factor of a colleague who has lost phone or computer."""

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.tools import Tool, ToolsMixin
from smartbalkans.accounts.audit_log import CHANGED, note


def authenticators_of(user):
    return Authenticator.objects.filter(user_id=user.pk).order_by("type", "created_at", "pk")


class SecondFactorResetMixin(ToolsMixin, admin.ModelAdmin):
    """Shows on a person's page what they log in with, and takes it away if it is lost."""

    def get_urls(self):
        remove = path(
            "<path:object_id>/second-factor/",
            self.admin_site.admin_view(self.remove_second_factor),
            name="remove_second_factor",
        )
        return [remove, *super().get_urls()]

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if self.has_change_permission(request, obj) and authenticators_of(obj).exists():
            address = reverse("admin:remove_second_factor", args=[obj.pk])
            tools.append(Tool(_("Remove the second factor"), address))
        return tools

    @admin.display(description=gettext_lazy("second factor"))
    def second_factor(self, obj):
        """Say what the person logs in with beside the password."""
        lines = [(said(authenticator),) for authenticator in authenticators_of(obj)]
        return format_html_join("", "<div>{}</div>", lines) or _("none")

    def remove_second_factor(self, request, object_id):
        person = self.get_object(request, object_id)
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        page = reverse("admin:auth_user_change", args=[person.pk])
        if request.method == "POST":
            self.remove(request, person)
            return redirect(page)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Remove the second factor of %(name)s") % {"name": person},
            "person": person,
            "page": page,
            "opts": self.opts,
            "lines": [said(authenticator) for authenticator in authenticators_of(person)],
        }
        return TemplateResponse(request, "admin/auth/user/second_factor.html", context)

    def remove(self, request, person):
        with transaction.atomic():
            taken = [said(authenticator) for authenticator in authenticators_of(person)]
            authenticators_of(person).delete()
            if taken:
                self.log_change(request, person, _("Removed: %(what)s.") % {"what": "; ".join(taken)})
        note(
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


def said(authenticator: Authenticator) -> str:
    """Name what somebody logs in with, and since when."""
    names = {
        Authenticator.Type.TOTP: _("authenticator app"),
        Authenticator.Type.RECOVERY_CODES: _("recovery codes"),
        Authenticator.Type.WEBAUTHN: _("passkey “%(name)s”") % {"name": authenticator},
    }
    day = date_format(localtime(authenticator.created_at), "DATE_FORMAT")
    return _("%(what)s, added on %(day)s") % {"what": names[authenticator.type], "day": day}
