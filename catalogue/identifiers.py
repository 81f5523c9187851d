"""Permanent identifiers of things that are not entries, such as the feed and the calendars of lists."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings


def portal_uid(name: str) -> UUID:
    """Return the identifier of a thing by its name within the portal, on any host (RFC 9562, section 5.5)."""
    return uuid5(NAMESPACE_URL, f"{settings.IDENTIFIER_PREFIX}{name}")
