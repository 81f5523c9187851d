"""The page on which people see their own sessions and end them."""

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from catalogue.keys import key_of
from smartbalkans.accounts.audit_log import CHANGED, log_event
from smartbalkans.accounts.devices import describe_device, mark_seen


class SessionListView(ListUserSessionsView):
    """The page of allauth, which ends all other sessions; `session` in the form is the one to end alone."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        mark_seen(request)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if "session" in request.POST:
            return self.end_one(request, request.POST["session"])
        log_event(request, request.user.get_username(), CHANGED, "ended all other sessions")
        return super().post(request, *args, **kwargs)

    def end_one(self, request, key: str) -> HttpResponse:
        own = UserSession.objects.filter(user=request.user)
        others = own.exclude(session_key=request.session.session_key)
        session = get_object_or_404(others, pk=key_of(UserSession, key))
        get_adapter().end_sessions([session])
        log_event(request, request.user.get_username(), CHANGED, "ended another session")
        device = describe_device(session.user_agent)
        messages.success(request, _("The session was ended: {device}.").format(device=device))
        return HttpResponseRedirect(self.get_success_url())
