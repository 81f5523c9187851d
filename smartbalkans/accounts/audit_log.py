"""Logs each login, refusal and logout on one line.

A line has no password. Names are written as JSON, so that no name can forge another line.
"""

import json
import logging

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from smartbalkans.accounts.middleware import mark_active

logger = logging.getLogger("smartbalkans.login")

ACCEPTED = "accepted"
REFUSED = "refused"
LEFT = "left"
CHANGED = "changed"
LONGEST_NAME = 150


def log_event(request, account: str, outcome: str, reason: str) -> None:
    """Log a line with the account, the client's address, one of the outcomes above and the reason."""
    logger.log(
        logging.WARNING if outcome == REFUSED else logging.INFO,
        "account=%s address=%s outcome=%s reason=%s",
        json.dumps(str(account)[:LONGEST_NAME]),
        client_address(request),
        outcome,
        json.dumps(reason),
    )


def client_address(request) -> str:
    """Return the client's address, "unknown" if it cannot be determined, so that the line is still logged."""
    try:
        return get_adapter().get_client_ip(request)
    except (AttributeError, ImproperlyConfigured, PermissionDenied):
        return "unknown"


def log_login(sender, request, user, **kwargs) -> None:
    records = get_authentication_records(request, user)
    methods = [record.get("type") or record["method"] for record in records]
    log_event(request, user.get_username(), ACCEPTED, " and ".join(methods) or "session")
    mark_active(request.session)


def log_logout(sender, request, user, **kwargs) -> None:
    if user is not None:
        log_event(request, user.get_username(), LEFT, "logged out")


def log_wrong_code(sender, request, user, authenticator, **kwargs) -> None:
    log_event(request, user.get_username(), REFUSED, f"wrong {authenticator.type} code")


def log_added(sender, request, user, authenticator, **kwargs) -> None:
    log_event(request, user.get_username(), CHANGED, f"added {authenticator.type}")


def log_removed(sender, request, user, authenticator, **kwargs) -> None:
    log_event(request, user.get_username(), CHANGED, f"removed {authenticator.type}")


def log_reset(sender, request, user, **kwargs) -> None:
    log_event(request, user.get_username(), CHANGED, "set a new password by mail")


def connect_receivers() -> None:
    password_reset.connect(log_reset)
    user_logged_in.connect(log_login)
    user_logged_out.connect(log_logout)
    authentication_failed.connect(log_wrong_code, sender=Authenticator)
    authenticator_added.connect(log_added, sender=Authenticator)
    authenticator_removed.connect(log_removed, sender=Authenticator)
