"""Identifiers of what is no entry, such as a feed or a calendar: the same on every host, for all time."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings


def portal_uid(name: str) -> UUID:
    """Return the identifier of what has a name of its own within the portal (RFC 9562, section 5.5)."""
    return uuid5(NAMESPACE_URL, f"{settings.IDENTIFIER_PREFIX}{name}")
