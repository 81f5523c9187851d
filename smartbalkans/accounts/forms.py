"""The forms of allauth, with texts and limits of our own."""

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from smartbalkans.accounts.audit_log import REFUSED, note
from smartbalkans.accounts.rate_limits import TOO_MANY, seconds_to_wait, too_many_failures

# What fido2 and allauth raise over an answer that no browser gives.
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}


class StaffLoginForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("login", "password"):
            del self.fields[name].widget.attrs["placeholder"]
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none"}


class StaffChangePasswordForm(ChangePasswordForm):
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, again"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
            del self.fields[name].widget.attrs["placeholder"]

    def clean(self):
        first, second = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and second and first != second:
            self.add_error("password2", _("The two new passwords are different."))
        return super().clean()


class SlowedForm(forms.Form):
    """A form for a second factor: a refusal is in the log, and says how long to wait."""

    def refused(self, error: ValidationError, reason: str) -> ValidationError:
        if error.code not in (TOO_MANY, "rate_limited"):
            note(context.request, self.user.get_username(), REFUSED, reason)
            return error
        note(context.request, self.user.get_username(), REFUSED, "too many failures")
        return too_many_failures(seconds_to_wait(context.request, f"mfa-auth-user-{self.user.pk}"))


class CodeForm(SlowedForm):
    """Asks for a code from the app, or for a recovery code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.help_text = _("Enter the six-digit code from your authenticator app, or a recovery code.")
        field.widget.attrs = dict(CODE)

    def clean_code(self):
        try:
            code = super().clean_code()
        except ValidationError as error:
            if error.code == TOO_MANY:
                raise self.refused(error, "") from error
            raise  # allauth's signal tells the log
        if self.authenticator.type == Authenticator.Type.TOTP and not self.is_first_use(code):
            raise self.refused(get_adapter().validation_error("incorrect_code"), "code used before")
        return code

    def is_first_use(self, code: str) -> bool:
        """Tell whether the code is new. allauth remembers one for half a minute, but accepts it longer."""
        steps = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"code-used:{self.user.pk}:{normalize_user_code(code)}"
        return cache.add(key, True, timeout=steps * app_settings.TOTP_PERIOD)


class StaffAuthenticateForm(CodeForm, AuthenticateForm):
    pass


class StaffReauthenticateForm(CodeForm, ReauthenticateForm):
    pass


class StaffActivateTOTPForm(SlowedForm, ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from the app")
        field.help_text = _("Enter the six-digit code that the app shows for this account.")
        field.widget.attrs = dict(CODE)

    def clean_code(self):
        try:
            return super().clean_code()
        except ValidationError as error:
            raise self.refused(error, "wrong code while adding an app") from error


def wrong_passkey() -> ValidationError:
    return ValidationError(_("The passkey could not be verified. Try again, or use another method."))


class PasskeyForm(SlowedForm):
    """Asks for a passkey. What the browser answers stands in a hidden field."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except ValidationError as error:
            raise self.refused(error, "wrong passkey") from error
        except MALFORMED as error:
            raise self.refused(wrong_passkey(), "wrong passkey") from error


class StaffAuthenticateWebAuthnForm(PasskeyForm, AuthenticateWebAuthnForm):
    @property
    def is_offered(self) -> bool:
        """Tell whether the person has a passkey to use."""
        return Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN).exists()


class StaffReauthenticateWebAuthnForm(PasskeyForm, ReauthenticateWebAuthnForm):
    pass


class StaffAddWebAuthnForm(AddWebAuthnForm):
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        help_text=_("A name for this device, such as: office laptop."),
    )

    def clean(self):
        try:
            return super().clean()
        except MALFORMED as error:
            raise wrong_passkey() from error
