"""Errors in Sentry, whose package is installed only where it is used."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core import checks

PACKAGE = "sentry_sdk"


@checks.register
def check_package(app_configs, **kwargs) -> list[checks.Error]:
    """Return an error if SENTRY_DSN is set and the package is missing."""
    if not settings.SENTRY_DSN or find_spec(PACKAGE):
        return []
    return [
        checks.Error(
            "SENTRY_DSN is set, and the package sentry-sdk is not installed.",
            hint="Install sentry-sdk into the portal's environment, or unset SENTRY_DSN.",
            id="smartbalkans.E001",
        )
    ]


def start() -> None:
    """Report errors from now on, without cookies, addresses and fields of forms."""
    if settings.SENTRY_DSN and find_spec(PACKAGE):
        import_module(PACKAGE).init(
            dsn=settings.SENTRY_DSN, send_default_pii=False, max_request_body_size="never"
        )
