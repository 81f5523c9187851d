"""Invitations in the back office, and what ends when an account is deactivated."""

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.mail.outbox import is_address
from catalogue.review.records import end_assignments
from smartbalkans.accounts.audit_log import CHANGED, log_event
from smartbalkans.accounts.invitations import invite, path_of, send_by_mail, withdraw
from smartbalkans.accounts.models import Invitation
from smartbalkans.accounts.reauthentication import confirm_identity


class InvitationMixin(ToolsMixin):
    """A person's invitation on their page, and a page that creates and withdraws it."""

    def get_urls(self):
        page = self.page_path("<path:object_id>/invitation/", "invitation", self.invitation_view)
        return [page, *super().get_urls()]

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if self.has_change_permission(request, obj) and obj.is_active:
            tools.append(Tool(_("Invitation link"), self.page_address("invitation", obj.pk)))
        return tools

    @admin.display(description=gettext_lazy("password"))
    def password_status(self, obj):
        """Return whether the person has set a password, and until when an invitation works."""
        if invitation := Invitation.objects.valid().filter(user=obj).first():
            until = date_format(localtime(invitation.expires_at), "DATETIME_FORMAT")
            return _("Invited; the link works until {until}").format(until=until)
        return _("Set") if obj.has_usable_password() else _("Not set. Create an invitation link.")

    @confirm_identity
    def invitation_view(self, request, object_id):
        person = self.get_object(request, object_id)
        if person is None:
            raise Http404
        if not (self.has_change_permission(request, person) and person.is_active):
            raise PermissionDenied
        if "create" in request.POST:
            return self.link_page(request, person)
        if "mail" in request.POST:
            self.mail_invitation(request, person)
            return redirect(self.page_address("change", person.pk))
        if "withdraw" in request.POST:
            self.withdraw_invitation(request, person)
            return redirect(self.page_address("change", person.pk))
        return self.invitation_page(request, person, Invitation.objects.valid().filter(user=person).first())

    def invitation_page(self, request, person, invitation, link: str = ""):
        return self.render_page(
            request,
            "admin/auth/user/invitation.html",
            _("Invitation of {name}").format(name=person),
            entry=person,
            here=_("Invitation"),
            person=person,
            page=self.page_address("change", person.pk),
            invitation=invitation,
            link=link,
            may_mail=settings.SENDS_MAIL and is_address(person.email),
        )

    @sensitive_variables("link")
    def link_page(self, request, person):
        """Return the page that shows a new invitation link, which no other page shows."""
        invitation = self.new_invitation(request, person)
        link = request.build_absolute_uri(path_of(invitation))
        return self.invitation_page(request, person, invitation, link)

    def new_invitation(self, request, person) -> Invitation:
        invitation = invite(person)
        self.log_change(request, person, _("Created an invitation link."))
        log_event(request, person.get_username(), CHANGED, f"invited by {request.user.get_username()}")
        return invitation

    def mail_invitation(self, request, person) -> None:
        if send_by_mail(self.new_invitation(request, person)):
            text = _("The invitation is sent to {address}.").format(address=person.email)
            self.message_user(request, text, messages.SUCCESS)
        else:
            text = _("The invitation cannot be sent by mail. Create a link instead.")
            self.message_user(request, text, messages.ERROR)

    def withdraw_invitation(self, request, person) -> None:
        if withdraw(person):
            self.log_change(request, person, _("Withdrew the invitation link."))
        self.message_user(request, _("The link no longer works."), messages.SUCCESS)


def end_access(person: User, actor: User) -> int:
    """End the sessions, the invitation and the assignments of a person. Return how many assignments."""
    get_adapter().end_sessions(list(UserSession.objects.filter(user=person)))
    withdraw(person)
    return end_assignments(person, actor)
