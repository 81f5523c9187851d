"""What allauth asks us: who may log in, how failures are counted, and how things are called."""

import time
import unicodedata

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from smartbalkans.accounts.access import no_entry
from smartbalkans.accounts.audit_log import REFUSED, note
from smartbalkans.accounts.rate_limits import TOO_MANY, seconds_to_wait, too_many_failures


class StaffAdapter(DefaultAccountAdapter):
    """The login of staff: nobody signs up, and only staff come in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Wrong username or password. Passwords are case-sensitive."),
        "incorrect_password": _("Wrong password. Passwords are case-sensitive."),
        "enter_current_password": _("Wrong password. Passwords are case-sensitive."),
        "rate_limited": _("Too many attempts. Wait a minute and try again."),
    }
    ways_to_confirm = {
        "reauthenticate": _("Use your password"),
        "mfa_reauthenticate": _("Use a code from your authenticator app, or a recovery code"),
        "mfa_reauthenticate:webauthn": _("Use a passkey"),
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            if error.code != TOO_MANY:
                raise
            note(request, credentials.get("username", ""), REFUSED, "too many failures")
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise too_many_failures(seconds_to_wait(request, key)) from error

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Count by account alone: allauth adds the host that the client names, which a client may make up."""
        name = credentials.get("username", "")
        return "account:" + unicodedata.normalize("NFKC", name).casefold()

    def authentication_failed(self, request, **credentials):
        note(request, credentials.get("username", ""), REFUSED, "wrong name or password")

    def is_reauthentication_required(self, *, app, **kwargs) -> bool:
        """Tell whether to ask once more who it is: not of somebody who logged in or confirmed just now."""
        latest = max(
            (r["at"] for r in get_authentication_records(self.request, self.request.user)), default=0
        )
        return time.time() - latest >= app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user) -> list[dict]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": self.ways_to_confirm[method["id"]]} for method in methods]

    def pre_login(self, request, user, **kwargs):
        response = super().pre_login(request, user, **kwargs)
        if response is None and not user.is_staff:
            note(request, user.get_username(), REFUSED, "not staff")
            request.session.flush()
            response = no_entry(request, user)
        return response

    def respond_user_inactive(self, request, user):
        note(request, user.get_username(), REFUSED, "account is inactive")
        return no_entry(request, user)


class StaffMFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "Wrong code. Enter the code that the app shows now, or a recovery code. Each code works "
            "only once."
        ),
        "cannot_delete_authenticator": _("You cannot remove your second factor."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def _get_site_name(self) -> str:
        return gettext("SMART Balkans back office")
