"""Who may enter the back office, and where those go who lack something."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user) -> bool:
    """Tell whether a stolen password alone would not open the account. Recovery codes alone do not count."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists()


def lacks_second_factor(user) -> bool:
    return settings.MFA_REQUIRED and not has_second_factor(user)


def may_enter(user) -> bool:
    """Tell whether the back office, or anything else that only staff see, is open to this person."""
    return user.is_active and user.is_staff and not lacks_second_factor(user)


def way_in(request) -> HttpResponseRedirect:
    """Lead somebody who asked for the back office to what they lack: a login, or a second factor."""
    user, target = request.user, wanted_page(request)
    if not user.is_authenticated:
        return HttpResponseRedirect(reverse("account_login", query={"next": target}))
    if not (user.is_active and user.is_staff):
        return no_entry(request, user)
    if lacks_second_factor(user):
        return HttpResponseRedirect(reverse("mfa_index"))
    return HttpResponseRedirect(target)


def wanted_page(request) -> str:
    """Give the page that `next` names; the back office's first one if it names none, or one elsewhere."""
    index, asked = reverse("admin:index"), request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours and not asked.startswith(reverse("admin:login")) else index


def no_entry(request, user):
    """Say clearly to somebody with the right password why the door stays closed."""
    return render(request, "account/no_entry.html", {"person": user}, status=403)
