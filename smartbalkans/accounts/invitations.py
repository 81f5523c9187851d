"""Links with which people set their own password: nobody else knows it (docs/decisions/0030)."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.forms import SetPasswordForm
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from catalogue.mail.outbox import portal_link, put_in_outbox, write_message
from smartbalkans.accounts.audit_log import CHANGED, REFUSED, log_event
from smartbalkans.accounts.forms import label_fields
from smartbalkans.accounts.models import Invitation

SALT = "smartbalkans.accounts.invitations"


class FirstPasswordForm(SetPasswordForm):
    labels = {"new_password1": gettext_lazy("Password"), "new_password2": gettext_lazy("Password, again")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label_fields(self, self.labels)


@transaction.atomic
def invite(user) -> Invitation:
    """Create an invitation of a person; the one before no longer works."""
    get_user_model()._default_manager.select_for_update().get(pk=user.pk)  # one at a time for each person
    withdraw(user)
    return Invitation.objects.create(user=user)


def withdraw(user) -> int:
    """Withdraw the invitation of a person. Return how many there were."""
    return Invitation.objects.filter(user=user).delete()[0]


def path_of(invitation: Invitation) -> str:
    """Return the signed address of an invitation, which cannot be made from the database alone."""
    return reverse("invitation", args=[Signer(salt=SALT).sign(invitation.pk.hex)])


def find_invitation(signed: str, **options) -> Invitation | None:
    """Return the invitation of a signed address if it works."""
    try:
        key = UUID(Signer(salt=SALT).unsign(signed))
    except (BadSignature, ValueError):
        return None
    rows = Invitation.objects.select_for_update(of=("self",)) if options.get("locks") else Invitation.objects
    return rows.valid().filter(pk=key).select_related("user").first()


def send_by_mail(invitation: Invitation) -> bool:
    """Queue the invitation as mail. Return False if it cannot be sent by mail."""
    user = invitation.user
    with override(settings.LANGUAGE_CODE):
        until = date_format(localtime(invitation.expires_at), "DATETIME_FORMAT")
        body = _(
            "You have an account in the back office of the SMART Balkans portal.\n\n"
            "Your username: {username}\n\n"
            "Set your password here. The link works once, until {until}:\n\n{link}\n\n"
            "If you do not expect this, do nothing.\n"
        ).format(username=user.get_username(), until=until, link=portal_link(path_of(invitation)))
        message = write_message(user.email, _("Your account"), body, is_secret=True)
    return bool(put_in_outbox([message]))


def accept(request: HttpRequest, signed: str) -> HttpResponse:
    """Show the form for the password of an invited person; keep it, and end the invitation."""
    if request.method == "POST":
        return set_password(request, signed)
    invitation = find_invitation(signed)
    return form_page(request, invitation and FirstPasswordForm(invitation.user))


@transaction.atomic
def set_password(request: HttpRequest, signed: str) -> HttpResponse:
    invitation = find_invitation(signed, locks=True)
    form = invitation and FirstPasswordForm(invitation.user, request.POST)
    if form is None or not form.is_valid():
        return form_page(request, form)
    form.save()
    invitation.delete()
    log_event(request, form.user.get_username(), CHANGED, "set a password by invitation")
    logout(request)
    messages.success(request, _("Your password was set. Log in with it now."))
    return redirect("account_login")


def form_page(request: HttpRequest, form: FirstPasswordForm | None) -> HttpResponse:
    if form is None:
        log_event(request, "", REFUSED, "invitation that does not work")
    return render(request, "account/invitation.html", {"form": form}, status=200 if form else 404)
