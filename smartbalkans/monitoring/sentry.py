"""Errors in Sentry, whose package is installed only where it is used."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from smartbalkans.monitoring.logs import without_keys

PACKAGE = "sentry_sdk"
HEADERS = ("Host", "User-Agent", "X-Request-Id")


def start() -> None:
    """Report errors from now on, without cookies, addresses of visitors, queries and fields of forms."""
    if settings.SENTRY_DSN and find_spec(PACKAGE):
        import_module(PACKAGE).init(
            dsn=settings.SENTRY_DSN,
            send_default_pii=False,
            max_request_body_size="never",
            include_local_variables=False,  # they contain requests and forms
            before_send=without_visitor,
        )


def without_visitor(event: dict, hint: dict) -> dict:
    """Return an event without what the package leaves in it of a visitor, such as the header `Forwarded`."""
    if request := event.get("request"):
        sent = request.get("headers", {})
        headers = {name: sent[name] for name in HEADERS if name in sent}
        kept = {name: request[name] for name in ("url", "method") if name in request}
        event = event | {"request": kept | {"headers": headers}}
    return shortened(event)


def shortened(value):
    """Return a value with all keys in its texts shortened."""
    if isinstance(value, str):
        return without_keys(value)
    if isinstance(value, dict):
        return {name: shortened(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [shortened(part) for part in value]
    return value
