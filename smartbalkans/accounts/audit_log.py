"""One line in the log for every login, every refusal and every log-out.

A line holds no password, and nothing that somebody typed can begin a new one: names stand there as JSON.
"""

import json
import logging

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from smartbalkans.accounts.middleware import begin

logger = logging.getLogger("smartbalkans.login")

ACCEPTED = "accepted"
REFUSED = "refused"
LEFT = "left"
CHANGED = "changed"
LONGEST_NAME = 150


def note(request, account: str, outcome: str, reason: str) -> None:
    """Write a line: who, from which address, one of the outcomes above, and why."""
    logger.log(
        logging.WARNING if outcome == REFUSED else logging.INFO,
        "account=%s address=%s outcome=%s reason=%s",
        json.dumps(str(account)[:LONGEST_NAME]),
        address_of(request),
        outcome,
        json.dumps(reason),
    )


def address_of(request) -> str:
    """Give the client's address; one that cannot be told must not keep a line out of the log."""
    try:
        return get_adapter().get_client_ip(request)
    except (AttributeError, ImproperlyConfigured, PermissionDenied):
        return "unknown"


def note_login(sender, request, user, **kwargs) -> None:
    records = get_authentication_records(request, user)
    ways = [record.get("type") or record["method"] for record in records]
    note(request, user.get_username(), ACCEPTED, " and ".join(ways) or "session")
    begin(request.session)


def note_logout(sender, request, user, **kwargs) -> None:
    if user is not None:
        note(request, user.get_username(), LEFT, "logged out")


def note_wrong_code(sender, request, user, authenticator, **kwargs) -> None:
    note(request, user.get_username(), REFUSED, f"wrong {authenticator.type} code")


def note_added(sender, request, user, authenticator, **kwargs) -> None:
    note(request, user.get_username(), CHANGED, f"added {authenticator.type}")


def note_removed(sender, request, user, authenticator, **kwargs) -> None:
    note(request, user.get_username(), CHANGED, f"removed {authenticator.type}")


def listen() -> None:
    user_logged_in.connect(note_login)
    user_logged_out.connect(note_logout)
    authentication_failed.connect(note_wrong_code, sender=Authenticator)
    authenticator_added.connect(note_added, sender=Authenticator)
    authenticator_removed.connect(note_removed, sender=Authenticator)
