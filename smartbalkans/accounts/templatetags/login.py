"""The secret of an authenticator app, to scan and to type."""

from dataclasses import dataclass

import qrcode
from django import template

from smartbalkans.accounts.access import lacks_second_factor

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
def in_fours(secret: str) -> str:
    """Part a secret into groups that the eye can hold; apps take it with the spaces."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


@register.filter
def is_to_enrol(user) -> bool:
    """Tell whether the back office stays closed until this person has a second factor."""
    return lacks_second_factor(user)
