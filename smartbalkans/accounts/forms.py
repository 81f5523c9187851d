"""The forms of allauth, with texts of the portal and with refusals logged."""

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.errors import explain_errors
from smartbalkans.accounts.audit_log import REFUSED, log_event

# The codes of allauth's errors after too many failures.
TOO_MANY = ("too_many_login_attempts", "rate_limited")
# Raised by fido2 and allauth for a response that no browser sends.
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}


def label_fields(form: forms.Form, labels: dict) -> None:
    """Set the labels of fields, and error messages that name them."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
        explain_errors(form.fields[name], label)


class StaffLoginForm(LoginForm):
    labels = {"login": _("Username"), "password": _("Password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label_fields(self, self.labels)
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none"}


class StaffChangePasswordForm(ChangePasswordForm):
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, again"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label_fields(self, self.labels)

    def clean(self):
        first, second = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and second and first != second:
            self.add_error("password2", _("The two new passwords are different."))
        return super().clean()


class StaffResetPasswordForm(ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label_fields(self, {"email": _("Email address")})
        self.fields["email"].widget.attrs = {"autocomplete": "email", "autofocus": True}


class StaffResetPasswordKeyForm(ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, again")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label_fields(self, self.labels)


class StaffConfirmationForm(ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label_fields(self, {"password": _("Password")})


class SecondFactorForm(forms.Form):
    """A form for a second factor. Refusals are logged."""

    def log_refusal(self, error: ValidationError, reason: str) -> None:
        reason = "too many failures" if error.code in TOO_MANY else reason
        log_event(context.request, self.user.get_username(), REFUSED, reason)


class CodeForm(SecondFactorForm):
    """A form for a code from the app, or for a recovery code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label_fields(self, {"code": _("Code")})
        field = self.fields["code"]
        field.help_text = _("Enter the six-digit code from your authenticator app, or a recovery code.")
        field.widget.attrs = dict(CODE)

    def clean_code(self):
        try:
            code = super().clean_code()
        except ValidationError as error:
            if error.code in TOO_MANY:  # a wrong code is logged by a receiver of allauth's signal
                self.log_refusal(error, "")
            raise
        if self.authenticator.type == Authenticator.Type.TOTP and not self.is_first_use(code):
            error = get_adapter().validation_error("incorrect_code")
            self.log_refusal(error, "code used before")
            raise error
        return code

    def is_first_use(self, code: str) -> bool:
        """Mark a code as used and return whether it was unused.

        allauth remembers a code for half a minute, but accepts it for longer.
        """
        steps = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"code-used:{self.user.pk}:{''.join(filter(str.isdigit, code))}"
        return cache.add(key, True, timeout=steps * app_settings.TOTP_PERIOD)


class StaffAuthenticateForm(CodeForm, AuthenticateForm):
    pass


class StaffReauthenticateForm(CodeForm, ReauthenticateByCodeForm):
    pass


class StaffActivateTOTPForm(SecondFactorForm, ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label_fields(self, {"code": _("Code from the app")})
        field = self.fields["code"]
        field.help_text = _("Enter the six-digit code that the app shows for this account.")
        field.widget.attrs = dict(CODE)

    def clean_code(self):
        try:
            return super().clean_code()
        except ValidationError as error:
            self.log_refusal(error, "wrong code while adding an app")
            raise


def wrong_passkey() -> ValidationError:
    return ValidationError(_("The passkey could not be verified. Try again, or use another method."))


class PasskeyForm(SecondFactorForm):
    """A form for a passkey. The browser's response is in a hidden field."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except ValidationError as error:
            self.log_refusal(error, "wrong passkey")
            raise
        except MALFORMED as error:
            refusal = wrong_passkey()
            self.log_refusal(refusal, "wrong passkey")
            raise refusal from error


class StaffAuthenticateWebAuthnForm(PasskeyForm, AuthenticateWebAuthnForm):
    @property
    def is_offered(self) -> bool:
        """Return whether the person has a passkey."""
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
