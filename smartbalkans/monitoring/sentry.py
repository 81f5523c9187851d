"""Errors in Sentry, whose package is installed only where it is used."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

PACKAGE = "sentry_sdk"


def start() -> None:
    """Report errors from now on, without cookies, addresses and fields of forms."""
    if settings.SENTRY_DSN and find_spec(PACKAGE):
        import_module(PACKAGE).init(
            dsn=settings.SENTRY_DSN, send_default_pii=False, max_request_body_size="never"
        )
