"""Adapters of allauth: who may log in, how failures are counted, and the texts of errors."""

import unicodedata

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.mail.outbox import portal_link, put_in_outbox, write_message
from smartbalkans.accounts.access import access_denied
from smartbalkans.accounts.audit_log import CHANGED, REFUSED, log_event
from smartbalkans.accounts.reauthentication import seconds_since_confirmation

TOO_MANY_ATTEMPTS = _("Too many attempts. Wait a few minutes and try again.")


class StaffAdapter(DefaultAccountAdapter):
    """The login of staff. There is no sign-up, and only staff have access."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Wrong username or password. Passwords are case-sensitive."),
        "incorrect_password": _("Wrong password. Passwords are case-sensitive."),
        "enter_current_password": _("Wrong password. Passwords are case-sensitive."),
        "too_many_login_attempts": TOO_MANY_ATTEMPTS,
        "rate_limited": TOO_MANY_ATTEMPTS,
    }
    confirmation_methods = {
        "reauthenticate": _("Use your password"),
        "mfa_reauthenticate": _("Use a code from your authenticator app, or a recovery code"),
        "mfa_reauthenticate:webauthn": _("Use a passkey"),
    }

    def is_open_for_signup(self, request):
        return False

    def send_password_reset_mail(self, user, email, context) -> None:
        """Send a link for a new password to staff, at the address of their account.

        Others get nothing, as do unknown addresses. allauth remembers former addresses, too.
        """
        if user.is_staff and user.email.lower() == email.lower():
            log_event(self.request, user.get_username(), CHANGED, "asked for a new password by mail")
            super().send_password_reset_mail(user, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address of a link, which begins as configured and not as the request claims."""
        uid, _hyphen, token = key.partition("-")
        return portal_link(reverse("account_reset_password_from_key", args=[uid, token]))

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail: no request waits for the mail server."""
        message = self.render_mail(template_prefix, email, context | {"request": self.request})
        put_in_outbox([write_message(email, message.subject, message.body, is_secret=True)])

    def format_email_subject(self, subject: str) -> str:
        return subject  # the outbox adds the prefix

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            log_event(request, credentials.get("username", ""), REFUSED, "too many failures")
            raise

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Return a key of the account alone: allauth adds the host name, which the client can forge."""
        name = credentials.get("username", "")
        return "account:" + unicodedata.normalize("NFKC", name).casefold()

    def authentication_failed(self, request, **credentials):
        log_event(request, credentials.get("username", ""), REFUSED, "wrong name or password")

    def is_reauthentication_required(self, *, app, **kwargs) -> bool:
        """Return whether the last login or confirmation is too long ago."""
        return seconds_since_confirmation(self.request) >= app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user) -> list[dict]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": self.confirmation_methods[method["id"]]} for method in methods]

    def pre_login(self, request, user, **kwargs):
        response = super().pre_login(request, user, **kwargs)
        if response is None and not user.is_staff:
            log_event(request, user.get_username(), REFUSED, "not staff")
            request.session.flush()
            response = access_denied(request, user)
        return response

    def respond_user_inactive(self, request, user):
        log_event(request, user.get_username(), REFUSED, "account is inactive")
        return access_denied(request, user)


class StaffMFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Wrong code. Enter the code that the app shows now. Each code works only once."),
        "cannot_delete_authenticator": _("You cannot remove your second factor."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": gettext("SMART Balkans back office")}
