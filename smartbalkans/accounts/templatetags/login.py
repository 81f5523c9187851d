"""Filters for the pages of the login: the secret of an authenticator app as a QR code and in groups."""

from dataclasses import dataclass

import qrcode
from django import template
from django.conf import settings

from smartbalkans.accounts.access import lacks_second_factor
from smartbalkans.accounts.devices import describe_device

register = template.Library()


@dataclass(frozen=True)
class QRCode:
    """A QR code as one path in a square of `size` units."""

    size: int
    path: str


@register.filter
def qr_code(text: str) -> QRCode:
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    dots = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return QRCode(size=len(rows), path="".join(f"M{x} {y}h1v1h-1z" for x, y in dots))


@register.filter
def in_groups(secret: str) -> str:
    """Return a secret in groups of four characters; apps accept the spaces."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


@register.filter
def must_add_second_factor(user) -> bool:
    """Return whether a user has no access to the back office before adding a second factor."""
    return lacks_second_factor(user)


@register.simple_tag
def sends_mail() -> bool:
    """Return whether a mail server is configured."""
    return settings.SENDS_MAIL


@register.filter
def device(session) -> str:
    """Return the browser and the system of a session."""
    return describe_device(session.user_agent)
