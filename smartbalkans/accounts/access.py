"""Who has access to the back office, and where everybody else is redirected."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user) -> bool:
    """Return whether a user has an authenticator app or a passkey. Recovery codes alone do not count."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists()


def lacks_second_factor(user) -> bool:
    return settings.MFA_REQUIRED and not has_second_factor(user)


def has_access(user) -> bool:
    """Return whether a user may use the back office and other pages for staff."""
    return user.is_active and user.is_staff and not lacks_second_factor(user)


def redirect_to_login(request) -> HttpResponse:
    """Redirect to what is missing, a login or a second factor, or else to the page in `next`."""
    user, target = request.user, next_page(request)
    if not user.is_authenticated:
        return HttpResponseRedirect(reverse("account_login", query={"next": target}))
    if not (user.is_active and user.is_staff):
        return access_denied(request, user)
    if lacks_second_factor(user):
        return HttpResponseRedirect(reverse("mfa_index"))
    return HttpResponseRedirect(target)


def next_page(request) -> str:
    """Return the page in `next`, or the first page of the back office if it is missing or on another site."""
    index, asked = reverse("admin:index"), request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours and not asked.startswith(reverse("admin:login")) else index


def access_denied(request, user) -> HttpResponse:
    """Return the page that explains why an account with the right password has no access."""
    return render(request, "account/access_denied.html", {"person": user}, status=403)
